"""What does the secretariat know of a case? Every read is scoped by who asks."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased, contains_eager, joinedload

from portal.accounts.models import Person
from portal.accounts.queries import people_with
from portal.kernel.errors import NotFound, NotPermitted
from portal.policy import Actor, Permit, Role, may
from portal.proposals.models import Proposal, ProposalFile, Submission
from portal.proposals.states import Awaits
from portal.screening.models import Assessment, CaseNote, Check, FrozenCase, Hearing, Recommendation
from portal.screening.rules import Readiness, readiness
from portal.storage import Ids, db

PAGE = 50


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


def case(actor: Actor, proposal_id: int) -> Case:
    """A case for its page. Raises NotFound. Three statements."""
    officer = aliased(Person)
    wanted = (
        sa.select(Proposal, officer.name, Assessment, Recommendation)
        .join(Proposal.organisation)
        .outerjoin(officer, officer.id == Proposal.officer_id)
        .outerjoin(Assessment, Assessment.proposal_id == Proposal.id)
        .outerjoin(Recommendation, Recommendation.proposal_id == Proposal.id)
        .options(contains_eager(Proposal.organisation))
        .where(Proposal.id == proposal_id, *in_the_secretariats_sight(actor))
    )
    row = db.session.execute(wanted).one_or_none()
    if row is None or not may(actor, Permit.CASE_READ, row[0]):
        raise NotFound()
    checks = db.session.scalars(sa.select(Check).where(Check.proposal_id == proposal_id).order_by(Check.id))
    return Case(row[0], row[1], row[2], row[3], {check.item: check for check in checks}, hearings_of(proposal_id))


def case_to_work_on(actor: Actor, proposal_id: int) -> Case:
    """A case that the actor may change. Raises NotFound, or NotPermitted for somebody who may only read."""
    found = case(actor, proposal_id)
    if not may(actor, Permit.CASE_WORK, found.proposal):
        raise NotPermitted()
    return found


def hearings_of(proposal_id: int) -> list[Hearing]:
    """The hearings of a case with their departments, in the order in which they were asked."""
    wanted = sa.select(Hearing).options(joinedload(Hearing.department)).where(Hearing.proposal_id == proposal_id)
    return list(db.session.scalars(wanted.order_by(Hearing.id)))


def notes_of(proposal_id: int) -> list[CaseNote]:
    """The secretariat's notes, newest first."""
    return list(db.session.scalars(sa.select(CaseNote).where(CaseNote.proposal_id == proposal_id).order_by(CaseNote.id.desc())))


def last_submissions(proposal_id: int) -> list[Submission]:
    """The newest submission and the one before it, newest first."""
    wanted = sa.select(Submission).where(Submission.proposal_id == proposal_id)
    return list(db.session.scalars(wanted.order_by(Submission.number.desc()).limit(2)))


def sent_file(actor: Actor, proposal_id: int, file_id: int) -> ProposalFile:
    """A file that was sent with any submission of the case, also one that the applicant has since removed. Raises NotFound."""
    wanted = (
        sa.select(ProposalFile)
        .join(Proposal, Proposal.id == ProposalFile.proposal_id)
        .options(joinedload(ProposalFile.file))
        .where(ProposalFile.id == file_id, Proposal.id == proposal_id, *in_the_secretariats_sight(actor))
    )
    found = db.session.scalar(wanted)
    sent = sa.select(Submission.content).where(Submission.proposal_id == proposal_id)
    if found is None or not any(file_id == file["id"] for content in db.session.scalars(sent) for file in content.get("files", [])):
        raise NotFound()
    return found


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
