"""The words of the secretariat's desk."""

from __future__ import annotations

from enum import StrEnum

from portal.kernel.words import _l


class Verdict(StrEnum):
    MET = "met"
    NOT_MET = "not_met"
    NOT_RELEVANT = "not_relevant"


class Level(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Position(StrEnum):
    """What a department says to a case."""

    SUPPORTS = "supports"
    SUPPORTS_WITH_CONDITIONS = "supports_with_conditions"
    NEUTRAL = "neutral"
    ADVISES_AGAINST = "advises_against"


class Proposes(StrEnum):
    START = "start"
    DECLINE = "decline"


VERDICT_LABEL = {
    Verdict.MET: _l("Fulfilled"),
    Verdict.NOT_MET: _l("Not fulfilled"),
    Verdict.NOT_RELEVANT: _l("Not relevant"),
}
LEVEL_LABEL = {Level.LOW: _l("Low"), Level.MEDIUM: _l("Medium"), Level.HIGH: _l("High")}
POSITION_LABEL = {
    Position.SUPPORTS: _l("Supports"),
    Position.SUPPORTS_WITH_CONDITIONS: _l("Supports with conditions"),
    Position.NEUTRAL: _l("No position"),
    Position.ADVISES_AGAINST: _l("Advises against"),
}
PROPOSES_LABEL = {
    Proposes.START: _l("The secretariat recommends a start"),
    Proposes.DECLINE: _l("The secretariat recommends declining"),
}

WORDS = {"verdict": VERDICT_LABEL, "level": LEVEL_LABEL, "position": POSITION_LABEL, "proposes": PROPOSES_LABEL}
TONE = {
    Verdict.MET: "good",
    Verdict.NOT_MET: "bad",
    Verdict.NOT_RELEVANT: "neutral",
    Level.LOW: "good",
    Level.MEDIUM: "warn",
    Level.HIGH: "bad",
    Position.SUPPORTS: "good",
    Position.SUPPORTS_WITH_CONDITIONS: "waiting",
    Position.NEUTRAL: "neutral",
    Position.ADVISES_AGAINST: "bad",
}


def frozen_word(kind: str, value: str) -> str:
    """The label of a word in a frozen case: `frozen_word("verdict", "met")`. A word that is no longer used shows itself."""
    labels: dict[str, str] = {str(word): label for word, label in WORDS[kind].items()}  # type: ignore[attr-defined]
    return labels.get(value, value)


def frozen_tone(value: str) -> str:
    """The tone of its tag."""
    return {str(word): tone for word, tone in TONE.items()}.get(value, "neutral")
