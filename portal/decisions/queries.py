"""What awaits the council and the mayor, and what may each of them see of a case?

A case is here from its first forwarding: before that there is no frozen version, and for council and mayor no case. Everything
is read past `conflicted_ids`, so that for a member with a conflict the case is not there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.accounts.models import Organisation
from portal.accounts.queries import people_with
from portal.decisions.models import Approval, Conflict, Decision, Vote
from portal.decisions.rules import Ballot, Result, result
from portal.decisions.states import Choice, Formal, Outcome
from portal.files.models import StoredFile
from portal.kernel.errors import NotFound
from portal.policy import Actor, Permit, Role, may
from portal.proposals.models import Proposal, ProposalFile, Tally
from portal.proposals.states import State
from portal.screening.models import FrozenCase, Recommendation
from portal.screening.rules import microseconds_of, moment_of
from portal.storage import WHOLE, Ids, db

PAGE = 50
MANY = 100
KEY = re.compile(r"^(\d{1,17})\.(\d{1,15})$")
Columns: TypeAlias = "sa.Select[*tuple[Any, ...]]"


@dataclass(frozen=True)
class Seat:
    """A member of the council in one case."""

    id: int
    name: str
    is_chair: bool
    is_conflicted: bool
    vote: Vote | None

    @property
    def ballot(self) -> Ballot:
        return Ballot(self.vote.choice if self.vote else None, self.is_chair, self.is_conflicted)


@dataclass(frozen=True)
class CouncilCase:
    """A case as the council and the mayor have it: the frozen version, the votes on it, the latest decision and the mayor's act."""

    proposal: Proposal
    frozen: FrozenCase
    seats: list[Seat]
    decision: Decision | None
    approval: Approval | None
    earlier: list[Vote]
    """The reader's own votes that a later one replaced."""

    @property
    def result(self) -> Result:
        """How the votes stand: also what the guards of the council's moves look at."""
        return result(seat.ballot for seat in self.seats)

    @property
    def eligible(self) -> list[Seat]:
        return [seat for seat in self.seats if not seat.is_conflicted]

    @property
    def waiting(self) -> list[Seat]:
        """Who has not voted yet."""
        return [seat for seat in self.eligible if seat.vote is None]

    @property
    def is_open(self) -> bool:
        """Whether the council is still voting."""
        return self.proposal.state is State.COUNCIL

    @property
    def is_current_version(self) -> bool:
        """Whether the latest decision is about the latest frozen version: what the guard of the mayor's approval looks at."""
        return self.decision is not None and self.decision.frozen_case_id == self.frozen.id

    @property
    def was_referred_back(self) -> bool:
        return self.is_open and self.approval is not None and self.approval.formal is Formal.REFERRED_BACK

    def seat_of(self, actor: Actor) -> Seat | None:
        """The actor's own seat among those who may vote."""
        return next((seat for seat in self.eligible if seat.id == actor.id), None)

    def shows_votes_to(self, actor: Actor) -> bool:
        """Whether the colleagues' votes may be seen: by a member only after the own vote, so that nobody votes after another."""
        seat = self.seat_of(actor)
        return seat is None or seat.vote is not None or self.decision_stands

    @property
    def decision_stands(self) -> bool:
        """Whether the latest decision is in force: recorded, and not referred back."""
        return self.decision is not None and not self.is_open


def council_case(actor: Actor, proposal_id: int) -> CouncilCase:
    """The case for a member of the council, or the auditor. Raises NotFound."""
    return _case(actor, proposal_id, Permit.COUNCIL_READ)


def mayor_case(actor: Actor, proposal_id: int) -> CouncilCase:
    """The case for the mayor: once the council has decided to start it. Raises NotFound."""
    found = _case(actor, proposal_id, Permit.MAYOR_READ)
    if found.decision is None or found.decision.outcome is not Outcome.START:
        raise NotFound()
    return found


def _case(actor: Actor, proposal_id: int, permit: Permit) -> CouncilCase:
    wanted = (
        sa.select(Proposal, FrozenCase)
        .join(FrozenCase, FrozenCase.proposal_id == Proposal.id)
        .options(joinedload(Proposal.organisation))
        .where(Proposal.id == proposal_id, *_not_conflicted(actor))
        .order_by(FrozenCase.number.desc()).limit(1)
    )  # fmt: skip
    row = db.session.execute(wanted).one_or_none()
    if row is None or not may(actor, permit, row[0]):
        raise NotFound()
    proposal, frozen = row
    found = list(db.session.scalars(_votes(frozen.id, actor)))
    votes = {vote.member_id: vote for vote in found if vote.superseded_at is None}
    decided = (
        sa.select(Decision, Approval).outerjoin(Approval, Approval.decision_id == Decision.id)
        .where(Decision.proposal_id == proposal_id).order_by(Decision.id.desc()).limit(1)
    )  # fmt: skip
    decision, approval = db.session.execute(decided).one_or_none() or (None, None)
    earlier = [vote for vote in found if vote.superseded_at]
    return CouncilCase(proposal, frozen, _seats(proposal, votes), decision, approval, earlier)


def _seats(proposal: Proposal, votes: dict[int, Vote]) -> list[Seat]:
    people = people_with(Role.COUNCIL_MEMBER, Role.COUNCIL_CHAIR)
    seats = [
        Seat(p.id, p.name, Role.COUNCIL_CHAIR in p.roles, p.id in proposal.conflicted_ids, votes.get(p.id)) for p in people
    ]  # fmt: skip
    return sorted(seats, key=lambda seat: not seat.is_chair)


def _votes(frozen_case_id: int, actor: Actor) -> sa.Select[Vote]:
    """The votes that stand, and the actor's own that do not."""
    wanted = sa.or_(Vote.superseded_at.is_(None), Vote.member_id == actor.id)
    return sa.select(Vote).where(Vote.frozen_case_id == frozen_case_id, wanted).order_by(Vote.id)


def _not_conflicted(actor: Actor) -> tuple[sa.ColumnElement[bool], ...]:
    return (Proposal.conflicted_ids.not_like(Ids.pattern(actor.id)),)


def file_of(case: CouncilCase, file_id: int) -> StoredFile:
    """An attachment of the frozen version: nothing that came later, nothing of another case. Raises NotFound."""
    if file_id not in {file["id"] for file in case.frozen.content["submission"].get("files", [])}:
        raise NotFound()
    wanted = sa.select(StoredFile).join(ProposalFile, ProposalFile.file_id == StoredFile.id)
    found = db.session.scalar(wanted.where(ProposalFile.id == file_id, ProposalFile.proposal_id == case.proposal.id))
    if found is None:
        raise NotFound()
    return found


# ---- Lists


def _latest_frozen() -> sa.ScalarSelect[int]:
    newest = sa.select(FrozenCase.id).where(FrozenCase.proposal_id == Proposal.id)
    return newest.order_by(FrozenCase.number.desc()).limit(1).correlate(Proposal).scalar_subquery()


def _own_choice(member: Any) -> sa.ScalarSelect[Choice]:
    own = sa.select(Vote.choice).where(Vote.member_id == member, Vote.superseded_at.is_(None))
    return own.where(Vote.frozen_case_id == _latest_frozen()).correlate(Proposal).scalar_subquery()


LISTED = (
    Proposal.id, Proposal.case_number, Proposal.title, Proposal.instrument, Proposal.amount_oere, Proposal.state,
    Proposal.waiting_since, Organisation.name.label("organisation"),
)  # fmt: skip


@dataclass(frozen=True)
class Listed:
    """One page of a list: `next_key` opens the next one."""

    rows: list[Any]
    next_key: str


# The queues are built once and asked with the actor's own values: building a statement costs more than asking it.
ME = sa.bindparam("me", type_=WHOLE)
SEEN = Proposal.conflicted_ids.not_like(sa.bindparam("pattern", type_=sa.Text))


def _queue(state: State, *more: Any) -> Columns:
    """The cases in `state` that the actor may see, the longest waiting first."""
    return (
        sa.select(*LISTED, Recommendation.proposes, *more)
        .join(Organisation, Organisation.id == Proposal.organisation_id)
        .outerjoin(Recommendation, Recommendation.proposal_id == Proposal.id)
        .where(Proposal.state == state, SEEN).order_by(Proposal.waiting_since, Proposal.id).limit(PAGE + 1)
    )  # fmt: skip


COUNCIL_QUEUE = _queue(State.COUNCIL, _own_choice(ME).label("choice"))
MAYOR_QUEUE = _queue(State.DECIDED)


def council_queue(actor: Actor, after: str = "") -> Listed:
    """The cases with the council that the actor may see, the longest waiting first: each with the actor's own choice."""
    return _oldest_first(actor, COUNCIL_QUEUE, after)


def mayor_queue(actor: Actor, after: str = "") -> Listed:
    """The decisions that await the mayor, the longest waiting first."""
    return _oldest_first(actor, MAYOR_QUEUE, after)


def decided_cases(actor: Actor, after: str = "") -> Listed:
    """What the council has decided, the latest first; a case that was decided again stands once."""
    newer = sa.orm.aliased(Decision)
    again = sa.exists().where(newer.proposal_id == Decision.proposal_id, newer.id > Decision.id)
    wanted = (
        sa.select(*LISTED, Decision.id.label("key"), Decision.outcome, Decision.decided_at)
        .join(Proposal, Proposal.id == Decision.proposal_id).join(Organisation, Organisation.id == Proposal.organisation_id)
        .where(~again, *_not_conflicted(actor))
    )  # fmt: skip
    return _newest_first(wanted, Decision.id, after)


def formal_acts(actor: Actor, after: str = "") -> Listed:
    """What the mayor has approved or referred back, the latest first."""
    wanted = (
        sa.select(*LISTED, Approval.id.label("key"), Approval.formal, Approval.at)
        .join(Decision, Decision.id == Approval.decision_id)
        .join(Proposal, Proposal.id == Decision.proposal_id).join(Organisation, Organisation.id == Proposal.organisation_id)
        .where(*_not_conflicted(actor))
    )  # fmt: skip
    return _newest_first(wanted, Approval.id, after)


def _oldest_first(actor: Actor, wanted: Columns, after: str) -> Listed:
    if found := KEY.match(after):
        since, last = moment_of(int(found[1])), int(found[2])
        later = sa.or_(Proposal.waiting_since > since, Proposal.id > last)
        wanted = wanted.where(Proposal.waiting_since >= since, later)
    rows = list(db.session.execute(wanted, {"me": actor.id, "pattern": Ids.pattern(actor.id)}))
    last_shown = rows[PAGE - 1] if len(rows) > PAGE else None
    return Listed(rows[:PAGE], f"{microseconds_of(last_shown.waiting_since)}.{last_shown.id}" if last_shown else "")


def _newest_first(wanted: Columns, column: Any, after: str) -> Listed:
    if after.isascii() and after.isdigit() and len(after) < 16:
        wanted = wanted.where(column < int(after))
    rows = list(db.session.execute(wanted.order_by(column.desc()).limit(PAGE + 1)))
    return Listed(rows[:PAGE], str(rows[PAGE - 1].key) if len(rows) > PAGE else "")


def _awaiting_vote(actor: Actor) -> sa.Select[int]:
    """The cases where the actor has still to vote, the longest waiting first."""
    unvoted = (Proposal.state == State.COUNCIL, _own_choice(actor.id).is_(None), *_not_conflicted(actor))
    return sa.select(Proposal.id).where(*unvoted).order_by(Proposal.waiting_since, Proposal.id)


def awaiting_vote(actor: Actor) -> list[int]:
    """The first hundred of them: enough to say how many, and where to begin."""
    return list(db.session.scalars(_awaiting_vote(actor).limit(MANY)))


def next_for(actor: Actor, proposal: Proposal) -> int | None:
    """The next case that awaits the actor's vote: after `proposal` in the queue's order, or else from its beginning."""
    since = proposal.waiting_since
    later = sa.and_(Proposal.waiting_since >= since, sa.or_(Proposal.waiting_since > since, Proposal.id > proposal.id))
    following = db.session.scalar(_awaiting_vote(actor).where(later).limit(1))
    return following or db.session.scalar(_awaiting_vote(actor).where(Proposal.id != proposal.id).limit(1))


def _counted() -> sa.Select[int]:
    """The tally of a state, less the cases in it where the actor has a conflict."""
    state = sa.bindparam("state", type_=Proposal.state.type)
    tally = sa.select(sa.func.coalesce(sa.func.sum(Tally.count), 0)).where(Tally.state == state).scalar_subquery()
    now_in = sa.select(Proposal.state).where(Proposal.id == Conflict.proposal_id).correlate(Conflict).scalar_subquery()
    hidden = sa.select(sa.func.count()).select_from(Conflict).where(Conflict.person_id == ME, now_in == state)
    return sa.select(tally - hidden.scalar_subquery())


COUNTED = _counted()


def count_in(actor: Actor, state: State) -> int:
    """How many cases in `state` the actor may see."""
    return int(db.session.scalar(COUNTED, {"me": actor.id, "state": state}) or 0)
