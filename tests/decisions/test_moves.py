"""Every move of council and mayor, from every state, by every role: expectations written by hand, from the fund's papers."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portal.decisions.models import Approval, Decision
from portal.proposals.models import Proposal
from portal.proposals.states import AWAITS, State
from portal.storage import db, transactional
from tests.support.decisions import cast, council_case_for, decided_case, decision_of

ROLES = ("chair", "first", "mayor", "officer", "lead", "auditor", "applicant")
COUNCIL_MOVES = {"start": "decided", "decline": "declined", "send-back": "screening"}
MAYOR_MOVES = {"approve": "approved", "refer-back": "council"}


@transactional
def in_state(case: Proposal, state: State) -> Proposal:
    """The case, put into a state without any move."""
    case = db.session.get(Proposal, case.id)
    case.state, case.awaits = state, AWAITS[state]
    return case


def send(browser, case: Proposal, area: str, name: str):
    """The move's own POST, as a forged form would send it: right version, every field."""
    version = db.session.scalar(sa.select(Proposal.version).where(Proposal.id == case.id))
    data = {"version": str(version), "reasons": "Derfor", "reason": "Derfor", "conditions": ""}
    return browser.post(f"/{area}/{case.id}/moves/{name}", data=data)


def state_of(case: Proposal) -> str:
    return str(db.session.scalar(sa.select(Proposal.state).where(Proposal.id == case.id)))


@pytest.mark.databases("sqlite")
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", COUNCIL_MOVES)
def test_who_may_make_the_councils_moves(people, new_client, name: str, role: str) -> None:
    case = council_case_for(people)
    choice = "decline" if name == "decline" else "start"
    for member in people.members:
        cast(case, member, choice)
    answer = send(new_client(getattr(people, role).email), case, "council", name)
    if role == "chair":
        assert (answer.status_code, state_of(case)) == (303, COUNCIL_MOVES[name])
    else:
        assert (answer.status_code, state_of(case)) == (404, "council")


@pytest.mark.databases("sqlite")
@pytest.mark.parametrize("state", [state for state in State if state is not State.COUNCIL])
@pytest.mark.parametrize("name", COUNCIL_MOVES)
def test_from_which_states_the_council_moves(people, new_client, name: str, state: State) -> None:
    case = council_case_for(people)
    for member in people.members:
        cast(case, member, "decline" if name == "decline" else "start")
    in_state(case, state)
    browser = new_client(people.chair.email)
    assert browser.get(f"/council/{case.id}/moves/{name}").status_code == 409
    assert (send(browser, case, "council", name).status_code, state_of(case)) == (409, state)


@pytest.mark.databases("sqlite")
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", MAYOR_MOVES)
def test_who_may_make_the_mayors_moves(people, new_client, name: str, role: str) -> None:
    case = decided_case(people)
    answer = send(new_client(getattr(people, role).email), case, "mayor", name)
    if role == "mayor":
        assert (answer.status_code, state_of(case)) == (303, MAYOR_MOVES[name])
    else:
        assert (answer.status_code, state_of(case)) == (404, "decided")


@pytest.mark.databases("sqlite")
@pytest.mark.parametrize("state", [state for state in State if state is not State.DECIDED])
@pytest.mark.parametrize("name", MAYOR_MOVES)
def test_from_which_states_the_mayor_moves(people, new_client, name: str, state: State) -> None:
    case = in_state(decided_case(people), state)
    browser = new_client(people.mayor.email)
    assert browser.get(f"/mayor/{case.id}/moves/{name}").status_code == 409
    assert (send(browser, case, "mayor", name).status_code, state_of(case)) == (409, state)


@pytest.mark.databases("sqlite")
@pytest.mark.parametrize("state", list(State))
def test_what_the_pages_offer(people, new_client, state: State) -> None:
    case = decided_case(people)
    in_state(case, state)
    offered = {
        who: {
            link.get("href").rpartition("/")[2]
            for link in new_client(getattr(people, who).email)
            .get(f"/{area}/{case.id}")
            .find(".//ul[@class='moves']//a")
        }
        for who, area in (("chair", "council"), ("first", "council"), ("auditor", "council"), ("mayor", "mayor"))
    }
    assert offered == {
        # All three voted for a start, so declining is not carried and is shown without a link.
        "chair": {"start", "send-back"} if state is State.COUNCIL else set(),
        "first": set(),
        "auditor": set(),
        "mayor": {"approve", "refer-back"} if state is State.DECIDED else set(),
    }


def test_a_member_may_not_record_and_a_visitor_is_asked_to_sign_in(people, new_client, client) -> None:
    case = council_case_for(people)
    assert client.get(f"/council/{case.id}").status_code == 303
    assert client.get("/mayor").status_code == 303
    for path in ("/mayor", f"/mayor/{case.id}"):
        assert new_client(people.first.email).get(path).status_code == 404
    for path in ("/council", f"/council/{case.id}"):
        assert new_client(people.applicant.email).get(path).status_code == 404
        assert new_client(people.mayor.email).get(path).status_code == 404


def test_steps_cannot_be_skipped(people, new_client) -> None:
    case = council_case_for(people)
    chair = new_client(people.chair.email)
    for name in ("approve", "contract", "withdraw", "submit", "nonsense"):
        assert chair.get(f"/council/{case.id}/moves/{name}").status_code == 404
        assert chair.post(f"/council/{case.id}/moves/{name}", data={"version": "1"}).status_code in {404, 405}
    assert state_of(case) == "council"


def test_the_chair_votes_before_recording(people, new_client) -> None:
    case = council_case_for(people)
    cast(case, people.first)
    cast(case, people.second)
    chair = new_client(people.chair.email)
    assert chair.get(f"/council/{case.id}/moves/start").status_code == 422
    assert send(chair, case, "council", "start").status_code == 422
    page = chair.get(f"/council/{case.id}")
    assert "Stem selv først." in page.words
    assert state_of(case) == "council"


@pytest.mark.parametrize(
    ("votes", "name"), [(["start", "start", "decline"], "decline"), (["abstain"] * 3, "start"), (["start"], "start")]
)
def test_what_the_votes_do_not_carry_is_not_recorded(people, new_client, votes: list[str], name: str) -> None:
    case = council_case_for(people)
    for member, choice in zip(people.members, votes, strict=False):
        cast(case, member, choice)
    chair = new_client(people.chair.email)
    assert send(chair, case, "council", name).status_code == 422
    assert chair.get(f"/council/{case.id}/moves/{name}").status_code == 422
    assert (state_of(case), db.session.scalar(sa.select(Decision.id))) == ("council", None)


def test_the_decision_freezes_the_votes(people, new_client) -> None:
    case = decided_case(people)
    decision = decision_of(case)
    assert [(vote["name"], vote["choice"]) for vote in decision.votes] == [
        ("Henrik Vestergaard", "start"), ("Aisha Rahimi", "start"), ("Torben Skov", "start"),
    ]  # fmt: skip
    assert decision.frozen_case.number == 1
    assert db.session.get(Proposal, case.id).voter_ids == {member.id for member in people.members}
    assert db.session.scalar(sa.select(Approval.id)) is None
