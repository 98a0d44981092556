"""Making the demo world, through the same actions as everybody uses."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from flask import current_app

from portal.accounts.models import Department, Membership, Organisation, Person
from portal.accounts.passwords import hash_password
from portal.demo.people import ORGANISATIONS, PASSWORD, demo_accounts
from portal.policy import Standing
from portal.storage import db, transactional


def load_demo() -> None:
    """People first, then what they have done. Wants an empty, migrated database."""
    now = current_app.extensions["clock"].now()
    load_people(now)


@transactional
def load_people(now: datetime) -> None:
    """The demo's organisations and accounts."""
    password = hash_password(PASSWORD)
    departments = {d.name: d for d in db.session.scalars(sa.select(Department))}
    organisations = {
        name: Organisation(name=name, cvr=cvr, kinds=frozenset(kinds), created_at=now) for name, (cvr, kinds) in ORGANISATIONS.items()
    }
    db.session.add_all(organisations.values())
    for account in demo_accounts():
        person = Person(email=account.email, name=account.name, password_hash=password, roles=account.roles, created_at=now, email_confirmed_at=now)
        person.department = departments[account.department] if account.department else None
        db.session.add(person)
        if account.organisation:
            db.session.add(Membership(person=person, organisation=organisations[account.organisation], standing=Standing.OWNER, created_at=now))
