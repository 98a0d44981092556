"""Who may return, reject and forward a case, from which state: written down here by hand, from lifecycles.md."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portal.audit.queries import history
from portal.kernel.errors import IllegalMove, NotFound, NotPermitted
from portal.notices.models import Mail, Notice
from portal.policy import Role
from portal.proposals.models import Proposal
from portal.proposals.states import Awaits, State
from portal.screening import actions
from portal.screening.models import FrozenCase
from portal.storage import db, transactional
from tests.support import accounts, screening

pytestmark = pytest.mark.usefixtures("context")

SECRETARIAT = {Role.CASE_OFFICER, Role.SECRETARIAT_LEAD}
WHO = {"return": SECRETARIAT, "reject": {Role.SECRETARIAT_LEAD}, "forward": SECRETARIAT}
TO = {"return": State.RETURNED, "reject": State.REJECTED, "forward": State.COUNCIL}
READERS = {Role.AUDITOR}


def carry_out(move: str, role: Role, proposal: Proposal) -> None:
    actor, at = accounts.actor(accounts.person(roles=[role])), accounts.the_time()
    if move == "return":
        actions.return_to_applicant(
            actor, proposal.id, "Mere", at.date(), version=proposal.version, key=f"{move}-{proposal.id}", at=at
        )
    elif move == "reject":
        actions.reject(
            actor, proposal.id, "Nej", "Klag her", version=proposal.version, key=f"{move}-{proposal.id}", at=at
        )
    else:
        actions.forward(actor, proposal.id, version=proposal.version, key=f"{move}-{proposal.id}", at=at)


def expected(move: str, role: Role, state: State):
    if state is State.DRAFT or role not in SECRETARIAT | READERS:
        return NotFound
    if role not in SECRETARIAT or role not in WHO[move]:
        return NotPermitted
    return TO[move] if state is State.SCREENING else IllegalMove


@pytest.mark.databases("sqlite")
@pytest.mark.parametrize("move", ["return", "reject", "forward"])
@pytest.mark.parametrize("role", list(Role))
def test_every_move_from_every_state_by_every_role(move, role):
    officer = accounts.person(roles=[Role.CASE_OFFICER])
    came_of_it = {}
    for state in State:
        proposal = screening.case_in_screening(state=State.SCREENING)
        if state is State.SCREENING:
            screening.make_ready(proposal, officer)
        else:
            put(proposal.id, state)
        try:
            carry_out(move, role, db.session.get(Proposal, proposal.id))
            came_of_it[state] = db.session.get(Proposal, proposal.id).state
        except (NotFound, NotPermitted, IllegalMove) as refusal:
            came_of_it[state] = type(refusal)
    assert came_of_it == {state: expected(move, role, state) for state in State}


@transactional
def put(number: int, state: State) -> None:
    proposal = db.session.get(Proposal, number)
    proposal.state, proposal.awaits = state, {State.DRAFT: Awaits.AUTHOR}.get(state, Awaits.NOBODY)


@pytest.fixture
def lead(client):
    made = accounts.person("Birgitte", roles=[Role.SECRETARIAT_LEAD])
    client.sign_in(made)
    return made


@pytest.fixture
def applicant():
    organisation = accounts.organisation()
    return accounts.person(organisation=organisation), organisation


def told() -> list[int]:
    return sorted(db.session.scalars(sa.select(Notice.person_id)))


def test_returning_asks_the_applicant_and_keeps_the_date(client, lead, applicant):
    person, organisation = applicant
    proposal = screening.case_in_screening(organisation)
    page = client.get(f"/cases/{proposal.id}/moves/return")
    answer = client.submit(page, reason="Skriv mere om målgruppen", answer_by="15.01.2027")
    assert answer.status_code == 200
    kept = db.session.get(Proposal, proposal.id)
    assert (kept.state, kept.awaits, kept.answer_by.isoformat()) == (State.RETURNED, Awaits.APPLICANT, "2027-01-15")
    assert told() == [person.id]
    assert "Skriv mere om målgruppen" in db.session.scalars(sa.select(Mail.body)).one()
    assert "Skriv mere om målgruppen" in answer.words
    assert "15.01.2027" in answer.words


@pytest.mark.parametrize(
    "fields",
    [
        {"reason": "", "answer_by": "15.01.2027"},
        {"reason": "Mere", "answer_by": "01.12.2026"},
        {"reason": "Mere", "answer_by": "i morgen"},
    ],
)
def test_a_return_that_lacks_something_keeps_what_was_typed(client, lead, fields):
    proposal = screening.case_in_screening()
    answer = client.submit(client.get(f"/cases/{proposal.id}/moves/return"), typed=fields)
    assert answer.status_code == 422
    assert all(text in answer.text for text in fields.values())
    assert db.session.get(Proposal, proposal.id).state is State.SCREENING


def test_rejecting_gives_reasons_and_how_to_complain(client, lead, applicant):
    person, organisation = applicant
    proposal = screening.case_in_screening(organisation)
    page = client.get(f"/cases/{proposal.id}/moves/reject")
    client.submit(page, reason="Uden for formålet (R10)")
    assert db.session.get(Proposal, proposal.id).state is State.REJECTED
    body = db.session.scalars(sa.select(Mail.body)).one()
    assert "Uden for formålet (R10)" in body
    assert "klage" in body
    assert told() == [person.id]


def test_an_officer_is_not_offered_to_reject(client):
    client.sign_in(accounts.person(roles=[Role.CASE_OFFICER]))
    proposal = screening.case_in_screening()
    assert "/moves/reject" not in client.get(f"/cases/{proposal.id}").text
    assert client.get(f"/cases/{proposal.id}/moves/reject").status_code == 403
    answer = client.post(f"/cases/{proposal.id}/moves/reject", data={"reason": "x", "appeal": "y", "version": "1"})
    assert answer.status_code == 403


def test_forwarding_says_what_is_missing_and_then_freezes(client, lead, applicant):
    person, organisation = applicant
    member = accounts.person(roles=[Role.COUNCIL_MEMBER])
    conflicted = accounts.person(roles=[Role.COUNCIL_MEMBER])
    proposal = screening.case_in_screening(organisation, departments=[accounts.department()])
    before = client.get(f"/cases/{proposal.id}/moves/forward")
    assert before.find(".//main//form") == []
    assert (
        client.post(f"/cases/{proposal.id}/moves/forward", data={"version": str(proposal.version)}).status_code == 422
    )

    @transactional
    def conflict() -> None:
        db.session.get(Proposal, proposal.id).conflicted_ids = frozenset({conflicted.id})

    conflict()
    screening.make_ready(proposal, lead)
    client.submit(client.get(f"/cases/{proposal.id}/moves/forward"))
    paper = db.session.scalars(sa.select(FrozenCase)).one()
    assert (paper.proposal_id, paper.forwarded_by_id) == (proposal.id, lead.id)
    assert told() == sorted([person.id, member.id])
    assert [entry.event for entry in history("proposal", proposal.id)][-1] == "forward"


@pytest.mark.parametrize(
    ("move", "fields"),
    [
        ("return", {"reason": "Mere", "answer_by": "15.01.2027"}),
        ("reject", {"reason": "Nej", "appeal": "Klag"}),
        ("forward", {}),
    ],
)
def test_the_same_form_twice_moves_once(client, lead, applicant, move, fields):
    _person, organisation = applicant
    proposal = screening.make_ready(screening.case_in_screening(organisation), lead)
    page = client.get(f"/cases/{proposal.id}/moves/{move}")
    first, second = (client.submit(page, typed=fields, follow=False) for _time in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
    assert [entry.event for entry in history("proposal", proposal.id)].count(move) == 1
    assert len(told()) == 1


def test_a_move_from_an_old_page_is_refused(client, lead):
    proposal = screening.case_in_screening()
    page = client.get(f"/cases/{proposal.id}/moves/return")
    client.post(f"/cases/{proposal.id}/officer", data={"officer": str(lead.id)})
    assert client.submit(page, reason="Mere", answer_by="15.01.2027").status_code == 409
    assert db.session.get(Proposal, proposal.id).state is State.SCREENING


def test_moves_of_other_desks_are_not_made_here(client, lead):
    proposal = screening.case_in_screening(state=State.COUNCIL)
    for name in ("start", "send-back", "approve", "nonsense"):
        assert client.get(f"/cases/{proposal.id}/moves/{name}").status_code == 404
        assert client.post(f"/cases/{proposal.id}/moves/{name}", data={"version": "1"}).status_code == 404
    assert client.get(f"/cases/{proposal.id}/moves/return").status_code == 409
