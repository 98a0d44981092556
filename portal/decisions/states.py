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


CHOICE_LABEL = {Choice.START: _l("Start"), Choice.DECLINE: _l("Decline"), Choice.ABSTAIN: _l("Abstain")}
OUTCOME_LABEL = {Outcome.START: _l("Start"), Outcome.DECLINE: _l("Decline")}
