"""What an owner decides about the people of the organisation: requests, invitations, standings."""

from __future__ import annotations

import secrets
from datetime import datetime

import sqlalchemy as sa
from flask_babel import force_locale

from portal.accounts.actions import attempts, note_attempt, start_session
from portal.accounts.models import Membership, Organisation, Person, SignIn
from portal.accounts.passwords import hash_password
from portal.accounts.queries import person_by_email
from portal.accounts.rules import token_hash
from portal.accounts.states import STANDING_LABEL
from portal.audit.actions import record
from portal.kernel.errors import IllegalMove, NotFound, NotPermitted, RuleBroken, TooMany
from portal.kernel.words import Sentence, _l, say
from portal.membership.actions.registration import add_person
from portal.membership.models import Invitation, JoinRequest
from portal.membership.queries import usable_invitation
from portal.membership.rules import INVITATION_LASTS, INVITATIONS, LAST_OWNER
from portal.membership.states import Asking
from portal.notices.actions import queue_mail, tell
from portal.policy import Actor, Permit, Standing, authorise
from portal.storage import db, transactional
from portal.web.languages import LOCALES
from portal.web.pages import translate


@transactional
def answer_request(actor: Actor, request_id: int, standing: Standing | None, *, at: datetime) -> None:
    """Let the person in with a standing, or refuse them with None. The person is told."""
    authorise(actor, Permit.ORGANISATION_MANAGE, actor)
    asked = db.session.scalar(sa.select(JoinRequest).where(JoinRequest.id == request_id).with_for_update())
    if asked is None or asked.organisation_id != actor.organisation_id:
        raise NotFound()
    if asked.asking is not Asking.WAITING:
        raise IllegalMove()
    asked.asking = Asking.ACCEPTED if standing else Asking.REFUSED
    asked.answered_at, asked.answered_by_id = at, actor.id
    record(
        actor,
        "organisation",
        asked.organisation_id,
        f"join_{asked.asking}",
        at=at,
        person=asked.person_id,
        standing=standing,
    )
    name = asked.organisation.name
    if standing:
        _add_member(asked.person_id, asked.organisation_id, standing, at)
        tell([asked.person], _l("You can now act for %(organisation)s"), url="/overview", at=at, organisation=name)
    else:
        tell(
            [asked.person],
            _l("%(organisation)s has said no to your request to act for it"),
            url="/overview",
            at=at,
            organisation=name,
        )


@transactional
def invite(actor: Actor, email: str, standing: Standing, *, at: datetime) -> None:
    """Send a link that only the address can use, once, within a week. A newer one supersedes an older one."""
    authorise(actor, Permit.ORGANISATION_MANAGE, actor)
    email = email.strip().lower()
    organisation = db.session.get_one(Organisation, actor.organisation_id)
    key = token_hash(f"invite {actor.id}")
    if attempts(key, at) >= INVITATIONS:
        raise TooMany()
    person = person_by_email(email)
    if person and _membership(person.id, organisation.id):
        raise RuleBroken(say(_l("%(name)s can act for the organisation already."), name=person.name))
    note_attempt(key, at=at)
    _withdraw(at, Invitation.organisation_id == organisation.id, Invitation.email == email)
    token = secrets.token_urlsafe(32)
    db.session.add(
        Invitation(
            organisation_id=organisation.id, email=email, standing=standing, token_hash=token_hash(token), created_at=at,
            created_by_id=actor.id, expires_at=at + INVITATION_LASTS,
        )
    )  # fmt: skip
    record(actor, "organisation", organisation.id, "invited", at=at, standing=standing)
    _mail_invitation(actor, organisation, email, person, standing, token, at)


def _mail_invitation(
    actor: Actor,
    organisation: Organisation,
    email: str,
    person: Person | None,
    standing: Standing,
    token: str,
    at: datetime,
) -> None:
    with force_locale(LOCALES[person.language if person else actor.language]):
        subject = translate(
            Sentence(
                _l("%(name)s invites you to act for %(organisation)s"),
                {"name": actor.name, "organisation": organisation.name},
            )
        )
        standing_word = translate(STANDING_LABEL[standing])
        text = translate(
            Sentence(
                _l("You are invited as %(standing)s. Only this e-mail address can use the link, once, within 7 days."),
                {"standing": standing_word},
            )
        )
        queue_mail(email, subject, text, name=person.name if person else email, url=f"/invitations/{token}", at=at)


@transactional
def withdraw_invitation(actor: Actor, invitation_id: int, *, at: datetime) -> None:
    """The link stops working at once."""
    authorise(actor, Permit.ORGANISATION_MANAGE, actor)
    if not _withdraw(at, Invitation.id == invitation_id, Invitation.organisation_id == actor.organisation_id):
        raise NotFound()
    record(actor, "organisation", actor.organisation_id or 0, "invitation_withdrawn", at=at)


def _withdraw(at: datetime, *which: sa.ColumnElement[bool]) -> bool:
    open_ones = (*which, Invitation.used_at.is_(None), Invitation.withdrawn_at.is_(None))
    return bool(
        db.session.scalars(
            sa.update(Invitation).where(*open_ones).values(withdrawn_at=at).returning(Invitation.id)
        ).all()
    )


@transactional
def accept_invitation(actor: Actor, token: str, *, at: datetime) -> None:
    """The actor, whose address was invited, joins and acts for the organisation at once in this browser."""
    invitation = usable_invitation(token, at, lock=True)
    if invitation.email != actor.email:
        raise NotPermitted(
            _l("This invitation was sent to another e-mail address. Sign in with that address to use it.")
        )
    person = db.session.get_one(Person, actor.id)
    _use(invitation, person, at)
    db.session.execute(
        sa.update(SignIn).where(SignIn.id == actor.session_id).values(organisation_id=invitation.organisation_id)
    )


@transactional
def accept_as_newcomer(token: str, name: str, password: str, *, language: str, device: str, at: datetime) -> str:
    """Somebody without an account makes one by the link, which proves the address. Answers the cookie's token."""
    invitation = usable_invitation(token, at, lock=True)
    person = add_person(invitation.email, name, hash_password(password), language, at=at)
    _use(invitation, person, at)
    return start_session(person, device=device, at=at)


def _use(invitation: Invitation, person: Person, at: datetime) -> None:
    invitation.used_at = at
    if not _membership(person.id, invitation.organisation_id):
        _add_member(person.id, invitation.organisation_id, invitation.standing, at)
    actor = Actor(id=person.id)
    record(actor, "organisation", invitation.organisation_id, "invitation_used", at=at, standing=invitation.standing)
    inviter = db.session.get_one(Person, invitation.created_by_id)
    tell([inviter], _l("%(name)s has accepted your invitation"), url="/organisation", at=at, name=person.name)


@transactional
def change_standing(actor: Actor, membership_id: int, standing: Standing, *, at: datetime) -> None:
    """Give a colleague another standing. The last owner stays owner."""
    member = _colleague(actor, membership_id)
    if member.standing is Standing.OWNER and standing is not Standing.OWNER:
        _require_another_owner(member)
    member.standing = standing
    record(
        actor,
        "organisation",
        member.organisation_id,
        "standing_changed",
        at=at,
        person=member.person_id,
        standing=standing,
    )


@transactional
def remove_member(actor: Actor, membership_id: int, *, at: datetime) -> None:
    """A colleague no longer acts for the organisation, from this moment. The last owner cannot be removed."""
    member = _colleague(actor, membership_id)
    if member.standing is Standing.OWNER:
        _require_another_owner(member)
    organisation, person = member.organisation, member.person
    db.session.delete(member)
    db.session.flush()
    other = (
        sa.select(Membership.organisation_id).where(Membership.person_id == person.id).order_by(Membership.id).limit(1)
    )
    acting = (SignIn.person_id == person.id, SignIn.organisation_id == organisation.id)
    db.session.execute(sa.update(SignIn).where(*acting).values(organisation_id=db.session.scalar(other)))
    record(actor, "organisation", organisation.id, "member_removed", at=at, person=person.id)
    if person.id != actor.id:
        tell(
            [person],
            _l("You no longer act for %(organisation)s"),
            url="/overview",
            at=at,
            organisation=organisation.name,
        )


def _colleague(actor: Actor, membership_id: int) -> Membership:
    authorise(actor, Permit.ORGANISATION_MANAGE, actor)
    member = db.session.get(Membership, membership_id)
    if member is None or member.organisation_id != actor.organisation_id:
        raise NotFound()
    return member


def _require_another_owner(member: Membership) -> None:
    """Holds all owners of the organisation, so that two of them cannot leave at the same moment."""
    owners = sa.select(Membership.id).where(
        Membership.organisation_id == member.organisation_id, Membership.standing == Standing.OWNER
    )
    if set(db.session.scalars(owners.with_for_update())) <= {member.id}:
        raise RuleBroken(LAST_OWNER)


def _membership(person_id: int, organisation_id: int) -> int | None:
    return db.session.scalar(
        sa.select(Membership.id).where(Membership.person_id == person_id, Membership.organisation_id == organisation_id)
    )


def _add_member(person_id: int, organisation_id: int, standing: Standing, at: datetime) -> None:
    if not _membership(person_id, organisation_id):
        db.session.add(
            Membership(person_id=person_id, organisation_id=organisation_id, standing=standing, created_at=at)
        )
        # A browser where the person acts for nobody yet begins to act for this organisation.
        idle = (SignIn.person_id == person_id, SignIn.organisation_id.is_(None))
        db.session.execute(sa.update(SignIn).where(*idle).values(organisation_id=organisation_id))
