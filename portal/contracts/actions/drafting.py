"""Completing a draft: its terms, its parties, what it measures and when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from portal.accounts.queries import departments, organisation
from portal.audit.actions import record
from portal.contracts.models import Contract, Metric, Milestone, Party
from portal.contracts.queries import is_employed, verifiers
from portal.contracts.queries.people import KINDS
from portal.contracts.states import PartyRole, State
from portal.kernel.errors import IllegalMove, NotFound, RuleBroken, Stale
from portal.kernel.words import _l
from portal.policy import Actor, Permit, authorise, may
from portal.storage import db, transactional

NOT_INDEPENDENT = _l("%(name)s works for the provider or the investor, and cannot verify their results.")


@dataclass(frozen=True)
class Terms:
    """The words and numbers of the deal."""

    title: str
    purpose: str
    terms: str
    value_oere: int
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True)
class MetricRow:
    """A row of the table of outcomes. `id` is nothing for a new one."""

    id: int | None
    name: str
    unit: str
    baseline: Decimal | None
    target: Decimal | None
    data_source: str
    verifier_id: int | None


@dataclass(frozen=True)
class MilestoneRow:
    """A row of the table of milestones. `id` is nothing for a new one."""

    id: int | None
    title: str
    metric_id: int
    due_on: date
    target: Decimal
    payment_oere: int


@transactional
def save_terms(actor: Actor, contract_id: int, terms: Terms, *, version: int, at: datetime) -> None:
    """Keep the words and numbers of the deal. Raises NotFound, NotPermitted, IllegalMove, Stale."""
    contract = _draft(actor, contract_id, version)
    for name, value in vars(terms).items():
        setattr(contract, name, value)
    _note(actor, contract, "terms_saved", at)


@transactional
def save_metrics(actor: Actor, contract_id: int, rows: Sequence[MetricRow], *, version: int, at: datetime) -> None:
    """Make the outcomes what `rows` say. A verifier must be a party. Raises NotFound for what belongs to another contract."""
    contract = _draft(actor, contract_id, version)
    own = {metric.id: metric for metric in contract.metrics}
    appointed = {party.person_id for party in contract.parties if party.person_id}
    used = {milestone.metric_id for milestone in contract.milestones}
    if any(row.verifier_id and row.verifier_id not in appointed for row in rows):
        raise NotFound()
    for gone in own.keys() - _kept(rows, own):
        if gone in used:
            raise RuleBroken(_l("%(name)s has milestones. Remove them first."), name=own[gone].name)
        db.session.delete(own[gone])
    for row in rows:
        metric = own[row.id] if row.id else Metric(contract_id=contract.id)
        for name, value in vars(row).items():
            if name != "id":
                setattr(metric, name, value)
        db.session.add(metric)
    _note(actor, contract, "outcomes_saved", at, count=len(rows))


@transactional
def save_milestones(
    actor: Actor, contract_id: int, rows: Sequence[MilestoneRow], *, version: int, at: datetime
) -> None:
    """Make the milestones what `rows` say. Raises NotFound for what belongs to another contract."""
    contract = _draft(actor, contract_id, version)
    own = {milestone.id: milestone for milestone in contract.milestones}
    metrics = {metric.id for metric in contract.metrics}
    if any(row.metric_id not in metrics for row in rows):
        raise NotFound()
    for gone in own.keys() - _kept(rows, own):
        db.session.delete(own[gone])
    for row in rows:
        milestone = own[row.id] if row.id else Milestone(contract_id=contract.id)
        for name, value in vars(row).items():
            if name != "id":
                setattr(milestone, name, value)
        db.session.add(milestone)
    _note(actor, contract, "milestones_saved", at, count=len(rows))


@transactional
def add_organisation(actor: Actor, contract_id: int, role: PartyRole, organisation_id: int, *, at: datetime) -> None:
    """Name a provider or an investor. Naming the same one twice changes nothing. Raises RuleBroken where it is of another kind."""
    contract = _draft(actor, contract_id)
    named = organisation(organisation_id)
    if role not in KINDS or named.kinds.isdisjoint(KINDS[role]):
        raise RuleBroken(_l("%(name)s is not registered as that kind of organisation."), name=named.name)
    for party in contract.parties:
        if party.person and is_employed(party.person.id, [named.id]):
            raise RuleBroken(NOT_INDEPENDENT, name=party.person.name)
    if not any(party.role is role and party.organisation_id == named.id for party in contract.parties):
        contract.parties.append(Party(role=role, organisation_id=named.id))
        _note(actor, contract, "party_added", at, role=role, organisation=named.id)


@transactional
def remove_party(actor: Actor, contract_id: int, party_id: int, *, at: datetime) -> None:
    """Take an organisation out again. The municipality stays. Raises NotFound."""
    contract = _draft(actor, contract_id)
    party = next((one for one in contract.parties if one.id == party_id and one.organisation_id), None)
    if party is None:
        raise NotFound()
    db.session.delete(party)
    _note(actor, contract, "party_removed", at, role=party.role, organisation=party.organisation_id)


@transactional
def name_others(
    actor: Actor, contract_id: int, *, department_ids: Iterable[int], verifier_ids: Iterable[int], at: datetime
) -> None:
    """Make the departments and the verifiers those named. Raises RuleBroken for a verifier who is not independent or still needed."""
    contract = _draft(actor, contract_id)
    known = {department.id for department in departments()}
    able = {person.id: person for person in verifiers()}
    wanted_departments, wanted_verifiers = set(department_ids), set(verifier_ids)
    if wanted_departments - known or wanted_verifiers - able.keys():
        raise NotFound()
    for number in sorted(wanted_verifiers):
        if is_employed(number, contract.delivering_ids):
            raise RuleBroken(NOT_INDEPENDENT, name=able[number].name)
    for metric in contract.metrics:
        if metric.verifier_id and metric.verifier_id not in wanted_verifiers:
            raise RuleBroken(_l("%(name)s is to be verified by a person you have taken away."), name=metric.name)
    _replace(contract, PartyRole.DEPARTMENT, "department_id", wanted_departments)
    _replace(contract, PartyRole.VERIFIER, "person_id", wanted_verifiers)
    _note(
        actor, contract, "parties_saved", at, departments=sorted(wanted_departments), verifiers=sorted(wanted_verifiers)
    )


def _draft(actor: Actor, contract_id: int, version: int | None = None) -> Contract:
    """The draft, held until the transaction ends."""
    contract = db.session.get(Contract, contract_id, with_for_update=True, populate_existing=True)
    if contract is None or not may(actor, Permit.CONTRACT_READ, contract):
        raise NotFound()
    authorise(actor, Permit.CONTRACT_DRAFT, contract)
    if contract.state is not State.DRAFT:
        raise IllegalMove()
    if version is not None and version != contract.version:
        raise Stale()
    return contract


def _kept(rows: Sequence[MetricRow] | Sequence[MilestoneRow], own: Iterable[int]) -> set[int]:
    kept = {row.id for row in rows if row.id}
    if kept - set(own) or len(kept) < sum(row.id is not None for row in rows):
        raise NotFound()
    return kept


def _replace(contract: Contract, role: PartyRole, column: str, wanted: set[int]) -> None:
    there = {getattr(party, column): party for party in contract.parties if party.role is role}
    for gone in there.keys() - wanted:
        db.session.delete(there[gone])
    for number in sorted(wanted - there.keys()):
        db.session.add(Party(contract_id=contract.id, role=role, **{column: number}))


def _note(actor: Actor, contract: Contract, event: str, at: datetime, **data: Any) -> None:
    """Record what was done, and let the contract's version say that something in it has changed."""
    flag_modified(contract, "title")
    db.session.flush()
    db.session.expire(contract)
    record(actor, "contract", contract.id, event, at=at, **data)
