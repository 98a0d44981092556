"""Questions and answers as a page needs them: to be read, and to be answered."""

from __future__ import annotations

from portal.questions.queries.drawing import Control, Row, controls, summary
from portal.questions.queries.reading import ShownAnswer, ShownFile, answer_text, errors, shown_answer, told, wording

__all__ = [
    "Control",
    "Row",
    "ShownAnswer",
    "ShownFile",
    "answer_text",
    "controls",
    "errors",
    "shown_answer",
    "summary",
    "told",
    "wording",
]
