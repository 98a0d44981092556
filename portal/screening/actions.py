"""What the secretariat and the departments do to a case. A save answers False when somebody else saved first: then nothing has changed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from portal.accounts.queries import contacts_of, people_of, people_with
from portal.audit.actions import record
from portal.kernel.errors import IllegalMove, NotFound, RuleBroken
from portal.kernel.words import _l
from portal.notices.actions import tell
from portal.policy import Actor, Permit, Role, authorise
from portal.proposals.actions import lock, move, retally
from portal.proposals.models import Proposal
from portal.proposals.states import Awaits, State
from portal.screening.models import Assessment, CaseNote, Check, FrozenCase, Hearing, Recommendation
from portal.screening.queries import Case, case_to_work_on, frozen, hearing_to_answer, last_submissions, officers
from portal.screening.rules import ITEM_KEYS, frozen_content, is_being_screened, may_be_heard
from portal.screening.states import Level, Position, Proposes, Verdict
from portal.storage import as_json, db, first_time, transactional


@dataclass(frozen=True)
class AssessmentDraft:
    """What the assessment form yields."""

    risk_level: Level | None
    risk_text: str
    fund_effect: str
    uses_som: bool | None
    no_som_reason: str
    business_case: str


@dataclass(frozen=True)
class RecommendationDraft:
    """What the recommendation form yields. `amount_oere`: the most that the fund is to pay."""

    proposes: Proposes
    text: str
    terms: str
    amount_oere: int | None


@transactional
def save_check(
    actor: Actor, proposal_id: int, item: str, verdict: Verdict, comment: str, *, version: int, at: datetime
) -> bool:
    """Answer one item of the checklist. `version` is the answer's that the officer saw, 0 for none."""
    if item not in ITEM_KEYS:
        raise NotFound()
    found = _screened(actor, proposal_id)
    values = {"verdict": verdict, "comment": comment, "by_id": actor.id, "at": at}
    if not _keep(found.checks.get(item), version, values, Check, proposal_id=proposal_id, item=item):
        return False
    record(actor, "proposal", proposal_id, "checked", at=at, item=item, verdict=str(verdict))
    return True


@transactional
def save_assessment(actor: Actor, proposal_id: int, draft: AssessmentDraft, *, version: int, at: datetime) -> bool:
    """Keep the assessment of risk and business case."""
    found = _screened(actor, proposal_id)
    values = {**vars(draft), "saved_at": at, "saved_by_id": actor.id}
    if not _keep(found.assessment, version, values, Assessment, proposal_id=proposal_id):
        return False
    record(actor, "proposal", proposal_id, "assessed", at=at)
    return True


@transactional
def save_recommendation(
    actor: Actor, proposal_id: int, draft: RecommendationDraft, *, version: int, at: datetime
) -> bool:
    """Keep the recommendation."""
    found = _screened(actor, proposal_id)
    values = {**vars(draft), "saved_at": at, "saved_by_id": actor.id}
    if not _keep(found.recommendation, version, values, Recommendation, proposal_id=proposal_id):
        return False
    record(
        actor,
        "proposal",
        proposal_id,
        "recommended",
        at=at,
        proposes=str(draft.proposes),
        amount_oere=draft.amount_oere,
    )
    return True


@transactional
def add_note(actor: Actor, proposal_id: int, text: str, *, key: str, at: datetime) -> None:
    """Add a note among the secretariat. The same form twice gives one note."""
    proposal = case_to_work_on(actor, proposal_id).proposal
    if first_time(key, at):
        db.session.add(CaseNote(proposal_id=proposal.id, text=text, by_id=actor.id, at=at))


@transactional
def assign(actor: Actor, proposal_id: int, officer_id: int | None, *, at: datetime) -> None:
    """Give the case to a member of the secretariat, or to nobody. A new officer other than the actor is told."""
    proposal = _held(actor, proposal_id).proposal
    chosen = next((person for person in officers() if person.id == officer_id), None)
    if officer_id is not None and (chosen is None or officer_id in proposal.conflicted_ids):
        raise RuleBroken(_l("Choose somebody in the secretariat."))
    if proposal.officer_id == officer_id:
        return
    proposal.officer_id = officer_id
    record(actor, "proposal", proposal.id, "assigned", at=at, officer_id=officer_id)
    if chosen and chosen.id != actor.id:
        _tell([chosen], _l("You have been given case %(number)s: %(title)s"), proposal, f"/cases/{proposal.id}", at)


@transactional
def ask_departments(
    actor: Actor, proposal_id: int, department_ids: list[int], question: str, due_on: date, *, key: str, at: datetime
) -> None:
    """Ask each department the question; from then on the case awaits them. A department is asked again only when it has answered."""
    found = _screened(actor, proposal_id)
    proposal = found.proposal
    if not first_time(key, at):
        return
    waiting = {hearing.department_id for hearing in found.hearings if hearing.answered_at is None}
    if waiting & set(department_ids):
        raise RuleBroken(_l("One of the departments has already been asked and has not answered yet."))
    for number in department_ids:
        asked = {"question": question, "due_on": due_on, "asked_at": at, "asked_by_id": actor.id}
        hearing = Hearing(proposal_id=proposal.id, department_id=number, **asked)
        db.session.add(hearing)
        db.session.flush()
        _tell(
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
    if proposal.awaits is Awaits.DEPARTMENTS and _all_answered(proposal.id):
        retally(proposal, state=proposal.state, awaits=Awaits.SECRETARIAT, at=at)
    told = [person for person in officers() if person.id in {proposal.officer_id, hearing.asked_by_id}]
    _tell(
        told,
        _l("A department has answered in case %(number)s: %(title)s"),
        proposal,
        f"/cases/{proposal.id}#hearings",
        at,
    )
    return True


@transactional
def return_to_applicant(
    actor: Actor, proposal_id: int, reason: str, answer_by: date, *, version: int, key: str, at: datetime
) -> None:
    """Ask the applicant for more, to be answered by a date."""
    proposal = _held(actor, proposal_id).proposal
    if not first_time(key, at):
        return
    move(actor, proposal, "return", None, at=at, reason=reason, version=version, answer_by=answer_by.isoformat())
    proposal.answer_by = answer_by
    text = _l("The secretariat asks you for more about %(title)s. Answer by %(day)s.")
    people = people_of(proposal.organisation_id)
    tell(
        people,
        text,
        url=f"/proposals/{proposal.id}",
        at=at,
        body=reason,
        title=proposal.title,
        day=f"{answer_by:%d.%m.%Y}",
    )


@transactional
def reject(actor: Actor, proposal_id: int, reason: str, appeal: str, *, version: int, key: str, at: datetime) -> None:
    """Reject a case that lies outside the fund's purpose. The applicant gets the reasons and how to complain."""
    proposal = _held(actor, proposal_id).proposal
    if not first_time(key, at):
        return
    whole = f"{reason}\n\n{appeal}"
    move(actor, proposal, "reject", None, at=at, reason=whole, version=version)
    people = people_of(proposal.organisation_id)
    _tell(
        people,
        _l("Your proposal %(number)s has been rejected: %(title)s"),
        proposal,
        f"/proposals/{proposal.id}",
        at,
        body=whole,
    )


@transactional
def forward(actor: Actor, proposal_id: int, *, version: int, key: str, at: datetime) -> None:
    """Freeze the case as it is and pass it on to the council. Raises RuleBroken while something is missing."""
    found = _held(actor, proposal_id)
    if not first_time(key, at):
        return
    proposal = found.proposal
    move(actor, proposal, "forward", found.readiness, at=at, version=version)
    last = frozen(proposal.id)
    content = frozen_content(
        last_submissions(proposal.id)[0], found.checks, found.assessment, found.hearings, found.recommendation
    )
    number, sha256 = last.number + 1 if last else 1, hashlib.sha256(as_json(content).encode()).hexdigest()
    paper = {"number": number, "content": content, "sha256": sha256, "frozen_at": at, "forwarded_by_id": actor.id}
    db.session.add(FrozenCase(proposal_id=proposal.id, **paper))
    proposal.forwarder_ids = proposal.forwarder_ids | {actor.id or 0}
    members = [m for m in people_with(Role.COUNCIL_MEMBER, Role.COUNCIL_CHAIR) if m.id not in proposal.conflicted_ids]
    _tell(members, _l("A case awaits the council: %(number)s %(title)s"), proposal, f"/council/{proposal.id}", at)
    applicants = people_of(proposal.organisation_id)
    _tell(
        applicants,
        _l("Your proposal has been forwarded to the council: %(title)s"),
        proposal,
        f"/proposals/{proposal.id}",
        at,
    )


def _held(actor: Actor, proposal_id: int) -> Case:
    """The case as it is now, held until the transaction ends. Nothing of it is read before it is held."""
    db.session.execute(sa.select(Proposal.id).where(Proposal.id == proposal_id).with_for_update())
    return case_to_work_on(actor, proposal_id)


def _screened(actor: Actor, proposal_id: int) -> Case:
    """The case, held, while the secretariat may still write on it."""
    found = _held(actor, proposal_id)
    if not is_being_screened(found.proposal.state):
        raise IllegalMove()
    return found


def _keep(found: Any, version: int, values: dict[str, Any], kind: type, **key: Any) -> bool:
    """Write `values` on the row, or a new one, unless it is not the version that was seen. The same form twice is no conflict."""
    if found is not None and all(
        getattr(found, name) == value for name, value in values.items() if name not in {"at", "saved_at"}
    ):
        return True
    if version != (found.version if found else 0):
        return False
    if found is None:
        db.session.add(kind(**key, **values))
    else:
        for name, value in values.items():
            setattr(found, name, value)
    db.session.flush()
    return True


def _all_answered(proposal_id: int) -> bool:
    return db.session.query(Hearing.id).filter_by(proposal_id=proposal_id, answered_at=None).first() is None


def _tell(people: Any, text: str, proposal: Proposal, url: str, at: datetime, body: str = "") -> None:
    tell(people, text, url=url, at=at, body=body, number=proposal.case_number or "", title=proposal.title)
