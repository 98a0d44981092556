"""People, organisations, departments, and what ties them together."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.states import Kind
from portal.policy import Role, Standing
from portal.storage import Base, Choices, one_of


class Department(Base):
    """A magistratsafdeling."""

    __tablename__ = "department"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(120), unique=True)


class Organisation(Base):
    """Somebody with a CVR number whom people act for (requirements D1)."""

    __tablename__ = "organisation"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    cvr: Mapped[str] = mapped_column(sa.String(8), unique=True)
    kinds: Mapped[frozenset[Kind]] = mapped_column(Choices(Kind))
    created_at: Mapped[datetime]


class Person(Base):
    """Somebody who can sign in. `email` is kept in lower case. Staff hold roles; everybody else acts for organisations."""

    __tablename__ = "person"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(sa.String(254), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    password_hash: Mapped[str] = mapped_column(sa.String(200))
    language: Mapped[str] = mapped_column(sa.String(2), default="da")
    roles: Mapped[frozenset[Role]] = mapped_column(Choices(Role), default=frozenset())
    department_id: Mapped[int | None] = mapped_column(sa.ForeignKey("department.id"))
    is_active: Mapped[bool] = mapped_column(default=True)
    email_confirmed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    memberships: Mapped[list[Membership]] = relationship(back_populates="person")
    department: Mapped[Department | None] = relationship()


class Membership(Base):
    """What a person may do in an organisation."""

    __tablename__ = "membership"
    __table_args__ = (sa.UniqueConstraint("person_id", "organisation_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    standing: Mapped[Standing] = mapped_column(one_of(Standing, "standing"))
    created_at: Mapped[datetime]
    person: Mapped[Person] = relationship(back_populates="memberships")
    organisation: Mapped[Organisation] = relationship()


class SignIn(Base):
    """One browser where a person is signed in. The cookie carries the token; only its SHA-256 is here. Ending the row signs out."""

    __tablename__ = "sign_in"
    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"))
    """Whom the person acts for in this browser."""
    started_at: Mapped[datetime]
    password_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    device: Mapped[str] = mapped_column(sa.String(200))


class SignInAttempt(Base):
    """A failed try, for throttling: `key` is a hash of the address or of the network it came from."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (sa.Index("ix_sign_in_attempt_key_at", "key", "at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(64))
    at: Mapped[datetime]
