"""Moving a proposal along. The only place that changes its state, and so its tally, its turn and its place in the inbox."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from portal.audit.actions import record
from portal.kernel.calendar import today
from portal.kernel.errors import IllegalMove, NotFound, Stale
from portal.kernel.identifiers import case_number
from portal.kernel.workflow import Move, require
from portal.policy import Actor, authorise
from portal.proposals.models import CaseCounter, Proposal, Tally
from portal.proposals.states import AWAITS, PROPOSAL, Awaits, State
from portal.storage import db, transactional


@transactional
def move(
    actor: Actor,
    proposal: Proposal,
    name: str,
    facts: Any,
    *,
    at: datetime,
    reason: str = "",
    version: int | None = None,
    **data: Any,
) -> Move:
    """Carry out the move `name` (a row of states.PROPOSAL) on `proposal` and record it.

    `facts` is what the move's guards look at. `version` is the one that the person saw; `data` goes into the audit record: numbers
    and our own words only. Raises NotFound, NotPermitted, IllegalMove, RuleBroken, Stale.
    """
    row = PROPOSAL.get(name)
    if row is None:
        raise NotFound()
    lock(proposal)
    authorise(actor, row.permit, proposal)
    if version is not None and version != proposal.version:
        raise IllegalMove() if proposal.state not in row.sources else Stale()
    target = State(require(row, proposal.state, facts, reason))
    # What was never sent is nobody's but its author's, also when it is withdrawn.
    retally(proposal, state=target, awaits=AWAITS[target] if proposal.case_number else Awaits.AUTHOR, at=at)
    record(actor, "proposal", proposal.id, row.event, at=at, note=reason or None, **data)
    return row


def lock(proposal: Proposal) -> None:
    """Read the row afresh and hold it until the transaction ends."""
    db.session.refresh(proposal, with_for_update={"of": Proposal})


def retally(proposal: Proposal, *, state: State, awaits: Awaits, at: datetime) -> None:
    """Put `proposal` into a state and before somebody, and keep the tally true in the same transaction."""
    _count(proposal.state, proposal.awaits, -1)
    proposal.state, proposal.awaits, proposal.waiting_since = state, awaits, at
    _count(state, awaits, 1)
    db.session.flush()


def count_new(proposal: Proposal) -> None:
    """Count a proposal that has just been made."""
    _count(proposal.state, proposal.awaits, 1)


def _count(state: State, awaits: Awaits, by: int) -> None:
    here = (Tally.state == state, Tally.awaits == awaits)
    done: Any = db.session.execute(sa.update(Tally).where(*here).values(count=Tally.count + by))
    if done.rowcount == 0:
        db.session.execute(sa.insert(Tally).values(state=state, awaits=awaits, count=max(by, 0)))


def next_case_number(at: datetime) -> str:
    """`2026-0042`: the next number of the year, without gaps, held until the transaction ends."""
    year = today(at).year
    done: Any = db.session.execute(
        sa.update(CaseCounter).where(CaseCounter.year == year).values(last=CaseCounter.last + 1)
    )
    if done.rowcount == 0:
        db.session.execute(sa.insert(CaseCounter).values(year=year, last=1))
    return case_number(year, db.session.scalar(sa.select(CaseCounter.last).where(CaseCounter.year == year)) or 1)
