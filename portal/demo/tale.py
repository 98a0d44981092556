"""How does a demo proposal come as far as its story says? Step by step, through the same actions as everybody uses."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from io import BytesIO
from typing import Any

from werkzeug.datastructures import FileStorage

from portal.accounts.queries import departments
from portal.contracts.models import Contract
from portal.decisions import actions as council
from portal.decisions.states import Choice
from portal.demo.acting import acting, owner_of
from portal.demo.story import Story
from portal.kernel.calendar import today
from portal.kernel.money import parse_kroner
from portal.policy import Actor
from portal.proposals.actions import attach, save_section, start, submit
from portal.proposals.models import Proposal
from portal.proposals.queries import proposal_for
from portal.screening import actions as desk
from portal.screening.models import Hearing
from portal.screening.rules import APPEAL_GUIDANCE, ITEM_KEYS
from portal.screening.states import Level, Position, Proposes, Verdict
from portal.storage import db
from portal.web.pages import translate
from portal.web.pdf import make_pdf

ANSWERS = {"volunteers": "12", "users": "Vi har holdt tre møder med målgruppen og ændret forløbets længde og sted efter deres forslag.",
           "start": "01.02.2027", "scale": "yes"}  # fmt: skip
HEARING = "Hvad betyder forslaget for jeres budget, og kan gevinsten realiseres hos jer?"
HEARD = "Afdelingen støtter forslaget. Mindreudgiften kan realiseres fra andet år, hvis målgruppen visiteres af os."


@dataclass
class Tale:
    """A story being told: `at` is where its time has come to."""

    story: Story
    call_id: int
    at: datetime
    id: int = 0
    contract_id: int = 0
    notes: dict[str, Any] = field(default_factory=dict)

    @property
    def author(self) -> Actor:
        return owner_of(self.story.organisation)

    @property
    def proposal(self) -> Proposal:
        return db.session.get_one(Proposal, self.id)

    def pass_days(self, days: float) -> None:
        """Let time go by."""
        self.at += timedelta(days=days, minutes=37)


def key() -> str:
    """A form's key, as a browser would bring it."""
    return secrets.token_hex(12)


@cache
def letter() -> bytes:
    """A letter of support, made once and attached to every proposal."""
    text = (
        "Vi kender indsatsen og støtter, at den prøves af i Aarhus. Vi stiller lokaler til rådighed, henviser borgere fra målgruppen og "
        "deltager i opfølgningen hvert kvartal.\n\nMed venlig hilsen\nSamarbejdsudvalget"
    )
    return make_pdf("letter", {"title": "Støtteerklæring", "text": text}, "da")


def begin(tale: Tale) -> None:
    tale.id = start(tale.author, tale.call_id, once_key=key(), at=tale.at)
    numbers = {one.name: str(one.id) for one in departments()}
    sections = dict(tale.story.sections)
    if "departments" in sections:
        sections["departments"] = sections["departments"] | {
            "departments": [numbers[name] for name in sections["departments"]["departments"]]
        }
        sections["extra"] = ANSWERS
    for name, answers in sections.items():
        save_section(
            tale.author, proposal_for(tale.author, tale.id), name, answers, version=0, page_key=key(), at=tale.at
        )


def send(tale: Tale) -> None:
    upload = FileStorage(BytesIO(letter()), filename="Støtteerklæring.pdf", content_type="application/pdf")
    attach(tale.author, proposal_for(tale.author, tale.id), "attachments", upload, at=tale.at)
    submit(tale.author, proposal_for(tale.author, tale.id), once_key=key(), at=tale.at)


def take(tale: Tale) -> None:
    tale.pass_days(1)
    officer = acting("officer2" if "Trivsel" in tale.story.organisation else "officer")
    desk.assign(officer, tale.id, officer.id, at=tale.at)
    tale.notes["officer"] = officer


def check(tale: Tale) -> None:
    tale.pass_days(2)
    for item in ITEM_KEYS:
        desk.save_check(tale.notes["officer"], tale.id, item, Verdict.MET, "", version=0, at=tale.at)


def ask(tale: Tale) -> None:
    due = today(tale.at) + timedelta(days=14)
    desk.ask_departments(
        tale.notes["officer"], tale.id, sorted(tale.proposal.department_ids), HEARING, due, key=key(), at=tale.at
    )


def answer(tale: Tale) -> None:
    """The departments answer: each through its own contact, whom the demo has one of."""
    tale.pass_days(9)
    contact = acting("department")
    for hearing in db.session.query(Hearing).filter_by(proposal_id=tale.id).order_by(Hearing.id).all():
        speaker = Actor(id=contact.id, name=contact.name, roles=contact.roles, department_id=hearing.department_id)
        desk.answer_hearing(speaker, hearing.id, Position.SUPPORTS, HEARD, version=hearing.version, at=tale.at)


def assess(tale: Tale) -> None:
    tale.pass_days(2)
    draft = desk.AssessmentDraft(
        risk_level=Level.MEDIUM,
        risk_text="Risiciene er beskrevet ærligt, og de to største er dækket af aftaler. Vi følger op hvert kvartal.",
        fund_effect="Fonden kan bære den største betaling uden at komme under 15 mio. kr. i de næste fem år.",
        uses_som=True, no_som_reason="", business_case="SØM-beregningen er efterregnet. Den kommunale nettogevinst er positiv fra år 3.",
    )  # fmt: skip
    desk.save_assessment(tale.notes["officer"], tale.id, draft, version=0, at=tale.at)


def recommend(tale: Tale) -> None:
    tale.pass_days(2)
    proposes = Proposes.DECLINE if tale.story.until == "decline" else Proposes.START
    amount = parse_kroner(tale.story.sections["budget"]["amount"])
    draft = desk.RecommendationDraft(proposes, tale.story.recommendation, tale.story.terms, amount)
    desk.save_recommendation(tale.notes["officer"], tale.id, draft, version=0, at=tale.at)


def forward(tale: Tale) -> None:
    tale.pass_days(1)
    desk.forward(tale.notes["officer"], tale.id, version=tale.proposal.version, key=key(), at=tale.at)


def ask_for_more(tale: Tale) -> None:
    tale.pass_days(6)
    due = today(tale.at) + timedelta(days=30)
    desk.return_to_applicant(
        tale.notes["officer"], tale.id, tale.story.reason, due, version=tale.proposal.version, key=key(), at=tale.at
    )


def reject(tale: Tale) -> None:
    tale.pass_days(8)
    desk.reject(
        acting("lead"),
        tale.id,
        tale.story.reason,
        translate(APPEAL_GUIDANCE),
        version=tale.proposal.version,
        key=key(),
        at=tale.at,
    )


def _vote(tale: Tale, who: str, comment: str) -> None:
    choice = Choice.DECLINE if tale.story.until == "decline" else Choice.START
    council.vote(acting(who), tale.id, choice, comment, number=1, key=key(), at=tale.at)


def one_votes(tale: Tale) -> None:
    tale.pass_days(5)
    _vote(tale, "member1", "Metoden er sikker, og aftalen om boliger er på plads.")


def all_vote(tale: Tale) -> None:
    tale.pass_days(6)
    for who in ("member1", "member2", "chair"):
        _vote(tale, who, "Jeg er enig i indstillingen.")


def decide(tale: Tale) -> None:
    tale.pass_days(3)
    name = "decline" if tale.story.until == "decline" else "start"
    council.decide(
        acting("chair"),
        tale.id,
        name,
        reasons=tale.story.reason,
        conditions="",
        version=tale.proposal.version,
        key=key(),
        at=tale.at,
    )


def approve(tale: Tale) -> None:
    tale.pass_days(5)
    council.approve(acting("mayor"), tale.id, version=tale.proposal.version, key=key(), at=tale.at)
    tale.contract_id = db.session.query(Contract.id).filter_by(proposal_id=tale.id).scalar()
