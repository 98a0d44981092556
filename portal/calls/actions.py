"""Writing calls. A question that somebody has begun to answer keeps its wording for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import force_locale
from sqlalchemy.orm.attributes import flag_modified

from portal.audit.actions import record
from portal.calls.queries import is_answered, newest, people_writing
from portal.calls.rules import refuse_deadline
from portal.kernel.errors import RuleBroken, Stale
from portal.kernel.words import _l
from portal.notices.actions import tell
from portal.policy import Actor, Permit, authorise
from portal.proposals.models import Call
from portal.questions.models import QuestionSet, QuestionVersion
from portal.questions.rules import Question
from portal.storage import db, first_time, remember, remembered, transactional
from portal.web.formats import moment
from portal.web.languages import LOCALES


@dataclass(frozen=True)
class Terms:
    """What a call says, in both languages, and when it is open."""

    title_da: str
    title_en: str
    text_da: str
    text_en: str
    opens_at: datetime
    closes_at: datetime | None


@transactional
def create(actor: Actor, terms: Terms, questions: Sequence[Question], *, once_key: str, at: datetime) -> int:
    """Announce a call; answers its number. The same form sent twice announces one."""
    authorise(actor, Permit.CALL_WRITE, None)
    if not first_time(once_key, at):
        return int(remembered(once_key))
    asked = QuestionSet(name=terms.title_da)
    asked.versions.append(QuestionVersion(number=1, questions=_data(questions), created_at=at))
    made = Call(**vars(terms), question_set=asked)
    db.session.add(made)
    db.session.flush()
    record(actor, "call", made.id, "announced", at=at, **_facts(made, 1))
    remember(once_key, str(made.id))
    return made.id


@transactional
def save(actor: Actor, call: Call, terms: Terms, questions: Sequence[Question], *, version: int, at: datetime) -> None:
    """Change a call. Those who are writing in it are told of a new deadline. Raises Stale, RuleBroken."""
    authorise(actor, Permit.CALL_WRITE, call)
    db.session.refresh(call, with_for_update={"of": Call})
    if call.version != version:
        raise Stale()
    is_moved = terms.closes_at != call.closes_at
    if refusal := refuse_deadline(call.closes_at, terms.closes_at, at):
        raise RuleBroken(refusal)
    for name, value in vars(terms).items():
        setattr(call, name, value)
    # Questions are written on the same page, so changing them alone changes the call, too: no editor overwrites another unseen.
    flag_modified(call, "title_da")
    number = _save_questions(call, _data(questions), at)
    db.session.flush()
    record(actor, "call", call.id, "changed", at=at, **_facts(call, number))
    if is_moved:
        _tell_of_deadline(call, at)


def _save_questions(call: Call, data: list[object], at: datetime) -> int:
    current = newest(call)
    if current.questions == data:
        return current.number
    if not is_answered(current):
        current.questions = data
        return current.number
    added = QuestionVersion(question_set=call.question_set, number=current.number + 1, questions=data, created_at=at)
    db.session.add(added)
    return added.number


def _tell_of_deadline(call: Call, at: datetime) -> None:
    people = people_writing(call)
    for language, title in (("da", call.title_da), ("en", call.title_en)):
        theirs = [person for person in people if person.language == language]
        with force_locale(LOCALES[language]):
            deadline = moment(call.closes_at)
        text = (
            _l("The deadline of “%(title)s” is now %(deadline)s")
            if call.closes_at
            else _l("“%(title)s” no longer has a deadline")
        )
        tell(theirs, text, url=f"/calls/{call.id}", at=at, title=title, deadline=deadline)


def _data(questions: Sequence[Question]) -> list[object]:
    return [question.to_data() for question in questions]


def _facts(call: Call, number: int) -> dict[str, Any]:
    closes = call.closes_at.isoformat() if call.closes_at else None
    return {"opens": call.opens_at.isoformat(), "closes": closes, "questions": number}
