"""What must be looked at before a case goes on, and what does the law say of a rejection?

The checklist repeats the fund's own requirements R10-R18 as data; what is frozen, shown and tested reads the same rows.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from portal.kernel.calendar import today
from portal.kernel.words import _l
from portal.proposals.states import AWAITS, LOOK, PROPOSAL, Awaits, State


@dataclass(frozen=True)
class Item:
    """One thing the case officer looks at: the requirement it comes from, a short name, and the requirement's words."""

    key: str
    requirement: str
    label: str
    words: str


CHECKLIST = (
    Item("purpose", "R10", _l("Within the fund's purpose"),
         _l("A long-term, holistic and preventive investment, perhaps across departments, that supplements existing social work.")),
    Item("evidence", "R11", _l("Evidence"),
         _l("Evidence-based and tested as a rule; an untested initiative is smaller, and the reason for it is recorded.")),
    Item("area", "R12", _l("Within the municipality's welfare"),
         _l("The initiative lies in the municipal welfare field, and describes results rather than services.")),
    Item("results", "R13", _l("Results for people and budgets"),
         _l("Better quality of life, less need for support, less public income support; in the end room in the budget.")),
    Item("instrument", "R14", _l("The right instrument"),
         _l("A social investment has an investor who pays first and is repaid only if the agreed effect shows.")),
    Item("co-funding", "R15", _l("Cannot start without the fund"),
         _l("It cannot start without the fund, and it does not more naturally belong in an existing budget.")),
    Item("description", "R16", _l("Description and business case"),
         _l("A thorough description and a business case that state the investment and concrete, measurable effects.")),
    Item("som", "R17", _l("The calculation follows SØM"),
         _l("The calculation follows the SØM model where possible; where it does not, the reason is recorded.")),
    Item("risk", "R18", _l("Risk"),
         _l("The risks are described honestly, and the fund can carry them over its whole life.")),
)  # fmt: skip

ITEM_KEYS = tuple(item.key for item in CHECKLIST)


@dataclass(frozen=True)
class Readiness:
    """What the guards of the move `forward` look at."""

    unchecked: int
    has_risk_assessment: bool
    has_business_case_check: bool
    is_heard: bool
    has_recommendation: bool


def readiness(
    checked: Collection[str],
    assessment: Any,
    affected: Collection[int],
    hearings: Iterable[Any],
    has_recommendation: bool,
) -> Readiness:
    """How far a case is. `affected` are the departments of the proposal."""
    hearings = list(hearings)
    settled = {hearing.department_id for hearing in hearings if is_settled(hearing)}
    return Readiness(
        unchecked=len(set(ITEM_KEYS) - set(checked)),
        has_risk_assessment=bool(assessment and assessment.risk_level and assessment.risk_text),
        has_business_case_check=bool(assessment and assessment.business_case and _says_som(assessment)),
        is_heard=set(affected) <= settled and all(is_settled(hearing) for hearing in hearings),
        has_recommendation=has_recommendation,
    )


def _says_som(assessment: Any) -> bool:
    return assessment.uses_som is True or (assessment.uses_som is False and bool(assessment.no_som_reason))


def is_being_screened(state: State) -> bool:
    """Whether the secretariat may write on the case: what is forwarded or closed stands."""
    return state is State.SCREENING


def is_returned(state: State) -> bool:
    """Whether the applicant is asked for more."""
    return state is State.RETURNED


HEARD = frozenset({State.SCREENING, State.RETURNED})


def may_be_heard(state: State) -> bool:
    """Whether a department may answer, or put its answer right: until the case is forwarded or closed."""
    return state in HEARD


def is_settled(hearing: Any) -> bool:
    """Whether a hearing no longer holds the case up: answered, or gone on without."""
    return bool(hearing.answered_at or hearing.waived_at)


def may_be_waived(hearing: Any, day: date) -> bool:
    """Whether the secretariat may go on without the answer: once the day to answer by has passed."""
    return not is_settled(hearing) and hearing.due_on < day


def may_be_reminded(hearing: Any, day: date) -> bool:
    """Whether the department may be reminded: of what it owes, and once a day."""
    return not is_settled(hearing) and (hearing.reminded_at is None or today(hearing.reminded_at) < day)


def look(state: State, awaits: Awaits, is_overdue: bool = False) -> tuple[str, str]:
    """(label, tone) of the one tag that a case carries in a list."""
    if is_overdue:
        return _l("Past its deadline"), "bad"
    if state is State.SCREENING and awaits is Awaits.DEPARTMENTS:
        return _l("Hearing in departments"), "waiting"
    return LOOK[state]


TABS: tuple[tuple[Awaits | None, str], ...] = (
    (Awaits.SECRETARIAT, _l("Awaits us")),
    (Awaits.APPLICANT, _l("Awaits the applicant")),
    (Awaits.DEPARTMENTS, _l("With departments")),
    (Awaits.COUNCIL, _l("With the council")),
    (Awaits.MAYOR, _l("With the mayor")),
    (Awaits.NOBODY, _l("Concluded")),
    (None, _l("All")),
)
"""The inbox's tabs. Drafts await their author, and no tab is about authors."""


def states_of(tab: Awaits | None) -> list[State]:
    """The states that can be found in a tab; all of them but drafts where there is no tab."""
    if tab is Awaits.DEPARTMENTS:
        return [State.SCREENING]
    return [state for state, awaits in AWAITS.items() if state is not State.DRAFT and tab in {None, awaits}]


WAY = (
    (_l("Screening"), {State.SCREENING, State.RETURNED}),
    (_l("The council"), {State.COUNCIL}),
    (_l("The mayor"), {State.DECIDED}),
    (_l("Contract"), {State.APPROVED, State.IN_TENDER}),
    (_l("Results"), {State.CONTRACTED}),
)


def way(state: State) -> list[dict[str, str]]:
    """How far a case is, as steps; nothing for one that ended before its end."""
    at = next((number for number, (_label, states) in enumerate(WAY) if state in states), None)
    if at is None:
        return []
    words = ["done"] * at + ["current"] + ["coming"] * (len(WAY) - at - 1)
    return [{"label": label, "state": word} for (label, _states), word in zip(WAY, words, strict=True)]


APPEAL_GUIDANCE = _l(
    "You can complain about this decision. Send the complaint to the secretariat within four weeks of the day you received the decision, and write "
    "why you think it is wrong. The secretariat looks at the case again; if the decision stands, the complaint goes on to the Mayor's Department. "
    "The Danish Appeals Boards Authority's municipal supervision (Ankestyrelsen) can look at whether the law was kept."
)
"""Prefilled where a case is rejected; the lead may write it anew for the case."""


def frozen_content(
    submission: Any, checks: Mapping[str, Any], assessment: Any, hearings: Iterable[Any], recommendation: Any
) -> dict[str, Any]:
    """What is frozen of a case when it is forwarded: texts, words and numbers only, ready for JSON."""
    return {
        "submission": submission.content,
        "submission_number": submission.number,
        "checks": [
            {"item": key, "verdict": str(checks[key].verdict), "comment": checks[key].comment}
            for key in ITEM_KEYS
            if key in checks
        ],
        "assessment": {
            "risk_level": str(assessment.risk_level),
            "risk_text": assessment.risk_text,
            "fund_effect": assessment.fund_effect,
            "uses_som": assessment.uses_som,
            "no_som_reason": assessment.no_som_reason,
            "business_case": assessment.business_case,
        },
        "hearings": [
            {
                "department": hearing.department.name,
                "question": hearing.question,
                "position": str(hearing.position or ""),
                "answer": hearing.answer,
                "answered_at": hearing.answered_at.isoformat() if hearing.answered_at else "",
                "waiver": "" if hearing.answered_at else hearing.waiver,
            }
            for hearing in hearings
            if is_settled(hearing)
        ],
        "recommendation": {
            "proposes": str(recommendation.proposes),
            "text": recommendation.text,
            "terms": recommendation.terms,
            "amount_oere": recommendation.amount_oere,
        },
    }


def checklist_item(key: str) -> Item:
    """The item of a frozen check. One that is no longer asked shows its key."""
    return next((item for item in CHECKLIST if item.key == key), Item(key, "", key, ""))


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PLACE = re.compile(r"(after|before)\.(\d{1,17})\.(\d{1,15})\.(\d{1,9})", re.ASCII)


@dataclass(frozen=True)
class Place:
    """Where in the list a page begins: after or before a row; `seen` rows lie before the page that asks."""

    is_after: bool
    number: int
    id: int
    seen: int

    @classmethod
    def read(cls, text: str) -> Place | None:
        """The place that an address names. Whatever cannot be one is the beginning."""
        found = PLACE.fullmatch(text)
        return cls(found[1] == "after", int(found[2]), int(found[3]), int(found[4])) if found else None

    def __str__(self) -> str:
        return f"{'after' if self.is_after else 'before'}.{self.number}.{self.id}.{self.seen}"


def microseconds_of(moment: datetime) -> int:
    """A moment as a number that an address can carry."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def moment_of(number: int) -> datetime:
    """The moment that the number means."""
    return EPOCH + timedelta(microseconds=number)


OWN_MOVES = ("return", "forward", "reject")
"""The moves that are made from the case page."""

EVENTS = {
    "checked": _l("Checklist filled in"),
    "assessed": _l("Assessment written"),
    "recommended": _l("Recommendation written"),
    "assigned": _l("Case officer chosen"),
    "departments_asked": _l("Departments asked"),
    "hearing_answered": _l("A department has answered"),
    "hearing_corrected": _l("A department has corrected its answer"),
    "hearing_reminded": _l("A department reminded"),
    "hearing_waived": _l("Gone on without a department's answer"),
}
"""What the timeline says of what is not a move."""


def happened(event: str) -> str | None:
    """The timeline's words for an entry of the record; nothing for what happened before the case was sent."""
    move = PROPOSAL.get(event.replace("_", "-"))
    return move.done if move else EVENTS.get(event)


GUARD_DONE = {
    "checklist_is_complete": _l("The checklist is complete."),
    "risk_is_assessed": _l("The risk is assessed (R18)."),
    "business_case_is_checked": _l("The business case is checked (R16, R17)."),
    "departments_are_heard": _l("The affected departments have been heard (R7, R23)."),
    "recommendation_is_written": _l("The recommendation is written."),
}
"""What is said of a guard of the move `forward` that is satisfied."""
