"""How does an approved case become a contract? As a draft, from the terms that were approved."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from portal.accounts.models import Person
from portal.accounts.queries import people_with
from portal.accounts.states import Kind
from portal.audit.actions import record
from portal.contracts.models import Contract, ContractCounter, Metric, Party
from portal.contracts.rules import contract_number, drafted
from portal.contracts.states import PartyRole
from portal.kernel.calendar import today
from portal.kernel.words import _l
from portal.notices.actions import tell
from portal.policy import Actor, Permit, Role, authorise
from portal.proposals.models import Proposal
from portal.proposals.states import Instrument
from portal.storage import db, transactional

TOLD = _l("Contract %(number)s is ready to be completed: %(title)s")
TOLD_MORE = _l(
    "The mayor has approved the case. Name the parties, set the milestones, and offer the contract for signing."
)


@transactional
def open_draft(
    actor: Actor, proposal: Proposal, *, decision_id: int, content: dict[str, Any], conditions: str, at: datetime
) -> Contract:
    """Open the contract that the mayor's approval calls for. `content` is FrozenCase.content, `conditions` the council's.

    The approver's own permit opens it: it is part of the approval. Raises NotPermitted.
    """
    authorise(actor, Permit.CASE_APPROVE, proposal)
    approved = drafted(content, conditions)
    value = proposal.amount_oere if approved.value_oere is None else approved.value_oere
    contract = Contract(
        number=next_number(at),
        proposal_id=proposal.id,
        decision_id=decision_id,
        instrument=proposal.instrument or Instrument.CO_FUNDING,
        title=approved.title or proposal.title,
        purpose=approved.purpose,
        terms=approved.terms,
        value_oere=value or 0,
        conflicted_ids=proposal.conflicted_ids,
        created_at=at,
        created_by_id=actor.id,
        parties=_parties(proposal),
        metrics=[Metric(**vars(metric)) for metric in approved.metrics],
    )
    db.session.add(contract)
    db.session.flush()
    record(actor, "contract", contract.id, "opened", at=at, proposal=proposal.id, decision=decision_id)
    url = f"/contracts/{contract.id}"
    tell(_preparers(proposal), TOLD, url=url, at=at, body=TOLD_MORE, number=contract.number, title=contract.title)
    return contract


@transactional
def hide_from(person_id: int, proposal_id: int) -> None:
    """A conflict of interest declared after the contract was opened: the contract is not there for that person either."""
    contract = db.session.scalar(sa.select(Contract).where(Contract.proposal_id == proposal_id))
    if contract is not None:
        contract.conflicted_ids = contract.conflicted_ids | {person_id}
        db.session.flush()


def next_number(at: datetime) -> str:
    """The next contract number of the year, held until the transaction ends."""
    year = today(at).year
    counted = sa.update(ContractCounter).where(ContractCounter.year == year).values(last=ContractCounter.last + 1)
    done: Any = db.session.execute(counted)
    if done.rowcount == 0:
        db.session.execute(sa.insert(ContractCounter).values(year=year, last=1))
    last = db.session.scalar(sa.select(ContractCounter.last).where(ContractCounter.year == year))
    return contract_number(year, last or 1)


def _parties(proposal: Proposal) -> list[Party]:
    parties = [Party(role=PartyRole.MUNICIPALITY)]
    if proposal.organisation.kinds & {Kind.NGO, Kind.PROVIDER}:
        parties.append(Party(role=PartyRole.PROVIDER, organisation_id=proposal.organisation_id))
    departments = sorted(proposal.department_ids)
    return parties + [Party(role=PartyRole.DEPARTMENT, department_id=number) for number in departments]


def _preparers(proposal: Proposal) -> list[Person]:
    officer = db.session.get(Person, proposal.officer_id) if proposal.officer_id else None
    return [*([officer] if officer else []), *people_with(Role.SECRETARIAT_LEAD)]
