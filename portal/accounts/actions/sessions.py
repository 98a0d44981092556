"""Signing in and out, and the browsers where a person is signed in."""

from __future__ import annotations

import secrets
from datetime import datetime

import sqlalchemy as sa

from portal.accounts.models import Membership, Person, SignIn, SignInAttempt
from portal.accounts.passwords import hash_password, is_password
from portal.accounts.queries import SignedIn, person_by_email
from portal.accounts.rules import ATTEMPTS, ATTEMPTS_WITHIN, SEEN_EVERY, password_problem, token_hash
from portal.audit.actions import record
from portal.kernel.errors import NotFound, RuleBroken, TooMany
from portal.policy import Actor
from portal.storage import db, transactional


def sign_in(email: str, password: str, *, network: str, device: str, at: datetime) -> tuple[Person, str] | None:
    """The person and the token for their cookie, or nothing. The same answer and time for known and unknown addresses.

    Raises TooMany after ten failures of an address or fifty of a network within fifteen minutes; waiting is always enough.
    """
    if must_wait(email, network, at):
        raise TooMany()
    person = person_by_email(email)
    if not is_password(person.password_hash if person else None, password) or person is None or not person.is_active:
        note_attempt(*_keys(email, network), at=at)
        return None
    return person, start_session(person, device=device, at=at)


def must_wait(email: str, network: str, at: datetime) -> bool:
    """Whether the address or the network has failed too often just now."""
    address, place = _keys(email, network)
    return attempts(address, at) >= ATTEMPTS or attempts(place, at) >= 5 * ATTEMPTS


def _keys(email: str, network: str) -> tuple[str, str]:
    return token_hash(f"email {email.strip().lower()}"), token_hash(f"network {network}")


@transactional
def start_session(person: Person, *, device: str, at: datetime) -> str:
    """A new sign-in for `person`; answers the token that the cookie carries. The person acts for the organisation they joined first."""
    token = secrets.token_urlsafe(32)
    first = (
        sa.select(Membership.organisation_id).where(Membership.person_id == person.id).order_by(Membership.id).limit(1)
    )
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
def end_browser(actor: Actor, sign_in_id: int, *, at: datetime) -> None:
    """End the actor's sign-in in another browser. Raises NotFound when it is not theirs, or has ended."""
    own = (SignIn.id == sign_in_id, SignIn.person_id == actor.id, SignIn.ended_at.is_(None))
    done = db.session.scalar(sa.update(SignIn).where(*own).values(ended_at=at).returning(SignIn.id))
    if done is None:
        raise NotFound()
    record(actor, "person", actor.id or 0, "browser_ended", at=at)


@transactional
def end_browsers(person_id: int, *, at: datetime, but: int | None = None) -> None:
    """End all of a person's sign-ins, except the one numbered `but`."""
    open_ones = (SignIn.person_id == person_id, SignIn.ended_at.is_(None), SignIn.id != (but or 0))
    db.session.execute(sa.update(SignIn).where(*open_ones).values(ended_at=at))


def confirm_password(actor: Actor, password: str, *, at: datetime) -> bool:
    """Note that the actor has just given the password again. False when it is wrong. Raises TooMany after ten wrong ones."""
    key = token_hash(f"confirm {actor.id}")
    if attempts(key, at) >= ATTEMPTS:
        raise TooMany()
    person = db.session.get(Person, actor.id)
    if person is None or not is_password(person.password_hash, password):
        note_attempt(key, at=at)
        return False
    _note_password(actor, at)
    return True


@transactional
def _note_password(actor: Actor, at: datetime) -> None:
    db.session.execute(sa.update(SignIn).where(SignIn.id == actor.session_id).values(password_at=at))


@transactional
def change_password(actor: Actor, password: str, *, at: datetime) -> None:
    """Give the actor a new password and end their sign-ins everywhere else. The caller has just confirmed the present one."""
    person = db.session.get_one(Person, actor.id)
    if problem := password_problem(password, person.email, person.name):
        raise RuleBroken(problem)
    person.password_hash = hash_password(password)
    end_browsers(person.id, at=at, but=actor.session_id)
    record(actor, "person", person.id, "password_changed", at=at)


@transactional
def change_profile(actor: Actor, name: str, language: str, *, at: datetime) -> None:
    """Give the actor another name, or pages and mails in another language."""
    person = db.session.get_one(Person, actor.id)
    person.name, person.language = name, language
    record(actor, "person", person.id, "profile_changed", at=at)


@transactional
def act_for(actor: Actor, organisation_id: int, *, at: datetime) -> None:
    """Let the actor act for another of their organisations in this browser. Raises NotFound when it is not theirs."""
    own = sa.select(Membership.id).where(
        Membership.person_id == actor.id, Membership.organisation_id == organisation_id
    )
    if db.session.scalar(own) is None:
        raise NotFound()
    db.session.execute(
        sa.update(SignIn).where(SignIn.id == actor.session_id).values(organisation_id=organisation_id, seen_at=at)
    )


def note_seen(who: SignedIn, *, at: datetime) -> None:
    """Keep the sign-in alive. Written once a minute at most."""
    if at - who.seen_at >= SEEN_EVERY:
        _note_seen(who, at)


@transactional
def _note_seen(who: SignedIn, at: datetime) -> None:
    db.session.execute(sa.update(SignIn).where(SignIn.id == who.actor.session_id).values(seen_at=at))


def attempts(key: str, at: datetime) -> int:
    """How often `key` was tried of late."""
    since = at - ATTEMPTS_WITHIN
    return db.session.scalar(sa.select(sa.func.count()).where(SignInAttempt.key == key, SignInAttempt.at > since)) or 0


@transactional
def note_attempt(*keys: str, at: datetime) -> None:
    """Count a try."""
    db.session.add_all([SignInAttempt(key=key, at=at) for key in keys])
