"""What came of a contract: milestones, the reports on them, and what was verified."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.contracts.models.agreement import COUNT, Contract, Metric
from portal.contracts.states import Finding, Stage
from portal.files.models import StoredFile
from portal.policy import Actor
from portal.storage import Base, one_of


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
    __mapper_args__ = {"version_id_col": version}

    @property
    def state(self) -> Stage:
        """Where it is, by the name that tables of moves use."""
        return self.stage

    @property
    def result(self) -> Result | None:
        """The latest report, unless it was returned."""
        return self.results[-1] if self.results and self.results[-1].returned_at is None else None

    @property
    def verified(self) -> Decimal | None:
        """What the verifier confirmed."""
        return self.result.verified if self.result else None

    @property
    def finding(self) -> Finding | None:
        """What the verifier found."""
        return self.result.finding if self.result else None

    @property
    def delivering_ids(self) -> frozenset[int | None]:
        """The organisations that deliver or invest in its contract."""
        return self.contract.delivering_ids

    @property
    def reporter_ids(self) -> frozenset[int]:
        """Those who reported a result on it, also one that was returned."""
        return frozenset(result.reported_by_id for result in self.results)

    def is_party(self, actor: Actor) -> bool:
        """As its contract's."""
        return self.contract.is_party(actor)

    def is_provider(self, actor: Actor) -> bool:
        """As its contract's."""
        return self.contract.is_provider(actor)

    def is_verifier(self, actor: Actor) -> bool:
        """Whether `actor` is appointed to verify its outcome, and independent of those who deliver and invest."""
        return self.metric.verifier_id == actor.id and not self.contract.employs(actor)


class Result(Base):
    """A provider's report on a milestone and the verifier's finding. A report that was returned stays; the next is a new row."""

    __tablename__ = "milestone_result"
    __table_args__ = (
        sa.CheckConstraint("verified IS NULL OR verified >= 0", name="verified"),
        sa.CheckConstraint("(finding IS NULL) = (verified IS NULL)", name="found_with_count"),
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
