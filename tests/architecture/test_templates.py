"""Do the templates keep to the content security policy, to one root per fragment, and to words that can be translated?"""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from jinja2 import Environment

from tests.architecture.exceptions import ROOTLESS_FRAGMENTS, UNTRANSLATED_WORDS
from tests.architecture.places import ROOT, name, templates
from tests.support import html

TEMPLATES = templates()
FRAGMENTS = [
    path
    for path in TEMPLATES
    if path.name.startswith("_") and "_ui" not in path.parts and name(path) not in ROOTLESS_FRAGMENTS
]
SHARED_MACROS = ROOT / "templates" / "_ui"
PLACE = "\u00b7"
"""What stands for an expression when a template is read without Jinja."""

STATES = "comparison of states"
FORBIDDEN = {
    "inline style": r"\sstyle\s*=",
    "inline style sheet": r"<style",
    "event handler": r"\son[a-z]+\s*=",
    "hx-on": r"\bhx-on",
    "evaluated script": r"""=\s*['"]\s*(js|javascript):""",
    "script body": r"<script(?![^>]*\ssrc=)",
    "plain http": r"http://(?!www\.w3\.org/)",
    "loaded from elsewhere": r"""<(?:script|link|img|iframe|source)[^>]*\s(?:src|href)\s*=\s*['"](?:https?:)?//""",
    STATES: r"""\bstate\b\s*(==|!=|in\b|not in\b)|(==|!=)\s*[\w.]*\bstate\b""",
    "unescaped text": r"\|\s*safe\b",
}
SHOWN = ("title", "alt", "placeholder", "aria-label", "label")


def parametrised(paths: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", paths, ids=[name(path) for path in paths])


def read(path: Path) -> str:
    """The template without its comments, line for line."""
    text = path.read_text(encoding="utf-8")
    return re.sub(r"\{#.*?#\}", lambda comment: re.sub(r"[^\n]", " ", comment[0]), text, flags=re.DOTALL)


@parametrised(TEMPLATES)
def test_nothing_forbidden(path):
    text = read(path)
    # The shared macros draw things that have a look of their own: a step is done, current or coming.
    wanted = {what: pattern for what, pattern in FORBIDDEN.items() if what != STATES or path.parent != SHARED_MACROS}
    found = [
        f"{name(path)}:{text[: match.start()].count(chr(10)) + 1} {what}: {match[0].strip()}"
        for what, pattern in wanted.items()
        for match in re.finditer(pattern, text, flags=re.IGNORECASE)
    ]
    filters = [trigger[1] for trigger in re.finditer(r'hx-trigger="([^"]*)"', text) if html.has_filter(trigger[1])]
    assert found + filters == []


def test_every_template_compiles(app):
    for path in TEMPLATES:
        app.jinja_env.get_template(name(path).removeprefix("templates/"))


def bare(source: str, *, with_macros: bool) -> Element:
    """The template's HTML without Jinja: statements gone, expressions replaced by one mark."""
    left: list[str] = []
    block, hidden = "", ""
    for _line, kind, value in Environment(autoescape=True).lex(source):
        if kind == "block_begin":
            block = "?"
        elif kind == "name" and block == "?":
            block = value
            hidden = value if value == "trans" or (value == "macro" and not with_macros) else hidden
            hidden = "" if value == f"end{hidden}" else hidden
        elif kind == "block_end":
            block = ""
        elif kind in {"data", "variable_begin"} and not hidden:
            left.append(value if kind == "data" else PLACE)
    return html.parse("".join(left).strip())[0]


@parametrised(FRAGMENTS)
def test_a_fragment_has_one_root_with_its_name(path):
    wanted = path.stem.removeprefix("_").replace("_", "-")
    roots = [child for child in bare(read(path), with_macros=False) if isinstance(child.tag, str)]
    own = {root.get("id") for root in roots if root.get("hx-swap-oob") is None}
    assert own in ({wanted}, {f"{wanted}-{PLACE}"}), f"{name(path)}: the roots' ids are {own}, not {wanted!r}"


@parametrised(TEMPLATES)
def test_all_words_can_be_translated(path):
    shown: list[str] = []
    for element in bare(read(path), with_macros=True).iter():
        if not isinstance(element.tag, str) or element.tag in {"script", "style"}:
            continue
        shown += [element.text or "", *(element.get(attribute, "") for attribute in SHOWN)]
        shown += [child.tail or "" for child in element]
    # A macro may write a part of a tag: classes after a dash, attributes with their value.
    shown = [re.sub(r"""[\w-]+=["'][^"']*["']|[\w]+(?:-[\w]+)+""", "", text) for text in shown]
    words = [word for words in shown for word in re.findall(r"[^\W\d_]+", words) if word not in UNTRANSLATED_WORDS]
    assert words == [], f"{name(path)} shows words outside _()"
