"""Cases for the tests: sent proposals on the secretariat's desk, ready to be forwarded, or forwarded."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from portal.accounts.models import Department, Organisation, Person
from portal.audit.actions import record
from portal.policy import PUBLIC, Role
from portal.proposals.actions import count_new, next_case_number
from portal.proposals.models import Call, Proposal, Submission
from portal.proposals.search import index_case
from portal.proposals.states import AWAITS, Awaits, Instrument, State
from portal.questions.models import QuestionSet, QuestionVersion
from portal.screening import actions
from portal.screening.models import FrozenCase, Hearing
from portal.screening.queries import frozen
from portal.screening.rules import ITEM_KEYS
from portal.screening.states import Level, Position, Proposes, Verdict
from portal.storage import as_json, db, transactional
from tests.support import accounts

_numbers = itertools.count(1)


@transactional
def open_call() -> Call:
    """A call without extra questions, open for a year."""
    now = accounts.the_time()
    found = db.session.query(Call).order_by(Call.id).first()
    if found:
        return found
    questions = QuestionSet(name="Løbende indkaldelse")
    questions.versions = [QuestionVersion(number=1, questions=[], created_at=now)]
    made = Call(
        title_da="Løbende indkaldelse", title_en="Standing call", text_da="Send jeres forslag.", text_en="Send your proposal.",
        opens_at=now - timedelta(days=400), closes_at=None, question_set=questions,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def content_of(
    proposal: Proposal, organisation: Organisation, departments: Iterable[Department], **answers: str
) -> dict[str, Any]:
    """A submission's content with every fixed section; `answers` replace some of the initiative's texts."""
    initiative = {
        "title": proposal.title, "summary": "Unge får en bolig først og støtte bagefter.", "problem": "Unge uden et hjem.",
        "target_group": "Unge mellem 18 og 24 år", "citizens": "36", "intervention": "Bolig og et fast støttehold.",
        "evidence_level": "documented", "evidence": "Afprøvet i Finland.", "untested_reason": "", **answers,
    }  # fmt: skip
    named = {str(department.id): department.name for department in departments}
    return {
        "call": {"id": proposal.call_id, "title_da": "Løbende indkaldelse", "title_en": "Standing call"},
        "organisation": {"id": organisation.id, "name": organisation.name, "cvr": organisation.cvr},
        "sections": {
            "applicant": {"contact_name": "Maja Holm", "contact_email": "maja@example.dk", "contact_phone": "87654321",
                          "experience": "Ti års arbejde med unge.", "partners": []},
            "initiative": initiative,
            "need": {"why_not_budget": "Ingen afdeling kan bære det alene.", "why_fund": "Gevinsten kommer senere."},
            "instrument": {"instrument": str(proposal.instrument), "instrument_reason": "En investor er fundet.",
                           "investor": "yes", "investor_name": "Nordlys Kapital"},
            "outcomes": {"metrics": [{"name": "Stabil bolig", "unit": "borgere", "baseline": "4", "target": "24",
                                      "data_source": "Folkeregisteret", "verified_by": "Uafhængig evaluator"}]},
            "budget": {"amount": "15.900.000,00",
                       "years": [{"year": "2027", "cost": "5.300.000", "fund": "5.300.000", "investor": "0", "own": "0"}]},
            "departments": {"departments": list(named), "department_effect": "Færre døgnophold.", "dialogue": "yes"},
            "risks": {"risks": [{"risk": "For få boliger", "probability": "3", "consequence": "4",
                                 "mitigation": "Aftale med to boligforeninger"}]},
            "attachments": {},
        },
        "questions": [],
        "departments": named,
        "files": [],
    }  # fmt: skip


@transactional
def case_in_screening(
    organisation: Organisation | None = None,
    *,
    title: str = "",
    officer: Person | None = None,
    departments: Iterable[Department] = (),
    instrument: Instrument = Instrument.SOCIAL_INVESTMENT,
    amount_oere: int = 1_590_000_000,
    state: State = State.SCREENING,
    awaits: Awaits | None = None,
    at: datetime | None = None,
    **answers: str,
) -> Proposal:
    """A proposal that was sent, waiting for the secretariat since `at`. Another `state` is for lists: nothing else is made to fit it."""
    now = at or accounts.the_time()
    organisation = organisation or accounts.organisation()
    departments = list(departments)
    sender = next(iter(accounts.people_of(organisation.id)), None) or accounts.person(organisation=organisation)
    call = open_call()
    made = Proposal(
        call_id=call.id, question_version_id=call.question_set.versions[0].id, organisation_id=organisation.id, created_by_id=sender.id,
        created_at=now, saved_at=now, state=state, awaits=awaits or AWAITS[state], waiting_since=now, case_number=next_case_number(now),
        title=title or f"Housing First for unge nr. {next(_numbers)}", instrument=instrument, amount_oere=amount_oere, citizens=36,
        department_ids=frozenset(department.id for department in departments), officer_id=officer.id if officer else None, submitted_at=now,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    count_new(made)
    content = content_of(made, organisation, departments, **answers)
    sha256 = hashlib.sha256(as_json(content).encode()).hexdigest()
    db.session.add(
        Submission(
            proposal_id=made.id, number=1, content=content, sha256=sha256, submitted_at=now, submitted_by_id=sender.id
        )
    )
    index_case(made, content)
    record(PUBLIC, "proposal", made.id, "submit", at=now)
    return made


@transactional
def hearing(
    proposal: Proposal, department: Department, asker: Person, *, due_on: date | None = None, answered: bool = False
) -> Hearing:
    """A question to a department, perhaps answered. The case's turn is left as it is."""
    now = accounts.the_time()
    made = Hearing(
        proposal_id=proposal.id, department_id=department.id, question="Hvad betyder indsatsen for jer?", asked_at=now,
        due_on=due_on or now.date() + timedelta(days=14), asked_by_id=asker.id,
    )  # fmt: skip
    if answered:
        made.position, made.answer, made.answered_at, made.answered_by_id = (
            Position.SUPPORTS,
            "Vi støtter indsatsen.",
            now,
            asker.id,
        )
    db.session.add(made)
    db.session.flush()
    return made


@transactional
def make_ready(proposal: Proposal, officer: Person) -> Proposal:
    """Fill in all that forwarding asks for, through the actions; the departments' answers are there at once."""
    now, who = accounts.the_time(), accounts.actor(officer)
    for item in ITEM_KEYS:
        actions.save_check(who, proposal.id, item, Verdict.MET, "Set efter.", version=0, at=now)
    assessment = actions.AssessmentDraft(
        Level.MEDIUM, "Få boliger kan forsinke indsatsen.", "Fonden kan bære tabet.", True, "", "36 unge."
    )
    actions.save_assessment(who, proposal.id, assessment, version=0, at=now)
    paper = actions.RecommendationDraft(
        Proposes.START, "Sekretariatet indstiller, at indsatsen sættes i gang.", "Kun ved effekt.", proposal.amount_oere
    )
    actions.save_recommendation(who, proposal.id, paper, version=0, at=now)
    for number in sorted(proposal.department_ids):
        hearing(proposal, db.session.get_one(Department, number), officer, answered=True)
    return proposal


def forwarded_case(officer: Person | None = None, **case: Any) -> Proposal:
    """A case that was screened and forwarded to the council by `officer`; keywords as for `case_in_screening`."""
    officer = officer or accounts.person(roles=[Role.CASE_OFFICER])
    made = make_ready(case_in_screening(officer=officer, **case), officer)
    actions.forward(
        accounts.actor(officer),
        made.id,
        version=made.version,
        key=f"forward-{made.id}-{made.version}",
        at=accounts.the_time(),
    )
    return made


def frozen_case(proposal: Proposal) -> FrozenCase:
    """The version that was forwarded."""
    found = frozen(proposal.id)
    assert found is not None
    return found
