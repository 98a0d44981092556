"""Reading the record."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from portal.audit.models import AuditEntry, AuditHead
from portal.audit.rules import FIRST, Facts, first_broken
from portal.storage import db

PAGE = 50
BATCH = 1000
HISTORY = (
    sa.select(AuditEntry)
    .where(AuditEntry.subject == sa.bindparam("subject"), AuditEntry.subject_id == sa.bindparam("number"))
    .order_by(AuditEntry.id)
)


def history(subject: str, subject_id: int) -> list[AuditEntry]:
    """What happened to a thing, oldest first. The caller has checked that the actor may see the thing."""
    return list(db.session.scalars(HISTORY, {"subject": subject, "number": subject_id}))


def entries_page(subject: str, subject_id: int | None, before: int | None) -> list[AuditEntry]:
    """The record, newest first: one page and one more row. For the auditor and the lead only; the caller has asked."""
    wanted = sa.select(AuditEntry)
    if subject:
        wanted = wanted.where(AuditEntry.subject == subject)
    if subject_id is not None:
        wanted = wanted.where(AuditEntry.subject_id == subject_id)
    if before:
        wanted = wanted.where(AuditEntry.id < before)
    return list(db.session.scalars(wanted.order_by(AuditEntry.id.desc()).limit(PAGE + 1)))


def first_broken_entry() -> int | None:
    """The number of the first entry that does not fit; nothing when the whole record holds."""
    head = db.session.execute(sa.select(AuditHead.last, AuditHead.hash)).one_or_none()
    return first_broken(_chain(), (head.last, head.hash) if head else (0, FIRST))


def _chain() -> Iterator[tuple[Facts, str, str]]:
    """The record in order, some entries at a time, so that it never has to fit into memory."""
    columns = (
        AuditEntry.id,
        AuditEntry.at,
        AuditEntry.actor_id,
        AuditEntry.subject,
        AuditEntry.subject_id,
        AuditEntry.event,
        AuditEntry.data,
    )
    wanted = sa.select(*columns, AuditEntry.previous, AuditEntry.hash).order_by(AuditEntry.id).limit(BATCH)
    last = -1
    while rows := db.session.execute(wanted.where(AuditEntry.id > last)).all():
        for row in rows:
            yield Facts(*row[:7]), row[7], row[8]
        last = rows[-1][0]
