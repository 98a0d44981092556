"""Votes, conflicts of interest, decisions and the mayor's acts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.decisions.states import Choice, Formal, Outcome
from portal.proposals.models import Proposal
from portal.screening.models import FrozenCase
from portal.storage import Base, one_of


class Conflict(Base):
    """A member's declared conflict of interest in a case: from then on the case is gone for the member."""

    __tablename__ = "conflict"
    __table_args__ = (sa.UniqueConstraint("proposal_id", "person_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(sa.ForeignKey("proposal.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    reason: Mapped[str]
    declared_at: Mapped[datetime]


class Vote(Base):
    """A member's vote on a frozen version. A changed vote is a new row; the old one is marked."""

    __tablename__ = "vote"
    __table_args__ = (
        sa.Index("ix_vote_current", "frozen_case_id", "member_id", unique=True, postgresql_where=sa.text("superseded_at IS NULL"),
                 sqlite_where=sa.text("superseded_at IS NULL")),
    )  # fmt: skip
    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(sa.ForeignKey("proposal.id"), index=True)
    frozen_case_id: Mapped[int] = mapped_column(sa.ForeignKey("frozen_case.id"))
    member_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    choice: Mapped[Choice] = mapped_column(one_of(Choice, "choice"))
    comment: Mapped[str]
    at: Mapped[datetime]
    superseded_at: Mapped[datetime | None]


class Decision(Base):
    """What the council decided on a frozen version, with the votes as they stood. Never changes."""

    __tablename__ = "decision"
    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(sa.ForeignKey("proposal.id"), index=True)
    frozen_case_id: Mapped[int] = mapped_column(sa.ForeignKey("frozen_case.id"))
    outcome: Mapped[Outcome] = mapped_column(one_of(Outcome, "outcome"))
    reasons: Mapped[str]
    conditions: Mapped[str] = mapped_column(default="")
    votes: Mapped[list[Any]]
    decided_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    decided_at: Mapped[datetime]
    frozen_case: Mapped[FrozenCase] = relationship()
    proposal: Mapped[Proposal] = relationship()


class Approval(Base):
    """The mayor's act on a decision (R3): a separate act by another person, approving or referring back."""

    __tablename__ = "approval"
    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(sa.ForeignKey("decision.id"), unique=True)
    formal: Mapped[Formal] = mapped_column(one_of(Formal, "formal"))
    reason: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    at: Mapped[datetime]
