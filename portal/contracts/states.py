"""The lives of an outcomes contract and of a milestone (lifecycles.md, "Outcomes contract")."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from portal.kernel.money import kroner
from portal.kernel.words import Sentence, _l, say
from portal.kernel.workflow import Move, Workflow
from portal.policy import Permit


class State(StrEnum):
    DRAFT = "draft"
    SIGNING = "signing"
    ACTIVE = "active"
    COMPLETED = "completed"
    TERMINATED = "terminated"


class PartyRole(StrEnum):
    MUNICIPALITY = "municipality"
    PROVIDER = "provider"
    INVESTOR = "investor"
    DEPARTMENT = "department"
    VERIFIER = "verifier"


class Stage(StrEnum):
    """Where a milestone is."""

    SCHEDULED = "scheduled"
    REPORTED = "reported"
    RETURNED = "returned"
    VERIFIED = "verified"
    SETTLED = "settled"


class Finding(StrEnum):
    """What the verifier found."""

    MET = "met"
    PARTIALLY_MET = "partially_met"
    NOT_MET = "not_met"


SIGNING_ROLES = (PartyRole.MUNICIPALITY, PartyRole.PROVIDER, PartyRole.INVESTOR)
PUBLIC_STATES = (State.ACTIVE, State.COMPLETED, State.TERMINATED)

LOOK = {
    State.DRAFT: (_l("Draft"), "neutral"),
    State.SIGNING: (_l("For signing"), "waiting"),
    State.ACTIVE: (_l("Active"), "good"),
    State.COMPLETED: (_l("Completed"), "good"),
    State.TERMINATED: (_l("Terminated"), "bad"),
}
STAGE_LOOK = {
    Stage.SCHEDULED: (_l("Planned"), "neutral"),
    Stage.REPORTED: (_l("Reported"), "active"),
    Stage.RETURNED: (_l("Returned"), "waiting"),
    Stage.VERIFIED: (_l("Verified"), "good"),
    Stage.SETTLED: (_l("Settled"), "good"),
}
FINDING_LOOK = {
    Finding.MET: (_l("Met"), "good"),
    Finding.PARTIALLY_MET: (_l("Partially met"), "waiting"),
    Finding.NOT_MET: (_l("Not met"), "bad"),
}
PARTY_LABEL = {
    PartyRole.MUNICIPALITY: _l("Municipality"),
    PartyRole.PROVIDER: _l("Service provider"),
    PartyRole.INVESTOR: _l("Investor"),
    PartyRole.DEPARTMENT: _l("Department"),
    PartyRole.VERIFIER: _l("Verifier"),
}


def has_words(facts: Any) -> Sentence | None:
    """Purpose and terms are what the parties sign."""
    return None if facts.has_words else say(_l("The purpose or the terms are not written."))


def has_period(facts: Any) -> Sentence | None:
    return None if facts.has_period else say(_l("The contract has no start and end date."))


def has_provider(facts: Any) -> Sentence | None:
    return None if facts.providers else say(_l("No service provider is named."))


def has_investor(facts: Any) -> Sentence | None:
    """A social investment is pre-financed by somebody (R14); a co-funding need not be."""
    return None if facts.investors or not facts.needs_investor else say(_l("A social investment needs an investor."))


def has_milestones(facts: Any) -> Sentence | None:
    return None if facts.milestones else say(_l("The contract has no milestones."))


def payments_add_up(facts: Any) -> Sentence | None:
    """The milestones' payments must be the contract's value to the øre."""
    if facts.payments_oere == facts.value_oere:
        return None
    return say(
        _l("The milestones' payments add up to %(sum)s kr., but the contract's value is %(value)s kr."),
        sum=kroner(facts.payments_oere), value=kroner(facts.value_oere),
    )  # fmt: skip


def metrics_have_verifiers(facts: Any) -> Sentence | None:
    return say(_l("Every outcome needs an independent verifier.")) if facts.metrics_without_verifier else None


def verifiers_are_independent(facts: Any) -> Sentence | None:
    return say(_l("A verifier works for the provider or the investor.")) if facts.dependent_verifiers else None


def all_settled(facts: Any) -> Sentence | None:
    return say(_l("Not all milestones are verified yet.")) if facts.unsettled else None


def contract_runs(milestone: Any) -> Sentence | None:
    """Results belong to a contract that all have signed and nobody has ended."""
    if milestone.contract.state is State.ACTIVE:
        return None
    return say(_l("Results are reported and verified while the contract is active."))


OFFER_CHECKS = (
    (_l("Purpose and terms are written"), has_words),
    (_l("The period is set"), has_period),
    (_l("A service provider is named"), has_provider),
    (_l("A social investment has its investor"), has_investor),
    (_l("Every outcome has a verifier"), metrics_have_verifiers),
    (_l("The verifiers are independent of provider and investor"), verifiers_are_independent),
    (_l("There are milestones"), has_milestones),
    (_l("The payments add up to the contract's value"), payments_add_up),
)
"""What must hold before a contract is offered: the words of the check list, and the guard that decides."""

at = frozenset

CONTRACT = Workflow(
    "contract",
    State,
    State.DRAFT,
    (
        Move("offer", at({State.DRAFT}), State.SIGNING, Permit.CONTRACT_LEAD, _l("Offer for signing"), _l("Offered for signing"),
             guards=tuple(guard for _label, guard in OFFER_CHECKS), has_page=True),
        Move("take-back", at({State.SIGNING}), State.DRAFT, Permit.CONTRACT_LEAD, _l("Take back to draft"), _l("Taken back to draft"),
             needs_reason=True),
        Move("sign", at({State.SIGNING}), State.SIGNING, Permit.CONTRACT_SIGN, _l("Sign"), _l("Signed"), has_page=True),
        Move("activate", at({State.SIGNING}), State.ACTIVE, Permit.CONTRACT_SIGN, _l("Activate"), _l("All parties have signed: active"),
             is_automatic=True),
        Move("complete", at({State.ACTIVE}), State.COMPLETED, Permit.CONTRACT_LEAD, _l("Complete"), _l("Completed"),
             guards=(all_settled,), is_destructive=True),
        Move("terminate", at({State.ACTIVE}), State.TERMINATED, Permit.CONTRACT_LEAD, _l("Terminate"), _l("Terminated"),
             needs_reason=True, is_destructive=True),
    ),
)  # fmt: skip

MILESTONE = Workflow(
    "milestone",
    Stage,
    Stage.SCHEDULED,
    (
        Move("report", at({Stage.SCHEDULED, Stage.RETURNED}), Stage.REPORTED, Permit.MILESTONE_REPORT, _l("Report the result"),
             _l("Result reported"), guards=(contract_runs,), has_page=True),
        Move("verify", at({Stage.REPORTED}), Stage.VERIFIED, Permit.MILESTONE_VERIFY, _l("Verify the result"), _l("Result verified"),
             guards=(contract_runs,), has_page=True),
        Move("return", at({Stage.REPORTED}), Stage.RETURNED, Permit.MILESTONE_VERIFY, _l("Return to the provider"),
             _l("Returned to the provider"), guards=(contract_runs,), needs_reason=True),
    ),
)  # fmt: skip
