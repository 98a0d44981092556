"""What the secretariat and the departments do to a case."""

from __future__ import annotations

from portal.screening.actions.hearings import answer_hearing, ask_departments, go_on_without, remind
from portal.screening.actions.moves import forward, reject, return_to_applicant
from portal.screening.actions.writing import (
    AssessmentDraft,
    RecommendationDraft,
    add_note,
    assign,
    save_assessment,
    save_check,
    save_recommendation,
)

__all__ = [
    "AssessmentDraft",
    "RecommendationDraft",
    "add_note",
    "answer_hearing",
    "ask_departments",
    "assign",
    "forward",
    "go_on_without",
    "reject",
    "remind",
    "return_to_applicant",
    "save_assessment",
    "save_check",
    "save_recommendation",
]
