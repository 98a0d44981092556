"""The words of a decision."""

from __future__ import annotations

from enum import StrEnum

from portal.kernel.words import _l


class Choice(StrEnum):
    START = "start"
    DECLINE = "decline"
    ABSTAIN = "abstain"


class Outcome(StrEnum):
    START = "start"
    DECLINE = "decline"


class Formal(StrEnum):
    """The mayor's act on a decision."""

    APPROVED = "approved"
    REFERRED_BACK = "referred_back"


CHOICE_LABEL = {
    Choice.START: _l("Start the initiative"),
    Choice.DECLINE: _l("Decline the proposal"),
    Choice.ABSTAIN: _l("Abstain from voting"),
}
"""What a member chooses between."""

VOTE_LOOK = {
    Choice.START: (_l("For"), "good"),
    Choice.DECLINE: (_l("Against"), "bad"),
    Choice.ABSTAIN: (_l("Abstained"), "neutral"),
}
"""(label, tone) of a vote that was cast."""

OUTCOME_LOOK = {
    Outcome.START: (_l("To be started"), "good"),
    Outcome.DECLINE: (_l("Declined"), "bad"),
}
FORMAL_LOOK = {
    Formal.APPROVED: (_l("Approved"), "good"),
    Formal.REFERRED_BACK: (_l("Referred back"), "warn"),
}

PROPOSES_SHORT = {Outcome.START: _l("Start it"), Outcome.DECLINE: _l("Decline it")}
"""The secretariat's recommendation in a word or two; its words are those of an outcome."""
