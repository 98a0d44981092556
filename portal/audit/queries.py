"""Reading the record."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from portal.audit.models import AuditEntry, AuditHead
from portal.audit.rules import FIRST, Facts, first_broken
from portal.storage import db

PAGE = 50


def history(subject: str, subject_id: int) -> list[AuditEntry]:
    """What happened to a thing, oldest first. The caller has checked that the actor may see the thing."""
    wanted = sa.select(AuditEntry).where(AuditEntry.subject == subject, AuditEntry.subject_id == subject_id)
    return list(db.session.scalars(wanted.order_by(AuditEntry.id)))


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
    rows = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=1000))
    for row in rows:
        facts = Facts(row.id, row.at, row.actor_id, row.subject, row.subject_id, row.event, row.data)
        yield facts, row.previous, row.hash
