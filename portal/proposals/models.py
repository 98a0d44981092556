"""Calls, proposals and what is kept of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Organisation
from portal.files.models import StoredFile
from portal.proposals.states import Awaits, Instrument, State
from portal.questions.models import QuestionSet, QuestionVersion
from portal.storage import Base, Ids, one_of


class Call(Base):
    """An invitation to propose. Whether it is open is asked of the clock, never stored."""

    __tablename__ = "call"
    id: Mapped[int] = mapped_column(primary_key=True)
    title_da: Mapped[str] = mapped_column(sa.String(200))
    title_en: Mapped[str] = mapped_column(sa.String(200))
    text_da: Mapped[str]
    text_en: Mapped[str]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime | None]
    question_set_id: Mapped[int] = mapped_column(sa.ForeignKey("question_set.id"))
    version: Mapped[int] = mapped_column(default=1)
    question_set: Mapped[QuestionSet] = relationship()
    __mapper_args__ = {"version_id_col": version}


class Proposal(Base):
    """An initiative that an organisation asks the fund to invest in; from its submission also the secretariat's case.

    Columns below `state` repeat what lists and filters need from the answers; `move` and `save` keep them true.
    """

    __tablename__ = "proposal"
    __table_args__ = (
        sa.Index("ix_proposal_inbox", "awaits", "waiting_since", "id"),
        sa.Index("ix_proposal_state", "state", "waiting_since", "id"),
        sa.Index("ix_proposal_officer", "officer_id", "awaits", "waiting_since", "id"),
        sa.Index("ix_proposal_state_newest", "state", "submitted_at", "id"),
        sa.Index("ix_proposal_state_largest", "state", "amount_oere", "id"),
        sa.Index("ix_proposal_officer_all", "officer_id", "waiting_since", "id"),
        sa.Index("ix_proposal_newest", "awaits", "submitted_at", "id"),
        sa.Index("ix_proposal_largest", "awaits", "amount_oere", "id"),
        sa.Index("ix_proposal_all_waiting", "waiting_since", "id"),
        sa.Index("ix_proposal_all_newest", "submitted_at", "id"),
        sa.Index("ix_proposal_all_largest", "amount_oere", "id"),
        sa.Index(
            "ix_proposal_conflicted",
            "awaits",
            postgresql_where=sa.text("conflicted_ids <> ''"),
            sqlite_where=sa.text("conflicted_ids <> ''"),
        ),
        sa.Index("ix_proposal_own", "organisation_id", "id"),
        sa.CheckConstraint("state = 'draft' OR state = 'withdrawn' OR case_number IS NOT NULL", name="numbered"),
        sa.CheckConstraint("amount_oere IS NULL OR amount_oere >= 0", name="amount"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(sa.ForeignKey("call.id"), index=True)
    question_version_id: Mapped[int] = mapped_column(sa.ForeignKey("question_version.id"))
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"))
    created_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    created_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    state: Mapped[State] = mapped_column(one_of(State, "state"), default=State.DRAFT)
    awaits: Mapped[Awaits] = mapped_column(one_of(Awaits, "awaits"), default=Awaits.AUTHOR)
    waiting_since: Mapped[datetime]
    case_number: Mapped[str | None] = mapped_column(sa.String(20), unique=True)
    title: Mapped[str] = mapped_column(sa.String(200), default="")
    instrument: Mapped[Instrument | None] = mapped_column(one_of(Instrument, "instrument"))
    amount_oere: Mapped[int | None]
    citizens: Mapped[int | None]
    department_ids: Mapped[frozenset[int]] = mapped_column(Ids, default=frozenset())
    officer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    submitted_at: Mapped[datetime | None]
    answer_by: Mapped[date | None]
    """When the applicant was asked to answer by, while the case is returned."""
    conflicted_ids: Mapped[frozenset[int]] = mapped_column(Ids, default=frozenset())
    """People for whom the case does not exist. Rows of `conflict` tell why."""
    forwarder_ids: Mapped[frozenset[int]] = mapped_column(Ids, default=frozenset())
    voter_ids: Mapped[frozenset[int]] = mapped_column(Ids, default=frozenset())
    version: Mapped[int] = mapped_column(default=1)
    call: Mapped[Call] = relationship()
    organisation: Mapped[Organisation] = relationship()
    question_version: Mapped[QuestionVersion] = relationship()
    sections: Mapped[list[Section]] = relationship(back_populates="proposal", order_by="Section.id")
    __mapper_args__ = {"version_id_col": version}


class Section(Base):
    """The answers of one section, as typed: a draft keeps what is not right yet, too."""

    __tablename__ = "proposal_section"
    __table_args__ = (sa.UniqueConstraint("proposal_id", "key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(sa.ForeignKey("proposal.id"))
    key: Mapped[str] = mapped_column(sa.String(40))
    answers: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    saved_in: Mapped[str] = mapped_column(sa.String(64), default="")
    """The key of the open page that saved last: its own next save is never stale, however many it has sent off already."""
    version: Mapped[int] = mapped_column(default=1)
    proposal: Mapped[Proposal] = relationship(back_populates="sections")
    __mapper_args__ = {"version_id_col": version}


class ProposalFile(Base):
    """A file that answers `question` (or stands among the general attachments). Removing one only marks it."""

    __tablename__ = "proposal_file"
    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(sa.ForeignKey("proposal.id"), index=True)
    file_id: Mapped[int] = mapped_column(sa.ForeignKey("stored_file.id"))
    question: Mapped[str] = mapped_column(sa.String(60))
    removed_at: Mapped[datetime | None]
    file: Mapped[StoredFile] = relationship()


class Submission(Base):
    """What was sent, frozen: `content` holds answers and files with their SHA-256; `sha256` is of its canonical text."""

    __tablename__ = "submission"
    __table_args__ = (sa.UniqueConstraint("proposal_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(sa.ForeignKey("proposal.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    sha256: Mapped[str] = mapped_column(sa.String(64))
    submitted_at: Mapped[datetime]
    submitted_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))


class Tally(Base):
    """How many proposals are in a state and await somebody; kept in the transaction of the move that changes it."""

    __tablename__ = "proposal_tally"
    state: Mapped[State] = mapped_column(one_of(State, "state"), primary_key=True)
    awaits: Mapped[Awaits] = mapped_column(one_of(Awaits, "awaits"), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)


class CaseCounter(Base):
    """The last case number given in a year."""

    __tablename__ = "case_counter"
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(default=0)
