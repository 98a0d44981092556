"""One contract with everything in it, for those who may read it; what one may not read is not there."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from portal.contracts.models import Contract, ContractText, Evidence, Metric, Milestone, Party, Signature
from portal.contracts.rules import Facts
from portal.contracts.states import PUBLIC_STATES, PartyRole, Stage, State
from portal.kernel.errors import IllegalMove, NotFound
from portal.kernel.workflow import Move
from portal.policy import Actor, Permit, Role, authorise, may
from portal.proposals.states import Instrument
from portal.storage import WHOLE, Ids, db

READERS = (
    Role.CASE_OFFICER, Role.SECRETARIAT_LEAD, Role.AUDITOR, Role.COUNCIL_MEMBER, Role.COUNCIL_CHAIR, Role.MAYOR,
)  # fmt: skip
"""Those who read every contract, as POLICY[CONTRACT_READ] says."""

DONE = (Stage.VERIFIED, Stage.SETTLED)


def visible_to(actor: Actor) -> sa.ColumnElement[bool]:
    """The contracts of which `actor` may know, whole or in their public part."""
    if actor.has(*READERS):
        seen: sa.ColumnElement[bool] = sa.true()
    else:
        seen = Contract.state.in_(PUBLIC_STATES)
        if actor.is_signed_in:
            seen = sa.or_(seen, taken_part_in_by(actor))
    return sa.and_(seen, ~Contract.conflicted_ids.like(Ids.pattern(actor.id))) if actor.is_signed_in else seen


def taken_part_in_by(actor: Actor) -> sa.ColumnElement[bool]:
    """The contracts that `actor` is party to: never a draft."""
    sides = [Party.person_id == actor.id]
    if actor.organisation_id is not None:
        sides.append(Party.organisation_id == actor.organisation_id)
    if actor.department_id is not None and actor.has(Role.DEPARTMENT):
        sides.append(Party.department_id == actor.department_id)
    own = sa.select(Party.contract_id).where(sa.or_(*sides))
    return sa.and_(Contract.state != State.DRAFT, Contract.id.in_(own))


def contract_for(actor: Actor, contract_id: int) -> Contract:
    """The whole contract, for those who may read all of it. Raises NotFound."""
    contract = _whole(contract_id)
    if contract is None or not may(actor, Permit.CONTRACT_READ, contract):
        raise NotFound()
    return contract


def public_contract(actor: Actor, contract_id: int) -> tuple[Contract, bool]:
    """The contract, and whether `actor` may see only what the public sees. Raises NotFound."""
    contract = _whole(contract_id)
    if contract is None or actor.id in contract.conflicted_ids:
        raise NotFound()
    if may(actor, Permit.CONTRACT_READ, contract):
        return contract, False
    if contract.state in PUBLIC_STATES:
        return contract, True
    raise NotFound()


def milestone_for(actor: Actor, contract_id: int, milestone_id: int) -> Milestone:
    """A milestone of a contract that `actor` may read all of, with its reports and their files. Raises NotFound."""
    contract = contract_for(actor, contract_id)
    milestone = next((one for one in contract.milestones if one.id == milestone_id), None)
    if milestone is None:
        raise NotFound()
    # The session holds rows by weak references: the milestone keeps its contract, so that nothing is read twice.
    set_committed_value(milestone, "contract", contract)
    return milestone


def draft_for(actor: Actor, contract_id: int) -> Contract:
    """The draft, for those who may complete it. Raises NotFound, NotPermitted, IllegalMove when it is a draft no longer."""
    contract = contract_for(actor, contract_id)
    authorise(actor, Permit.CONTRACT_DRAFT, contract)
    if not contract.is_draft:
        raise IllegalMove()
    return contract


def open_for(actor: Actor, contract_id: int, move: Move) -> Contract:
    """The contract, where `actor` may make `move` from its state. Raises NotFound, NotPermitted, IllegalMove."""
    contract = contract_for(actor, contract_id)
    _check(actor, contract, move)
    return contract


def milestone_open_for(actor: Actor, contract_id: int, milestone_id: int, move: Move) -> Milestone:
    """The milestone, where `actor` may make `move` from its stage. Raises as `open_for`."""
    milestone = milestone_for(actor, contract_id, milestone_id)
    _check(actor, milestone, move)
    return milestone


def _check(actor: Actor, thing: Contract | Milestone, move: Move) -> None:
    authorise(actor, move.permit, thing)
    if thing.state not in move.sources:
        raise IllegalMove()


def is_known_to(actor: Actor, contract_id: int) -> bool:
    """Whether `actor` may know that the contract is there."""
    return db.session.scalar(sa.select(Contract.id).where(Contract.id == contract_id, visible_to(actor))) is not None


def evidence_for(actor: Actor, contract_id: int, milestone_id: int, evidence_id: int) -> Evidence:
    """A file of a report; of one that is still being written only for those who may write it. Raises NotFound."""
    milestone = milestone_for(actor, contract_id, milestone_id)
    found = next((one for one in evidence_of(milestone) if one.id == evidence_id), None)
    if found is None or (found.result_id is None and not may(actor, Permit.MILESTONE_REPORT, milestone)):
        raise NotFound()
    return found


def evidence_of(milestone: Milestone) -> list[Evidence]:
    """The milestone's files that have not been taken away, in the order they came."""
    wanted = sa.select(Evidence).where(Evidence.milestone_id == milestone.id, Evidence.removed_at.is_(None))
    return list(db.session.scalars(wanted.options(joinedload(Evidence.file)).order_by(Evidence.id)))


def frozen_text(contract: Contract, number: int) -> ContractText:
    """One of the contract's frozen texts. Raises NotFound."""
    text = next((one for one in contract.texts if one.number == number), None)
    if text is None:
        raise NotFound()
    return text


def facts_of(contract: Contract) -> Facts:
    """What the guards of the contract's moves look at."""
    roles = [party.role for party in contract.parties]
    verifying = {metric.verifier_id for metric in contract.metrics if metric.verifier_id}
    return Facts(
        has_words=bool(contract.purpose.strip() and contract.terms.strip() and contract.title.strip()),
        has_period=contract.starts_on is not None and contract.ends_on is not None,
        providers=roles.count(PartyRole.PROVIDER),
        investors=roles.count(PartyRole.INVESTOR),
        needs_investor=contract.instrument is Instrument.SOCIAL_INVESTMENT,
        milestones=len(contract.milestones),
        payments_oere=sum(milestone.payment_oere for milestone in contract.milestones),
        value_oere=contract.value_oere,
        metrics_without_verifier=sum(metric.verifier_id is None for metric in contract.metrics)
        + (not contract.metrics),
        dependent_verifiers=len(verifying & {member.person_id for member in contract.delivering_members}),
        unsettled=sum(milestone.stage not in DONE for milestone in contract.milestones),
    )


def _whole(contract_id: int) -> Contract | None:
    return db.session.scalar(WHOLE_CONTRACT, {"id": contract_id})


def _with_everything() -> sa.Select[Contract]:
    party = selectinload(Contract.parties)
    return (
        sa.select(Contract)
        .where(Contract.id == sa.bindparam("id", type_=WHOLE))
        .options(
            party.joinedload(Party.organisation),
            party.joinedload(Party.department),
            party.joinedload(Party.person),
            selectinload(Contract.metrics).joinedload(Metric.verifier),
            selectinload(Contract.milestones).selectinload(Milestone.results),
            selectinload(Contract.texts).selectinload(ContractText.signatures).joinedload(Signature.person),
        )
    )


WHOLE_CONTRACT = _with_everything()
"""Built once: building the statement costs more than asking it."""
