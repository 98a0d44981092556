"""Outcomes contracts: who takes part, what is measured, and the texts that are signed."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Department, Membership, Organisation, Person
from portal.contracts.states import SIGNING_ROLES, PartyRole, State
from portal.policy import Actor, Role, Standing
from portal.proposals.states import Instrument
from portal.storage import Base, Ids, one_of

if TYPE_CHECKING:
    from portal.contracts.models.results import Milestone

COUNT = sa.Numeric(14, 2, asdecimal=True)
MUNICIPALITY = "Aarhus Kommune"
DELIVERING = (PartyRole.PROVIDER, PartyRole.INVESTOR)


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
    milestones: Mapped[list[Milestone]] = relationship(
        back_populates="contract", order_by="Milestone.due_on, Milestone.id"
    )
    texts: Mapped[list[ContractText]] = relationship(order_by="ContractText.number")
    delivering_members: Mapped[list[Membership]] = relationship(
        primaryjoin=lambda: sa.and_(Party.contract_id == Contract.id, Party.role.in_(DELIVERING)),
        secondary=lambda: Party.__table__,
        secondaryjoin=lambda: Membership.organisation_id == Party.organisation_id,
        viewonly=True,
    )
    """Everybody who acts for a provider or an investor in it, whichever organisation they act for just now."""
    __mapper_args__ = {"version_id_col": version}

    def named(self, role: str) -> list[str]:
        """The names of the parties in that role."""
        return [party.name for party in self.parties if party.role == role]

    @property
    def is_draft(self) -> bool:
        """Whether it is still the secretariat's to complete."""
        return self.state is State.DRAFT

    @property
    def delivering_ids(self) -> frozenset[int | None]:
        """The organisations that deliver or invest."""
        return frozenset(party.organisation_id for party in self.parties if party.role in DELIVERING)

    @property
    def reporter_ids(self) -> frozenset[int]:
        """Those who reported a result on any of its milestones."""
        return frozenset(number for milestone in self.milestones for number in milestone.reporter_ids)

    def is_party(self, actor: Actor) -> bool:
        """Whether `actor` takes part. Nobody does in a draft: it is the secretariat's."""
        return self.state is not State.DRAFT and any(party.is_for(actor) for party in self.parties)

    def is_provider(self, actor: Actor) -> bool:
        """Whether `actor` acts for an organisation that delivers."""
        return any(party.role is PartyRole.PROVIDER and party.is_for(actor) for party in self.parties)

    def is_verifier(self, actor: Actor) -> bool:
        """Whether `actor` is appointed to verify any of its outcomes, and independent of those who deliver and invest."""
        return actor.id in {metric.verifier_id for metric in self.metrics} and not self.employs(actor)

    def employs(self, actor: Actor) -> bool:
        """Whether `actor` belongs to a provider or an investor in it."""
        return actor.id in {member.person_id for member in self.delivering_members}

    def can_sign(self, actor: Actor) -> bool:
        """Whether a party that has not signed the current text can be signed for by `actor`."""
        return any(party.can_be_signed_by(actor) for party in self.unsigned)

    @property
    def text(self) -> ContractText | None:
        """The frozen text that is, or was last, signed."""
        return next((text for text in self.texts if text.number == self.text_number), None)

    @property
    def signing_parties(self) -> list[Party]:
        """The parties whose signatures make it binding."""
        return [party for party in self.parties if party.role in SIGNING_ROLES]

    @property
    def unsigned(self) -> list[Party]:
        """The parties that have yet to sign the current text. Nobody signs what is not offered."""
        if self.state is not State.SIGNING or self.text is None:
            return []
        signed = {signature.party_id for signature in self.text.signatures}
        return [party for party in self.signing_parties if party.id not in signed]


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

    @property
    def name(self) -> str:
        """Its name; the municipality's is the same in both languages' contracts."""
        named = self.organisation or self.department or self.person
        return named.name if named else MUNICIPALITY

    def is_for(self, actor: Actor) -> bool:
        """Whether `actor` is this party, acts for it, or is its contact. The municipality's people have roles instead."""
        return (
            (self.organisation_id is not None and self.organisation_id == actor.organisation_id)
            or (
                self.department_id is not None
                and self.department_id == actor.department_id
                and actor.has(Role.DEPARTMENT)
            )
            or (self.person_id is not None and self.person_id == actor.id)
        )

    def can_be_signed_by(self, actor: Actor) -> bool:
        """An owner signs for an organisation; the mayor or the head of the secretariat for the municipality."""
        if self.role is PartyRole.MUNICIPALITY:
            return actor.has(Role.MAYOR, Role.SECRETARIAT_LEAD)
        return self.role in SIGNING_ROLES and actor.standing is Standing.OWNER and self.is_for(actor)


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


class ContractText(Base):
    """The frozen text that is signed, and its SHA-256."""

    __tablename__ = "contract_text"
    __table_args__ = (sa.UniqueConstraint("contract_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(sa.ForeignKey("contract.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    sha256: Mapped[str] = mapped_column(sa.String(64))
    frozen_at: Mapped[datetime]
    signatures: Mapped[list[Signature]] = relationship(order_by="Signature.id")


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
    person: Mapped[Person] = relationship()


class ContractCounter(Base):
    """The last contract number given in a year."""

    __tablename__ = "contract_counter"
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(default=0)
