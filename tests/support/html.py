"""Is this HTML what every page of the portal promises? Read pages as a browser and a screen reader would, and say what is wrong."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

import html5lib

IDREFS = (
    "aria-describedby",
    "aria-labelledby",
    "aria-controls",
    "aria-errormessage",
    "aria-owns",
    "headers",
    "list",
    "form",
)
UNLABELLED_INPUTS = {"hidden", "submit", "button", "reset", "image"}
OWN = re.compile(r"^(/(?!/)|#|\?|data:image/)")
CONTEXTS = {
    "tr": "tbody",
    "td": "tr",
    "th": "tr",
    "tbody": "table",
    "thead": "table",
    "tfoot": "table",
    "option": "select",
}


@dataclass
class Form:
    """A form as a browser would send it: `fields` holds what it starts with, in the page's order."""

    id: str
    action: str
    method: str
    is_multipart: bool
    fields: list[tuple[str, str]]
    names: set[str]
    buttons: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    """A button's words to its name, value and formaction."""


def is_page(text: str) -> bool:
    """Whether `text` is a whole page rather than a fragment."""
    return text.lstrip()[:9].lower() == "<!doctype"


def parse(text: str) -> tuple[Element, list[str]]:
    """The tree of a page or fragment, and what the HTML standard says is wrong with it."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    if is_page(text):
        tree = parser.parse(text)
    else:
        first = re.match(r"\s*<([a-z]+)", text)
        tree = parser.parseFragment(text, container=CONTEXTS.get(first[1] if first else "", "div"))
    lines = text.splitlines() or [""]
    wrong = [
        f"line {at[0]}: {kind} {about or ''}: {lines[min(at[0], len(lines)) - 1].strip()[:120]}"
        for at, kind, about in parser.errors
    ]
    return tree, wrong


def elements(tree: Element) -> Iterator[Element]:
    """All elements, without comments."""
    return (element for element in tree.iter() if isinstance(element.tag, str))


def words(element: Element) -> str:
    """An element's text as it is read, on one line."""
    return " ".join("".join(element.itertext()).split())


def problems(text: str) -> list[str]:
    """Everything that is wrong with a page or a fragment. Empty when all is well."""
    tree, wrong = parse(text)
    wrong += _doubled_ids(tree) + _unlabelled(tree) + _forged(tree) + _active(tree) + _unnamed(tree)
    return wrong + (_page(tree) + _dangling(tree) if is_page(text) else _fragment(tree))


def _ids(tree: Element) -> list[str]:
    return [element.get("id", "") for element in elements(tree) if element.get("id") is not None]


def _doubled_ids(tree: Element) -> list[str]:
    return [
        f"the id {name!r} is there {count} times"
        for name, count in Counter(_ids(tree)).items()
        if count > 1 or not name
    ]


def _page(tree: Element) -> list[str]:
    wrong = []
    headings = [words(element) for element in tree.iter("h1")]
    if len(headings) != 1 or not headings[0]:
        wrong.append(f"a page has one h1, not {headings}")
    titles = [words(element) for element in tree.findall("./head/title")]
    if len(titles) != 1 or not titles[0].strip(" –-|"):
        wrong.append(f"a page has one title, not {titles}")
    if tree.get("lang") not in {"da", "en"}:
        wrong.append("a page says which language it is in")
    if len(list(tree.iter("main"))) != 1:
        wrong.append("a page has one main")
    return wrong + _levels(tree)


def _levels(tree: Element) -> list[str]:
    levels = [int(element.tag[1]) for element in elements(tree) if re.fullmatch("h[1-6]", element.tag)]
    pairs = zip([0, *levels], levels, strict=False)
    return [f"an h{after} follows an h{before}" for before, after in pairs if after > before + 1 and before]


def _fragment(tree: Element) -> list[str]:
    roots = [child for child in tree if isinstance(child.tag, str) and child.get("hx-swap-oob") is None]
    return [] if len(roots) == 1 else [f"a fragment has one root, not {[root.tag for root in roots]}"]


def _labels(tree: Element) -> tuple[set[str], set[Element]]:
    named = {label.get("for", "") for label in tree.iter("label") if words(label)}
    wrapped = {inner for label in tree.iter("label") if words(label) for inner in label.iter()}
    return named, wrapped


def _unlabelled(tree: Element) -> list[str]:
    named, wrapped = _labels(tree)
    wrong = []
    for element in elements(tree):
        if element.tag not in {"input", "select", "textarea"} or element.get("type", "text") in UNLABELLED_INPUTS:
            continue
        has_label = (
            element.get("id") in named
            or element in wrapped
            or element.get("aria-label")
            or element.get("aria-labelledby")
        )
        if not has_label:
            wrong.append(f"no label for <{element.tag} name={element.get('name')!r} id={element.get('id')!r}>")
    return wrong


def _forged(tree: Element) -> list[str]:
    wrong = []
    for form in tree.iter("form"):
        tokens = [field for field in form.iter("input") if field.get("name") == "csrf_token" and field.get("value")]
        if form.get("method", "get").lower() == "post" and len(tokens) != 1:
            wrong.append(f"the form to {form.get('action')!r} has {len(tokens)} CSRF tokens")
    return wrong


def _active(tree: Element) -> list[str]:
    wrong = []
    for element in elements(tree):
        if element.tag == "style" or (element.tag == "script" and (not element.get("src") or words(element))):
            wrong.append(f"inline <{element.tag}>")
        for name, value in element.attrib.items():
            if complaint := _attribute(element.tag, str(name), value):
                wrong.append(f"<{element.tag} {name}={value!r}>: {complaint}")
    return wrong


def _attribute(tag: str, name: str, value: str) -> str:
    if name == "style":
        return "inline style"
    if name.startswith(("on", "hx-on", "data-hx-on")):
        return "inline event handler"
    if name.startswith("hx-") and re.match(r"\s*(js|javascript):", value):
        return "evaluated script"
    if name == "hx-trigger" and has_filter(value):
        return "trigger filter"
    if value.strip().lower().startswith("javascript:"):
        return "script address"
    is_loaded = (
        (name == "src") or (name == "href" and tag == "link") or re.fullmatch("hx-(get|post|put|patch|delete)", name)
    )
    return "loaded from elsewhere" if is_loaded and not OWN.match(value) else ""


def has_filter(trigger: str) -> bool:
    """Whether an hx-trigger asks for an expression to be evaluated: `click[ctrlKey]`, not `input from:[type=search]`."""
    return any("[" in event.split()[0] for event in trigger.split(",") if event.split())


def _unnamed(tree: Element) -> list[str]:
    wrong = []
    for element in elements(tree):
        named = element.get("aria-label") or element.get("aria-labelledby") or element.get("title")
        pictured = any(image.get("alt") for image in element.iter("img"))
        if element.tag in {"a", "button"} and not (words(element) or named or pictured):
            wrong.append(f"<{element.tag}> without words: {element.attrib}")
        if element.tag == "img" and element.get("alt") is None:
            wrong.append(f"<img> without alt: {element.get('src')}")
    return wrong


def _dangling(tree: Element) -> list[str]:
    ids = set(_ids(tree))
    wrong = []
    for element in elements(tree):
        wanted = [(name, one) for name in IDREFS for one in element.get(name, "").split()]
        wanted += [("for", element.get("for", ""))] if element.tag in {"label", "output"} and element.get("for") else []
        for name in ("hx-target", "hx-include", "hx-indicator", "href"):
            value = element.get(name, "")
            wanted += [(name, value[1:])] if re.fullmatch(r"#[\w-]+", value) else []
        wrong += [
            f"<{element.tag} {name}> points at {one!r}, which is not there" for name, one in wanted if one not in ids
        ]
    return wrong


def forms(tree: Element) -> list[Form]:
    """The page's forms, as a browser would fill them in at first."""
    outside = {name: [] for name in _ids(tree)}
    for element in elements(tree):
        if element.get("form") in outside:
            outside[element.get("form", "")].append(element)
    return [_form(form, [*form.iter(), *outside.get(form.get("id", "-"), [])]) for form in tree.iter("form")]


def _form(form: Element, members: list[Element]) -> Form:
    made = Form(
        form.get("id", ""), form.get("action", ""), form.get("method", "get").lower(),
        form.get("enctype") == "multipart/form-data", [], set(),
    )  # fmt: skip
    for element in members:
        name, kind = element.get("name"), element.get("type", "text")
        if element.tag == "button" or (element.tag == "input" and kind == "submit"):
            said = words(element) or element.get("aria-label", "") or element.get("value", "")
            made.buttons[said] = (name or "", element.get("value", ""), element.get("formaction", ""))
        elif name and element.tag in {"input", "select", "textarea"} and element.get("disabled") is None:
            made.names.add(name)
            made.fields += [(name, value) for value in _values(element, kind)]
    return made


def _values(element: Element, kind: str) -> list[str]:
    if element.tag == "textarea":
        return ["".join(element.itertext())]
    if element.tag == "select":
        options = list(element.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None]
        chosen = chosen or ([] if element.get("multiple") is not None else options[:1])
        return [option.get("value", words(option)) for option in chosen]
    if kind in {"checkbox", "radio"}:
        return [element.get("value", "on")] if element.get("checked") is not None else []
    return [] if kind in {"file", "submit", "button", "image", "reset"} else [element.get("value", "")]
