"""Adding to the record. Nothing here changes or removes an entry."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from portal.audit.models import AuditEntry, AuditHead
from portal.audit.rules import FIRST, Facts, digest
from portal.policy import Actor
from portal.storage import db, transactional


@transactional
def record(
    actor: Actor, subject: str, subject_id: int, event: str, *, at: datetime, note: str | None = None, **data: Any
) -> None:
    """Add that `actor` did `event` (past tense) to a thing, in the transaction that did it.

    `data` is hashed: numbers and our own words only, never names or free text. A person's words go into `note`.
    """
    head = _head()
    facts = Facts(head.last + 1, at, actor.id, subject, subject_id, event, data)
    entry = AuditEntry(**vars(facts), note=note, previous=head.hash, hash=digest(facts, head.hash))
    db.session.add(entry)
    head.last, head.hash = entry.id, entry.hash
    db.session.flush()


def _head() -> AuditHead:
    """The head, held until the transaction ends. The very first entry makes it; of several first ones at once, one does."""
    held = sa.select(AuditHead).with_for_update().execution_options(populate_existing=True)
    if head := db.session.scalar(held):
        return head
    try:
        with db.session.begin_nested():
            db.session.execute(sa.insert(AuditHead).values(id=1, last=0, hash=FIRST))
    except IntegrityError:
        # Somebody else was first, and has committed by now.
        pass
    return db.session.scalars(held).one()
