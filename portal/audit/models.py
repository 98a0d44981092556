"""The append-only record and its head."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.storage import Base


class AuditEntry(Base):
    """Something that happened to `subject` number `subject_id`. `note` is a person's words and is not hashed."""

    __tablename__ = "audit_entry"
    __table_args__ = (sa.Index("ix_audit_entry_subject", "subject", "subject_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    subject: Mapped[str] = mapped_column(sa.String(40))
    subject_id: Mapped[int]
    event: Mapped[str] = mapped_column(sa.String(60))
    data: Mapped[dict[str, Any]]
    note: Mapped[str | None]
    previous: Mapped[str] = mapped_column(sa.String(64))
    hash: Mapped[str] = mapped_column(sa.String(64))


class AuditHead(Base):
    """The last entry's number and hash. One row, locked while an entry is added."""

    __tablename__ = "audit_head"
    __table_args__ = (sa.CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]
    hash: Mapped[str] = mapped_column(sa.String(64))
