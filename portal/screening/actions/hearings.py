"""Asking the departments, their answers, and going on without one."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa

from portal.accounts.queries import contacts_of
from portal.audit.actions import record
from portal.kernel.calendar import today
from portal.kernel.errors import IllegalMove, RuleBroken
from portal.kernel.words import _l
from portal.policy import Actor, Permit, authorise
from portal.proposals.actions import lock, retally
from portal.proposals.states import Awaits, State
from portal.screening.actions.holding import screened, tell_about
from portal.screening.models import Hearing
from portal.screening.queries import hearing_in, hearing_to_answer, officers
from portal.screening.rules import (
    is_settled,
    may_be_heard,
    may_be_reminded,
    may_be_waived,
)
from portal.screening.states import Position
from portal.storage import db, first_time, transactional


@transactional
def ask_departments(
    actor: Actor, proposal_id: int, department_ids: list[int], question: str, due_on: date, *, key: str, at: datetime
) -> None:
    """Ask each department the question; from then on the case awaits them. A department is asked again only when it has answered."""
    found = screened(actor, proposal_id)
    proposal = found.proposal
    if not first_time(key, at):
        return
    waiting = {hearing.department_id for hearing in found.hearings if not is_settled(hearing)}
    if waiting & set(department_ids):
        raise RuleBroken(_l("One of the departments has already been asked and has not answered yet."))
    for number in department_ids:
        asked = {"question": question, "due_on": due_on, "asked_at": at, "asked_by_id": actor.id}
        hearing = Hearing(proposal_id=proposal.id, department_id=number, **asked)
        db.session.add(hearing)
        db.session.flush()
        tell_about(
            contacts_of(number),
            _l("Your department is asked about case %(number)s: %(title)s"),
            proposal,
            f"/hearings/{hearing.id}",
            at,
        )
    if proposal.awaits is not Awaits.DEPARTMENTS:
        retally(proposal, state=State.SCREENING, awaits=Awaits.DEPARTMENTS, at=at)
    record(
        actor,
        "proposal",
        proposal.id,
        "departments_asked",
        at=at,
        departments=sorted(department_ids),
        due_on=due_on.isoformat(),
    )


@transactional
def answer_hearing(
    actor: Actor, hearing_id: int, position: Position, answer: str, *, version: int, at: datetime
) -> bool:
    """A department's answer, or a correction of it until the case is forwarded. When the last one answers, the case is the secretariat's again."""
    hearing = hearing_to_answer(actor, hearing_id)
    authorise(actor, Permit.HEARING_ANSWER, hearing)
    proposal = hearing.proposal
    lock(proposal)
    db.session.refresh(hearing)
    if not may_be_heard(proposal.state):
        raise IllegalMove()
    if (hearing.position, hearing.answer, hearing.answered_by_id) == (position, answer, actor.id):
        return True
    if hearing.version != version:
        return False
    is_first = hearing.answered_at is None
    hearing.position, hearing.answer, hearing.answered_at, hearing.answered_by_id = position, answer, at, actor.id
    db.session.flush()
    event = "hearing_answered" if is_first else "hearing_corrected"
    record(actor, "proposal", proposal.id, event, at=at, department_id=hearing.department_id, position=str(position))
    if proposal.awaits is Awaits.DEPARTMENTS and _all_settled(proposal.id):
        retally(proposal, state=proposal.state, awaits=Awaits.SECRETARIAT, at=at)
    told = [person for person in officers() if person.id in {proposal.officer_id, hearing.asked_by_id}]
    tell_about(
        told,
        _l("A department has answered in case %(number)s: %(title)s"),
        proposal,
        f"/cases/{proposal.id}#hearings",
        at,
    )
    return True


@transactional
def remind(actor: Actor, proposal_id: int, hearing_id: int, *, at: datetime) -> None:
    """Remind a department of a question that it has not answered. A second time on the same day nothing happens."""
    found = screened(actor, proposal_id)
    hearing = hearing_in(found, hearing_id)
    if not may_be_reminded(hearing, today(at)):
        return
    hearing.reminded_at = at
    text = _l("Your department has not yet answered about case %(number)s: %(title)s")
    tell_about(contacts_of(hearing.department_id), text, found.proposal, f"/hearings/{hearing.id}", at)
    record(actor, "proposal", proposal_id, "hearing_reminded", at=at, department_id=hearing.department_id)


@transactional
def go_on_without(actor: Actor, proposal_id: int, hearing_id: int, reason: str, *, at: datetime) -> None:
    """Go on although a department has not answered in time. Raises RuleBroken before its day has passed."""
    found = screened(actor, proposal_id)
    proposal, hearing = found.proposal, hearing_in(found, hearing_id)
    if is_settled(hearing):
        return
    if not may_be_waived(hearing, today(at)):
        raise RuleBroken(_l("The department may still answer: the day to answer by has not passed."))
    hearing.waived_at, hearing.waived_by_id, hearing.waiver = at, actor.id, reason
    db.session.flush()
    record(actor, "proposal", proposal.id, "hearing_waived", at=at, note=reason, department_id=hearing.department_id)
    if proposal.awaits is Awaits.DEPARTMENTS and _all_settled(proposal.id):
        retally(proposal, state=proposal.state, awaits=Awaits.SECRETARIAT, at=at)


def _all_settled(proposal_id: int) -> bool:
    waiting = (Hearing.proposal_id == proposal_id, Hearing.answered_at.is_(None), Hearing.waived_at.is_(None))
    return db.session.scalar(sa.select(Hearing.id).where(*waiting).limit(1)) is None
