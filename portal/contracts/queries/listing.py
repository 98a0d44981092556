"""The list of contracts: what a person takes part in first, then the others they may see."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.accounts.models import Organisation
from portal.contracts.models import Contract, Milestone, Party
from portal.contracts.queries.reading import DONE, READERS, taken_part_in_by, visible_to
from portal.contracts.states import PUBLIC_STATES, PartyRole, State
from portal.policy import Actor
from portal.storage import db

PAGE = 50


@dataclass
class Row:
    """A contract as the list shows it."""

    id: int
    number: str
    title: str
    state: State
    value_oere: int
    ends_on: date | None
    names: dict[PartyRole, list[str]] = field(default_factory=dict)
    milestones: int = 0
    verified: int = 0
    next_due: date | None = None

    @property
    def partners(self) -> str:
        """Who delivers and who invests."""
        roles = (PartyRole.PROVIDER, PartyRole.INVESTOR)
        return ", ".join(name for role in roles for name in self.names.get(role, []))


@dataclass(frozen=True)
class Listing:
    """One page of contracts."""

    own: list[Row]
    others: list[Row]
    next_before: int | None
    has_more_own: bool


def states_for(actor: Actor) -> tuple[State, ...]:
    """The states in which a contract may be seen by somebody like `actor`."""
    if actor.has(*READERS):
        return tuple(State)
    return (State.SIGNING, *PUBLIC_STATES) if actor.is_signed_in else PUBLIC_STATES


def listing(actor: Actor, *, state: State | None, text: str, before: int | None, only_own: bool) -> Listing:
    """The contracts that `actor` may know of, newest first by key. `before` is the number of the last one seen."""
    wanted = sa.select(
        Contract.id, Contract.number, Contract.title, Contract.state, Contract.value_oere, Contract.ends_on
    ).where(visible_to(actor))
    if state:
        wanted = wanted.where(Contract.state == state)
    if text:
        wanted = wanted.where(
            sa.or_(*(column.icontains(text, autoescape=True) for column in (Contract.title, Contract.number)))
        )
    can_take_part = actor.is_signed_in and not actor.has(*READERS)
    own: list[Row] = []
    others: list[Row] = []
    if can_take_part and (only_own or before is None):
        own = _rows(wanted.where(taken_part_in_by(actor)), before if only_own else None)
    if not only_own:
        others = _rows(wanted.where(~taken_part_in_by(actor)) if can_take_part else wanted, before)
    has_more_own = len(own) > PAGE
    last = (own if only_own else others)[:PAGE]
    has_next = has_more_own if only_own else len(others) > PAGE
    own, others = own[:PAGE], others[:PAGE]
    _fill([*own, *others])
    return Listing(own, others, last[-1].id if has_next else None, has_more_own)


def _rows(wanted: sa.Select[*tuple[Any, ...]], before: int | None) -> list[Row]:
    if before:
        wanted = wanted.where(Contract.id < before)
    return [Row(*row) for row in db.session.execute(wanted.order_by(Contract.id.desc()).limit(PAGE + 1))]


def _fill(rows: list[Row]) -> None:
    """Add partners and milestones, in one statement each."""
    by_id = {row.id: row for row in rows}
    if not by_id:
        return
    parties = (
        sa.select(Party.contract_id, Party.role, Organisation.name)
        .join(Organisation, Organisation.id == Party.organisation_id)
        .where(Party.contract_id.in_(by_id))
        .order_by(Party.id)
    )
    for contract_id, role, name in db.session.execute(parties):
        by_id[contract_id].names.setdefault(role, []).append(name)
    is_done = Milestone.stage.in_(DONE)
    counts = (
        sa.select(
            Milestone.contract_id,
            sa.func.count(),
            sa.func.sum(sa.case((is_done, 1), else_=0)),
            sa.func.min(sa.case((~is_done, Milestone.due_on))),
        )
        .where(Milestone.contract_id.in_(by_id))
        .group_by(Milestone.contract_id)
    )
    for contract_id, count, verified, due in db.session.execute(counts):
        row = by_id[contract_id]
        row.milestones, row.verified, row.next_due = count, int(verified), due
