"""Signing in and out."""

from __future__ import annotations

import secrets
from datetime import datetime

import sqlalchemy as sa

from portal.accounts.models import Membership, Person, SignIn, SignInAttempt
from portal.accounts.passwords import is_password
from portal.accounts.queries import SignedIn, person_by_email
from portal.accounts.rules import ATTEMPTS, ATTEMPTS_WITHIN, SEEN_EVERY, token_hash
from portal.kernel.errors import TooMany
from portal.policy import Actor
from portal.storage import db, transactional


def sign_in(email: str, password: str, *, network: str, device: str, at: datetime) -> tuple[Person, str] | None:
    """The person and the token for their cookie, or nothing. The same answer and time for known and unknown addresses.

    Raises TooMany after ten failures of an address or fifty of a network within fifteen minutes; waiting is always enough.
    """
    keys = (token_hash(f"email {email.strip().lower()}"), token_hash(f"network {network}"))
    if _failures(keys[0], at) >= ATTEMPTS or _failures(keys[1], at) >= 5 * ATTEMPTS:
        raise TooMany()
    person = person_by_email(email)
    if not is_password(person.password_hash if person else None, password) or person is None or not person.is_active:
        _note_failure(keys, at)
        return None
    return person, start_session(person, device=device, at=at)


@transactional
def start_session(person: Person, *, device: str, at: datetime) -> str:
    """A new sign-in for `person`; answers the token that the cookie carries. The person acts for their first organisation."""
    token = secrets.token_urlsafe(32)
    first = sa.select(Membership.organisation_id).where(Membership.person_id == person.id).order_by(Membership.id).limit(1)
    db.session.add(
        SignIn(
            token_hash=token_hash(token), person_id=person.id, organisation_id=db.session.scalar(first),
            started_at=at, password_at=at, seen_at=at, device=device[:200],
        )
    )  # fmt: skip
    return token


@transactional
def sign_out(actor: Actor, *, at: datetime) -> None:
    """End the actor's sign-in at once."""
    db.session.execute(sa.update(SignIn).where(SignIn.id == actor.session_id).values(ended_at=at))


@transactional
def confirm_password(actor: Actor, password: str, *, at: datetime) -> bool:
    """Note that the actor has just given the password again. False when it is wrong."""
    person = db.session.get(Person, actor.id)
    if person is None or not is_password(person.password_hash, password):
        return False
    db.session.execute(sa.update(SignIn).where(SignIn.id == actor.session_id).values(password_at=at))
    return True


@transactional
def act_for(actor: Actor, organisation_id: int, *, at: datetime) -> bool:
    """Let the actor act for another of their organisations in this browser. False when it is not theirs."""
    own = sa.select(Membership.id).where(Membership.person_id == actor.id, Membership.organisation_id == organisation_id)
    if db.session.scalar(own) is None:
        return False
    db.session.execute(sa.update(SignIn).where(SignIn.id == actor.session_id).values(organisation_id=organisation_id, seen_at=at))
    return True


def note_seen(who: SignedIn, *, at: datetime) -> None:
    """Keep the sign-in alive. Written once a minute at most."""
    if at - who.seen_at >= SEEN_EVERY:
        _note_seen(who, at)


@transactional
def _note_seen(who: SignedIn, at: datetime) -> None:
    db.session.execute(sa.update(SignIn).where(SignIn.id == who.actor.session_id).values(seen_at=at))


def _failures(key: str, at: datetime) -> int:
    since = at - ATTEMPTS_WITHIN
    return db.session.scalar(sa.select(sa.func.count()).where(SignInAttempt.key == key, SignInAttempt.at > since)) or 0


@transactional
def _note_failure(keys: tuple[str, str], at: datetime) -> None:
    db.session.add_all([SignInAttempt(key=key, at=at) for key in keys])
