"""What do lists repeat of the answers, how far has a section and a case come, and when may a proposal be sent?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.kernel.words import Sentence, _l, say
from portal.proposals.sections import SectionForm
from portal.proposals.states import PROPOSAL, Instrument, State
from portal.questions.kinds import amount_of, whole_of
from portal.questions.rules import Problem

SUBMITTABLE = PROPOSAL["submit"].sources
"""Where the applicant writes."""

LARGEST_LISTED = 10**14


@dataclass(frozen=True)
class SubmitFacts:
    """What the guards of `submit` look at. The times are texts, formatted for the reader."""

    missing: int
    is_call_open: bool
    call_closed_at: str = ""
    sent_at: str = ""


def listed(key: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The proposal's columns that repeat answers of the section `key`. What cannot be read is nothing, not a mistake."""
    if key == "initiative":
        citizens = whole_of(str(answers.get("citizens") or ""))
        return {
            "title": str(answers.get("title") or "")[:200],
            "citizens": citizens if citizens is not None and citizens <= LARGEST_LISTED else None,
        }
    if key == "instrument":
        chosen = answers.get("instrument")
        return {"instrument": Instrument(chosen) if chosen in set(Instrument) else None}
    if key == "budget":
        return {"amount_oere": amount_of(str(answers.get("amount") or ""))}
    if key == "departments":
        return {
            "department_ids": frozenset(
                int(one)
                for one in answers.get("departments") or ()
                if one.isascii() and one.isdigit() and len(one) < 10
            )
        }
    return {}


@dataclass(frozen=True)
class Status:
    """How far a section is: the words and tone of its tag, and what is still to put right."""

    words: Sentence
    tone: str
    problems: tuple[Problem, ...]
    is_begun: bool

    @property
    def is_done(self) -> bool:
        return not self.problems


def status(form: SectionForm, answers: Mapping[str, Any], files: Mapping[str, int]) -> Status:
    """How far a section is. Until half of what it demands is there it is merely begun; then what is missing is counted down."""
    problems, begun = tuple(form.problems(answers, files)), form.is_begun(answers, files)
    count = len(problems)
    wrong = sum(not problem.is_missing for problem in problems)
    if not begun and (problems or not form.required(answers)):
        # A section that demands nothing is as finished as its author wants.
        return Status(say(_l("Not started")) if problems else say(_l("Optional")), "neutral", problems, begun)
    if not problems:
        return Status(say(_l("Filled in")), "good", problems, begun)
    if wrong:
        return Status(
            say(_l("Put 1 answer right")) if count == 1 else say(_l("Put %(count)s answers right"), count=count),
            "warn",
            problems,
            begun,
        )
    if count * 2 > form.required(answers):
        return Status(say(_l("Begun")), "active", problems, begun)
    return Status(
        say(_l("1 answer is missing")) if count == 1 else say(_l("%(count)s answers are missing"), count=count),
        "waiting",
        problems,
        begun,
    )


WAY: tuple[tuple[str, frozenset[State]], ...] = (
    (_l("Sent"), frozenset()),
    (_l("Screening"), frozenset({State.SCREENING, State.RETURNED, State.REJECTED})),
    (_l("The council"), frozenset({State.COUNCIL, State.DECLINED})),
    (_l("The mayor"), frozenset({State.DECIDED})),
    (_l("Contract"), frozenset({State.APPROVED, State.IN_TENDER, State.CONTRACTED})),
)
"""The way of a case as the applicant sees it."""

UNDER_WAY = frozenset().union(*(states for _label, states in WAY)) - {State.REJECTED, State.DECLINED}
"""Where the way still leads on."""


def way(state: State) -> list[tuple[str, str]]:
    """(label, done | current | coming) of each step of the way."""
    here = next((number for number, (_label, states) in enumerate(WAY) if state in states), 0)
    return [
        (label, "done" if number < here else "current" if number == here else "coming")
        for number, (label, _states) in enumerate(WAY)
    ]
