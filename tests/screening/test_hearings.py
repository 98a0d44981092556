"""A department is asked, answers once, and may put the answer right until the case goes on."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.kernel.errors import RuleBroken
from portal.notices.models import Notice
from portal.policy import Role
from portal.proposals.models import Proposal
from portal.proposals.states import Awaits, State
from portal.screening import actions
from portal.screening.models import Hearing
from portal.screening.states import Position
from portal.storage import db, transactional
from tests.support import accounts, screening

pytestmark = pytest.mark.usefixtures("context")
FIELDS = {"position": "supports", "answer": "Vi venter færre døgnophold."}


@pytest.fixture
def officer():
    return accounts.person("Lise", roles=[Role.CASE_OFFICER])


@pytest.fixture
def department():
    return accounts.department("Sociale Forhold")


@pytest.fixture
def contact(client, department):
    made = accounts.person("Mette", roles=[Role.DEPARTMENT], department=department)
    client.sign_in(made)
    return made


def ask(officer, proposal, *departments) -> list[Hearing]:
    now = accounts.the_time()
    ids = [department.id for department in departments]
    actions.ask_departments(
        accounts.actor(officer),
        proposal.id,
        ids,
        "Hvad betyder det?",
        now.date() + timedelta(days=14),
        key=f"{ids}",
        at=now,
    )
    return list(db.session.scalars(sa.select(Hearing).where(Hearing.proposal_id == proposal.id).order_by(Hearing.id)))


def test_the_last_answer_gives_the_case_back_to_the_secretariat(client, officer, department, contact):
    other = accounts.department("Plan og Byg")
    proposal = screening.case_in_screening(officer=officer)
    first, second = ask(officer, proposal, department, other)
    page = client.get(f"/hearings/{first.id}")
    assert "Hvad betyder det?" in page.words
    assert client.submit(page, typed=FIELDS).status_code == 200
    assert db.session.get(Proposal, proposal.id).awaits is Awaits.DEPARTMENTS
    other_contact = accounts.actor(accounts.person(roles=[Role.DEPARTMENT], department=other))
    actions.answer_hearing(other_contact, second.id, Position.NEUTRAL, "Ingen", version=1, at=accounts.the_time())
    kept = db.session.get(Proposal, proposal.id)
    assert (kept.state, kept.awaits) == (State.SCREENING, Awaits.SECRETARIAT)
    told = db.session.scalars(sa.select(Notice.person_id).where(Notice.text.startswith("A department has answered")))
    assert list(told) == [officer.id, officer.id]


def test_an_answer_can_be_put_right_until_the_case_is_forwarded(client, officer, department, contact):
    proposal = screening.case_in_screening(officer=officer)
    (hearing,) = ask(officer, proposal, department)
    client.submit(client.get(f"/hearings/{hearing.id}"), typed=FIELDS)
    client.submit(client.get(f"/hearings/{hearing.id}"), position="advises_against", answer="Alligevel ikke.")
    assert db.session.get(Hearing, hearing.id).position is Position.ADVISES_AGAINST
    screening.make_ready(proposal, officer)
    version = db.session.get(Proposal, proposal.id).version
    actions.forward(accounts.actor(officer), proposal.id, version=version, key="f", at=accounts.the_time())
    page = client.get(f"/hearings/{hearing.id}")
    assert page.find(".//main//form") == []
    assert "Alligevel ikke." in page.words
    assert client.post(f"/hearings/{hearing.id}", data={**FIELDS, "version": "3"}).status_code == 409


def test_the_same_answer_twice_is_one_answer(client, officer, department, contact):
    (hearing,) = ask(officer, screening.case_in_screening(officer=officer), department)
    page = client.get(f"/hearings/{hearing.id}")
    for _time in range(2):
        assert client.submit(page, typed=FIELDS, follow=False).status_code == 303
    assert db.session.get(Hearing, hearing.id).version == 2


def test_a_stale_answer_shows_both(client, officer, department, contact):
    (hearing,) = ask(officer, screening.case_in_screening(officer=officer), department)
    page = client.get(f"/hearings/{hearing.id}")
    client.submit(page, position="neutral", answer="Kollegaens svar")
    answer = client.submit(page, typed=FIELDS)
    assert answer.status_code == 409
    assert "Kollegaens svar" in answer.words
    assert FIELDS["answer"] in answer.words
    assert client.submit(answer).status_code == 200
    assert db.session.get(Hearing, hearing.id).answer == FIELDS["answer"]


@pytest.mark.parametrize(
    "fields",
    [{"position": "supports", "answer": ""}, {"position": "loves", "answer": "Min tekst"}, {"answer": "Min tekst"}],
)
def test_an_unfinished_answer_comes_back(client, officer, department, contact, fields):
    (hearing,) = ask(officer, screening.case_in_screening(officer=officer), department)
    answer = client.post(f"/hearings/{hearing.id}", data={**fields, "version": "1"})
    assert answer.status_code == 422
    assert fields["answer"] in answer.text
    assert db.session.get(Hearing, hearing.id).answered_at is None


def test_another_departments_question_is_not_there(client, officer, contact):
    (hearing,) = ask(officer, screening.case_in_screening(officer=officer), accounts.department())
    for number in (hearing.id, 999_999):
        assert client.get(f"/hearings/{number}").status_code == 404
        assert client.post(f"/hearings/{number}", data={**FIELDS, "version": "1"}).status_code == 404
        assert client.get(f"/hearings/{number}/files/1").status_code == 404
    assert client.get("/hearings").rows() == []


def test_a_contact_without_a_department_sees_nothing(client, officer, department):
    ask(officer, screening.case_in_screening(officer=officer), department)
    client.sign_in(accounts.person(roles=[Role.DEPARTMENT]))
    assert client.get("/hearings").rows() == []


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.DEPARTMENT])
def test_others_have_no_hearings(client, officer, department, role):
    (hearing,) = ask(officer, screening.case_in_screening(officer=officer), department)
    client.sign_in(accounts.person(roles=[role], department=department))
    assert {client.get(path).status_code for path in ("/hearings", f"/hearings/{hearing.id}")} == {404}
    assert client.post(f"/hearings/{hearing.id}", data=FIELDS).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_shows_what_is_late_in_two_statements(client, officer, department, contact, queries, count):
    for _number in range(count):
        late = screening.case_in_screening(awaits=Awaits.DEPARTMENTS)
        screening.hearing(late, department, officer, due_on=accounts.the_time().date() - timedelta(days=1))
    with queries.exactly(2):
        page = client.get("/hearings")
    assert [row[3] for row in page.rows()] == ["Frist overskredet"] * count


def test_the_queue_goes_on_page_by_page(client, officer, department, contact):
    @transactional
    def make() -> None:
        proposal = screening.case_in_screening()
        for number in range(120):
            screening.hearing(
                proposal,
                department,
                officer,
                due_on=accounts.the_time().date() + timedelta(days=number // 7),
                answered=number % 2 == 0,
            )

    make()
    for tab in ("", "?tab=answered"):
        page, seen = client.get(f"/hearings{tab}"), []
        while True:
            seen += [link.get("href") for link in page.find(".//tbody/tr/td/a")]
            following = page.find(".//a[@rel='next']")
            if not following:
                break
            page = client.get(following[0].get("href"))
        assert (len(seen), len(set(seen))) == (60, 60)
    assert len(client.get("/hearings?page=after.99999999999999999.1.0").rows()) == 0


def test_a_department_is_reminded_once_a_day(client, clock, officer, department):
    contact = accounts.person("Mette", roles=[Role.DEPARTMENT], department=department)
    proposal = screening.case_in_screening(officer=officer)
    (hearing,) = ask(officer, proposal, department)
    client.sign_in(officer)
    page, address = client.get(f"/cases/{proposal.id}"), f"/cases/{proposal.id}/hearings/{hearing.id}/reminder"
    for _time in range(2):
        client.submit(page, address)
    reminded = sa.select(sa.func.count()).where(
        Notice.text.startswith("Your department has not"), Notice.person_id == contact.id
    )
    assert db.session.scalar(reminded) == 1
    assert "Send en påmindelse" not in client.get(f"/cases/{proposal.id}").words
    clock.advance(days=1)
    client.sign_in(officer)
    client.submit(client.get(f"/cases/{proposal.id}"), address)
    assert db.session.scalar(reminded) == 2


def test_after_the_day_the_case_goes_on_without_the_answer(client, clock, officer, department):
    proposal = screening.case_in_screening(officer=officer)
    screening.make_ready(proposal, officer)
    (hearing,) = ask(officer, proposal, department)
    client.sign_in(officer)
    address = f"/cases/{proposal.id}/hearings/{hearing.id}/without-answer"
    assert client.get(address).status_code == 409
    clock.advance(days=15)
    client.sign_in(officer)
    empty = client.submit(client.get(address), reason=" ")
    assert empty.status_code == 422
    shown = client.submit(empty, reason="Afdelingen er nedlagt.")
    assert "Gået videre uden svar: Afdelingen er nedlagt." in shown.words
    kept = db.session.get(Proposal, proposal.id)
    assert (kept.state, kept.awaits) == (State.SCREENING, Awaits.SECRETARIAT)
    client.submit(client.get(f"/cases/{proposal.id}/moves/forward"))
    (frozen,) = screening.frozen_case(kept).content["hearings"]
    assert (frozen["answered_at"], frozen["waiver"]) == ("", "Afdelingen er nedlagt.")
    chair = accounts.person(roles=[Role.COUNCIL_MEMBER])
    client.sign_in(chair)
    assert "Gået videre uden svar: Afdelingen er nedlagt." in client.get(f"/council/{proposal.id}").words


def test_going_on_too_early_is_refused(clock, officer, department):
    proposal = screening.case_in_screening(officer=officer)
    (hearing,) = ask(officer, proposal, department)
    with pytest.raises(RuleBroken):
        actions.go_on_without(accounts.actor(officer), proposal.id, hearing.id, "Hast", at=accounts.the_time())


def test_a_late_answer_still_counts(clock, officer, department):
    proposal = screening.case_in_screening(officer=officer)
    (hearing,) = ask(officer, proposal, department)
    clock.advance(days=15)
    actions.go_on_without(accounts.actor(officer), proposal.id, hearing.id, "Hast", at=accounts.the_time())
    contact = accounts.actor(accounts.person(roles=[Role.DEPARTMENT], department=department))
    version = db.session.get(Hearing, hearing.id).version
    actions.answer_hearing(contact, hearing.id, Position.NEUTRAL, "Ingen", version=version, at=accounts.the_time())
    screening.make_ready(proposal, officer)
    version = db.session.get(Proposal, proposal.id).version
    actions.forward(accounts.actor(officer), proposal.id, version=version, key="f", at=accounts.the_time())
    (frozen,) = screening.frozen_case(proposal).content["hearings"]
    assert (frozen["position"], frozen["waiver"]) == ("neutral", "")


@pytest.mark.parametrize("act", ["reminder", "without-answer"])
def test_only_the_secretariat_presses_on_and_only_within_the_case(client, clock, officer, department, act):
    proposal, other = screening.case_in_screening(officer=officer), screening.case_in_screening(officer=officer)
    (hearing,) = ask(officer, proposal, department)
    clock.advance(days=15)
    client.sign_in(officer)
    data = {"reason": "Hast"}
    assert client.post(f"/cases/{other.id}/hearings/{hearing.id}/{act}", data=data).status_code == 404
    client.sign_in(accounts.person(roles=[Role.AUDITOR]))
    assert client.post(f"/cases/{proposal.id}/hearings/{hearing.id}/{act}", data=data).status_code == 403
    client.sign_in(accounts.person(roles=[Role.DEPARTMENT], department=department))
    assert client.post(f"/cases/{proposal.id}/hearings/{hearing.id}/{act}", data=data).status_code == 404
    kept = db.session.get(Hearing, hearing.id)
    assert (kept.reminded_at, kept.waived_at) == (None, None)
