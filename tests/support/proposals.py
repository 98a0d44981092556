"""Calls and proposals for the tests: begun, filled in, and sent, through the actions that everybody uses."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from portal.accounts.models import Organisation, Person
from portal.accounts.queries import departments
from portal.policy import Actor
from portal.proposals.actions import save_section, start, submit
from portal.proposals.models import Call, Proposal
from portal.proposals.queries import proposal_for
from portal.questions.models import QuestionSet, QuestionVersion
from portal.storage import db, transactional
from tests.support.accounts import actor, organisation, owner_of, person, the_time

Answers = dict[str, dict[str, Any]]

QUESTIONS: list[dict[str, Any]] = [
    {
        "key": "volunteers",
        "kind": "whole_number",
        "label": {"da": "Hvor mange frivillige deltager?", "en": "How many volunteers take part?"},
        "required": True,
    },
    {
        "key": "learning",
        "kind": "long_text",
        "label": {"da": "Hvad kan andre lære?", "en": "What can others learn?"},
        "required": False,
        "word_limit": 50,
    },
]
"""What a call of the tests asks on top."""


@transactional
def open_call(
    title: str = "Løbende indkaldelse", *, questions: Iterable[dict[str, Any]] = (), opens_at: datetime | None = None,
    closes_at: datetime | None = None,
) -> Call:  # fmt: skip
    """A call that is open now, with the given questions as data."""
    now = the_time()
    asked = QuestionSet(name=title)
    asked.versions = [QuestionVersion(number=1, questions=list(questions), created_at=now)]
    made = Call(
        title_da=title, title_en="Standing call", text_da="Send jeres forslag.", text_en="Send your proposal.",
        opens_at=opens_at or now - timedelta(days=30), closes_at=closes_at, question_set=asked,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def complete_answers(title: str = "Housing First for unge hjemløse", *, department_ids: Iterable[int] = ()) -> Answers:
    """Answers with which every section is filled in. The first department is named when none is given."""
    chosen = list(department_ids) or [departments()[0].id]
    return {
        "applicant": {
            "contact_name": "Maja Holm", "contact_email": "maja@example.dk", "contact_phone": "87 65 43 21",
            "experience": "Ti års arbejde med unge.", "partners": [{"name": "Boligforeningen", "cvr": "", "part": "Stiller boliger"}],
        },
        "initiative": {
            "title": title, "summary": "Unge får en bolig først og støtte bagefter.", "problem": "210 unge er uden et hjem.",
            "target_group": "Unge mellem 18 og 24 år.", "citizens": "36", "intervention": "Bolig og et fast støttehold.",
            "evidence_level": "documented", "evidence": "Afprøvet i 14 kommuner.", "untested_reason": "",
        },
        "need": {"why_not_budget": "Ingen afdeling kan bære det alene.", "why_fund": "Gevinsten kommer senere."},
        "instrument": {"instrument": "social_investment", "instrument_reason": "En investor er fundet.", "investor": "yes", "investor_name": "Nordlys Kapital"},
        "outcomes": {
            "metrics": [{"name": "Stabil bolig", "unit": "unge", "baseline": "4", "target": "24", "data_source": "Folkeregisteret",
                         "verified_by": "Uafhængig evaluator"}],
        },
        "budget": {
            "amount": "1.250.000,00",
            "years": [{"year": "2027", "cost": "750.000", "fund": "700.000", "investor": "50.000", "own": ""},
                      {"year": "2028", "cost": "550.000", "fund": "550.000", "investor": "", "own": ""}],
        },
        "departments": {"departments": [str(one) for one in chosen], "department_effect": "Færre døgn på herberg.", "dialogue": "yes"},
        "risks": {"risks": [{"risk": "For få boliger", "probability": "3", "consequence": "4", "mitigation": "Aftale med to boligforeninger"}]},
    }  # fmt: skip


def author(of: Organisation | None = None) -> Actor:
    """An owner of the organisation, or of a new one, as an actor."""
    return actor(owner_of(of) if of else person("Maja Holm", organisation=organisation()))


def start_proposal(
    who: Actor | Person | None = None, call: Call | None = None, answers: Answers | None = None
) -> Proposal:
    """A draft in an open call, with the given answers saved. Without `who`, of a new organisation's owner."""
    acting = who if isinstance(who, Actor) else actor(who) if who else author()
    proposal_id = start(acting, (call or open_call()).id, once_key=secrets.token_hex(8), at=the_time())
    for key, kept in (answers or {}).items():
        proposal = proposal_for(acting, proposal_id)
        save_section(acting, proposal, key, kept, version=0, page_key=secrets.token_hex(8), at=the_time())
    return proposal_for(acting, proposal_id)


def submitted_proposal(
    who: Actor | Person | None = None,
    call: Call | None = None,
    *,
    title: str = "Housing First for unge hjemløse",
    answers: Answers | None = None,
) -> Proposal:
    """A proposal that was sent: every section filled in, with `answers` in place of the section's own, case number and receipt."""
    acting = who if isinstance(who, Actor) else actor(who) if who else author()
    proposal = start_proposal(acting, call, complete_answers(title) | (answers or {}))
    submit(acting, proposal, once_key=secrets.token_hex(8), at=the_time())
    return proposal_for(acting, proposal.id)
