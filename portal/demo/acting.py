"""Who does what in the demo world? The same actors as sign in."""

from __future__ import annotations

import sqlalchemy as sa

from portal.accounts.models import Membership, Organisation, Person
from portal.policy import Actor
from portal.storage import db


def acting(name: str) -> Actor:
    """The actor behind a demo account: `officer` is officer@demo.example, acting for the first organisation they have."""
    person = db.session.scalars(sa.select(Person).where(Person.email == f"{name}@demo.example")).one()
    member = (
        sa.select(Membership.standing, Organisation.id, Organisation.name)
        .join(Organisation)
        .where(Membership.person_id == person.id)
        .order_by(Membership.id)
    )
    row = db.session.execute(member).first()
    return Actor(
        id=person.id,
        name=person.name,
        email=person.email,
        roles=person.roles,
        department_id=person.department_id,
        standing=row[0] if row else None,
        organisation_id=row[1] if row else None,
        organisation_name=row[2] if row else "",
    )


def owner_of(organisation: str) -> Actor:
    """The owner of an organisation of the demo, by its name."""
    found = sa.select(Person.email).join(Membership).join(Organisation).where(Organisation.name == organisation)
    email = db.session.scalars(found.order_by(Membership.id).limit(1)).one()
    return acting(email.removesuffix("@demo.example"))
