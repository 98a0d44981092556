"""What was agreed in the demo's contracts, and what has come of it?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from portal.accounts.models import Organisation
from portal.contracts.actions import (
    MetricRow,
    MilestoneRow,
    Report,
    Terms,
    Verdict,
    add_organisation,
    give_back,
    name_others,
    offer,
    report,
    save_metrics,
    save_milestones,
    save_terms,
    sign,
    verify,
)
from portal.contracts.models import Contract, Milestone
from portal.contracts.states import SIGNING_ROLES, Finding, PartyRole
from portal.demo.acting import acting, owner_of
from portal.demo.tale import Tale, key
from portal.kernel.calendar import today
from portal.kernel.money import parse_number
from portal.policy import Actor
from portal.storage import db

RETURNED = "Listen over ansættelser slutter i september. Send også oktober og november, så perioden er hel."


@dataclass(frozen=True)
class Outcome:
    """What a milestone came to: `verified` is what was found; without `finding` it only got as far as `verified` says."""

    achieved: int
    finding: Finding | None
    verified: int = 0
    comment: str = ""


@dataclass(frozen=True)
class Deal:
    """Milestones as (title, days after the signing, target), a price for each unit, and what came of the first ones."""

    price_oere: int
    milestones: tuple[tuple[str, int, int], ...]
    investor: str
    months: int
    outcomes: tuple[Outcome, ...] = ()


DEALS = {
    "Flere unge i uddannelse": Deal(
        8_750_000,
        (("1. måling", 120, 8), ("2. måling", 300, 9), ("3. måling", 480, 7), ("4. måling", 690, 7), ("5. måling", 870, 6)),
        "Nordlys Kapital", 30,
        (Outcome(8, Finding.PARTIALLY_MET, 7, "En ung var ikke tilmeldt på måledagen."),
         Outcome(11, Finding.MET, 11, "Alle 11 er fundet i Ungedatabasen."),
         Outcome(0, Finding.NOT_MET, 0, "Ingen nye unge nåede 12 måneder i perioden.")),
    ),
    "I job med psykisk sårbarhed": Deal(
        12_000_000,
        (("1. opgørelse", 180, 12), ("2. opgørelse", 400, 14), ("3. opgørelse", 560, 14)),
        "Nordlys Kapital", 24,
        (Outcome(13, Finding.MET, 13, "Stemmer med indkomstregisteret."), Outcome(15, None, 0, RETURNED)),
    ),
    "Mentorer til unge, der har været anbragt": Deal(
        10_416_667, (("Efter 12 måneder", 380, 18),), "Fonden Fælles Afkast", 20,
    ),
}  # fmt: skip
"""By the proposal's title."""


def complete(tale: Tale) -> None:
    """The secretariat completes the draft: terms, parties, outcomes, milestones."""
    tale.pass_days(9)
    officer, verifier = tale.notes["officer"], acting("verifier")
    deal = DEALS[tale.story.sections["initiative"]["title"]]
    contract = db.session.get_one(Contract, tale.contract_id)
    start = today(tale.at) + timedelta(days=14)
    value = sum(target for _, _, target in deal.milestones) * deal.price_oere
    terms = Terms(
        contract.title, contract.purpose, tale.story.terms, value, start, start + timedelta(days=30 * deal.months)
    )
    save_terms(officer, contract.id, terms, version=contract.version, at=tale.at)
    investor = db.session.query(Organisation.id).filter_by(name=deal.investor).scalar()
    add_organisation(officer, contract.id, PartyRole.INVESTOR, investor, at=tale.at)
    named = [party.department_id for party in contract.parties if party.department_id]
    name_others(officer, contract.id, department_ids=named, verifier_ids=[verifier.id or 0], at=tale.at)
    metric = tale.story.sections["outcomes"]["metrics"][0]
    row = MetricRow(
        None, metric["name"], metric["unit"], parse_number(metric["baseline"]), Decimal(sum(t for _, _, t in deal.milestones)),
        metric["data_source"], verifier.id,
    )  # fmt: skip
    save_metrics(officer, contract.id, [row], version=contract.version, at=tale.at)
    rows = [
        MilestoneRow(
            None, title, contract.metrics[0].id, start + timedelta(days=days), Decimal(target), target * deal.price_oere
        )
        for title, days, target in deal.milestones
    ]
    save_milestones(officer, contract.id, rows, version=contract.version, at=tale.at)


def put_up(tale: Tale) -> None:
    """The lead offers it for signing."""
    tale.pass_days(3)
    contract = db.session.get_one(Contract, tale.contract_id)
    offer(acting("lead"), contract.id, version=contract.version, at=tale.at)


def sign_as_provider(tale: Tale) -> None:
    tale.pass_days(2)
    _sign(tale, PartyRole.PROVIDER)


def sign_all(tale: Tale) -> None:
    tale.pass_days(2)
    for role in SIGNING_ROLES:
        _sign(tale, role)


def bring_results(tale: Tale) -> None:
    """The milestones that are due are reported and verified, three weeks after their date; the last one may be sent back."""
    contract = db.session.get_one(Contract, tale.contract_id)
    deal = DEALS[contract.title]
    for milestone, outcome in zip(list(contract.milestones), deal.outcomes, strict=False):
        tale.at = tale.at.replace(year=milestone.due_on.year, month=milestone.due_on.month, day=milestone.due_on.day)
        _bring(tale, milestone, outcome)


def _bring(tale: Tale, milestone: Milestone, outcome: Outcome) -> None:
    contract_id, verifier = tale.contract_id, acting("verifier")
    said = Report(
        Decimal(outcome.achieved), "Opgjort efter kontraktens metode. Navne er udeladt; listen ligger hos os."
    )
    tale.pass_days(12)
    report(tale.author, contract_id, milestone.id, said, once=key(), at=tale.at)
    result = milestone.results[-1]
    tale.pass_days(9)
    if outcome.finding is None:
        give_back(verifier, contract_id, milestone.id, reason=outcome.comment, result_id=result.id, at=tale.at)
        tale.pass_days(6)
        report(tale.author, contract_id, milestone.id, said, once=key(), at=tale.at)
    else:
        verdict = Verdict(outcome.finding, Decimal(outcome.verified), outcome.comment)
        verify(verifier, contract_id, milestone.id, verdict, result_id=result.id, at=tale.at)


def _sign(tale: Tale, role: PartyRole) -> None:
    contract = db.session.get_one(Contract, tale.contract_id)
    for party in [one for one in contract.unsigned if one.role is role]:
        who: Actor = acting("mayor") if party.organisation is None else owner_of(party.organisation.name)
        sha256 = contract.text.sha256 if contract.text else ""
        sign(replace(who, signed_in_at=tale.at), contract.id, party_id=party.id, sha256=sha256, at=tale.at)
