"""Registrations, requests to join, invitations: what leads to an account and a membership, and how it ended."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Organisation, Person
from portal.accounts.states import Kind
from portal.membership.states import Asking
from portal.policy import Standing
from portal.storage import Base, Choices, one_of


class Registration(Base):
    """Somebody who wants an account, until they have confirmed their address. A newer one for the address supersedes an older one."""

    __tablename__ = "registration"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(sa.String(254), index=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    password_hash: Mapped[str] = mapped_column(sa.String(200))
    language: Mapped[str] = mapped_column(sa.String(2))
    cvr: Mapped[str] = mapped_column(sa.String(8))
    organisation_name: Mapped[str] = mapped_column(sa.String(200))
    kinds: Mapped[frozenset[Kind]] = mapped_column(Choices(Kind))
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    next: Mapped[str] = mapped_column(sa.String(200), default="")
    """The page in the portal that they were on their way to."""
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class JoinRequest(Base):
    """A person asks the owners of a registered organisation to let them in."""

    __tablename__ = "join_request"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    asking: Mapped[Asking] = mapped_column(one_of(Asking, "asking"), default=Asking.WAITING)
    created_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    organisation: Mapped[Organisation] = relationship()


class Invitation(Base):
    """A single-use link that an owner sent. Only the token's SHA-256 is kept; a newer link supersedes an older one."""

    __tablename__ = "invitation"
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    email: Mapped[str] = mapped_column(sa.String(254))
    standing: Mapped[Standing] = mapped_column(one_of(Standing, "standing"))
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[datetime]
    created_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    organisation: Mapped[Organisation] = relationship()


class PasswordLink(Base):
    """A single-use link with which a person sets a password: the first one of an account that the administrator made."""

    __tablename__ = "password_link"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship()
