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


VERDICT_LABEL = {Verdict.MET: _l("Met"), Verdict.NOT_MET: _l("Not met"), Verdict.NOT_RELEVANT: _l("Not relevant")}
LEVEL_LABEL = {Level.LOW: _l("Low"), Level.MEDIUM: _l("Medium"), Level.HIGH: _l("High")}
POSITION_LABEL = {
    Position.SUPPORTS: _l("Supports"),
    Position.SUPPORTS_WITH_CONDITIONS: _l("Supports with conditions"),
    Position.NEUTRAL: _l("No position"),
    Position.ADVISES_AGAINST: _l("Advises against"),
}
PROPOSES_LABEL = {Proposes.START: _l("The secretariat recommends a start"), Proposes.DECLINE: _l("The secretariat recommends declining")}
