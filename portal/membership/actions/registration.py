"""From 'I want an account' to being at work: a mail confirms the address, the password chosen before proves who reads it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import force_locale
from sqlalchemy.exc import IntegrityError

from portal.accounts.actions import attempts, note_attempt, start_session
from portal.accounts.models import Membership, Organisation, Person
from portal.accounts.passwords import hash_password, is_password
from portal.accounts.queries import person_by_email
from portal.accounts.rules import ATTEMPTS, token_hash
from portal.accounts.states import Kind
from portal.audit.actions import record
from portal.kernel.errors import NotFound, RuleBroken, TooMany
from portal.kernel.words import _l, say
from portal.membership.models import JoinRequest, Registration
from portal.membership.queries import owners_of
from portal.membership.rules import GONE, MAILS, REGISTRATION_LASTS, REGISTRATIONS
from portal.membership.states import Asking
from portal.notices.actions import queue_mail, tell
from portal.policy import Actor, Standing
from portal.storage import db, transactional
from portal.web.languages import LOCALES
from portal.web.pages import translate

CONFIRM = _l(
    "Follow the link and enter the password you chose. The link can be used once, within 24 hours. "
    "If you did not ask for an account, ignore this mail."
)


@dataclass(frozen=True)
class Wish:
    """What somebody typed who wants an account."""

    email: str
    name: str
    password: str
    cvr: str
    organisation_name: str
    kinds: frozenset[Kind]
    next: str = ""


def register(wish: Wish, *, language: str, network: str, at: datetime) -> None:
    """Send a mail that leads on. Known and unknown addresses are treated alike on the page; only the mail tells them apart.

    Raises TooMany when one network begins too many.
    """
    key = token_hash(f"register {network}")
    if attempts(key, at) >= REGISTRATIONS:
        raise TooMany()
    note_attempt(key, at=at)
    _register(wish, hash_password(wish.password), language, at)


@transactional
def _register(wish: Wish, password_hash: str, language: str, at: datetime) -> None:
    email = wish.email.strip().lower()
    key = token_hash(f"mail {email}")
    if attempts(key, at) >= MAILS:
        return
    note_attempt(key, at=at)
    if person := person_by_email(email):
        _say_taken(person, at)
        return
    open_ones = (Registration.email == email, Registration.used_at.is_(None), Registration.withdrawn_at.is_(None))
    db.session.execute(sa.update(Registration).where(*open_ones).values(withdrawn_at=at))
    token = secrets.token_urlsafe(32)
    db.session.add(
        Registration(
            email=email, name=wish.name, password_hash=password_hash, language=language, cvr=wish.cvr,
            organisation_name=wish.organisation_name, kinds=wish.kinds, token_hash=token_hash(token), created_at=at,
            expires_at=at + REGISTRATION_LASTS, next=wish.next,
        )
    )  # fmt: skip
    with force_locale(LOCALES[language]):
        subject = translate(_l("Confirm your e-mail address"))
        text = translate(CONFIRM)
        queue_mail(email, subject, text, name=wish.name, url=f"/register/confirm/{token}", at=at)


def _say_taken(person: Person, at: datetime) -> None:
    with force_locale(LOCALES[person.language]):
        subject = translate(_l("You already have an account"))
        text = translate(
            _l(
                "Somebody, perhaps you, asked for an account with this e-mail address. You have one already: sign in with it. Nothing has been changed."
            )
        )
        queue_mail(person.email, subject, text, name=person.name, url="/sign-in", at=at)


@transactional
def confirm(token: str, password: str, *, device: str, at: datetime) -> str | None:
    """Turn a registration into a person who is signed in; answers the cookie's token, or nothing when the password is wrong.

    Raises NotFound for a link that is used, superseded or too old, TooMany after ten wrong passwords.
    """
    wanted = sa.select(Registration).where(Registration.token_hash == token_hash(token)).with_for_update()
    waiting = db.session.scalar(wanted)
    if waiting is None or waiting.used_at or waiting.withdrawn_at or waiting.expires_at <= at:
        raise NotFound(GONE)
    key = token_hash(f"registration {waiting.id}")
    if attempts(key, at) >= ATTEMPTS:
        raise TooMany()
    if not is_password(waiting.password_hash, password):
        note_attempt(key, at=at)
        return None
    if person_by_email(waiting.email):
        raise RuleBroken(_l("You already have an account with this e-mail address. Sign in with it."))
    person = add_person(waiting.email, waiting.name, waiting.password_hash, waiting.language, at=at)
    waiting.used_at = at
    join_or_found(person, cvr=waiting.cvr, name=waiting.organisation_name, kinds=waiting.kinds, at=at)
    return start_session(person, device=device, at=at)


def add_person(email: str, name: str, password_hash: str, language: str, *, at: datetime) -> Person:
    """A new person whose address is confirmed. Part of a transaction."""
    person = Person(
        email=email, name=name, password_hash=password_hash, language=language, created_at=at, email_confirmed_at=at
    )
    try:
        with db.session.begin_nested():
            db.session.add(person)
    except IntegrityError:
        raise RuleBroken(_l("You already have an account with this e-mail address. Sign in with it.")) from None
    record(Actor(id=person.id), "person", person.id, "registered", at=at)
    return person


@transactional
def join_or_found(person: Person, *, cvr: str, name: str, kinds: frozenset[Kind], at: datetime) -> bool:
    """Make `person` the owner of a new organisation (True), or ask the owners of the registered one to let them in (False)."""
    organisation = _found(cvr, name, kinds, at)
    if organisation:
        db.session.add(
            Membership(person_id=person.id, organisation_id=organisation.id, standing=Standing.OWNER, created_at=at)
        )
        record(Actor(id=person.id), "organisation", organisation.id, "founded", at=at)
        return True
    registered = db.session.scalars(sa.select(Organisation).where(Organisation.cvr == cvr)).one()
    _ask(person, registered, at)
    return False


def _found(cvr: str, name: str, kinds: frozenset[Kind], at: datetime) -> Organisation | None:
    """A new organisation, or nothing when the CVR number is registered, perhaps at this very moment."""
    if db.session.scalar(sa.select(Organisation.id).where(Organisation.cvr == cvr)):
        return None
    made = Organisation(name=name, cvr=cvr, kinds=kinds, created_at=at)
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError:
        return None
    return made


def _ask(person: Person, organisation: Organisation, at: datetime) -> None:
    if db.session.scalar(
        sa.select(Membership.id).where(Membership.person_id == person.id, Membership.organisation_id == organisation.id)
    ):
        raise RuleBroken(say(_l("You can act for %(organisation)s already."), organisation=organisation.name))
    waiting = (
        JoinRequest.person_id == person.id,
        JoinRequest.organisation_id == organisation.id,
        JoinRequest.asking == Asking.WAITING,
    )
    if db.session.scalar(sa.select(JoinRequest.id).where(*waiting)):
        raise RuleBroken(
            say(
                _l("You have asked %(organisation)s already. Its owners have your request."),
                organisation=organisation.name,
            )
        )
    db.session.add(JoinRequest(person_id=person.id, organisation_id=organisation.id, created_at=at))
    record(Actor(id=person.id), "organisation", organisation.id, "join_asked", at=at, person=person.id)
    tell(owners_of(organisation.id), _l("%(name)s asks to act for %(organisation)s"), url="/organisation", at=at,
         body=say(_l("%(name)s has the e-mail address %(email)s. Say yes or no on the organisation's page."), name=person.name, email=person.email),
         name=person.name, organisation=organisation.name)  # fmt: skip
