"""Do the templates keep to the content security policy, to one root per fragment, and to words that can be translated?"""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from tests.architecture.exceptions import UNTRANSLATED_WORDS
from tests.architecture.places import name, templates
from tests.support import html

TEMPLATES = templates()
PAGES_AND_FRAGMENTS = [path for path in TEMPLATES if "_ui" not in path.parts]
FRAGMENTS = [path for path in PAGES_AND_FRAGMENTS if path.name.startswith("_")]

FORBIDDEN = {
    "inline style": r"\sstyle\s*=",
    "inline style sheet": r"<style",
    "event handler": r"\son[a-z]+\s*=",
    "hx-on": r"\bhx-on",
    "evaluated script": r"""=\s*['"]\s*(js|javascript):""",
    "trigger filter": r"""hx-trigger\s*=\s*(['"])(?:(?!\1).)*\[""",
    "script body": r"<script(?![^>]*\ssrc=)",
    "plain http": r"http://(?!www\.w3\.org/)",
    "loaded from elsewhere": r"""<(?:script|link|img|iframe|source)[^>]*\s(?:src|href)\s*=\s*['"](?:https?:)?//""",
    "comparison of states": r"""\bstate\b\s*(==|!=|in\b|not in\b)|(==|!=)\s*[\w.]*\bstate\b""",
    "unescaped text": r"\|\s*safe\b",
}
SHOWN = ("title", "alt", "placeholder", "aria-label", "label")


def parametrised(paths: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", paths, ids=[name(path) for path in paths])


@parametrised(TEMPLATES)
def test_nothing_forbidden(path):
    text = re.sub(
        r"\{#.*?#\}", lambda found: "\n" * found[0].count("\n"), path.read_text(encoding="utf-8"), flags=re.DOTALL
    )
    found = [
        f"{name(path)}:{text[: match.start()].count(chr(10)) + 1} {what}: {match[0].strip()}"
        for what, pattern in FORBIDDEN.items()
        for match in re.finditer(pattern, text, flags=re.IGNORECASE)
    ]
    assert found == []


def test_every_template_compiles(app):
    for path in TEMPLATES:
        app.jinja_env.get_template(name(path).removeprefix("templates/"))


def bare(text: str) -> Element:
    """The template's HTML without Jinja: macros and comments gone, expressions replaced by one mark."""
    text = re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)
    text = re.sub(r"\{%-?\s*macro\b.*?endmacro\s*-?%\}", "", text, flags=re.DOTALL)
    text = re.sub(r"\{%-?\s*trans\b.*?endtrans\s*-?%\}", "", text, flags=re.DOTALL)
    text = re.sub(r"\{%.*?%\}", "", text, flags=re.DOTALL)
    text = re.sub(r"\{\{.*?\}\}", "\u00b7", text, flags=re.DOTALL)
    return html.parse(text.strip())[0]


@parametrised(FRAGMENTS)
def test_a_fragment_has_one_root_with_its_name(path):
    wanted = path.stem.removeprefix("_").replace("_", "-")
    roots = [child for child in bare(path.read_text(encoding="utf-8")) if isinstance(child.tag, str)]
    own = {root.get("id") for root in roots if root.get("hx-swap-oob") is None}
    assert own in ({wanted}, {f"{wanted}-\u00b7"}), f"{name(path)}: the roots' ids are {own}, not {wanted!r}"


@parametrised(TEMPLATES)
def test_all_words_can_be_translated(path):
    text = re.sub(r"(?s)\{%-?\s*macro.*?%\}|\{%-?\s*endmacro.*?%\}", "", path.read_text(encoding="utf-8"))
    shown: list[str] = []
    for element in bare(text).iter():
        if not isinstance(element.tag, str) or element.tag in {"script", "style"}:
            continue
        shown += [element.text or "", *(element.get(attribute, "") for attribute in SHOWN)]
        shown += [child.tail or "" for child in element]
    words = [word for words in shown for word in re.findall(r"[^\W\d_]+", words) if word not in UNTRANSLATED_WORDS]
    assert words == [], f"{name(path)} shows words outside _()"
