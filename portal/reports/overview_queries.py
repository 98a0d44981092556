"""What awaits this person, in every part they play? One statement for each kind of thing, past what they may not see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias

import sqlalchemy as sa

from portal.accounts.models import Organisation, Person
from portal.contracts.models import Contract, ContractText, Metric, Milestone, Party, Signature
from portal.contracts.states import SIGNING_ROLES, PartyRole, Stage
from portal.contracts.states import State as ContractState
from portal.decisions.models import Vote
from portal.kernel.calendar import today
from portal.kernel.words import _l
from portal.membership.models import JoinRequest
from portal.membership.states import Asking
from portal.policy import Actor, Role, Standing
from portal.proposals.models import Proposal
from portal.proposals.states import Awaits, State
from portal.screening.models import FrozenCase, Hearing
from portal.storage import Ids, db
from portal.web.pages import translate

SHOWN = 10
"""How many of a kind are listed; the rest is behind the link to the whole list."""
SOON = timedelta(days=30)
"""How long before its date a milestone is called for."""
Columns: TypeAlias = "sa.Select[*tuple[Any, ...]]"


@dataclass(frozen=True)
class Thing:
    """Something to do: what it is about, what is to be done, where, since when, and until when."""

    title: str
    what: str
    url: str
    since: datetime | None = None
    due: date | None = None
    is_late: bool = False


@dataclass(frozen=True)
class Group:
    """Things of one kind. `more` leads to all of them when they are too many to list."""

    title: str
    things: list[Thing]
    more: str | None = None


def awaiting(actor: Actor, at: datetime) -> list[Group]:
    """The groups that hold something, in the order in which the roles stand in the fund's process. At most 11 statements."""
    found = (group(actor, at) for applies, group in GROUPS if applies(actor))
    return [group for group in found if group.things]


def _join_requests(actor: Actor, at: datetime) -> Group:
    wanted = sa.select(Person.name, JoinRequest.created_at).join(Person, Person.id == JoinRequest.person_id)
    waiting = (JoinRequest.organisation_id == actor.organisation_id, JoinRequest.asking == Asking.WAITING)
    rows = db.session.execute(wanted.where(*waiting).order_by(JoinRequest.id).limit(SHOWN))
    return Group(
        _l("Requests to join"), [Thing(name, _l("Say yes or no"), "/organisation", since=since) for name, since in rows]
    )


def _asked(actor: Actor, at: datetime) -> Group:
    wanted = sa.select(Organisation.name, JoinRequest.created_at).join(Organisation)
    waiting = (JoinRequest.person_id == actor.id, JoinRequest.asking == Asking.WAITING)
    rows = db.session.execute(wanted.where(*waiting).order_by(JoinRequest.id).limit(SHOWN))
    return Group(
        _l("You wait for an answer"),
        [Thing(name, _l("Its owners have your request"), "/organisation/add", since=since) for name, since in rows],
    )


def _own_proposals(actor: Actor, at: datetime) -> Group:
    wanted = sa.select(Proposal.id, Proposal.title, Proposal.state, Proposal.waiting_since, Proposal.answer_by)
    mine = (Proposal.organisation_id == actor.organisation_id, Proposal.state.in_([State.DRAFT, State.RETURNED]))
    rows = db.session.execute(
        wanted.where(*mine)
        .order_by(Proposal.answer_by.is_(None), Proposal.answer_by, Proposal.id.desc())
        .limit(SHOWN + 1)
    )
    things = [
        Thing(title or translate(_l("Proposal without a title")), _l("Answer the secretariat") if state is State.RETURNED else _l("Go on writing"),
              f"/proposals/{number}", since=since, due=due, is_late=_is_past(due, at))
        for number, title, state, since, due in rows
    ]  # fmt: skip
    return _capped(_l("Your proposals"), things, "/proposals")


def _own_signatures(actor: Actor, at: datetime) -> Group:
    return _signatures(Party.organisation_id == actor.organisation_id)


def _municipal_signatures(actor: Actor, at: datetime) -> Group:
    return _signatures(Party.role == PartyRole.MUNICIPALITY)


def _signatures(party: sa.ColumnElement[bool]) -> Group:
    signed = sa.select(Signature.id).join(ContractText, ContractText.id == Signature.text_id)
    signed = signed.where(
        ContractText.contract_id == Contract.id,
        ContractText.number == Contract.text_number,
        Signature.party_id == Party.id,
    )
    offered = sa.select(ContractText.frozen_at).where(
        ContractText.contract_id == Contract.id, ContractText.number == Contract.text_number
    )
    wanted = sa.select(Contract.id, Contract.title, offered.scalar_subquery()).join(Party).distinct()
    waiting = (Contract.state == ContractState.SIGNING, Party.role.in_(SIGNING_ROLES), party, ~signed.exists())
    rows = db.session.execute(wanted.where(*waiting).order_by(Contract.id).limit(SHOWN + 1))
    return _capped(
        _l("Contracts to sign"),
        [Thing(title, _l("Read and sign"), f"/contracts/{number}", since=since) for number, title, since in rows],
        "/contracts",
    )


def _milestones_to_report(actor: Actor, at: datetime) -> Group:
    providing = sa.select(Party.id).where(
        Party.contract_id == Contract.id,
        Party.role == PartyRole.PROVIDER,
        Party.organisation_id == actor.organisation_id,
    )
    waiting = (
        Milestone.stage.in_([Stage.SCHEDULED, Stage.RETURNED]),
        Milestone.due_on <= today(at) + SOON,
        providing.exists(),
    )
    return _capped(
        _l("Results to report"), _milestones(waiting, _l("Report the result"), at, is_dated=True), "/contracts"
    )


def _milestones_to_verify(actor: Actor, at: datetime) -> Group:
    waiting = (Milestone.stage == Stage.REPORTED, Metric.verifier_id == actor.id)
    return _capped(_l("Results to verify"), _milestones(waiting, _l("Verify the result"), at), "/contracts")


def _milestones(
    waiting: tuple[sa.ColumnElement[bool], ...], what: str, at: datetime, is_dated: bool = False
) -> list[Thing]:
    wanted = sa.select(Contract.id, Milestone.id, Contract.title, Milestone.title, Milestone.due_on).select_from(
        Milestone
    )
    wanted = (
        wanted.join(Contract)
        .join(Metric, Metric.id == Milestone.metric_id)
        .where(Contract.state == ContractState.ACTIVE, *waiting)
    )
    rows = db.session.execute(wanted.order_by(Milestone.due_on, Milestone.id).limit(SHOWN + 1))
    return [
        Thing(f"{contract}: {title}", what, f"/contracts/{number}/milestones/{milestone}", due=due if is_dated else None,
              is_late=is_dated and _is_past(due, at))
        for number, milestone, contract, title, due in rows
    ]  # fmt: skip


def _cases(actor: Actor, at: datetime) -> Group:
    mine = sa.or_(Proposal.officer_id == actor.id, Proposal.officer_id.is_(None))
    waiting = (Proposal.state == State.SCREENING, Proposal.awaits == Awaits.SECRETARIAT, mine, _sees(actor))
    wanted = (
        _case_columns(Proposal.officer_id)
        .where(*waiting)
        .order_by(Proposal.waiting_since, Proposal.id)
        .limit(SHOWN + 1)
    )
    things = [
        Thing(
            _name(number, title),
            _l("Screen the case") if officer else _l("Nobody has this case: take it"),
            f"/cases/{id}",
            since=since,
        )
        for id, number, title, since, officer in db.session.execute(wanted)
    ]
    return _capped(_l("Cases that await us"), things, "/screening")


def _late_hearings(actor: Actor, at: datetime) -> Group:
    mine = sa.or_(Proposal.officer_id == actor.id, Proposal.officer_id.is_(None))
    wanted = sa.select(Proposal.id, Proposal.case_number, Proposal.title, Hearing.due_on).join(
        Proposal, Proposal.id == Hearing.proposal_id
    )
    late = (
        Hearing.answered_at.is_(None),
        Hearing.due_on < today(at),
        Proposal.state == State.SCREENING,
        mine,
        _sees(actor),
    )
    rows = db.session.execute(wanted.where(*late).order_by(Hearing.due_on, Hearing.id).limit(SHOWN + 1))
    things = [
        Thing(_name(number, title), _l("Remind the department"), f"/cases/{id}", due=due, is_late=True)
        for id, number, title, due in rows
    ]
    return _capped(_l("Hearings past their date"), things, "/screening")


def _contracts_to_complete(actor: Actor, at: datetime) -> Group:
    wanted = sa.select(Contract.id, Contract.title, Contract.created_at).where(Contract.state == ContractState.DRAFT)
    rows = db.session.execute(wanted.order_by(Contract.id).limit(SHOWN + 1))
    things = [
        Thing(title, _l("Complete the contract"), f"/contracts/{number}", since=since) for number, title, since in rows
    ]
    return _capped(_l("Contracts to complete"), things, "/contracts")


def _hearings(actor: Actor, at: datetime) -> Group:
    wanted = sa.select(Hearing.id, Proposal.case_number, Proposal.title, Hearing.asked_at, Hearing.due_on).join(
        Proposal, Proposal.id == Hearing.proposal_id
    )
    open_ones = (
        Hearing.department_id == actor.department_id,
        Hearing.answered_at.is_(None),
        Proposal.state == State.SCREENING,
        _sees(actor),
    )
    rows = db.session.execute(wanted.where(*open_ones).order_by(Hearing.due_on, Hearing.id).limit(SHOWN + 1))
    things = [
        Thing(
            _name(number, title),
            _l("Answer the hearing"),
            f"/hearings/{id}",
            since=since,
            due=due,
            is_late=_is_past(due, at),
        )
        for id, number, title, since, due in rows
    ]
    return _capped(_l("Hearings"), things, "/hearings")


def _votes(actor: Actor, at: datetime) -> Group:
    voted = sa.select(Vote.id).where(
        Vote.frozen_case_id == _newest_version(), Vote.member_id == actor.id, Vote.superseded_at.is_(None)
    )
    waiting = (Proposal.state == State.COUNCIL, _sees(actor), ~voted.exists())
    return _capped(_l("Cases to vote on"), _proposals(waiting, _l("Read and vote"), "/council"), "/council")


def _council_decisions(actor: Actor, at: datetime) -> Group:
    """Cases in which enough members have voted for the chair to record the decision."""
    votes = (
        sa.select(sa.func.count())
        .where(Vote.frozen_case_id == _newest_version(), Vote.superseded_at.is_(None))
        .scalar_subquery()
    )
    waiting = (Proposal.state == State.COUNCIL, _sees(actor), votes >= 2)
    return _capped(_l("Decisions to record"), _proposals(waiting, _l("Record the decision"), "/council"), "/council")


def _newest_version() -> sa.ScalarSelect[int]:
    """The frozen version of the proposal that the outermost query is at."""
    return (
        sa.select(sa.func.max(FrozenCase.id))
        .where(FrozenCase.proposal_id == Proposal.id)
        .correlate(Proposal)
        .scalar_subquery()
    )


def _approvals(actor: Actor, at: datetime) -> Group:
    waiting = (Proposal.state == State.DECIDED, _sees(actor))
    return _capped(_l("Decisions to approve"), _proposals(waiting, _l("Approve or refer back"), "/mayor"), "/mayor")


def _proposals(waiting: tuple[sa.ColumnElement[bool], ...], what: str, folder: str) -> list[Thing]:
    wanted = _case_columns().where(*waiting).order_by(Proposal.waiting_since, Proposal.id).limit(SHOWN + 1)
    return [
        Thing(_name(number, title), what, f"{folder}/{id}", since=since)
        for id, number, title, since in db.session.execute(wanted)
    ]


def _case_columns(*more: Any) -> Columns:
    return sa.select(Proposal.id, Proposal.case_number, Proposal.title, Proposal.waiting_since, *more)


def _sees(actor: Actor) -> sa.ColumnElement[bool]:
    """For somebody with a conflict of interest the case is not there."""
    return Proposal.conflicted_ids.not_like(Ids.pattern(actor.id))


def _name(number: str | None, title: str) -> str:
    return f"{number} {title}" if number else title


def _is_past(due: date | None, at: datetime) -> bool:
    return due is not None and due < today(at)


def _capped(title: str, things: list[Thing], more: str) -> Group:
    return Group(title, things[:SHOWN], more if len(things) > SHOWN else None)


def _writes(actor: Actor) -> bool:
    return actor.organisation_id is not None and actor.standing in {Standing.OWNER, Standing.EDITOR}


def _owns(actor: Actor) -> bool:
    return actor.organisation_id is not None and actor.standing is Standing.OWNER


def _has(*roles: Role) -> Callable[[Actor], bool]:
    return lambda actor: actor.has(*roles)


GROUPS: tuple[tuple[Callable[[Actor], bool], Callable[[Actor, datetime], Group]], ...] = (
    (_owns, _own_signatures),
    (_writes, _milestones_to_report),
    (_writes, _own_proposals),
    (_owns, _join_requests),
    (lambda actor: not actor.roles and actor.organisation_id is None, _asked),
    (_has(Role.CASE_OFFICER, Role.SECRETARIAT_LEAD), _cases),
    (_has(Role.CASE_OFFICER, Role.SECRETARIAT_LEAD), _late_hearings),
    (_has(Role.CASE_OFFICER, Role.SECRETARIAT_LEAD), _contracts_to_complete),
    (_has(Role.DEPARTMENT), _hearings),
    (_has(Role.COUNCIL_MEMBER, Role.COUNCIL_CHAIR), _votes),
    (_has(Role.COUNCIL_CHAIR), _council_decisions),
    (_has(Role.MAYOR), _approvals),
    (_has(Role.MAYOR, Role.SECRETARIAT_LEAD), _municipal_signatures),
    (_has(Role.VERIFIER), _milestones_to_verify),
)
"""Who has which kind of thing to do."""
