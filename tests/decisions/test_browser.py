"""Council and mayor in a real browser: with and without JavaScript, wide and narrow, without a complaint from axe."""

from __future__ import annotations

import pytest

from portal.decisions.states import Choice
from portal.proposals.models import Proposal
from portal.storage import db
from tests.support.browser import NARROW, WIDE, axe, overflow
from tests.support.decisions import approved_case, cast, council_case_for, decided_case


@pytest.mark.parametrize("javascript", [True, False])
def test_from_three_votes_to_the_mayors_approval(people, new_page, javascript: bool) -> None:
    case, later = council_case_for(people, waited=8), council_case_for(people, "Flere unge i uddannelse", waited=2)
    for member in people.members:
        page = new_page(member.email, javascript=javascript)
        page.goto("/council")
        page.click("text=Begynd med den ældste")
        page.check("text=Sæt indsatsen i gang")
        page.fill("#comment", "Godt forslag.")
        page.click("text=Gem og næste")
        assert page.text_content("h1") == later.title
    page.goto(f"/council/{case.id}")
    page = new_page(people.chair.email, javascript=javascript)
    page.goto(f"/council/{case.id}")
    page.click("#council .button-primary")
    page.fill("#reasons", "Veldokumenteret.")
    page.click("main .button-primary")
    assert "Rådets afgørelse er registreret." in page.text_content("body")
    page = new_page(people.mayor.email, javascript=javascript)
    page.goto("/mayor")
    page.click("tbody a")
    page.click("#decision .button-primary")
    page.click("main button.button-primary")
    assert "er godkendt" in page.text_content("body")
    db.session.rollback()  # the browser's requests were other sessions'
    assert db.session.get(Proposal, case.id).state == "approved"


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("language", ["da", "en"])
def test_every_page_can_be_used_by_everybody(people, new_page, width: int, language: str) -> None:
    case, decided, approved = council_case_for(people, with_file=True), decided_case(people), approved_case(people)
    for member, choice in zip(people.members, (Choice.START, Choice.DECLINE, Choice.START), strict=True):
        cast(case, member, choice)
    fresh = council_case_for(people, "En ny sag")
    council = [
        "",
        "?tab=decided",
        f"/{fresh.id}",
        f"/{case.id}",
        f"/{decided.id}",
        f"/{approved.id}",
        f"/{case.id}/conflict",
    ]
    council += [f"/{case.id}/moves/start", f"/{case.id}/moves/send-back"]
    mayor = ["", "?tab=done", f"/{decided.id}", f"/{decided.id}/moves/approve", f"/{decided.id}/moves/refer-back"]
    for who, paths in (
        (people.chair, [f"/council{path}" for path in council]),
        (people.mayor, [f"/mayor{path}" for path in mayor]),
    ):
        page = new_page(who.email, width=width, language=language)
        for path in paths:
            assert page.goto(path).status == 200
            assert (path, axe(page), overflow(page)) == (path, [], 0)
