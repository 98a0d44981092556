"""Cases before the council and the mayor, with everything that they stand on."""

from __future__ import annotations

import hashlib
import itertools
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from portal.accounts.models import Organisation, Person
from portal.decisions.actions import approve, decide, vote
from portal.decisions.models import Decision
from portal.decisions.queries import council_case, mayor_case
from portal.decisions.states import Choice, Outcome
from portal.files.models import StoredFile
from portal.policy import Actor, Role
from portal.proposals.actions import count_new
from portal.proposals.models import Call, Proposal, ProposalFile
from portal.proposals.states import AWAITS, Instrument, State
from portal.questions.models import QuestionSet, QuestionVersion
from portal.screening.models import FrozenCase, Recommendation
from portal.screening.states import Proposes
from portal.storage import as_json, db, transactional
from tests.support.accounts import organisation, person, the_time

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Council:
    """The people of a case. `applicant` acts for its organisation."""

    chair: Person
    first: Person
    second: Person
    mayor: Person
    officer: Person
    lead: Person
    auditor: Person
    applicant: Person
    organisation: Organisation

    @property
    def members(self) -> list[Person]:
        return [self.chair, self.first, self.second]


def actor_of(who: Person) -> Actor:
    """The person as an actor of the portal."""
    return Actor(id=who.id, name=who.name, email=who.email, roles=who.roles, language=who.language)


@transactional
def council() -> Council:
    """A chair, two members, a mayor, a secretariat, an auditor, and an organisation that applies."""
    applying = organisation("Ungdommens Hus")
    chair = person("Henrik Vestergaard", roles=[Role.COUNCIL_CHAIR, Role.COUNCIL_MEMBER])
    return Council(
        chair=chair,
        first=person("Aisha Rahimi", roles=[Role.COUNCIL_MEMBER]),
        second=person("Torben Skov", roles=[Role.COUNCIL_MEMBER]),
        mayor=person("Borgmester Bro", roles=[Role.MAYOR]),
        officer=person("Lise Mogensen", roles=[Role.CASE_OFFICER]),
        lead=person("Birgitte Frost", roles=[Role.SECRETARIAT_LEAD, Role.CASE_OFFICER]),
        auditor=person("Niels Thorup", roles=[Role.AUDITOR]),
        applicant=person("Maja Holm", organisation=applying),
        organisation=applying,
    )


@transactional
def council_case_for(
    people: Council, title: str = "Housing First for unge hjemløse", *, state: State = State.COUNCIL, with_file: bool = False,
    waited: int = 3, at: datetime | None = None,
) -> Proposal:  # fmt: skip
    """A case that was forwarded `waited` days ago, with one frozen version."""
    since = (at or the_time()) - timedelta(days=waited)
    number = next(_numbers)
    questions = QuestionVersion(
        question_set=QuestionSet(name="Løbende ansøgningsrunde"), number=1, questions=[], created_at=since
    )  # fmt: skip
    call = Call(
        title_da="Løbende ansøgningsrunde", title_en="Standing call", text_da="Søg når som helst.", text_en="Apply any time.",
        opens_at=since - timedelta(days=90), question_set=questions.question_set,
    )  # fmt: skip
    proposal = Proposal(
        call=call, question_version=questions, organisation=people.organisation, created_by_id=people.applicant.id,
        created_at=since, saved_at=since, submitted_at=since, state=state, awaits=AWAITS[state], waiting_since=since,
        case_number=f"2026-{number:04d}", title=title, instrument=Instrument.SOCIAL_INVESTMENT, amount_oere=1_590_000_000,
        citizens=36, officer_id=people.officer.id, forwarder_ids=frozenset({people.officer.id}),
    )  # fmt: skip
    db.session.add(proposal)
    db.session.flush()
    count_new(proposal)
    db.session.add(
        Recommendation(
            proposal_id=proposal.id, proposes=Proposes.START, text="Sæt i gang.", amount_oere=1_590_000_000, saved_at=since,
            saved_by_id=people.officer.id,
        )
    )  # fmt: skip
    files = [_file(proposal, people, since)] if with_file else []
    freeze(proposal, people, files=files, at=since)
    return proposal


@transactional
def freeze(
    proposal: Proposal, people: Council, *, number: int = 1, files: Any = (), at: datetime | None = None
) -> FrozenCase:
    """A frozen version of the case."""
    content = frozen_content(proposal, people.organisation, files)
    digest = hashlib.sha256(as_json(content).encode()).hexdigest()
    made = FrozenCase(
        proposal_id=proposal.id, number=number, content=content, sha256=digest, frozen_at=at or the_time(),
        forwarded_by_id=people.officer.id,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def frozen_content(proposal: Proposal, applying: Organisation, files: Any = ()) -> dict[str, Any]:
    """A believable FrozenCase.content."""
    return {
        "submission": {
            "call": {"id": proposal.call_id, "title_da": "Løbende ansøgningsrunde", "title_en": "Standing call"},
            "organisation": {"id": applying.id, "name": applying.name, "cvr": applying.cvr},
            "sections": SECTIONS | {"initiative": SECTIONS["initiative"] | {"title": proposal.title}},
            "questions": [],
            "departments": {"1": "Sociale Forhold og Beskæftigelse"},
            "files": list(files),
        },
        "submission_number": 1,
        "checks": [
            {"item": "purpose", "verdict": "met", "comment": "Langsigtet og helhedsorienteret."},
            {"item": "evidence", "verdict": "met", "comment": "Housing First er afprøvet i flere danske kommuner."},
            {"item": "risk", "verdict": "not_relevant", "comment": ""},
        ],
        "assessment": {
            "risk_level": "medium",
            "risk_text": "Der kan være for få egnede boliger. To boligforeninger har givet tilsagn.",
            "fund_effect": "Fonden kan bære den største betaling uden at komme under 10 mio. kr.",
            "uses_som": True,
            "no_som_reason": "",
            "business_case": "Beregningen er gennemgået og følger SØM.",
        },
        "hearings": [
            {
                "department": "Sociale Forhold og Beskæftigelse", "question": "Kan I bidrage med bostøtte?",
                "position": "supports_with_conditions", "answer": "Vi støtter forslaget, hvis bostøtten er på plads fra start.",
                "answered_at": "2026-11-10T09:00:00+00:00",
            }
        ],
        "recommendation": {
            "proposes": "start",
            "text": "Sekretariatet indstiller, at indsatsen sættes i gang på de vilkår, der fremgår herunder.",
            "terms": "Betaling sker kun, når 60 % har stabil bolig efter 12 måneder.",
            "amount_oere": proposal.amount_oere,
        },
    }  # fmt: skip


SECTIONS: dict[str, dict[str, Any]] = {
    "applicant": {"contact_name": "Maja Holm", "contact_email": "ngo@demo.example", "contact_phone": "12 34 56 78", "experience": "Ti år.", "partners": []},
    "initiative": {
        "summary": "36 unge får egen bolig og støtte.", "problem": "36 unge mellem 18 og 24 år uden stabil bolig.", "target_group": "Unge hjemløse.",
        "citizens": "36", "intervention": "Egen bolig først, støtte bagefter.", "evidence_level": "documented", "evidence": "Danske erfaringer.",
    },
    "need": {"why_not_budget": "Rammen er brugt.", "why_fund": "Gevinsten falder på tværs af afdelinger."},
    "instrument": {"instrument": "social_investment", "instrument_reason": "En investor bærer risikoen.", "investor": "yes", "investor_name": "Nordlys Kapital"},
    "outcomes": {
        "metrics": [{"name": "Stabil bolig efter 12 måneder", "unit": "unge", "baseline": "5", "target": "22", "data_source": "BBR", "verified_by": "VIVE"}]
    },
    "budget": {"amount": "15.900.000", "years": [{"year": "2027", "cost": "5.300.000", "fund": "5.300.000", "investor": "", "own": ""}]},
    "departments": {"departments": ["1"], "department_effect": "Færre herbergsdøgn.", "dialogue": "yes"},
    "risks": {"risks": [{"risk": "For få boliger", "probability": "3", "consequence": "4", "mitigation": "Aftale med to boligforeninger."}]},
}  # fmt: skip


def _file(proposal: Proposal, people: Council, at: datetime) -> dict[str, Any]:
    stored = StoredFile(
        key=f"none-{next(_numbers)}", name="budget.pdf", media_type="application/pdf", size=1200, sha256="0" * 64, uploaded_at=at,
        uploaded_by_id=people.applicant.id, organisation_id=people.organisation.id,
    )  # fmt: skip
    kept = ProposalFile(proposal_id=proposal.id, file=stored, question="attachments")
    db.session.add(kept)
    db.session.flush()
    return {"id": kept.id, "question": "attachments", "name": stored.name, "size": stored.size, "sha256": stored.sha256}


def cast(proposal: Proposal, who: Person, choice: Choice = Choice.START, comment: str = "Fordi.") -> None:
    """A member's vote on the latest version."""
    actor = actor_of(who)
    number = council_case(actor, proposal.id).frozen.number
    vote(actor, proposal.id, choice, comment, number=number, key=_key(), at=the_time())


def decided_case(
    people: Council, *, outcome: Outcome = Outcome.START, title: str = "Housing First for unge hjemløse", **more: Any
) -> Proposal:
    """A case that all members voted on alike, and the chair's decision recorded: it awaits the mayor, or is declined."""
    proposal = council_case_for(people, title, **more)
    for member in people.members:
        cast(proposal, member, Choice(outcome))
    actor = actor_of(people.chair)
    version = council_case(actor, proposal.id).proposal.version
    decide(
        actor, proposal.id, str(outcome), reasons="Indsatsen er veldokumenteret.", conditions="Bostøtten er på plads fra start.",
        version=version, key=_key(), at=the_time(),
    )  # fmt: skip
    return proposal


def approved_case(people: Council, **more: Any) -> Proposal:
    """A decided case that the mayor has approved; its contract draft is open."""
    proposal = decided_case(people, **more)
    actor = actor_of(people.mayor)
    version = mayor_case(actor, proposal.id).proposal.version
    approve(actor, proposal.id, version=version, key=_key(), at=the_time())
    return proposal


def decision_of(proposal: Proposal) -> Decision:
    """The latest decision on the case."""
    found = db.session.query(Decision).where(Decision.proposal_id == proposal.id).order_by(Decision.id.desc()).first()
    assert found is not None
    return found


def _key() -> str:
    return f"key-{next(_numbers)}"
