"""Outgoing mail and notices. Both are written in the transaction that gives the reason for them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.words import Sentence
from portal.storage import Base


class Mail(Base):
    """A mail to send: at least once, with a Message-ID that stays the same. `claimed_until` is a sender's lease."""

    __tablename__ = "mail"
    __table_args__ = (sa.Index("ix_mail_due", "sent_at", "next_try_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(sa.String(120), unique=True)
    recipient: Mapped[str] = mapped_column(sa.String(254))
    subject: Mapped[str] = mapped_column(sa.String(250))
    body: Mapped[str]
    created_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    claimed_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    failure: Mapped[str | None] = mapped_column(sa.String(300))


class Notice(Base):
    """A line on a person's notice page: a message id with its values, and where it leads."""

    __tablename__ = "notice"
    __table_args__ = (sa.Index("ix_notice_person", "person_id", "id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    text: Mapped[str]
    values: Mapped[dict[str, Any]]
    url: Mapped[str] = mapped_column(sa.String(200))
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]

    @property
    def sentence(self) -> Sentence:
        """The text with its values, for translating where it is shown."""
        return Sentence(self.text, self.values)
