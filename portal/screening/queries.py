"""What does the secretariat know of a case? Every read is scoped by who asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, contains_eager, joinedload

from portal.accounts.models import Organisation, Person
from portal.accounts.queries import people_with
from portal.kernel.errors import IllegalMove, NotFound, NotPermitted
from portal.policy import Actor, Permit, Role, may
from portal.proposals.models import Proposal, ProposalFile, Submission
from portal.proposals.queries import proposal_file
from portal.proposals.states import PROPOSAL, Awaits
from portal.screening.models import Assessment, CaseNote, Check, FrozenCase, Hearing, Recommendation
from portal.screening.rules import HEARD, OWN_MOVES, Place, Readiness, microseconds_of, moment_of, readiness
from portal.screening.states import Position
from portal.storage import WHOLE, Ids, db

PAGE = 50
LAST_DAY = date.max.toordinal()


@dataclass(frozen=True)
class Case:
    """A proposal with what the secretariat has written on it."""

    proposal: Proposal
    officer: str | None
    assessment: Assessment | None
    recommendation: Recommendation | None
    checks: dict[str, Check]
    hearings: list[Hearing]

    @property
    def readiness(self) -> Readiness:
        """How far it is from being forwarded."""
        has_recommendation = self.recommendation is not None
        return readiness(self.checks, self.assessment, self.proposal.department_ids, self.hearings, has_recommendation)


def frozen(proposal_id: int) -> FrozenCase | None:
    """The newest frozen version of a case. The caller has checked that the actor may see the case."""
    wanted = sa.select(FrozenCase).where(FrozenCase.proposal_id == proposal_id)
    return db.session.scalar(wanted.order_by(FrozenCase.number.desc()).limit(1))


def in_the_secretariats_sight(actor: Actor) -> tuple[sa.ColumnElement[bool], ...]:
    """Which cases the secretariat and the auditor see: all but drafts, and those that they are conflicted in."""
    return (Proposal.awaits != Awaits.AUTHOR, Proposal.conflicted_ids.not_like(Ids.pattern(actor.id)))


def cases_in_sight(actor: Actor, ids: set[int]) -> set[int]:
    """Those of the cases that the secretariat or the auditor can open."""
    return set(
        db.session.scalars(sa.select(Proposal.id).where(Proposal.id.in_(ids), *in_the_secretariats_sight(actor)))
    )


# What the case page asks is built once: building a statement costs more than asking it.
CASE = sa.bindparam("case", type_=WHOLE)


def _papers() -> sa.Select[Proposal, str, Assessment, Recommendation]:
    officer = aliased(Person)
    pattern = sa.bindparam("pattern", type_=sa.Text)
    return (
        sa.select(Proposal, officer.name, Assessment, Recommendation)
        .join(Proposal.organisation)
        .outerjoin(officer, officer.id == Proposal.officer_id)
        .outerjoin(Assessment, Assessment.proposal_id == Proposal.id)
        .outerjoin(Recommendation, Recommendation.proposal_id == Proposal.id)
        .options(contains_eager(Proposal.organisation))
        .where(Proposal.id == CASE, Proposal.awaits != Awaits.AUTHOR, Proposal.conflicted_ids.not_like(pattern))
    )


PAPERS = _papers()
CHECKS = sa.select(Check).where(Check.proposal_id == CASE).order_by(Check.id)
HEARINGS = (
    sa.select(Hearing).options(joinedload(Hearing.department)).where(Hearing.proposal_id == CASE).order_by(Hearing.id)
)
NOTES = sa.select(CaseNote).where(CaseNote.proposal_id == CASE).order_by(CaseNote.id.desc())
SENT = sa.select(Submission).where(Submission.proposal_id == CASE).order_by(Submission.number.desc()).limit(2)


def case(actor: Actor, proposal_id: int) -> Case:
    """A case for its page. Raises NotFound. Three statements."""
    row = db.session.execute(PAPERS, {"case": proposal_id, "pattern": Ids.pattern(actor.id)}).one_or_none()
    if row is None or not may(actor, Permit.CASE_READ, row[0]):
        raise NotFound()
    checks = db.session.scalars(CHECKS, {"case": proposal_id})
    return Case(row[0], row[1], row[2], row[3], {check.item: check for check in checks}, hearings_of(proposal_id))


def case_to_work_on(actor: Actor, proposal_id: int) -> Case:
    """A case that the actor may change. Raises NotFound, or NotPermitted for somebody who may only read."""
    found = case(actor, proposal_id)
    if not may(actor, Permit.CASE_WORK, found.proposal):
        raise NotPermitted()
    return found


def hearings_of(proposal_id: int) -> list[Hearing]:
    """The hearings of a case with their departments, in the order in which they were asked."""
    return list(db.session.scalars(HEARINGS, {"case": proposal_id}))


def hearing_in(case: Case, hearing_id: int) -> Hearing:
    """One of the case's hearings. Raises NotFound."""
    found = next((hearing for hearing in case.hearings if hearing.id == hearing_id), None)
    if found is None:
        raise NotFound()
    return found


def notes_of(proposal_id: int) -> list[CaseNote]:
    """The secretariat's notes, newest first."""
    return list(db.session.scalars(NOTES, {"case": proposal_id}))


def last_submissions(proposal_id: int) -> list[Submission]:
    """The newest submission and the one before it, newest first."""
    return list(db.session.scalars(SENT, {"case": proposal_id}))


def sent_file(actor: Actor, proposal_id: int, file_id: int) -> ProposalFile:
    """A file that was sent with any submission of a case, also one that the applicant has since removed. Raises NotFound."""
    seen = sa.select(Proposal.id).where(Proposal.id == proposal_id, *in_the_secretariats_sight(actor))
    if db.session.scalar(seen) is None:
        raise NotFound()
    return _sent_file(proposal_id, file_id)


def file_of_hearing(actor: Actor, hearing_id: int, file_id: int) -> ProposalFile:
    """A file of the case that the actor's own department is asked about. Raises NotFound."""
    return _sent_file(hearing_to_answer(actor, hearing_id).proposal_id, file_id)


def _sent_file(proposal_id: int, file_id: int) -> ProposalFile:
    sent = sa.select(Submission.content).where(Submission.proposal_id == proposal_id)
    if not any(file_id == file["id"] for content in db.session.scalars(sent) for file in content.get("files", [])):
        raise NotFound()
    return proposal_file(proposal_id, file_id)


def officers() -> list[Person]:
    """Who may have a case."""
    return people_with(Role.CASE_OFFICER, Role.SECRETARIAT_LEAD)


def hearing_to_answer(actor: Actor, hearing_id: int) -> Hearing:
    """A question to the actor's own department, with its case. Raises NotFound."""
    wanted = (
        sa.select(Hearing)
        .join(Hearing.proposal)
        .options(contains_eager(Hearing.proposal).joinedload(Proposal.organisation), joinedload(Hearing.department))
        .where(Hearing.id == hearing_id, *_of_own_department(actor))
    )
    found = db.session.scalar(wanted)
    if found is None:
        raise NotFound()
    return found


def _of_own_department(actor: Actor) -> tuple[sa.ColumnElement[bool], ...]:
    own = Hearing.department_id == (actor.department_id or 0)
    return (own, Proposal.conflicted_ids.not_like(Ids.pattern(actor.id)), Proposal.awaits != Awaits.AUTHOR)


def case_to_move(actor: Actor, proposal_id: int, name: str) -> Case:
    """A case for the page of one of its moves. Raises NotFound for moves that are made elsewhere, NotPermitted, IllegalMove."""
    found = case(actor, proposal_id)
    row = PROPOSAL.get(name)
    if row is None or name not in OWN_MOVES:
        raise NotFound()
    if not may(actor, row.permit, found.proposal):
        raise NotPermitted()
    if found.proposal.state not in row.sources:
        raise IllegalMove()
    return found


@dataclass(frozen=True)
class HearingRow:
    """A question to a department as its queue shows it."""

    id: int
    case_number: str
    title: str
    organisation: str
    due_on: date
    answered_at: datetime | None
    position: Position | None
    is_overdue: bool


def hearing_queue(
    actor: Actor, *, is_answered: bool, place: Place | None, day: date
) -> tuple[list[HearingRow], Place | None]:
    """A page of the questions to the actor's department, and where the next begins. What is due first stands first; answers newest first."""
    key: Any = Hearing.answered_at if is_answered else Hearing.due_on
    columns = (
        Hearing.id,
        Proposal.case_number,
        Proposal.title,
        Organisation.name.label("organisation"),
        Hearing.due_on,
        Hearing.answered_at,
        Hearing.position,
    )
    wanted = sa.select(*columns).join(Hearing.proposal).join(Proposal.organisation).where(*_of_own_department(actor))
    waiting = (Hearing.answered_at.is_(None), Proposal.state.in_(HEARD))
    wanted = wanted.where(Hearing.answered_at.is_not(None)) if is_answered else wanted.where(*waiting)
    if place and is_answered:
        wanted = wanted.where(sa.tuple_(key, Hearing.id) < sa.tuple_(moment_of(place.number), place.id))
    elif place:
        wanted = wanted.where(
            sa.tuple_(key, Hearing.id) > sa.tuple_(date.fromordinal(min(max(place.number, 1), LAST_DAY)), place.id)
        )
    order = (key.desc(), Hearing.id.desc()) if is_answered else (key, Hearing.id)
    found = [
        HearingRow(**row._mapping, is_overdue=not is_answered and row[4] < day)
        for row in db.session.execute(wanted.order_by(*order).limit(PAGE + 1))
    ]
    if len(found) <= PAGE:
        return found, None
    last = found[PAGE - 1]
    number = microseconds_of(last.answered_at) if last.answered_at else last.due_on.toordinal()
    return found[:PAGE], Place(True, number, last.id, 0)
