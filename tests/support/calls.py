"""Calls for the tests: open since yesterday and without a deadline, unless told otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from portal.proposals.models import Call
from portal.questions.models import QuestionSet, QuestionVersion
from portal.storage import db, transactional
from tests.support.accounts import the_time

EVERY_KIND: list[dict[str, Any]] = [
    {"key": "q1", "kind": "short_text", "required": True, "label": {"da": "Hvad kalder I det?", "en": "What do you call it?"}},
    {"key": "q2", "kind": "long_text", "required": True, "label": {"da": "Hvordan?", "en": "How?"}, "word_limit": 50,
     "hint": {"da": "Med jeres egne ord", "en": "In your own words"}},
    {"key": "q3", "kind": "number", "required": False, "label": {"da": "Hvor mange?", "en": "How many?"}},
    {"key": "q4", "kind": "amount", "required": False, "label": {"da": "Hvor meget?", "en": "How much?"}},
    {"key": "q5", "kind": "date", "required": False, "label": {"da": "Hvornår?", "en": "When?"}},
    {"key": "q6", "kind": "yes_no", "required": True, "label": {"da": "Er I klar?", "en": "Are you ready?"}},
    {"key": "q7", "kind": "choice", "required": True, "label": {"da": "Hvor?", "en": "Where?"},
     "choices": [{"value": "Nord", "label": {"da": "Nord", "en": "North"}}, {"value": "Syd", "label": {"da": "Syd", "en": "South"}}]},
    {"key": "q8", "kind": "file", "required": False, "label": {"da": "Vedlæg et bilag", "en": "Attach a file"}},
]  # fmt: skip
"""A call's own questions: one of each kind that the fund asks with."""


@transactional
def call(
    title: str = "Sociale initiativer",
    *,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    questions: Sequence[dict[str, Any]] = (),
    title_en: str = "Social initiatives",
    text_da: str = "Fonden søger indsatser, der virker.",
    text_en: str = "The fund looks for initiatives that work.",
) -> Call:
    """A call with the given questions, as data, as its first version."""
    asked = QuestionSet(name=title)
    asked.versions.append(QuestionVersion(number=1, questions=list(questions), created_at=the_time()))
    opens = opens_at or the_time() - timedelta(days=1)
    made = Call(
        title_da=title,
        title_en=title_en,
        text_da=text_da,
        text_en=text_en,
        opens_at=opens,
        closes_at=closes_at,
        question_set=asked,
    )
    db.session.add(made)
    db.session.flush()
    return made
