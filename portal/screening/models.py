"""What the secretariat adds to a case, and the version it forwards."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Department
from portal.proposals.models import Proposal
from portal.screening.states import Level, Position, Proposes, Verdict
from portal.storage import Base, one_of


class Check(Base):
    """The officer's answer to one item of the checklist (R10-R18)."""

    __tablename__ = "case_check"
    __table_args__ = (sa.UniqueConstraint("proposal_id", "item"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(sa.ForeignKey("proposal.id"))
    item: Mapped[str] = mapped_column(sa.String(40))
    verdict: Mapped[Verdict] = mapped_column(one_of(Verdict, "verdict"))
    comment: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}


class CaseNote(Base):
    """A note among the secretariat. Never shown to the applicant or the council."""

    __tablename__ = "case_note"
    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(sa.ForeignKey("proposal.id"), index=True)
    text: Mapped[str]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    at: Mapped[datetime]


class Assessment(Base):
    """The secretariat's assessment: risk with the fund's long-term balance in view (R18), and the business case (R16, R17)."""

    __tablename__ = "case_assessment"
    __table_args__ = (sa.CheckConstraint("uses_som IS NULL OR uses_som OR length(no_som_reason) > 0", name="som"),)
    proposal_id: Mapped[int] = mapped_column(sa.ForeignKey("proposal.id"), primary_key=True)
    risk_level: Mapped[Level | None] = mapped_column(one_of(Level, "level"))
    risk_text: Mapped[str] = mapped_column(default="")
    fund_effect: Mapped[str] = mapped_column(default="")
    uses_som: Mapped[bool | None]
    no_som_reason: Mapped[str] = mapped_column(default="")
    business_case: Mapped[str] = mapped_column(default="")
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}


class Hearing(Base):
    """A department is asked what a case means for it; its contact answers in the portal (R7, R23)."""

    __tablename__ = "hearing"
    __table_args__ = (sa.Index("ix_hearing_desk", "department_id", "answered_at", "due_on", "id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(sa.ForeignKey("proposal.id"), index=True)
    department_id: Mapped[int] = mapped_column(sa.ForeignKey("department.id"))
    question: Mapped[str]
    due_on: Mapped[date]
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    position: Mapped[Position | None] = mapped_column(one_of(Position, "position"))
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    reminded_at: Mapped[datetime | None]
    waived_at: Mapped[datetime | None]
    """When the secretariat went on without the answer; the department may still answer while it can be read."""
    waived_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    waiver: Mapped[str] = mapped_column(default="")
    """Why it went on."""
    version: Mapped[int] = mapped_column(default=1)
    department: Mapped[Department] = relationship()
    proposal: Mapped[Proposal] = relationship()
    __mapper_args__ = {"version_id_col": version}


class Recommendation(Base):
    """The paper that carries a case to the council, while it is being written."""

    __tablename__ = "recommendation"
    proposal_id: Mapped[int] = mapped_column(sa.ForeignKey("proposal.id"), primary_key=True)
    proposes: Mapped[Proposes] = mapped_column(one_of(Proposes, "proposes"))
    text: Mapped[str]
    terms: Mapped[str] = mapped_column(default="")
    amount_oere: Mapped[int | None]
    """The most that the fund is recommended to pay."""
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}


class FrozenCase(Base):
    """A case as it was forwarded. Never changes; votes, decisions and approvals point at it."""

    __tablename__ = "frozen_case"
    __table_args__ = (sa.UniqueConstraint("proposal_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(sa.ForeignKey("proposal.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    """`submission` (as Submission.content), `checks`, `assessment`, `hearings`, `recommendation`."""
    sha256: Mapped[str] = mapped_column(sa.String(64))
    frozen_at: Mapped[datetime]
    forwarded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
