"""People and organisations for the tests: valid rows, and a client that is signed in."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from datetime import UTC, datetime

from flask import current_app
from flask.testing import FlaskClient

from portal.accounts.actions import start_session
from portal.accounts.models import Department, Membership, Organisation, Person
from portal.accounts.passwords import hash_password
from portal.accounts.queries import people_of, signed_in
from portal.accounts.states import Kind
from portal.kernel.identifiers import is_cvr
from portal.notices.queries import unread_count
from portal.policy import Actor, Role, Standing
from portal.storage import db, transactional

PASSWORD = "tre heste og en hat"
_hash = hash_password(PASSWORD)
_numbers = itertools.count(1)
_cvrs = (text for text in (f"{number:08d}" for number in itertools.count(30_000_000)) if is_cvr(text))


def the_time() -> datetime:
    """What the portal's clock says; the real time outside a portal."""
    return current_app.extensions["clock"].now() if current_app else datetime.now(UTC)


@transactional
def organisation(name: str = "", *, cvr: str = "", kinds: Iterable[Kind] = (Kind.NGO,)) -> Organisation:
    """An organisation with a valid CVR number that nobody else has."""
    number = next(_numbers)
    made = Organisation(
        name=name or f"Foreningen {number}", cvr=cvr or next(_cvrs), kinds=frozenset(kinds), created_at=the_time()
    )
    db.session.add(made)
    db.session.flush()
    return made


@transactional
def department(name: str = "") -> Department:
    """A department of the municipality."""
    made = Department(name=name or f"Afdeling {next(_numbers)}")
    db.session.add(made)
    db.session.flush()
    return made


@transactional
def person(
    name: str = "",
    *,
    email: str = "",
    roles: Iterable[Role] = (),
    organisation: Organisation | None = None,
    standing: Standing = Standing.OWNER,
    department: Department | None = None,
    language: str = "da",
    is_active: bool = True,
) -> Person:
    """Somebody who can sign in with PASSWORD; with `organisation` a member of it."""
    number = next(_numbers)
    made = Person(
        email=(email or f"person{number}@example.dk").lower(), name=name or f"Person {number}", password_hash=_hash,
        roles=frozenset(roles), language=language, is_active=is_active, created_at=the_time(), email_confirmed_at=the_time(),
        department_id=department.id if department else None,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    if organisation:
        member(made, organisation, standing)
    return made


@transactional
def member(person: Person, organisation: Organisation, standing: Standing = Standing.OWNER) -> Membership:
    """Let `person` act for `organisation`."""
    made = Membership(person_id=person.id, organisation_id=organisation.id, standing=standing, created_at=the_time())
    db.session.add(made)
    db.session.flush()
    return made


def sign_in(client: FlaskClient, person: Person) -> FlaskClient:
    """The same client, signed in as `person` without typing a password. The person's first organisation is the one acted for."""
    token = start_session(person, device="Test", at=the_time())
    with client.session_transaction() as session:
        session["_user_id"] = token
        session["_fresh"] = True
    return client


def actor(person: Person) -> Actor:
    """The actor that a request of `person` would carry, freshly signed in."""
    who = signed_in(start_session(person, device="Test", at=the_time()), the_time(), unread_count())
    if who is None:
        raise AssertionError(f"{person.email} cannot sign in")
    return who.actor


def owner_of(organisation: Organisation) -> Person:
    """The first person who acts for the organisation."""
    return people_of(organisation.id)[0]
