"""Does every page of the demo world speak one language only: Danish, or English when asked?"""

from __future__ import annotations

import re
from functools import cache
from xml.etree.ElementTree import Element

import pytest

from scripts.catalogues import translated
from tests.support.crawl import PEOPLE, Crawl

PLACE = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
SPOKEN = ("aria-label", "title", "placeholder", "alt", "data-label")
CHROME = (
    "Gå til indholdet", "Hovedmenu", "Overblik", "Beskeder", "Log ud", "Log ind", "Tilgængelighed", "Privatliv", "Åbne data",
    "Indkaldelser", "Kontrakter", "Den Sociale Investeringsfond", "Aarhus Kommune", "Forside", "valgfrit", "Fortryd", "Vælg",
)  # fmt: skip
"""Words around every page, in Danish."""
NAMES = {"Aarhus Kommune", "Borgmesteren", "borgere"}
"""What people have written or are called, and what happens to be said by the portal too: a party, a person, a unit."""


@cache
def words_of(language: str) -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """What the portal says in that language and says otherwise in the other one: whole sentences, and sentences with places in them."""
    pairs = [
        (english, danish)
        for message, places in translated().items()
        for _room, translation in places
        for english, danish in zip(_each(message), _each(translation), strict=False)
    ]
    ours = {pair[language == "da"] for pair in pairs if pair[0] != pair[1]} - NAMES
    theirs = {pair[language != "da"] for pair in pairs}
    said = ours - theirs
    fixed = frozenset(text for text in said if not PLACE.search(text))
    shaped = [text for text in said if PLACE.search(text) and len(re.findall(r"\w{3,}", PLACE.sub("", text))) >= 2]
    return fixed, tuple(re.compile(".+".join(re.escape(part) for part in PLACE.split(text))) for text in shaped)


def _each(text: object) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)  # type: ignore[arg-type]


def texts(element: Element, language: str) -> list[str]:
    """Each piece of text of a page, and what is only read aloud. What is marked as the other language is left out."""
    if element.tag in {"script", "style"} or element.get("lang", language) != language:
        return []
    found = [element.get(name) for name in SPOKEN] + [element.text]
    own = [" ".join(text.split()) for text in found if text and text.strip()]
    for child in element:
        own += texts(child, language)
        own += [" ".join(child.tail.split())] if child.tail and child.tail.strip() else []
    return own


def foreign(tree: Element, language: str) -> list[str]:
    """What a page in `language` says in the other one."""
    fixed, shaped = words_of("en" if language == "da" else "da")
    body = next(tree.iter("body"))
    return [text for text in texts(body, language) if text in fixed or any(one.fullmatch(text) for one in shaped)]


@pytest.mark.databases("sqlite")
@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("part", PEOPLE)
def test_every_page_speaks_one_language(demo, new_client, part: str, language: str) -> None:
    client = new_client(PEOPLE[part])
    crawl = Crawl(is_signed_in=PEOPLE[part] is not None)
    wrong = {}
    for address in crawl:
        answer = client.get(address, query_string={"lang": language} if "?" not in address else None)
        assert answer.status_code == 200, f"a link leads to {address}: {answer.status}"
        crawl.found(link.get("href", "") for link in answer.tree.iter("a"))
        assert answer.tree.get("lang") == language
        if found := foreign(answer.tree, language):
            wrong[address] = sorted(set(found))
    assert wrong == {}
    for address in crawl.downloads.values():
        assert client.get(address).status_code == 200, f"a link leads to {address}"


@pytest.mark.databases("sqlite")
def test_english_has_no_danish_around_the_page(demo, new_client) -> None:
    for email in (None, "ngo@demo.example", "officer@demo.example"):
        client = new_client(email)
        for address in ("/", "/calls", "/contracts", "/notices" if email else "/sign-in"):
            tree = client.get(address, query_string={"lang": "en"}).tree
            around = [text for text in texts(tree, "en") if text in CHROME]
            assert around == [], address


@pytest.mark.databases("sqlite")
def test_the_check_sees_what_it_looks_for(demo, client) -> None:
    danish, english = client.get("/").tree, client.get("/?lang=en").tree
    assert foreign(danish, "da") == [] == foreign(english, "en")
    assert len(foreign(danish, "en")) > 10
    assert len(foreign(english, "da")) > 10
