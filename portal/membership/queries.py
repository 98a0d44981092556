"""Who acts for an organisation, who wants to, and which links still work?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.accounts.models import Department, Membership, Organisation, Person, SignIn
from portal.accounts.queries import person_by_email
from portal.accounts.rules import token_hash
from portal.kernel.errors import NotFound
from portal.membership.models import Invitation, JoinRequest, PasswordLink, Registration
from portal.membership.rules import GONE
from portal.membership.states import Asking
from portal.policy import Actor, Standing
from portal.storage import db

PAGE = 50


@dataclass(frozen=True)
class OrganisationPage:
    """Everything the organisation's page shows. Requests and invitations are for owners only."""

    organisation: Organisation
    members: list[Membership]
    requests: list[JoinRequest]
    invitations: list[Invitation]

    def member(self, membership_id: int) -> Membership:
        """One of the organisation's people. Raises NotFound."""
        for member in self.members:
            if member.id == membership_id:
                return member
        raise NotFound()


def organisation_page(actor: Actor, at: datetime) -> OrganisationPage:
    """The organisation that the actor acts for, with its people; for owners also who is waiting and invited."""
    number = actor.organisation_id
    members = (
        sa.select(Membership)
        .join(Person)
        .where(Membership.organisation_id == number)
        .options(joinedload(Membership.person))
    )
    requests = sa.select(JoinRequest).where(JoinRequest.organisation_id == number, JoinRequest.asking == Asking.WAITING)
    open_ones = (
        Invitation.organisation_id == number,
        Invitation.used_at.is_(None),
        Invitation.withdrawn_at.is_(None),
        Invitation.expires_at > at,
    )
    invitations = sa.select(Invitation).where(*open_ones).order_by(Invitation.id)
    is_owner = actor.standing is Standing.OWNER
    return OrganisationPage(
        organisation=db.session.get_one(Organisation, number),
        members=list(db.session.scalars(members.order_by(Person.name, Membership.id))),
        requests=list(db.session.scalars(requests.options(joinedload(JoinRequest.person)).order_by(JoinRequest.id)))
        if is_owner
        else [],
        invitations=list(db.session.scalars(invitations)) if is_owner else [],
    )


def colleague_with(actor: Actor, email: str) -> str | None:
    """The name of the colleague who has that address; nothing when nobody in the actor's organisation has."""
    own = (Membership.organisation_id == actor.organisation_id, Person.email == email.strip().lower())
    return db.session.scalar(sa.select(Person.name).join(Membership, Membership.person_id == Person.id).where(*own))


def owners_of(organisation_id: int) -> list[Person]:
    """The active owners of an organisation, by name."""
    owner = (Membership.organisation_id == organisation_id, Membership.standing == Standing.OWNER, Person.is_active)
    return list(db.session.scalars(sa.select(Person).join(Membership).where(*owner).order_by(Person.name, Person.id)))


def own_organisations(actor: Actor) -> list[Membership]:
    """The memberships of the actor, by the organisation's name."""
    wanted = (
        sa.select(Membership)
        .join(Organisation)
        .where(Membership.person_id == actor.id)
        .options(joinedload(Membership.organisation))
    )
    return list(db.session.scalars(wanted.order_by(Organisation.name, Membership.id)))


def own_requests(actor: Actor) -> list[JoinRequest]:
    """What the actor has asked for and has no answer to."""
    waiting = (JoinRequest.person_id == actor.id, JoinRequest.asking == Asking.WAITING)
    return list(
        db.session.scalars(
            sa.select(JoinRequest)
            .where(*waiting)
            .options(joinedload(JoinRequest.organisation))
            .order_by(JoinRequest.id)
        )
    )


def usable_invitation(token: str, at: datetime, *, lock: bool = False) -> Invitation:
    """The invitation that the link stands for. Raises NotFound when it is used, withdrawn, superseded or too old."""
    wanted = (
        sa.select(Invitation)
        .where(Invitation.token_hash == token_hash(token))
        .options(joinedload(Invitation.organisation))
    )
    found = db.session.scalar(wanted.with_for_update(of=Invitation) if lock else wanted)
    if found is None or found.used_at or found.withdrawn_at or found.expires_at <= at:
        raise NotFound(GONE)
    return found


def has_account(invitation: Invitation) -> bool:
    """Whether somebody can sign in with the invited address already."""
    return person_by_email(invitation.email) is not None


def usable_registration(token: str, at: datetime) -> Registration:
    """The registration that the link stands for. Raises NotFound when it is used, superseded or too old."""
    found = db.session.scalar(sa.select(Registration).where(Registration.token_hash == token_hash(token)))
    if found is None or found.used_at or found.withdrawn_at or found.expires_at <= at:
        raise NotFound(GONE)
    return found


def usable_password_link(token: str, at: datetime, *, lock: bool = False) -> PasswordLink:
    """The link that sets a password. Raises NotFound when it is used, superseded or too old, or the account is closed."""
    wanted = (
        sa.select(PasswordLink)
        .where(PasswordLink.token_hash == token_hash(token))
        .options(joinedload(PasswordLink.person))
    )
    found = db.session.scalar(wanted.with_for_update(of=PasswordLink) if lock else wanted)
    if found is None or found.used_at or found.withdrawn_at or found.expires_at <= at or not found.person.is_active:
        raise NotFound(GONE)
    return found


def people_page(
    search: str, before: int | None
) -> list[sa.Row[tuple[int, str, str, frozenset[str], str | None, bool, str, datetime]]]:
    """Accounts for the administrator, the newest first: one page and one more row. Only the columns that are shown."""
    wanted = sa.select(Person.id, Person.name, Person.email, Person.roles, Department.name.label("department"), Person.is_active,
                       Person.password_hash, Person.created_at).outerjoin(Department)  # fmt: skip
    if search:
        wanted = wanted.where(sa.or_(_holds(Person.name, search), _holds(Person.email, search)))
    if before:
        wanted = wanted.where(Person.id < before)
    return list(db.session.execute(wanted.order_by(Person.id.desc()).limit(PAGE + 1)))


def organisations_page(
    search: str, before: int | None
) -> list[sa.Row[tuple[int, str, str, frozenset[str], datetime, int]]]:
    """Organisations for the administrator, the newest first, with the number of their people: one page and one more row."""
    people = (
        sa.select(sa.func.count())
        .where(Membership.organisation_id == Organisation.id)
        .correlate(Organisation)
        .scalar_subquery()
    )
    wanted = sa.select(
        Organisation.id,
        Organisation.name,
        Organisation.cvr,
        Organisation.kinds,
        Organisation.created_at,
        people.label("people"),
    )
    if search:
        wanted = wanted.where(sa.or_(_holds(Organisation.name, search), Organisation.cvr == search))
    if before:
        wanted = wanted.where(Organisation.id < before)
    return list(db.session.execute(wanted.order_by(Organisation.id.desc()).limit(PAGE + 1)))


def person_page(person_id: int) -> Person:
    """One account with its memberships. Raises NotFound."""
    loaded = (joinedload(Person.department), joinedload(Person.memberships).joinedload(Membership.organisation))
    found = db.session.scalars(sa.select(Person).where(Person.id == person_id).options(*loaded)).unique().one_or_none()
    if found is None:
        raise NotFound()
    return found


def last_sign_in(person_id: int) -> datetime | None:
    """When the person last signed in."""
    return db.session.scalar(sa.select(sa.func.max(SignIn.started_at)).where(SignIn.person_id == person_id))


def _holds(column: sa.ColumnElement[str] | sa.orm.InstrumentedAttribute[str], text: str) -> sa.ColumnElement[bool]:
    return sa.func.lower(column).contains(text.lower(), autoescape=True)
