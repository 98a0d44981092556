"""What the administrator does: makes accounts for staff and council, and opens and closes accounts. Never anything in a case."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import force_locale
from sqlalchemy.exc import IntegrityError

from portal.accounts.actions import end_browsers, start_session
from portal.accounts.models import Person
from portal.accounts.passwords import hash_password
from portal.accounts.rules import token_hash
from portal.audit.actions import record
from portal.kernel.errors import NotFound, RuleBroken
from portal.kernel.words import _l
from portal.membership.models import PasswordLink
from portal.membership.queries import usable_password_link
from portal.membership.rules import INVITATION_LASTS
from portal.notices.actions import queue_mail
from portal.policy import Actor, Permit, Role, authorise
from portal.storage import db, transactional
from portal.web.languages import LOCALES
from portal.web.pages import translate


@dataclass(frozen=True)
class NewStaff:
    """What the administrator typed about a colleague."""

    email: str
    name: str
    roles: frozenset[Role]
    department_id: int | None
    language: str = "da"


@transactional
def create_staff(actor: Actor, new: NewStaff, *, at: datetime) -> Person:
    """An account without a password, and a mail with the link that sets it."""
    authorise(actor, Permit.ACCOUNTS_MANAGE, actor)
    person = Person(
        email=new.email.strip().lower(), name=new.name, password_hash="", roles=new.roles, department_id=new.department_id,
        language=new.language, created_at=at,
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(person)
    except IntegrityError:
        raise RuleBroken(_l("There is an account with this e-mail address already.")) from None
    record(actor, "person", person.id, "created", at=at, roles=sorted(new.roles))
    send_password_link(actor, person.id, at=at)
    return person


@transactional
def send_password_link(actor: Actor, person_id: int, *, at: datetime) -> None:
    """Send somebody who has never signed in a (new) link to set the password. Older links stop working."""
    authorise(actor, Permit.ACCOUNTS_MANAGE, actor)
    person = _person(person_id)
    if person.password_hash:
        raise RuleBroken(_l("The account has a password already."))
    open_ones = (
        PasswordLink.person_id == person.id,
        PasswordLink.used_at.is_(None),
        PasswordLink.withdrawn_at.is_(None),
    )
    db.session.execute(sa.update(PasswordLink).where(*open_ones).values(withdrawn_at=at))
    token = secrets.token_urlsafe(32)
    db.session.add(
        PasswordLink(person_id=person.id, token_hash=token_hash(token), created_at=at, expires_at=at + INVITATION_LASTS)
    )
    record(actor, "person", person.id, "link_sent", at=at)
    with force_locale(LOCALES[person.language]):
        subject = translate(_l("Your account in the fund's portal"))
        text = translate(_l("Follow the link and choose a password. The link can be used once, within 7 days."))
        queue_mail(person.email, subject, text, name=person.name, url=f"/set-password/{token}", at=at)


@transactional
def set_password(token: str, password: str, *, device: str, at: datetime) -> str:
    """Set the first password by the link, which also confirms the address. Answers the cookie's token."""
    link = usable_password_link(token, at, lock=True)
    link.used_at = at
    link.person.password_hash, link.person.email_confirmed_at = hash_password(password), at
    end_browsers(link.person_id, at=at)
    record(Actor(id=link.person_id), "person", link.person_id, "password_set", at=at)
    return start_session(link.person, device=device, at=at)


@transactional
def set_active(actor: Actor, person_id: int, is_active: bool, *, at: datetime) -> None:
    """Open or close an account. Closing ends the person's sign-ins at once; nothing that they did is touched."""
    authorise(actor, Permit.ACCOUNTS_MANAGE, actor)
    if person_id == actor.id:
        raise RuleBroken(_l("You cannot close your own account. Ask another administrator."))
    person = _person(person_id)
    if person.is_active is is_active:
        return
    person.is_active = is_active
    if not is_active:
        end_browsers(person.id, at=at)
    record(actor, "person", person.id, "activated" if is_active else "deactivated", at=at)


def _person(person_id: int) -> Person:
    found = db.session.get(Person, person_id)
    if found is None:
        raise NotFound()
    return found
