"""What has a person been told?"""

from __future__ import annotations

import functools

import sqlalchemy as sa

from portal.accounts.models import Person
from portal.notices.models import Notice
from portal.policy import Actor
from portal.storage import db

PAGE = 50


@functools.cache
def unread_count() -> sa.ScalarSelect[int]:
    """How many unread notices a Person has, as an expression for the query that loads the actor."""
    counted = sa.select(sa.func.count()).where(Notice.person_id == Person.id, Notice.read_at.is_(None))
    return counted.correlate(Person).scalar_subquery()


def notices_of(actor: Actor, before: int | None = None) -> list[Notice]:
    """The actor's notices, newest first, one page by key."""
    wanted = sa.select(Notice).where(Notice.person_id == actor.id)
    if before and 0 < before < 2**53:
        wanted = wanted.where(Notice.id < before)
    return list(db.session.scalars(wanted.order_by(Notice.id.desc()).limit(PAGE + 1)))
