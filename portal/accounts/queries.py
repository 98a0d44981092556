"""Who is asking? One query per request answers it, with rights and unread notices."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_login import UserMixin
from sqlalchemy.orm import aliased

from portal.accounts.models import Department, Membership, Organisation, Person, SignIn
from portal.accounts.rules import ABSOLUTE, has_fresh_password, is_alive, token_hash
from portal.kernel.errors import NeedsFreshSignIn, NotFound
from portal.policy import Actor, Role
from portal.storage import db

DEPARTMENTS = sa.select(Department).order_by(Department.name)
NAMES = sa.select(Person.id, Person.name).where(Person.id.in_(sa.bindparam("ids", expanding=True)))


@dataclass(frozen=True)
class SignedIn(UserMixin):
    """A person signed in, as flask-login sees them. `token` is what the cookie carries."""

    token: str
    actor: Actor
    seen_at: datetime

    def get_id(self) -> str:
        return self.token


def signed_in(token: str, now: datetime, unread: sa.ScalarSelect[int]) -> SignedIn | None:
    """The person whose browser carries `token`, unless the sign-in has ended or run out. One statement.

    `unread` counts a person's unread notices (the notices room's own expression, correlated with Person).
    """
    row = db.session.execute(_carrier(unread), {"token": token_hash(token)}).one_or_none()
    if row is None or not is_alive(row[1], row[3], now):
        return None
    actor = Actor(
        session_id=row[0], signed_in_at=row[2], id=row[4], name=row[5], email=row[6], language=row[7], roles=row[8], department_id=row[9],
        organisation_id=row[10], standing=row[11], organisation_name=row[12] or "", organisations=row[13], unread=row[14],
    )  # fmt: skip
    return SignedIn(token, actor, row[3])


@functools.cache
def _carrier(unread: sa.ScalarSelect[int]) -> sa.Select[*tuple[Any, ...]]:
    """The statement of every request: built once, because building it costs more than asking it."""
    acting = aliased(Membership)
    counted = sa.select(sa.func.count()).where(Membership.person_id == Person.id).correlate(Person).scalar_subquery()
    return (
        sa.select(SignIn.id, SignIn.started_at, SignIn.password_at, SignIn.seen_at, Person.id, Person.name, Person.email, Person.language,
                  Person.roles, Person.department_id, acting.organisation_id, acting.standing, Organisation.name, counted, unread)
        .select_from(SignIn)
        .join(Person, Person.id == SignIn.person_id)
        .outerjoin(acting, sa.and_(acting.person_id == Person.id, acting.organisation_id == SignIn.organisation_id))
        .outerjoin(Organisation, Organisation.id == acting.organisation_id)
        .where(SignIn.token_hash == sa.bindparam("token"), SignIn.ended_at.is_(None), Person.is_active)
    )  # fmt: skip


def person_by_email(email: str) -> Person | None:
    """The person with that address, in whatever case it was typed."""
    return db.session.scalar(sa.select(Person).where(Person.email == email.strip().lower()))


def departments() -> list[Department]:
    """All departments, by name."""
    return list(db.session.scalars(DEPARTMENTS))


def people_with(*roles: Role) -> list[Person]:
    """The active people who hold one of the roles, by name. Small: staff and council only."""
    return list(db.session.scalars(_holders(roles)))


@functools.cache
def _holders(roles: tuple[Role, ...]) -> sa.Select[Person]:
    has_one = sa.or_(*(sa.cast(Person.roles, sa.String).like(f"%,{role},%") for role in roles))
    return sa.select(Person).where(Person.is_active, has_one).order_by(Person.name, Person.id)


def people_of(organisation_id: int) -> list[Person]:
    """The active people who act for an organisation, by name."""
    wanted = sa.select(Person).join(Membership).where(Membership.organisation_id == organisation_id, Person.is_active)
    return list(db.session.scalars(wanted.order_by(Person.name, Person.id)))


def contacts_of(department_id: int) -> list[Person]:
    """The active contacts of a department, by name."""
    wanted = sa.select(Person).where(Person.is_active, Person.department_id == department_id)
    return [
        person
        for person in db.session.scalars(wanted.order_by(Person.name, Person.id))
        if Role.DEPARTMENT in person.roles
    ]


def names(ids: set[int | None]) -> dict[int, str]:
    """People's names by number, for timelines."""
    rows = db.session.execute(NAMES, {"ids": [number for number in ids if number]})
    return {number: name for number, name in rows}  # noqa: C416 - rows are not pairs to a type checker


def organisation(organisation_id: int) -> Organisation:
    """The organisation with that number. Raises NotFound."""
    found = db.session.get(Organisation, organisation_id)
    if found is None:
        raise NotFound()
    return found


def is_fresh(actor: Actor, at: datetime) -> bool:
    """Whether the actor gave the password in the last ten minutes. If not, a route sends them to `/confirm-password?next=…`."""
    return has_fresh_password(actor.signed_in_at, at)


def require_fresh(actor: Actor, at: datetime) -> None:
    """Raise NeedsFreshSignIn unless the actor gave the password just now. For actions that weigh much."""
    if not is_fresh(actor, at):
        raise NeedsFreshSignIn()


def demo_person(email: str, offered: Iterable[Any]) -> Person:
    """The person of one of the `offered` demo accounts (each has an `.email`). Raises NotFound for anybody else."""
    person = person_by_email(email) if email in {account.email for account in offered} else None
    if person is None or not person.is_active:
        raise NotFound()
    return person


def myself(actor: Actor) -> Person:
    """The actor's own row."""
    return db.session.get_one(Person, actor.id)


def browsers(actor: Actor, now: datetime) -> list[SignIn]:
    """Where the actor is signed in at this moment, the most recently seen first."""
    rows = db.session.scalars(sa.select(SignIn).where(SignIn.person_id == actor.id, SignIn.ended_at.is_(None), SignIn.started_at > now - ABSOLUTE)
                             .order_by(SignIn.seen_at.desc(), SignIn.id))  # fmt: skip
    return [row for row in rows if is_alive(row.started_at, row.seen_at, now)]
