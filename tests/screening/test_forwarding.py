"""Forwarding freezes the case as it stands, and only when nothing is missing."""

from __future__ import annotations

import pytest

from portal.kernel.errors import RuleBroken
from portal.policy import Role
from portal.proposals.states import Awaits, State
from portal.screening import actions
from portal.screening.queries import frozen
from tests.support import accounts, screening

pytestmark = pytest.mark.usefixtures("context")


def test_a_forwarded_case_awaits_the_council_and_is_frozen() -> None:
    officer = accounts.person(roles=[Role.CASE_OFFICER])
    proposal = screening.forwarded_case(officer, departments=[accounts.department("Børn")])
    assert (proposal.state, proposal.awaits, proposal.forwarder_ids) == (State.COUNCIL, Awaits.COUNCIL, {officer.id})
    paper = screening.frozen_case(proposal)
    assert paper.number == 1
    assert set(paper.content) == {
        "submission",
        "submission_number",
        "checks",
        "assessment",
        "hearings",
        "recommendation",
    }
    assert paper.content["hearings"][0]["department"] == "Børn"
    assert paper.content["recommendation"]["amount_oere"] == 1_590_000_000


def test_an_unfinished_case_is_not_forwarded() -> None:
    officer = accounts.person(roles=[Role.CASE_OFFICER])
    proposal = screening.case_in_screening()
    with pytest.raises(RuleBroken):
        actions.forward(
            accounts.actor(officer), proposal.id, version=proposal.version, key="once", at=accounts.the_time()
        )
    assert frozen(proposal.id) is None
