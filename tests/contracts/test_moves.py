"""Who may move a contract or a milestone, from where, and what stands in the way. Expectations are written out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.accounts.models import Membership
from portal.audit.queries import history
from portal.contracts.actions import Report, Verdict, end, give_back, offer, report, sign, take_back, verify
from portal.contracts.models import Contract, ContractText, Milestone, Result, Signature
from portal.contracts.states import CONTRACT, MILESTONE, Finding, PartyRole, Stage, State
from portal.kernel.errors import IllegalMove, NeedsFreshSignIn, NotFound, NotPermitted, PortalError, RuleBroken, Stale
from portal.notices.models import Mail, Notice
from portal.policy import Actor, Standing, may
from portal.proposals.models import Proposal
from portal.proposals.states import State as Case
from portal.storage import db, transactional
from tests.support.contracts import NOW, People, active_contract, people, ready_contract, verified

EVERYBODY = (
    "provider", "colleague", "viewer", "investor", "verifier", "department", "officer", "lead", "mayor", "member", "auditor", "stranger",
)  # fmt: skip

CONTRACT_MOVES = {
    ("offer", State.DRAFT): (State.SIGNING, {"lead"}),
    ("take-back", State.SIGNING): (State.DRAFT, {"lead"}),
    ("sign", State.SIGNING): (State.SIGNING, {"provider", "investor", "mayor", "lead"}),
    ("activate", State.SIGNING): (State.ACTIVE, {"provider", "investor", "mayor", "lead"}),
    ("complete", State.ACTIVE): (State.COMPLETED, {"lead"}),
    ("terminate", State.ACTIVE): (State.TERMINATED, {"lead"}),
}
MILESTONE_MOVES = {
    ("report", Stage.SCHEDULED): (Stage.REPORTED, {"provider", "colleague"}),
    ("report", Stage.RETURNED): (Stage.REPORTED, {"provider", "colleague"}),
    ("verify", Stage.REPORTED): (Stage.VERIFIED, {"verifier"}),
    ("return", Stage.REPORTED): (Stage.RETURNED, {"verifier"}),
}


@transactional
def put(thing: Any, **values: Any) -> None:
    """Bring a row into a state that the test starts from."""
    for name, value in values.items():
        setattr(thing, name, value)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("name", [move.name for move in CONTRACT])
def test_the_contract_moves_only_from_its_states(name: str, state: State) -> None:
    row = CONTRACT[name]
    assert (state in row.sources) == ((name, state) in CONTRACT_MOVES)
    if (name, state) in CONTRACT_MOVES:
        assert row.target == CONTRACT_MOVES[name, state][0]


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("name", [move.name for move in MILESTONE])
def test_the_milestone_moves_only_from_its_stages(name: str, stage: Stage) -> None:
    row = MILESTONE[name]
    assert (stage in row.sources) == ((name, stage) in MILESTONE_MOVES)
    if (name, stage) in MILESTONE_MOVES:
        assert row.target == MILESTONE_MOVES[name, stage][0]


def test_each_move_is_for_its_own_people(context: Flask) -> None:
    who = people()
    contract = ready_contract(who)
    for (name, state), (_target, allowed) in CONTRACT_MOVES.items():
        put(contract, state=State.DRAFT)
        if state is not State.DRAFT and not contract.text_number:
            offer(who.lead, contract.id, version=contract.version, at=NOW)
        put(contract, state=state)
        found = {one for one in EVERYBODY if may(getattr(who, one), CONTRACT[name].permit, contract)}
        assert (name, state, found) == (name, state, allowed)
    put(contract, state=State.ACTIVE)
    for (name, stage), (_target, allowed) in MILESTONE_MOVES.items():
        milestone = contract.milestones[0]
        put(milestone, stage=stage)
        found = {one for one in EVERYBODY if may(getattr(who, one), MILESTONE[name].permit, milestone)}
        assert (name, stage, found) == (name, stage, allowed)


def test_an_offer_freezes_the_text_and_moves_the_case(context: Flask) -> None:
    who = people()
    contract = ready_contract(who)
    text = offer(who.lead, contract.id, version=contract.version, at=NOW)
    proposal = db.session.get_one(Proposal, contract.proposal_id)
    assert (contract.state, contract.text_number, proposal.state) == (State.SIGNING, 1, Case.CONTRACTED)
    assert len(text.sha256) == 64
    assert text.content["value_oere"] == sum(row["payment_oere"] for row in text.content["milestones"]) == 20_000_000
    told = set(db.session.scalars(sa.select(Mail.recipient).where(Mail.subject.contains(contract.number))))
    assert {who.provider.email, who.investor.email, who.mayor.email} <= told
    assert not {who.colleague.email, who.department.email} & told


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ({"value_oere": 20_000_001}, "add up to 200.000,00 kr., but the contract's value is 200.000,01 kr."),
        ({"starts_on": None}, "no start and end date"),
        ({"terms": " "}, "purpose or the terms"),
        ({"milestones": []}, "no milestones"),
    ],
)
def test_what_is_missing_stops_the_offer(context: Flask, broken: dict[str, Any], said: str) -> None:
    who = people()
    contract = ready_contract(who)
    if "milestones" in broken:
        _without_milestones(contract)
    else:
        put(contract, **broken)
    with pytest.raises(RuleBroken, match=said.replace(".", r"\.")):
        offer(who.lead, contract.id, version=contract.version, at=NOW)
    assert contract.state is State.DRAFT
    assert contract.texts == []
    assert db.session.get_one(Proposal, contract.proposal_id).state is Case.APPROVED


@transactional
def _without_milestones(contract: Contract) -> None:
    for milestone in list(contract.milestones):
        db.session.delete(milestone)


@transactional
def _drop(contract: Contract, role: PartyRole) -> None:
    for party in [one for one in contract.parties if one.role is role]:
        db.session.delete(party)


@pytest.mark.parametrize(
    ("role", "said"), [(PartyRole.PROVIDER, "No service provider"), (PartyRole.INVESTOR, "needs an investor")]
)
def test_a_missing_party_stops_the_offer(context: Flask, role: PartyRole, said: str) -> None:
    who = people()
    contract = ready_contract(who)
    _drop(contract, role)
    with pytest.raises(RuleBroken, match=said):
        offer(who.lead, contract.id, version=contract.version, at=NOW)


@transactional
def _employ(verifier: Actor, organisation_id: int | None) -> None:
    db.session.add(
        Membership(person_id=verifier.id, organisation_id=organisation_id, standing=Standing.VIEWER, created_at=NOW)
    )


def test_a_verifier_who_has_joined_the_investor_stops_the_offer(context: Flask) -> None:
    who = people()
    contract = ready_contract(who)
    _employ(who.verifier, who.investor.organisation_id)
    with pytest.raises(RuleBroken, match="works for"):
        offer(who.lead, contract.id, version=contract.version, at=NOW)


def test_the_offer_wants_the_version_that_was_seen(context: Flask) -> None:
    who = people()
    contract = ready_contract(who)
    with pytest.raises(Stale):
        offer(who.lead, contract.id, version=contract.version - 1, at=NOW)


def offered(who: People) -> tuple[Contract, str, dict[PartyRole, int]]:
    contract = ready_contract(who)
    text = offer(who.lead, contract.id, version=contract.version, at=NOW)
    return contract, text.sha256, {party.role: party.id for party in contract.parties}


def test_it_becomes_active_with_the_last_signature(context: Flask) -> None:
    who = people()
    contract, sha256, ids = offered(who)
    for actor, role, is_last in (
        (who.provider, PartyRole.PROVIDER, False),
        (who.investor, PartyRole.INVESTOR, False),
        (who.mayor, PartyRole.MUNICIPALITY, True),
    ):
        assert sign(actor, contract.id, party_id=ids[role], sha256=sha256, at=NOW) is is_last
    assert contract.state is State.ACTIVE
    events = [entry.event for entry in history("contract", contract.id)]
    assert events == ["opened", "offer", "sign", "sign", "sign", "activate"]
    told = set(db.session.scalars(sa.select(Notice.person_id).where(Notice.text.startswith("All parties"))))
    assert {
        who.provider.id,
        who.colleague.id,
        who.investor.id,
        who.verifier.id,
        who.department.id,
        who.officer.id,
    } <= told
    assert who.stranger.id not in told


def test_signing_twice_gives_one_signature(context: Flask) -> None:
    who = people()
    contract, sha256, ids = offered(who)
    for _ in range(2):
        sign(who.provider, contract.id, party_id=ids[PartyRole.PROVIDER], sha256=sha256, at=NOW)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Signature)) == 1
    assert contract.state is State.SIGNING


@pytest.mark.parametrize(
    ("name", "role", "error"),
    [
        ("provider", PartyRole.INVESTOR, NotPermitted),
        ("colleague", PartyRole.PROVIDER, NotPermitted),
        ("viewer", PartyRole.PROVIDER, NotPermitted),
        ("officer", PartyRole.MUNICIPALITY, NotPermitted),
        ("verifier", PartyRole.VERIFIER, NotFound),
        ("stranger", PartyRole.PROVIDER, NotFound),
    ],
)
def test_nobody_signs_for_another(context: Flask, name: str, role: PartyRole, error: type[PortalError]) -> None:
    who = people()
    contract, sha256, ids = offered(who)
    with pytest.raises(error):
        sign(getattr(who, name), contract.id, party_id=ids[role], sha256=sha256, at=NOW)
    assert contract.text is not None
    assert contract.text.signatures == []


def test_a_signature_wants_a_fresh_password_and_the_text_that_was_read(context: Flask) -> None:
    who = people()
    contract, sha256, ids = offered(who)
    late = NOW + timedelta(minutes=11)
    with pytest.raises(NeedsFreshSignIn):
        sign(who.provider, contract.id, party_id=ids[PartyRole.PROVIDER], sha256=sha256, at=late)
    with pytest.raises(Stale):
        sign(who.provider, contract.id, party_id=ids[PartyRole.PROVIDER], sha256="f" * 64, at=NOW)
    fresh = replace(who.provider, signed_in_at=late)
    sign(fresh, contract.id, party_id=ids[PartyRole.PROVIDER], sha256=sha256, at=late)


def test_taken_back_and_offered_again_all_sign_anew(context: Flask) -> None:
    who = people()
    contract, sha256, ids = offered(who)
    sign(who.provider, contract.id, party_id=ids[PartyRole.PROVIDER], sha256=sha256, at=NOW)
    with pytest.raises(RuleBroken, match="reason"):
        take_back(who.lead, contract.id, reason=" ", at=NOW)
    take_back(who.lead, contract.id, reason="Beløbet skal rettes.", at=NOW)
    assert not contract.is_party(who.provider)
    offer(who.lead, contract.id, version=contract.version, at=NOW)
    assert (contract.text_number, len(contract.unsigned)) == (2, 3)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(ContractText)) == 2


def reported(who: People, count: int = 8) -> tuple[Milestone, Result]:
    milestone = active_contract(who).milestones[0]
    report(
        who.provider,
        milestone.contract_id,
        milestone.id,
        Report(Decimal(count), "Talt."),
        once=f"k{milestone.id}",
        at=NOW,
    )
    return milestone, milestone.results[0]


def test_a_report_is_verified_by_the_appointed_verifier_and_is_final(context: Flask) -> None:
    who = people()
    milestone, result = reported(who)
    verdict = Verdict(Finding.PARTIALLY_MET, Decimal(7), "En manglede.")
    verify(who.verifier, milestone.contract_id, milestone.id, verdict, result_id=result.id, at=NOW)
    assert (milestone.stage, milestone.verified, milestone.finding) == (
        Stage.VERIFIED,
        Decimal(7),
        Finding.PARTIALLY_MET,
    )
    told = set(db.session.scalars(sa.select(Notice.person_id).where(Notice.text.startswith("Verified as partially"))))
    assert {who.provider.id, who.investor.id, who.officer.id, who.department.id} <= told
    for again in (verdict, Verdict(Finding.MET, Decimal(10), "")):
        with pytest.raises(IllegalMove):
            verify(who.verifier, milestone.contract_id, milestone.id, again, result_id=result.id, at=NOW)
    with pytest.raises(IllegalMove):
        report(who.provider, milestone.contract_id, milestone.id, Report(Decimal(9), "Igen."), once="again", at=NOW)
    assert milestone.verified == Decimal(7)


def test_a_returned_report_stays_and_the_next_is_a_new_one(context: Flask) -> None:
    who = people()
    milestone, result = reported(who)
    with pytest.raises(RuleBroken):
        give_back(who.verifier, milestone.contract_id, milestone.id, reason="", result_id=result.id, at=NOW)
    give_back(who.verifier, milestone.contract_id, milestone.id, reason="Bilag mangler.", result_id=result.id, at=NOW)
    report(who.colleague, milestone.contract_id, milestone.id, Report(Decimal(9), "Med bilag."), once="second", at=NOW)
    assert [(one.achieved, one.returned_at is not None) for one in milestone.results] == [(8, True), (9, False)]
    with pytest.raises(IllegalMove):
        verify(
            who.verifier,
            milestone.contract_id,
            milestone.id,
            Verdict(Finding.MET, Decimal(8), ""),
            result_id=result.id,
            at=NOW,
        )


def test_a_report_sent_twice_is_one(context: Flask) -> None:
    who = people()
    milestone, _result = reported(who)
    report(
        who.provider, milestone.contract_id, milestone.id, Report(Decimal(8), "Talt."), once=f"k{milestone.id}", at=NOW
    )
    assert len(milestone.results) == 1


def test_four_eyes_hold_whatever_hats_one_wears(context: Flask) -> None:
    who = people()
    milestone, result = reported(who)
    verdict = Verdict(Finding.MET, Decimal(8), "")
    for actor in (
        replace(who.verifier, organisation_id=who.provider.organisation_id),  # acts for the provider just now
        replace(who.verifier, organisation_id=who.investor.organisation_id),
        replace(who.provider, roles=who.verifier.roles),  # the reporter, with the verifier's role
    ):
        with pytest.raises(NotPermitted):
            verify(actor, milestone.contract_id, milestone.id, verdict, result_id=result.id, at=NOW)
    _employ(who.verifier, who.investor.organisation_id)  # belongs to the investor, though acting for nobody
    with pytest.raises(NotPermitted):
        verify(who.verifier, milestone.contract_id, milestone.id, verdict, result_id=result.id, at=NOW)
    assert milestone.stage is Stage.REPORTED


def test_the_investor_cannot_report_and_a_stranger_finds_nothing(context: Flask) -> None:
    who = people()
    milestone = active_contract(who).milestones[0]
    said = Report(Decimal(1), "x")
    for actor, error in (
        (who.investor, NotPermitted),
        (who.viewer, NotPermitted),
        (who.lead, NotPermitted),
        (who.stranger, NotFound),
    ):
        with pytest.raises(error):
            report(actor, milestone.contract_id, milestone.id, said, once="a", at=NOW)
    with pytest.raises(NotFound):
        report(who.provider, active_contract(who).id, milestone.id, said, once="b", at=NOW)


def test_an_ended_contract_takes_no_reports(context: Flask) -> None:
    who = people()
    milestone = active_contract(who).milestones[0]
    put(milestone.contract, state=State.TERMINATED)
    with pytest.raises(RuleBroken):
        report(who.provider, milestone.contract_id, milestone.id, Report(Decimal(1), "x"), once="c", at=NOW)


def test_it_is_completed_when_all_is_verified(context: Flask) -> None:
    who = people()
    contract = active_contract(who, milestones=1)
    assert "complete" in [move.name for move in CONTRACT.leaving(contract.state)]
    with pytest.raises(RuleBroken):
        _end(who.lead, contract)
    verified(contract.milestones[0], who, 10)
    _end(who.lead, contract)
    assert contract.state is State.COMPLETED


def _end(actor: Actor, contract: Contract) -> None:
    end(actor, contract.id, "complete", reason="", at=NOW)
