"""The life of a proposal: its states, whom each one waits for, and the moves between them (lifecycles.md, "Proposal")."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from portal.kernel.words import Sentence, _l, say
from portal.kernel.workflow import Move, Workflow
from portal.policy import Permit


class State(StrEnum):
    DRAFT = "draft"
    SCREENING = "screening"
    RETURNED = "returned"
    REJECTED = "rejected"
    COUNCIL = "council"
    DECIDED = "decided"
    DECLINED = "declined"
    APPROVED = "approved"
    IN_TENDER = "in_tender"
    CONTRACTED = "contracted"
    WITHDRAWN = "withdrawn"


class Awaits(StrEnum):
    """Whose turn it is. Kept on the row, so that an inbox can be read by an index."""

    AUTHOR = "author"
    SECRETARIAT = "secretariat"
    APPLICANT = "applicant"
    DEPARTMENTS = "departments"
    COUNCIL = "council"
    MAYOR = "mayor"
    NOBODY = "nobody"


class Instrument(StrEnum):
    """The fund's two instruments (R14, R15)."""

    SOCIAL_INVESTMENT = "social_investment"
    CO_FUNDING = "co_funding"


AWAITS = {
    State.DRAFT: Awaits.AUTHOR,
    State.SCREENING: Awaits.SECRETARIAT,
    State.RETURNED: Awaits.APPLICANT,
    State.COUNCIL: Awaits.COUNCIL,
    State.DECIDED: Awaits.MAYOR,
    State.APPROVED: Awaits.SECRETARIAT,
    State.IN_TENDER: Awaits.NOBODY,
    State.CONTRACTED: Awaits.NOBODY,
    State.REJECTED: Awaits.NOBODY,
    State.DECLINED: Awaits.NOBODY,
    State.WITHDRAWN: Awaits.NOBODY,
}

LOOK = {
    State.DRAFT: (_l("Proposal draft"), "neutral"),
    State.SCREENING: (_l("Screening"), "active"),
    State.RETURNED: (_l("Returned to applicant"), "waiting"),
    State.REJECTED: (_l("Rejected"), "bad"),
    State.COUNCIL: (_l("With the council"), "active"),
    State.DECIDED: (_l("Awaits the mayor"), "active"),
    State.DECLINED: (_l("Declined"), "bad"),
    State.APPROVED: (_l("Approved"), "good"),
    State.IN_TENDER: (_l("In tender"), "active"),
    State.CONTRACTED: (_l("Contract"), "good"),
    State.WITHDRAWN: (_l("Withdrawn"), "neutral"),
}
"""(label, tone) of each state's tag."""

OWN_LOOK = {**LOOK, State.RETURNED: (_l("Awaits you"), "waiting")}
"""The same to the applicant, whose turn it is when a case is returned."""

REFUSED = frozenset({State.REJECTED, State.DECLINED})

DECLINE_GUIDANCE = _l(
    "You can complain about this decision. Send the complaint to the secretariat within four weeks of the day you received the decision, and write "
    "why you think it is wrong. The secretariat lays it before the council, which looks at the case again; if the decision stands, the complaint goes "
    "on to the Mayor's Department. The Danish Appeals Boards Authority's municipal supervision (Ankestyrelsen) can look at whether the law was kept."
)
"""What an applicant is told with a decline."""

INSTRUMENT_LABEL = {Instrument.SOCIAL_INVESTMENT: _l("Social investment"), Instrument.CO_FUNDING: _l("Co-funding")}
AWAITS_LABEL = {
    Awaits.SECRETARIAT: _l("Awaits us"),
    Awaits.APPLICANT: _l("Awaits applicant"),
    Awaits.DEPARTMENTS: _l("With departments"),
    Awaits.COUNCIL: _l("With the council"),
    Awaits.MAYOR: _l("With the mayor"),
    Awaits.NOBODY: _l("Closed"),
}


def is_answered(facts: Any) -> Sentence | None:
    """`facts.missing`: how many required answers are not there or not right."""
    return (
        say(_l("%(count)s required answers are missing or must be put right."), count=facts.missing)
        if facts.missing
        else None
    )


def is_open(facts: Any) -> Sentence | None:
    """`facts.is_call_open`: asked of the clock, at this moment. An answer to a returned case is taken after the call has closed."""
    if facts.is_call_open:
        return None
    return say(
        _l("The call closed %(closed)s, and you sent this %(sent)s. Your draft is kept."),
        closed=facts.call_closed_at,
        sent=facts.sent_at,
    )


def checklist_is_complete(facts: Any) -> Sentence | None:
    return say(_l("The checklist is not complete.")) if facts.unchecked else None


def risk_is_assessed(facts: Any) -> Sentence | None:
    return None if facts.has_risk_assessment else say(_l("The risk assessment is missing (R18)."))


def business_case_is_checked(facts: Any) -> Sentence | None:
    return (
        None
        if facts.has_business_case_check
        else say(_l("The business case is not checked, or the reason for not using SØM is missing (R17)."))
    )


def departments_are_heard(facts: Any) -> Sentence | None:
    return None if facts.is_heard else say(_l("The affected departments have not been heard (R7, R23)."))


def recommendation_is_written(facts: Any) -> Sentence | None:
    return None if facts.has_recommendation else say(_l("The recommendation is not written."))


def is_quorate(facts: Any) -> Sentence | None:
    """D2: at least two members without a conflict of interest must take part."""
    if facts.eligible < 2:
        return say(
            _l("Fewer than two members are without a conflict of interest, so the council cannot decide this case.")
        )
    return None if facts.votes >= 2 else say(_l("At least two members must have voted."))


def has_majority_to_start(facts: Any) -> Sentence | None:
    return None if facts.carries_start else say(_l("The votes do not carry a start."))


def has_majority_to_decline(facts: Any) -> Sentence | None:
    return None if facts.carries_decline else say(_l("The votes do not carry declining."))


def is_decided_version(facts: Any) -> Sentence | None:
    return None if facts.is_current_version else say(_l("The case has changed since the council decided."))


at = frozenset

PROPOSAL = Workflow(
    "proposal",
    State,
    State.DRAFT,
    (
        Move("submit", at({State.DRAFT, State.RETURNED}), State.SCREENING, Permit.PROPOSAL_WRITE, _l("Send the proposal"),
             _l("Proposal sent"), guards=(is_answered, is_open), has_page=True),
        Move("return", at({State.SCREENING}), State.RETURNED, Permit.CASE_WORK, _l("Ask the applicant for more"),
             _l("Returned to the applicant"), needs_reason=True, has_page=True),
        Move("forward", at({State.SCREENING}), State.COUNCIL, Permit.CASE_FORWARD, _l("Forward to the council"),
             _l("Forwarded to the council"), guards=(checklist_is_complete, risk_is_assessed, business_case_is_checked,
             departments_are_heard, recommendation_is_written), has_page=True),
        Move("reject", at({State.SCREENING}), State.REJECTED, Permit.CASE_REJECT, _l("Reject"),
             _l("Rejected"), needs_reason=True, has_page=True, is_destructive=True),
        Move("send-back", at({State.COUNCIL}), State.SCREENING, Permit.COUNCIL_DECIDE, _l("Send back to the secretariat"),
             _l("Sent back to the secretariat"), needs_reason=True, is_public=False),
        Move("start", at({State.COUNCIL}), State.DECIDED, Permit.COUNCIL_DECIDE, _l("Record decision: start"),
             _l("The council decided to start"), guards=(is_quorate, has_majority_to_start), needs_reason=True, has_page=True),
        Move("decline", at({State.COUNCIL}), State.DECLINED, Permit.COUNCIL_DECIDE, _l("Record decision: decline"),
             _l("The council declined"), guards=(is_quorate, has_majority_to_decline), needs_reason=True, has_page=True, is_destructive=True),
        Move("approve", at({State.DECIDED}), State.APPROVED, Permit.CASE_APPROVE, _l("Approve"),
             _l("Approved by the mayor"), guards=(is_decided_version,), has_page=True),
        Move("refer-back", at({State.DECIDED}), State.COUNCIL, Permit.CASE_REFER_BACK, _l("Refer back to the council"),
             _l("Referred back to the council"), needs_reason=True, is_public=False),
        Move("contract", at({State.APPROVED}), State.CONTRACTED, Permit.CONTRACT_DRAFT, _l("Complete the contract"),
             _l("Contract offered for signing")),
        Move("withdraw", at({State.DRAFT, State.RETURNED, State.SCREENING, State.COUNCIL}), State.WITHDRAWN, Permit.PROPOSAL_WITHDRAW,
             _l("Withdraw the proposal"), _l("Withdrawn by the applicant"), is_destructive=True),
    ),
)  # fmt: skip
