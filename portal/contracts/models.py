"""Outcomes contracts, what they measure, and what came of it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Department, Organisation, Person
from portal.contracts.states import Finding, PartyRole, Stage, State
from portal.files.models import StoredFile
from portal.proposals.states import Instrument
from portal.storage import Base, Ids, one_of

COUNT = sa.Numeric(14, 2, asdecimal=True)


class Contract(Base):
    """An outcomes contract. Its text is frozen when it is offered for signing."""

    __tablename__ = "contract"
    __table_args__ = (
        sa.Index("ix_contract_state", "state", "id"),
        sa.CheckConstraint("value_oere >= 0", name="value"),
        sa.CheckConstraint("ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on", name="period"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(sa.String(20), unique=True)
    proposal_id: Mapped[int] = mapped_column(sa.ForeignKey("proposal.id"), unique=True)
    decision_id: Mapped[int] = mapped_column(sa.ForeignKey("decision.id"))
    state: Mapped[State] = mapped_column(one_of(State, "state"), default=State.DRAFT)
    instrument: Mapped[Instrument] = mapped_column(one_of(Instrument, "instrument"))
    title: Mapped[str] = mapped_column(sa.String(200))
    purpose: Mapped[str] = mapped_column(default="")
    terms: Mapped[str] = mapped_column(default="")
    """What is paid for which result, in words."""
    value_oere: Mapped[int] = mapped_column(default=0)
    """The most that the municipality pays."""
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    text_number: Mapped[int] = mapped_column(default=0)
    """The number of the latest frozen text; 0 before the first offer."""
    conflicted_ids: Mapped[frozenset[int]] = mapped_column(Ids, default=frozenset())
    created_at: Mapped[datetime]
    created_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)
    parties: Mapped[list[Party]] = relationship(back_populates="contract", order_by="Party.id")
    metrics: Mapped[list[Metric]] = relationship(back_populates="contract", order_by="Metric.id")
    milestones: Mapped[list[Milestone]] = relationship(back_populates="contract", order_by="Milestone.due_on, Milestone.id")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Party(Base):
    """Who takes part, as what. The municipality has neither organisation nor person; a verifier is a person."""

    __tablename__ = "contract_party"
    __table_args__ = (sa.UniqueConstraint("contract_id", "role", "organisation_id", "department_id", "person_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(sa.ForeignKey("contract.id"), index=True)
    role: Mapped[PartyRole] = mapped_column(one_of(PartyRole, "party_role"))
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    department_id: Mapped[int | None] = mapped_column(sa.ForeignKey("department.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    contract: Mapped[Contract] = relationship(back_populates="parties")
    organisation: Mapped[Organisation | None] = relationship()
    department: Mapped[Department | None] = relationship()
    person: Mapped[Person | None] = relationship()


class Metric(Base):
    """An outcome that is measured: unit, baseline, target, source, and who verifies."""

    __tablename__ = "contract_metric"
    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(sa.ForeignKey("contract.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    unit: Mapped[str] = mapped_column(sa.String(60))
    baseline: Mapped[Decimal | None] = mapped_column(COUNT)
    target: Mapped[Decimal | None] = mapped_column(COUNT)
    data_source: Mapped[str] = mapped_column(sa.String(300), default="")
    verifier_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    contract: Mapped[Contract] = relationship(back_populates="metrics")
    verifier: Mapped[Person | None] = relationship()


class Milestone(Base):
    """A dated target on a metric, with the payment when it is met. Targets add up over the milestones of a metric."""

    __tablename__ = "milestone"
    __table_args__ = (
        sa.Index("ix_milestone_due", "stage", "due_on", "id"),
        sa.CheckConstraint("payment_oere >= 0", name="payment"),
        sa.CheckConstraint("target >= 0", name="target"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(sa.ForeignKey("contract.id"), index=True)
    metric_id: Mapped[int] = mapped_column(sa.ForeignKey("contract_metric.id"))
    title: Mapped[str] = mapped_column(sa.String(200))
    due_on: Mapped[date]
    target: Mapped[Decimal] = mapped_column(COUNT)
    payment_oere: Mapped[int]
    stage: Mapped[Stage] = mapped_column(one_of(Stage, "stage"), default=Stage.SCHEDULED)
    version: Mapped[int] = mapped_column(default=1)
    contract: Mapped[Contract] = relationship(back_populates="milestones")
    metric: Mapped[Metric] = relationship()
    results: Mapped[list[Result]] = relationship(back_populates="milestone", order_by="Result.id")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Result(Base):
    """A provider's report on a milestone and the verifier's finding. A report that was returned stays; the next is a new row."""

    __tablename__ = "milestone_result"
    __table_args__ = (
        sa.CheckConstraint("verified IS NULL OR verified >= 0", name="verified"),
        sa.CheckConstraint("(finding IS NULL) = (verified IS NULL)", name="finding"),
        sa.CheckConstraint("verified_by_id IS NULL OR verified_by_id <> reported_by_id", name="four_eyes"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    milestone_id: Mapped[int] = mapped_column(sa.ForeignKey("milestone.id"), index=True)
    achieved: Mapped[Decimal] = mapped_column(COUNT)
    text: Mapped[str]
    reported_at: Mapped[datetime]
    reported_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    finding: Mapped[Finding | None] = mapped_column(one_of(Finding, "finding"))
    verified: Mapped[Decimal | None] = mapped_column(COUNT)
    comment: Mapped[str] = mapped_column(default="")
    verified_at: Mapped[datetime | None]
    verified_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    returned_at: Mapped[datetime | None]
    milestone: Mapped[Milestone] = relationship(back_populates="results")
    evidence: Mapped[list[Evidence]] = relationship(order_by="Evidence.id")


class Evidence(Base):
    """A file that a report rests on. Uploaded by itself while the report is written; `result_id` comes with the report."""

    __tablename__ = "milestone_evidence"
    id: Mapped[int] = mapped_column(primary_key=True)
    milestone_id: Mapped[int] = mapped_column(sa.ForeignKey("milestone.id"), index=True)
    result_id: Mapped[int | None] = mapped_column(sa.ForeignKey("milestone_result.id"), index=True)
    file_id: Mapped[int] = mapped_column(sa.ForeignKey("stored_file.id"))
    removed_at: Mapped[datetime | None]
    file: Mapped[StoredFile] = relationship()


class ContractText(Base):
    """The frozen text that is signed, and its SHA-256."""

    __tablename__ = "contract_text"
    __table_args__ = (sa.UniqueConstraint("contract_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(sa.ForeignKey("contract.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    sha256: Mapped[str] = mapped_column(sa.String(64))
    frozen_at: Mapped[datetime]


class Signature(Base):
    """A party's signature on a frozen text: once per party and text."""

    __tablename__ = "contract_signature"
    __table_args__ = (sa.UniqueConstraint("text_id", "party_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    text_id: Mapped[int] = mapped_column(sa.ForeignKey("contract_text.id"))
    party_id: Mapped[int] = mapped_column(sa.ForeignKey("contract_party.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    sha256: Mapped[str] = mapped_column(sa.String(64))
    signed_at: Mapped[datetime]


class ContractCounter(Base):
    """The last contract number given in a year."""

    __tablename__ = "contract_counter"
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(default=0)
