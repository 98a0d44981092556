"""What the demo fund calls for."""

from __future__ import annotations

from datetime import datetime, timedelta

from portal.proposals.models import Call
from portal.questions.models import QuestionSet, QuestionVersion
from portal.storage import db, transactional

QUESTIONS = [
    {"key": "volunteers", "kind": "whole_number", "required": True,
     "label": {"da": "Hvor mange frivillige deltager?", "en": "How many volunteers take part?"},
     "hint": {"da": "Skriv 0, hvis der ikke er nogen.", "en": "Write 0 if there are none."}},
    {"key": "users", "kind": "long_text", "required": True, "word_limit": 150,
     "label": {"da": "Hvordan har målgruppen været med til at forme forslaget?", "en": "How has the target group helped to shape the proposal?"}},
    {"key": "start", "kind": "date", "required": False,
     "label": {"da": "Hvornår kan I tidligst begynde?", "en": "When can you begin at the earliest?"}},
    {"key": "scale", "kind": "yes_no", "required": True,
     "label": {"da": "Kan indsatsen udbredes til hele kommunen?", "en": "Can the initiative be extended to the whole city?"}},
]  # fmt: skip


@transactional
def make_calls(now: datetime) -> Call:
    """A standing call, one that has closed and one to come; answers the standing one."""
    standing = _call(
        "Sociale initiativer, løbende", "Social initiatives, standing call",
        "Fonden investerer i langsigtede og forebyggende indsatser på hele velfærdsområdet. Send jeres forslag, når det er klar: "
        "sekretariatet svarer normalt inden for fire uger, og rådet mødes fire gange om året.",
        "The fund invests in long-term, preventive initiatives in the whole field of welfare. Send your proposal when it is ready: the "
        "secretariat normally answers within four weeks, and the council meets four times a year.",
        now - timedelta(days=900), None, QUESTIONS,
    )  # fmt: skip
    _call(
        "Børns trivsel i skolen 2025", "Children's well-being at school 2025",
        "Indkaldelse af forslag, der får flere børn til at trives i 3.-7. klasse.",
        "A call for proposals that help more children thrive in years 3 to 7.",
        now - timedelta(days=420), now - timedelta(days=330), [],
    )  # fmt: skip
    _call(
        "Ensomhed blandt ældre", "Loneliness among older people",
        "Indkaldelse af forslag, der måles på, om færre ældre er ensomme efter et år.",
        "A call for proposals measured by whether fewer older people are lonely after a year.",
        now + timedelta(days=40), now + timedelta(days=100), QUESTIONS[:2],
    )  # fmt: skip
    return standing


def _call(
    title_da: str,
    title_en: str,
    text_da: str,
    text_en: str,
    opens: datetime,
    closes: datetime | None,
    questions: list[dict[str, object]],
) -> Call:
    asked = QuestionSet(name=title_da)
    asked.versions = [QuestionVersion(number=1, questions=questions, created_at=opens)]
    made = Call(
        title_da=title_da,
        title_en=title_en,
        text_da=text_da,
        text_en=text_en,
        opens_at=opens,
        closes_at=closes,
        question_set=asked,
    )
    db.session.add(made)
    db.session.flush()
    return made
