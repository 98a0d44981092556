"""Who stands around a contract, and who could?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from portal.accounts.models import Membership, Organisation, Person
from portal.accounts.queries import people_with
from portal.accounts.states import Kind
from portal.contracts.models import Contract
from portal.contracts.states import PartyRole
from portal.kernel.identifiers import clean_cvr, is_cvr
from portal.policy import Role, Standing
from portal.proposals.models import Proposal
from portal.storage import db

KINDS = {PartyRole.PROVIDER: (Kind.PROVIDER, Kind.NGO), PartyRole.INVESTOR: (Kind.INVESTOR,)}
MATCHES = 8


@dataclass(frozen=True)
class Choice:
    """An organisation that could be a party."""

    id: int
    name: str
    cvr: str


def find_organisations(text: str, role: PartyRole) -> list[Choice]:
    """The organisations of the right kind with that CVR number, or with `text` in their name; at most eight, by name."""
    number = clean_cvr(text)
    if is_cvr(number):
        found = Organisation.cvr == number
    else:
        found = Organisation.name.icontains(text.strip(), autoescape=True)
    of_kind = sa.or_(*(sa.cast(Organisation.kinds, sa.String).like(f"%,{kind},%") for kind in KINDS[role]))
    columns = sa.select(Organisation.id, Organisation.name, Organisation.cvr)
    rows = db.session.execute(columns.where(found, of_kind).order_by(Organisation.name, Organisation.id).limit(MATCHES))
    return [Choice(*row) for row in rows]


def verifiers() -> list[Person]:
    """The active people who can be appointed to verify, by name."""
    return people_with(Role.VERIFIER)


def is_employed(person_id: int, organisation_ids: Iterable[int | None]) -> bool:
    """Whether the person belongs to one of the organisations."""
    ids = [number for number in organisation_ids if number]
    found = sa.select(Membership.id).where(Membership.person_id == person_id, Membership.organisation_id.in_(ids))
    return db.session.scalar(found.limit(1)) is not None


def owners(contract: Contract) -> list[Person]:
    """Those who can sign for the organisations that are party to it."""
    return _members(contract, (Standing.OWNER,), (PartyRole.PROVIDER, PartyRole.INVESTOR))


def municipality_people() -> list[Person]:
    """Those who can sign for the municipality."""
    return people_with(Role.MAYOR, Role.SECRETARIAT_LEAD)


def people_around(contract: Contract, *roles: PartyRole) -> list[Person]:
    """The people of the parties in those roles (all when none is named), and the case officer for the municipality."""
    wanted = roles or tuple(PartyRole)
    people = _members(contract, tuple(Standing), wanted)
    departments = [party.department_id for party in contract.parties if party.role in wanted and party.department_id]
    if departments:
        contacts = sa.select(Person).where(Person.is_active, Person.department_id.in_(departments)).order_by(Person.id)
        people += [person for person in db.session.scalars(contacts) if Role.DEPARTMENT in person.roles]
    people += [party.person for party in contract.parties if party.role in wanted and party.person]
    if PartyRole.MUNICIPALITY in wanted:
        people += _officer(contract)
    return people


def _officer(contract: Contract) -> list[Person]:
    officer = sa.select(Person).join(Proposal, Proposal.officer_id == Person.id)
    found = db.session.scalar(officer.where(Proposal.id == contract.proposal_id, Person.is_active))
    return [found] if found else people_with(Role.SECRETARIAT_LEAD)


def _members(contract: Contract, standings: tuple[Standing, ...], roles: tuple[PartyRole, ...]) -> list[Person]:
    ids = [party.organisation_id for party in contract.parties if party.role in roles and party.organisation_id]
    if not ids:
        return []
    wanted = sa.select(Person).join(Membership).where(Membership.organisation_id.in_(ids), Person.is_active)
    return list(db.session.scalars(wanted.where(Membership.standing.in_(standings)).order_by(Person.name, Person.id)))
