"""Can everybody use every page of the demo world: wide and narrow, light to load, with a keyboard alone?"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.accounts import organisation, person
from tests.support.browser import NARROW, WIDE, axe, overflow, transferred
from tests.support.crawl import PEOPLE, Crawl
from tests.support.proposals import complete_answers, start_proposal

KB = 1024
FIRST_BYTES, FIRST_REQUESTS, NEXT_BYTES = 100 * KB, 12, 15 * KB
WEIGHT = """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .reduce((sum, entry) => sum + entry.transferSize, 0)"""
LINKS = 'links => links.map(link => link.getAttribute("href") || "")'
FOCUS = """() => {
    const here = document.activeElement, style = getComputedStyle(here), box = here.getBoundingClientRect();
    const label = here.labels && here.labels.length ? here.labels[0].innerText : "";
    return {
        name: (here.getAttribute("aria-label") || label || here.innerText || here.value || "").trim().replace(/\\s+/g, " "),
        visible: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== "none",
        onScreen: box.bottom > 0 && box.top < innerHeight && box.width > 0,
        tag: here.tagName,
    };
}"""


@pytest.mark.parametrize("part", PEOPLE)
def test_every_page_can_be_used_by_everybody(demo, new_page, part: str) -> None:
    page = new_page(PEOPLE[part])
    crawl = Crawl(is_signed_in=PEOPLE[part] is not None)
    wrong: list[str] = []
    for number, address in enumerate(crawl):
        page.set_viewport_size({"width": WIDE, "height": 900})
        answer = page.goto(address)
        crawl.found(page.eval_on_selector_all("a[href]", LINKS))
        found = [] if answer and answer.status == 200 else [f"status {answer and answer.status}"]
        weight = page.evaluate(WEIGHT)
        found += [f"{weight} bytes"] if weight > (NEXT_BYTES if number else FIRST_BYTES) else []
        found += head_problems(page) + width_problems(page)
        page.set_viewport_size({"width": NARROW, "height": 740})
        found += width_problems(page)
        wrong += [f"{address}: {one}" for one in found]
    assert wrong == []


def head_problems(page: Page) -> list[str]:
    """One h1 with words, and a title that names the page."""
    headings = page.locator("h1").all_inner_texts()
    title = page.title()
    found = [] if len(headings) == 1 and headings[0].strip() else [f"headings {headings}"]
    named = re.fullmatch(r"\S.* – Den Sociale Investeringsfond", title)
    return found if named else [*found, f"title {title!r}"]


def width_problems(page: Page) -> list[str]:
    """What axe and a person's thumb complain of at the present width."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    over = overflow(page)
    found = [f"{over} pixels wider than {width}"] if over else []
    return found + [f"at {width}: {one}" for one in axe(page)]


@pytest.mark.parametrize(
    ("email", "address"),
    [
        (None, "/"),
        (None, "/sign-in"),
        (None, "/contracts"),
        ("ngo@demo.example", "/overview"),
        ("officer@demo.example", "/screening?tab=all"),
        ("officer@demo.example", "/cases/5"),
        ("chair@demo.example", "/council"),
        ("investor@demo.example", "/contracts/1"),
    ],
)
def test_a_first_visit_is_light(demo, new_page, email: str | None, address: str) -> None:
    page = new_page(email)
    with transferred(page) as weight:
        answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200
    assert weight.bytes <= FIRST_BYTES, weight
    assert weight.requests <= FIRST_REQUESTS, weight
    with transferred(page) as weight:
        page.goto("/contact")
    assert weight.bytes <= NEXT_BYTES, weight


def test_the_skip_link_comes_first_and_leads_to_the_content(demo, page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Gå til indholdet")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def tab_to(page: Page, words: str) -> list[str]:
    """Press Tab until the control with these words has the focus; answers what was passed. Every stop must be seen."""
    passed = []
    for _ in range(120):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUS)
        if here["tag"] == "BODY":
            continue
        assert here["visible"], f"the focus cannot be seen on {here} at {page.url}"
        assert here["onScreen"], f"the focus is off the screen on {here} at {page.url}"
        passed.append(here["name"])
        if here["name"].startswith(words):
            return passed
    raise AssertionError(f"Tab does not lead to {words!r} at {page.url}; it passes {passed}")


def test_a_proposal_is_sent_with_the_keyboard_alone(context, new_page) -> None:
    owner = person("Maja Holm", organisation=organisation())
    proposal = start_proposal(owner, answers=complete_answers())
    page = new_page(owner.email)
    page.goto(f"/proposals/{proposal.id}/initiative")
    passed = tab_to(page, "Titel")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("En ny titel")
    passed += tab_to(page, "Gem og fortsæt")
    for control in (
        "Indsatsen kort fortalt",
        "Hvor mange borgere skal deltage?",
        "Dokumenteret",
        "Hvad ved I om effekten?",
    ):
        assert any(name.startswith(control) for name in passed), f"{control} is not among {passed}"
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hvorfor fonden")
    tab_to(page, "Gem, og gå til oversigten")
    page.keyboard.press("Enter")
    for words in ("Tjek dine svar, og send", "Gå videre og send", "Send forslaget"):
        expect(page.get_by_text(words, exact=True).first).to_be_visible()
        tab_to(page, words)
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kvittering")
    expect(page.get_by_role("main")).to_contain_text("En ny titel")
