"""Reading calls. They are public: everybody sees the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts.models import Membership, Person
from portal.calls.states import LOOK, Status, status
from portal.kernel.errors import NotFound
from portal.proposals.models import Call, Proposal
from portal.proposals.states import State
from portal.questions.models import QuestionSet, QuestionVersion
from portal.questions.rules import Question
from portal.storage import db
from portal.web.formats import is_danish

MOST_CURRENT = 100
A_PAGE = 20
COLUMNS = (Call.id, Call.title_da, Call.title_en, Call.opens_at, Call.closes_at)


@dataclass(frozen=True)
class Row:
    """A call as a list shows it."""

    id: int
    title: str
    opens_at: datetime
    closes_at: datetime | None
    status: Status

    @property
    def look(self) -> tuple[str, str]:
        """(label, tone) of its tag."""
        return LOOK[self.status]


def open_and_coming(now: datetime) -> list[Row]:
    """What is or will be open: the open ones first, the nearest deadline on top, the running ones without a deadline after them."""
    wanted = sa.select(*COLUMNS).where(sa.or_(Call.closes_at.is_(None), Call.closes_at > now)).limit(MOST_CURRENT)
    order = (Call.opens_at > now, Call.closes_at.is_(None), Call.closes_at, Call.opens_at, Call.id)
    return [_row(*row, now=now) for row in db.session.execute(wanted.order_by(*order))]


def open_calls(now: datetime) -> list[Row]:
    """The calls that take proposals at this moment."""
    return [row for row in open_and_coming(now) if row.status is Status.OPEN]


def closed(now: datetime, before: int | None = None) -> tuple[list[Row], int | None]:
    """A page of those that have closed, the newest first, and where the next page starts. `before` is a call's number."""
    wanted = sa.select(*COLUMNS).where(Call.closes_at <= now)
    if before is not None:
        last = sa.select(Call.closes_at).where(Call.id == before).scalar_subquery()
        wanted = wanted.where(sa.or_(Call.closes_at < last, sa.and_(Call.closes_at == last, Call.id < before)))
    rows = [
        _row(*row, now=now)
        for row in db.session.execute(wanted.order_by(Call.closes_at.desc(), Call.id.desc()).limit(A_PAGE + 1))
    ]
    return rows[:A_PAGE], rows[A_PAGE - 1].id if len(rows) > A_PAGE else None


def call(call_id: int) -> Call:
    """The call with that number, with its questions' versions. Raises NotFound."""
    whole = joinedload(Call.question_set).selectinload(QuestionSet.versions)
    found = db.session.scalar(sa.select(Call).where(Call.id == call_id).options(whole))
    if found is None:
        raise NotFound()
    return found


def newest(one: Call) -> QuestionVersion:
    """The wording that the next proposal will answer."""
    return one.question_set.versions[-1]


def questions(one: Call) -> list[Question]:
    """The call's own questions as the next proposal will be asked them."""
    return [Question.from_data(data) for data in newest(one).questions]


def keys_of(one: Call) -> set[str]:
    """Every key that any version of the call's questions has used."""
    return {data["key"] for version in one.question_set.versions for data in version.questions}


def is_answered(version: QuestionVersion) -> bool:
    """Whether any proposal answers this version, a draft included."""
    return bool(db.session.scalar(sa.select(sa.exists().where(Proposal.question_version_id == version.id))))


def people_writing(one: Call) -> list[Person]:
    """Those whose organisations have a draft in the call."""
    wanted = sa.select(Person).join(Membership).join(Proposal, Proposal.organisation_id == Membership.organisation_id)
    wanted = wanted.where(Proposal.call_id == one.id, Proposal.state == State.DRAFT, Person.is_active)
    return list(db.session.scalars(wanted.distinct().options(selectinload(Person.memberships)).order_by(Person.id)))


def title(one: Call) -> str:
    """The title in the reader's language."""
    return one.title_da if is_danish() else one.title_en


def text(one: Call) -> str:
    """The text in the reader's language."""
    return one.text_da if is_danish() else one.text_en


def _row(
    number: int, danish: str, english: str, opens_at: datetime, closes_at: datetime | None, *, now: datetime
) -> Row:
    return Row(number, danish if is_danish() else english, opens_at, closes_at, status(opens_at, closes_at, now))
