"""Proposals and cases that wait: for the author, the secretariat, a department, the council, the mayor."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeAlias

import sqlalchemy as sa

from portal.decisions.models import Vote
from portal.kernel.calendar import today
from portal.kernel.words import _l
from portal.policy import Actor
from portal.proposals.models import Proposal
from portal.proposals.states import Awaits, State
from portal.reports.overview_queries.things import SHOWN, Group, Thing, capped, is_past, name, sees
from portal.screening.models import FrozenCase, Hearing
from portal.storage import db
from portal.web.pages import translate

Columns: TypeAlias = "sa.Select[*tuple[Any, ...]]"


def own_proposals(actor: Actor, at: datetime) -> Group:
    wanted = sa.select(Proposal.id, Proposal.title, Proposal.state, Proposal.waiting_since, Proposal.answer_by)
    mine = (Proposal.organisation_id == actor.organisation_id, Proposal.state.in_([State.DRAFT, State.RETURNED]))
    rows = db.session.execute(
        wanted.where(*mine)
        .order_by(Proposal.answer_by.is_(None), Proposal.answer_by, Proposal.id.desc())
        .limit(SHOWN + 1)
    )
    things = [
        Thing(title or translate(_l("Proposal without a title")), _l("Answer the secretariat") if state is State.RETURNED else _l("Go on writing"),
              f"/proposals/{number}", since=since, due=due, is_late=is_past(due, at))
        for number, title, state, since, due in rows
    ]  # fmt: skip
    return capped(_l("Your proposals"), things, "/proposals")


def cases(actor: Actor, at: datetime) -> Group:
    mine = sa.or_(Proposal.officer_id == actor.id, Proposal.officer_id.is_(None))
    waiting = (Proposal.state == State.SCREENING, Proposal.awaits == Awaits.SECRETARIAT, mine, sees(actor))
    wanted = (
        _case_columns(Proposal.officer_id)
        .where(*waiting)
        .order_by(Proposal.waiting_since, Proposal.id)
        .limit(SHOWN + 1)
    )
    things = [
        Thing(
            name(number, title),
            _l("Screen the case") if officer else _l("Nobody has this case: take it"),
            f"/cases/{id}",
            since=since,
        )
        for id, number, title, since, officer in db.session.execute(wanted)
    ]
    return capped(_l("Cases that await us"), things, "/screening")


def late_hearings(actor: Actor, at: datetime) -> Group:
    mine = sa.or_(Proposal.officer_id == actor.id, Proposal.officer_id.is_(None))
    wanted = sa.select(Proposal.id, Proposal.case_number, Proposal.title, Hearing.due_on).join(
        Proposal, Proposal.id == Hearing.proposal_id
    )
    late = (
        Hearing.answered_at.is_(None),
        Hearing.waived_at.is_(None),
        Hearing.due_on < today(at),
        Proposal.state == State.SCREENING,
        mine,
        sees(actor),
    )
    rows = db.session.execute(wanted.where(*late).order_by(Hearing.due_on, Hearing.id).limit(SHOWN + 1))
    things = [
        Thing(name(number, title), _l("Remind the department"), f"/cases/{id}", due=due, is_late=True)
        for id, number, title, due in rows
    ]
    return capped(_l("Hearings past their date"), things, "/screening")


def hearings(actor: Actor, at: datetime) -> Group:
    wanted = sa.select(Hearing.id, Proposal.case_number, Proposal.title, Hearing.asked_at, Hearing.due_on).join(
        Proposal, Proposal.id == Hearing.proposal_id
    )
    open_ones = (
        Hearing.department_id == actor.department_id,
        Hearing.answered_at.is_(None),
        Proposal.state == State.SCREENING,
        sees(actor),
    )
    rows = db.session.execute(wanted.where(*open_ones).order_by(Hearing.due_on, Hearing.id).limit(SHOWN + 1))
    things = [
        Thing(
            name(number, title),
            _l("Answer the hearing"),
            f"/hearings/{id}",
            since=since,
            due=due,
            is_late=is_past(due, at),
        )
        for id, number, title, since, due in rows
    ]
    return capped(_l("Hearings"), things, "/hearings")


def votes(actor: Actor, at: datetime) -> Group:
    voted = sa.select(Vote.id).where(
        Vote.frozen_case_id == _newest_version(), Vote.member_id == actor.id, Vote.superseded_at.is_(None)
    )
    waiting = (Proposal.state == State.COUNCIL, sees(actor), ~voted.exists())
    return capped(_l("Cases to vote on"), _proposals(waiting, _l("Read and vote"), "/council"), "/council")


def council_decisions(actor: Actor, at: datetime) -> Group:
    """Cases in which enough members have voted for the chair to record the decision."""
    votes = (
        sa.select(sa.func.count())
        .where(Vote.frozen_case_id == _newest_version(), Vote.superseded_at.is_(None))
        .scalar_subquery()
    )
    waiting = (Proposal.state == State.COUNCIL, sees(actor), votes >= 2)
    return capped(_l("Decisions to record"), _proposals(waiting, _l("Record the decision"), "/council"), "/council")


def _newest_version() -> sa.ScalarSelect[int]:
    """The frozen version of the proposal that the outermost query is at."""
    return (
        sa.select(sa.func.max(FrozenCase.id))
        .where(FrozenCase.proposal_id == Proposal.id)
        .correlate(Proposal)
        .scalar_subquery()
    )


def approvals(actor: Actor, at: datetime) -> Group:
    waiting = (Proposal.state == State.DECIDED, sees(actor))
    return capped(_l("Decisions to approve"), _proposals(waiting, _l("Approve or refer back"), "/mayor"), "/mayor")


def _proposals(waiting: tuple[sa.ColumnElement[bool], ...], what: str, folder: str) -> list[Thing]:
    wanted = _case_columns().where(*waiting).order_by(Proposal.waiting_since, Proposal.id).limit(SHOWN + 1)
    return [
        Thing(name(number, title), what, f"{folder}/{id}", since=since)
        for id, number, title, since in db.session.execute(wanted)
    ]


def _case_columns(*more: Any) -> Columns:
    return sa.select(Proposal.id, Proposal.case_number, Proposal.title, Proposal.waiting_since, *more)
