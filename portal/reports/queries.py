"""What can everybody know of the fund, from what is in the books today?"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

import sqlalchemy as sa
from flask_babel import gettext as _

from portal.accounts.models import Organisation
from portal.contracts.models import Contract, Metric, Milestone, Party, Result
from portal.contracts.queries import visible_to
from portal.contracts.queries.export import defused
from portal.contracts.rules import is_shown_to_public
from portal.contracts.states import PUBLIC_STATES, PartyRole, State
from portal.files.queries import is_reachable
from portal.kernel.calendar import today
from portal.kernel.money import kroner, number
from portal.policy import Actor
from portal.proposals.models import CaseCounter
from portal.storage import db

CAPITAL_OERE = 40_000_000_00
"""What the city council set aside (requirements R1)."""

MOST_TEASED = 6
MOST_PUBLISHED = 2_000


@dataclass(frozen=True)
class Figures:
    """The fund in four figures; amounts in øre."""

    capital_oere: int
    contracted_oere: int
    active: int
    received: int
    year: int


@dataclass
class Outcome:
    """One metric of a contract. Verified counts below three are in no sum, so that none can be worked out (requirements D6)."""

    name: str
    unit: str
    target: Decimal = Decimal(0)
    verified: Decimal = Decimal(0)
    has_verified: bool = False
    has_hidden: bool = False


@dataclass
class Teaser:
    """A contract as the front page tells of it."""

    id: int
    title: str
    value_oere: int
    state: State
    partners: list[str] = field(default_factory=list)
    outcomes: dict[int, Outcome] = field(default_factory=dict)


def figures(actor: Actor, now: datetime) -> Figures:
    """What is true at this moment, in one statement: no figure is kept anywhere for this page."""
    year = today(now).year
    signed = sa.and_(visible_to(actor), Contract.state.in_((State.ACTIVE, State.COMPLETED)))
    value = sa.select(sa.func.coalesce(sa.func.sum(Contract.value_oere), 0)).where(signed).scalar_subquery()
    active = sa.select(sa.func.count()).where(visible_to(actor), Contract.state == State.ACTIVE).scalar_subquery()
    received = (
        sa.select(sa.func.coalesce(sa.func.max(CaseCounter.last), 0)).where(CaseCounter.year == year).scalar_subquery()
    )
    row = db.session.execute(sa.select(value, active, received)).one()
    return Figures(CAPITAL_OERE, int(row[0]), row[1], row[2], year)


def teasers(actor: Actor, most: int = MOST_TEASED) -> list[Teaser]:
    """The newest contracts that the public may know of, with partners and results; three statements."""
    wanted = sa.select(Contract.id, Contract.title, Contract.value_oere, Contract.state)
    wanted = wanted.where(visible_to(actor), Contract.state.in_(PUBLIC_STATES)).order_by(Contract.id.desc()).limit(most)
    found = {row.id: Teaser(*row) for row in db.session.execute(wanted)}
    if found:
        _add_partners(found)
        _add_outcomes(found)
    return list(found.values())


def results_table(actor: Actor) -> bytes:
    """Every public contract's results as CSV, a line for each outcome, as a Danish spreadsheet opens it. An empty count is not published."""
    out = io.StringIO()
    sheet = csv.writer(out, delimiter=";", lineterminator="\r\n")
    sheet.writerow(_("Contract;Parties;Value (kr.);Outcome;Unit;Target;Verified").split(";"))
    for one in teasers(actor, MOST_PUBLISHED):
        for outcome in one.outcomes.values():
            verified = number(outcome.verified) if outcome.has_verified else ""
            cells = (
                one.title,
                ", ".join(one.partners),
                kroner(one.value_oere),
                outcome.name,
                outcome.unit,
                number(outcome.target),
                verified,
            )
            sheet.writerow([defused(cell) for cell in cells])
    return ("\N{ZERO WIDTH NO-BREAK SPACE}" + out.getvalue()).encode()


def is_ready(head: str) -> dict[str, bool]:
    """Whether the database answers, is at the migration `head`, and the file store answers."""
    try:
        at = db.session.scalar(sa.text("SELECT version_num FROM alembic_version"))
    except sa.exc.SQLAlchemyError:
        return {"database": False, "migrations": False, "files": is_reachable()}
    return {"database": True, "migrations": at == head, "files": is_reachable()}


def _add_partners(found: dict[int, Teaser]) -> None:
    roles = (PartyRole.PROVIDER, PartyRole.INVESTOR)
    wanted = sa.select(Party.contract_id, Organisation.name).join(
        Organisation, Organisation.id == Party.organisation_id
    )
    for contract_id, name in db.session.execute(
        wanted.where(Party.contract_id.in_(found), Party.role.in_(roles)).order_by(Party.id)
    ):
        found[contract_id].partners.append(name)


def _add_outcomes(found: dict[int, Teaser]) -> None:
    stands = sa.and_(Result.milestone_id == Milestone.id, Result.verified.is_not(None), Result.returned_at.is_(None))
    wanted = (
        sa.select(Milestone.contract_id, Metric.id, Metric.name, Metric.unit, Milestone.target, Result.verified)
        .join(Metric, Metric.id == Milestone.metric_id)
        .outerjoin(Result, stands)
        .where(Milestone.contract_id.in_(found))
        .order_by(Metric.id, Milestone.due_on, Milestone.id)
    )
    for contract_id, metric_id, name, unit, target, verified in db.session.execute(wanted):
        outcome = found[contract_id].outcomes.setdefault(metric_id, Outcome(name, unit))
        outcome.target += target
        if verified is None:
            continue
        if is_shown_to_public(verified):
            outcome.verified += verified
            outcome.has_verified = True
        else:
            outcome.has_hidden = True
