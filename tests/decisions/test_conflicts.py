"""A member with a conflict of interest: from the declaration on the case is not there, and others hear of it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portal.accounts.models import Person
from portal.decisions.models import Conflict, Vote
from portal.decisions.states import Choice
from portal.notices.models import Mail, Notice
from portal.policy import Role
from portal.proposals.models import Proposal
from portal.storage import db
from tests.support.decisions import approved_case, cast, council_case_for, decided_case
from tests.support.factories import keep


def step_out(new_client, who: Person, case: Proposal):
    browser = new_client(who.email)
    page = browser.get(f"/council/{case.id}/conflict")
    return browser, browser.submit(page, reason="Min søster sidder i bestyrelsen.")


def test_the_page_names_what_it_does(people, new_client) -> None:
    case = council_case_for(people)
    page = new_client(people.first.email).get(f"/council/{case.id}/conflict")
    assert page.heading == "Er du inhabil og vil ud af sagen?"
    assert "Sagen forsvinder straks for dig" in page.words


def test_a_reason_is_wanted(people, new_client) -> None:
    case = council_case_for(people)
    browser = new_client(people.first.email)
    refused = browser.submit(browser.get(f"/council/{case.id}/conflict"), reason=" ")
    assert (refused.status_code, list(refused.errors)) == (422, ["reason"])
    assert db.session.scalar(sa.select(Conflict.id)) is None


def test_the_case_is_gone_everywhere(people, new_client) -> None:
    case = council_case_for(people, with_file=True)
    other = council_case_for(people, "En anden sag")
    file_id = case_file(case)
    keep(notice_of(people.first, case))
    browser, page = step_out(new_client, people.first, case)
    assert page.request.path == "/council"
    assert case.title not in page.words
    assert [row[0].split()[0] for row in page.rows()] == [other.case_number]
    assert "Hos rådet 1" in page.words or "1" in page.texts(".//nav[@class='tabs']//span")
    browser.is_checking = False
    gone = [
        browser.get(f"/council/{case.id}"),
        browser.get(f"/council/{case.id}", htmx="vote"),
        browser.get(f"/council/{case.id}/conflict"),
        browser.get(f"/council/{case.id}/files/{file_id}"),
        browser.get(f"/council/{case.id}/moves/start"),
        browser.post(f"/council/{case.id}/vote", data={"choice": "start", "version": "1"}),
        browser.post(f"/council/{case.id}/conflict", data={"reason": "Igen"}),
    ]
    assert [answer.status_code for answer in gone] == [404] * len(gone)
    assert browser.get("/council/999999").text.count("404") == gone[0].text.count("404")
    assert db.session.scalars(sa.select(Notice.id).where(Notice.person_id == people.first.id)).all() == []


def case_file(case: Proposal) -> int:
    return int(db.session.scalar(sa.text("SELECT id FROM proposal_file")))


def notice_of(person: Person, case: Proposal) -> Notice:
    return Notice(person_id=person.id, text="x", values={}, url=f"/council/{case.id}", created_at=case.created_at)


def test_a_decided_case_is_gone_too(people, new_client) -> None:
    case = decided_case(people)
    browser, _page = step_out(new_client, people.first, case)
    assert browser.get("/council?tab=decided").rows() == []
    assert browser.get(f"/council/{case.id}").status_code == 404


def test_conflict_row_and_case_are_written_together_and_the_lead_is_told(people, new_client) -> None:
    case = council_case_for(people)
    cast(case, people.first)
    step_out(new_client, people.first, case)
    assert db.session.get(Proposal, case.id).conflicted_ids == {people.first.id}
    [row] = db.session.scalars(sa.select(Conflict))
    assert (row.proposal_id, row.person_id, row.reason) == (
        case.id,
        people.first.id,
        "Min søster sidder i bestyrelsen.",
    )
    assert db.session.scalars(sa.select(Vote.superseded_at)).all() != [None]
    [notice] = db.session.scalars(sa.select(Notice))
    assert (notice.person_id, notice.url) == (people.lead.id, f"/cases/{case.id}")
    assert "Aisha Rahimi er inhabil" in db.session.scalar(sa.select(Mail.subject))


def test_a_double_click_declares_once(people, new_client) -> None:
    case = council_case_for(people)
    browser = new_client(people.first.email)
    page = browser.get(f"/council/{case.id}/conflict")
    first = browser.submit(page, reason="Familie")
    again = browser.submit(page, reason="Familie")
    assert (first.status_code, again.status_code, again.request.path) == (200, 200, "/council")
    assert len(db.session.scalars(sa.select(Conflict)).all()) == 1
    assert len(db.session.scalars(sa.select(Notice)).all()) == 1


def test_colleagues_see_who_takes_no_part(people, new_client) -> None:
    case = council_case_for(people)
    step_out(new_client, people.first, case)
    page = new_client(people.second.email).get(f"/council/{case.id}")
    assert "0 af 2 har stemt." in page.words
    assert "Aisha Rahimi er inhabil og deltager ikke." in page.words


def test_with_fewer_than_two_the_case_cannot_be_decided_and_says_so(people, new_client) -> None:
    case = council_case_for(people)
    cast(case, people.chair)
    for member in (people.first, people.second):
        step_out(new_client, member, case)
    chair = new_client(people.chair.email)
    page = chair.get(f"/council/{case.id}")
    assert "Derfor kan rådet ikke afgøre sagen." in page.words
    for name in ("start", "decline"):
        assert chair.get(f"/council/{case.id}/moves/{name}").status_code == 422
    assert chair.get(f"/council/{case.id}/moves/send-back").status_code == 200
    bodies = db.session.scalars(sa.select(Mail.body).order_by(Mail.id)).all()
    assert "Rådet kan ikke afgøre sagen" in bodies[-1]


def test_without_the_chair_an_acting_chair_is_needed(people, new_client) -> None:
    case = council_case_for(people)
    step_out(new_client, people.chair, case)
    assert "fungerende formand" in " ".join(db.session.scalar(sa.select(Mail.body)).split())
    member = new_client(people.first.email)
    assert "Formanden er inhabil." in member.get(f"/council/{case.id}").words
    assert member.get(f"/council/{case.id}/moves/start").status_code == 404
    db.session.get(Person, people.first.id).roles = frozenset({Role.COUNCIL_CHAIR, Role.COUNCIL_MEMBER})
    db.session.commit()
    cast(case, people.first)
    cast(case, people.second, Choice.DECLINE)
    page = member.get(f"/council/{case.id}/moves/start")
    assert "Formandens stemme er afgørende" in page.words
    assert member.submit(page, reasons="Den fungerende formand").status_code == 200
    assert db.session.get(Proposal, case.id).state == "decided"


@pytest.mark.parametrize("who", ["mayor", "auditor"])
def test_conflicts_bind_mayor_and_auditor_too(people, new_client, who: str) -> None:
    case = decided_case(people, with_file=True)
    person = getattr(people, who)
    stored = db.session.get(Proposal, case.id)
    stored.conflicted_ids = frozenset({person.id})
    db.session.commit()
    browser = new_client(person.email)
    base = "/mayor" if who == "mayor" else "/council"
    assert browser.get(f"{base}/{case.id}").status_code == 404
    assert browser.get(f"{base}/{case.id}/files/{case_file(case)}").status_code == 404
    if who == "mayor":
        assert browser.get("/mayor").rows() == []
        assert browser.post(f"/mayor/{case.id}/moves/approve", data={"version": "1"}).status_code == 404


def test_a_conflicted_mayor_sees_no_earlier_act(people, new_client) -> None:
    case = approved_case(people)
    db.session.get(Proposal, case.id).conflicted_ids = frozenset({people.mayor.id})
    db.session.commit()
    assert new_client(people.mayor.email).get("/mayor?tab=done").rows() == []


def test_the_contract_of_the_case_is_gone_too(people, new_client) -> None:
    case = approved_case(people)
    browser = new_client(people.first.email)
    contract = db.session.scalar(sa.text("SELECT id FROM contract"))
    assert browser.get(f"/contracts/{contract}").status_code == 200
    step_out(new_client, people.first, case)
    assert browser.get(f"/contracts/{contract}").status_code == 404
