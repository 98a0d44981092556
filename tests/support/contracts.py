"""Contracts in the states that tests need, with everything that they stand on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

import sqlalchemy as sa

from portal.accounts.models import Department, Membership, Organisation, Person
from portal.accounts.states import Kind
from portal.contracts.actions import open_draft
from portal.contracts.models import Contract, ContractText, Metric, Milestone, Party, Result
from portal.contracts.states import Finding, PartyRole, Stage, State
from portal.decisions.models import Decision
from portal.decisions.states import Outcome
from portal.policy import Actor, Role, Standing
from portal.proposals.actions import count_new
from portal.proposals.models import Call, Proposal
from portal.proposals.states import Awaits, Instrument
from portal.proposals.states import State as Case
from portal.questions.models import QuestionSet, QuestionVersion
from portal.screening.models import FrozenCase
from portal.storage import db, transactional

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
NUMBER = count(1)


@dataclass(frozen=True)
class People:
    """Everybody around one contract, as actors."""

    provider: Actor
    colleague: Actor
    viewer: Actor
    investor: Actor
    verifier: Actor
    department: Actor
    officer: Actor
    lead: Actor
    mayor: Actor
    member: Actor
    auditor: Actor
    stranger: Actor


def case_content(**recommendation: Any) -> dict[str, Any]:
    """A frozen case, of what a contract is drafted from."""
    initiative = {
        "title": "Flere unge i uddannelse",
        "summary": "Mentorer følger unge i 12 måneder.",
        "target_group": "Unge mellem 16 og 24 år.",
    }
    metric = {
        "name": "Unge i uddannelse efter 12 måneder",
        "unit": "unge",
        "baseline": "ca. ti",
        "target": "37",
        "data_source": "Registerdata",
        "verified_by": "VIVE",
    }
    recommended = {
        "proposes": "start",
        "text": "Vi indstiller en start.",
        "terms": "Kommunen betaler for hver ung.",
        "amount_oere": 310_000_000,
    }
    sections = {"initiative": initiative, "outcomes": {"metrics": [metric]}}
    return {"submission": {"sections": sections}, "recommendation": recommended | recommendation}


@transactional
def people() -> People:
    """A world of people: a new provider and investor each time, and staff of their own."""
    number = next(NUMBER)
    provider, investor, other = (
        organisation(f"{name} {number}", kind)
        for name, kind in (("Springbræt", Kind.PROVIDER), ("Nordlys", Kind.INVESTOR), ("Fremmed", Kind.NGO))
    )
    department_id = db.session.scalar(sa.select(Department.id).order_by(Department.id))
    return People(
        provider=person("Signe Dahl", of=provider),
        colleague=person("Bo Friis", of=provider, standing=Standing.EDITOR),
        viewer=person("Ask Bay", of=provider, standing=Standing.VIEWER),
        investor=person("Karen Winther", of=investor),
        verifier=person("Ellen Juhl", Role.VERIFIER),
        department=person("Mette Bang", Role.DEPARTMENT, department_id=department_id),
        officer=person("Lise Mogensen", Role.CASE_OFFICER),
        lead=person("Birgitte Frost", Role.SECRETARIAT_LEAD),
        mayor=person("Borgmesteren", Role.MAYOR),
        member=person("Aisha Rahimi", Role.COUNCIL_MEMBER),
        auditor=person("Niels Thorup", Role.AUDITOR),
        stranger=person("Frida Fremmed", of=other),
    )


def person(
    name: str,
    *roles: Role,
    of: Organisation | None = None,
    standing: Standing = Standing.OWNER,
    department_id: int | None = None,
) -> Actor:
    """A new person, as the actor they are when signed in just before NOW."""
    number = next(NUMBER)
    made = Person(
        email=f"p{number}@test.example",
        name=name,
        password_hash="",
        roles=frozenset(roles),
        created_at=NOW,
        department_id=department_id,
    )
    db.session.add(made)
    if of:
        db.session.add(Membership(person=made, organisation=of, standing=standing, created_at=NOW))
    db.session.flush()
    return Actor(
        id=made.id, name=name, email=made.email, roles=made.roles, department_id=department_id, signed_in_at=NOW,
        organisation_id=of.id if of else None, organisation_name=of.name if of else "", standing=standing if of else None,
    )  # fmt: skip


def organisation(name: str, *kinds: Kind) -> Organisation:
    """A new organisation with a number that nobody else has."""
    made = Organisation(name=name, cvr=f"{next(NUMBER):08d}", kinds=frozenset(kinds), created_at=NOW)
    db.session.add(made)
    db.session.flush()
    return made


def open_call() -> tuple[Call, QuestionVersion]:
    """A call without questions of its own."""
    questions = QuestionSet(name="Test")
    version = QuestionVersion(question_set=questions, number=1, questions=[], created_at=NOW)
    db.session.add(version)
    db.session.flush()
    call = Call(
        title_da="Løbende", title_en="Standing", text_da="", text_en="", opens_at=NOW, question_set_id=questions.id
    )
    return call, version


@transactional
def approved_proposal(who: People, instrument: Instrument = Instrument.SOCIAL_INVESTMENT) -> tuple[Proposal, Decision]:
    """A case that the council decided and the mayor approved."""
    call, version = open_call()
    department = who.department.department_id
    proposal = Proposal(
        call=call, question_version_id=version.id, organisation_id=who.provider.organisation_id, created_by_id=who.provider.id, created_at=NOW,
        saved_at=NOW, state=Case.APPROVED, awaits=Awaits.SECRETARIAT, waiting_since=NOW, case_number=f"2026-{next(NUMBER):04d}",
        title="Flere unge i uddannelse", instrument=instrument, amount_oere=250_000_000, department_ids=frozenset({department} if department else ()),
        officer_id=who.officer.id, submitted_at=NOW,
    )  # fmt: skip
    db.session.add(proposal)
    db.session.flush()
    count_new(proposal)
    frozen = FrozenCase(
        proposal_id=proposal.id,
        number=1,
        content=case_content(),
        sha256="0" * 64,
        frozen_at=NOW,
        forwarded_by_id=who.officer.id,
    )
    db.session.add(frozen)
    db.session.flush()
    decision = Decision(
        proposal_id=proposal.id,
        frozen_case_id=frozen.id,
        outcome=Outcome.START,
        reasons="Godt.",
        votes=[],
        decided_by_id=who.member.id,
        decided_at=NOW,
    )
    db.session.add(decision)
    db.session.flush()
    return proposal, decision


@transactional
def draft_contract(who: People, *, instrument: Instrument = Instrument.SOCIAL_INVESTMENT) -> Contract:
    """A contract just opened by the mayor's approval."""
    proposal, decision = approved_proposal(who, instrument)
    content = case_content()
    return open_draft(
        who.mayor, proposal, decision_id=decision.id, content=content, conditions="Følges halvårligt.", at=NOW
    )


@transactional
def ready_contract(who: People, *, milestones: int = 2) -> Contract:
    """A draft with everything that an offer asks for: investor, verifier, period, and payments that add up."""
    contract = draft_contract(who)
    contract.starts_on, contract.ends_on = date(2026, 12, 1), date(2030, 12, 1)
    contract.parties += [
        Party(role=PartyRole.INVESTOR, organisation_id=who.investor.organisation_id),
        Party(role=PartyRole.VERIFIER, person_id=who.verifier.id),
    ]
    metric: Metric = contract.metrics[0]
    metric.verifier_id = who.verifier.id
    contract.value_oere = 10_000_000 * milestones
    contract.milestones = [
        Milestone(metric=metric, title=f"{number}. måling", due_on=date(2027, 1, 1) + timedelta(days=180 * number), target=Decimal(10), payment_oere=10_000_000)
        for number in range(1, milestones + 1)
    ]  # fmt: skip
    db.session.flush()
    return contract


@transactional
def active_contract(who: People, *, milestones: int = 2) -> Contract:
    """A contract that runs. Its text is frozen in name only."""
    contract = ready_contract(who, milestones=milestones)
    contract.texts = [ContractText(number=1, content={}, sha256="0" * 64, frozen_at=NOW)]
    contract.text_number, contract.state = 1, State.ACTIVE
    db.session.flush()
    return contract


@transactional
def verified(milestone: Milestone, who: People, count: Decimal | int, finding: Finding = Finding.MET) -> Result:
    """The milestone, reported and verified."""
    result = Result(
        milestone=milestone, achieved=Decimal(count), text="Talt op.", reported_at=NOW, reported_by_id=who.provider.id,
        finding=finding, verified=Decimal(count), verified_at=NOW, verified_by_id=who.verifier.id,
    )  # fmt: skip
    milestone.stage = Stage.VERIFIED
    db.session.add(result)
    db.session.flush()
    return result
