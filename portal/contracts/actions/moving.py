"""Moving a contract along: offered, signed by each party once, active when all have signed, and ended."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from portal.accounts.queries import require_fresh
from portal.audit.actions import record
from portal.contracts.models import Contract, ContractText, Metric, Milestone, Party, Signature
from portal.contracts.queries import facts_of, municipality_people, owners, people_around
from portal.contracts.states import CONTRACT, State
from portal.kernel.errors import NotFound, NotPermitted, Stale
from portal.kernel.words import _l
from portal.kernel.workflow import require
from portal.notices.actions import tell
from portal.policy import Actor, Permit, authorise, may
from portal.proposals.actions import move as move_proposal
from portal.proposals.models import Proposal
from portal.proposals.states import State as Case
from portal.storage import as_json, db, transactional

OFFERED = _l("Contract %(number)s is ready for your signature: %(title)s")
OFFERED_MORE = _l("Read the contract and sign it in the portal. It becomes active when all parties have signed.")
TAKEN_BACK = _l("Contract %(number)s has been taken back and will be changed: %(title)s")
ACTIVE = _l("All parties have signed contract %(number)s: %(title)s")
ACTIVE_MORE = _l("The contract is active. The portal shows when each result is due.")
ENDED = {
    "complete": _l("Contract %(number)s is completed: %(title)s"),
    "terminate": _l("Contract %(number)s has been terminated: %(title)s"),
}


@transactional
def offer(actor: Actor, contract_id: int, *, version: int, at: datetime) -> ContractText:
    """Freeze the draft's text and offer it to the parties for signing; the case becomes a contract in the same act.

    Raises NotFound, NotPermitted, IllegalMove, RuleBroken with what is missing, Stale.
    """
    contract = _held(actor, contract_id, version)
    _move(actor, contract, "offer", at=at, text=contract.text_number + 1)
    content = content_of(contract)
    sha256 = hashlib.sha256(as_json(content).encode()).hexdigest()
    contract.text_number += 1
    text = ContractText(number=contract.text_number, content=content, sha256=sha256, frozen_at=at)
    contract.texts.append(text)
    proposal = db.session.get_one(Proposal, contract.proposal_id)
    if proposal.state is not Case.CONTRACTED:
        move_proposal(actor, proposal, "contract", None, at=at, contract=contract.id)
    signers = [person for person in (*owners(contract), *municipality_people()) if person.id != actor.id]
    tell(signers, OFFERED, url=f"/contracts/{contract.id}/moves/sign", at=at, body=OFFERED_MORE, **_named(contract))
    return text


@transactional
def sign(actor: Actor, contract_id: int, *, party_id: int, sha256: str, at: datetime) -> bool:
    """Sign the text with that SHA-256 for one party. True when it was the last signature and the contract is active.

    A party signs once: a second time changes nothing. Raises NotFound, NotPermitted, IllegalMove, Stale when the text is
    another one by now, NeedsFreshSignIn when the password was given too long ago.
    """
    contract = _held(actor, contract_id)
    party = next((one for one in contract.signing_parties if one.id == party_id), None)
    if party is None:
        raise NotFound()
    if not party.can_be_signed_by(actor):
        raise NotPermitted()
    require_fresh(actor, at)
    if contract.text is None or sha256 != contract.text.sha256:
        raise Stale()
    if any(signature.party_id == party.id for signature in contract.text.signatures):
        return False
    require(CONTRACT["sign"], contract.state, None)
    contract.text.signatures.append(Signature(party_id=party.id, person_id=actor.id, sha256=sha256, signed_at=at))
    db.session.flush()
    record(
        actor, "contract", contract.id, CONTRACT["sign"].event, at=at, party=party.id, role=party.role, sha256=sha256
    )
    if contract.unsigned:
        return False
    contract.state = State(require(CONTRACT["activate"], contract.state, None))
    record(actor, "contract", contract.id, CONTRACT["activate"].event, at=at, text=contract.text_number)
    everybody = [*people_around(contract), *municipality_people()]
    tell(everybody, ACTIVE, url=f"/contracts/{contract.id}", at=at, body=ACTIVE_MORE, **_named(contract))
    return True


@transactional
def take_back(actor: Actor, contract_id: int, *, reason: str, at: datetime) -> None:
    """Take an offered contract back to draft. Signatures stay with the text they were given to. Raises as `offer`."""
    contract = _held(actor, contract_id)
    _move(actor, contract, "take-back", at=at, reason=reason)
    people = [person for person in (*owners(contract), *municipality_people()) if person.id != actor.id]
    tell(people, TAKEN_BACK, url="/contracts", at=at, body=reason, **_named(contract))


@transactional
def end(actor: Actor, contract_id: int, name: str, *, reason: str, at: datetime) -> None:
    """Complete or terminate an active contract. Raises as `offer`, and NotFound for any other move."""
    if name not in ENDED:
        raise NotFound()
    contract = _held(actor, contract_id)
    _move(actor, contract, name, at=at, reason=reason)
    tell(people_around(contract), ENDED[name], url=f"/contracts/{contract.id}", at=at, body=reason, **_named(contract))


def content_of(contract: Contract) -> dict[str, Any]:
    """The contract's words and numbers as they are signed: texts, ISO dates, amounts in øre, counts as decimal texts."""
    names = {metric.id: metric.name for metric in contract.metrics}
    return {
        "number": contract.number,
        "title": contract.title,
        "instrument": contract.instrument.value,
        "purpose": contract.purpose,
        "terms": contract.terms,
        "value_oere": contract.value_oere,
        "starts_on": contract.starts_on.isoformat() if contract.starts_on else None,
        "ends_on": contract.ends_on.isoformat() if contract.ends_on else None,
        "parties": [_party(party) for party in contract.parties],
        "metrics": [_metric(metric) for metric in contract.metrics],
        "milestones": [_milestone(milestone, names[milestone.metric_id]) for milestone in contract.milestones],
    }


def _party(party: Party) -> dict[str, Any]:
    cvr = party.organisation.cvr if party.organisation else ""
    return {"role": party.role.value, "name": party.name, "cvr": cvr}


def _metric(metric: Metric) -> dict[str, Any]:
    return {
        "name": metric.name,
        "unit": metric.unit,
        "baseline": _decimal(metric.baseline),
        "target": _decimal(metric.target),
        "data_source": metric.data_source,
        "verifier": metric.verifier.name if metric.verifier else "",
    }


def _milestone(milestone: Milestone, metric: str) -> dict[str, Any]:
    return {
        "title": milestone.title,
        "metric": metric,
        "due_on": milestone.due_on.isoformat(),
        "target": _decimal(milestone.target),
        "payment_oere": milestone.payment_oere,
    }


def _held(actor: Actor, contract_id: int, version: int | None = None) -> Contract:
    """The contract, locked until the transaction ends, for somebody who may read it."""
    contract = db.session.get(Contract, contract_id, with_for_update=True, populate_existing=True)
    if contract is None or not may(actor, Permit.CONTRACT_READ, contract):
        raise NotFound()
    if version is not None and version != contract.version:
        raise Stale()
    return contract


def _move(actor: Actor, contract: Contract, name: str, *, at: datetime, reason: str = "", **data: Any) -> None:
    row = CONTRACT[name]
    authorise(actor, row.permit, contract)
    contract.state = State(require(row, contract.state, facts_of(contract), reason))
    db.session.flush()
    record(actor, "contract", contract.id, row.event, at=at, note=reason or None, **data)


def _named(contract: Contract) -> dict[str, str]:
    return {"number": contract.number, "title": contract.title}


def _decimal(value: Any) -> str | None:
    return None if value is None else f"{value.normalize():f}"
