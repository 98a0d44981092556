"""What does a contract's page show: how far it is, what is due, and what has happened?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from portal.accounts.queries import names
from portal.audit.models import AuditEntry
from portal.audit.queries import history
from portal.contracts.models import Contract, Metric, Milestone
from portal.contracts.queries.reading import DONE
from portal.contracts.rules import is_shown_to_public
from portal.contracts.states import CONTRACT, FINDING_LOOK, MILESTONE, STAGE_LOOK, PartyRole, Stage
from portal.kernel.words import Sentence, _l, say
from portal.web.formats import month

MOST_LABELS = 10
"""Labels that fit under a chart."""

OPENED = _l("Draft opened from the approved case")


@dataclass(frozen=True)
class Line:
    """A milestone as the table shows it. `is_hidden`: there is a verified count, too small to be published."""

    id: int
    title: str
    metric: str
    due_on: date
    target: Decimal
    verified: Decimal | None
    is_hidden: bool
    label: str
    tone: str
    payment_oere: int
    is_overdue: bool


@dataclass(frozen=True)
class Point:
    """A place on the chart: both figures count from the start."""

    label: str
    target: Decimal
    value: Decimal | None


@dataclass(frozen=True)
class Progress:
    """One outcome: what was agreed and what is verified so far. `is_at_least`: small counts are left out of `verified`."""

    name: str
    unit: str
    target: Decimal
    verified: Decimal
    is_at_least: bool
    points: list[Point]


@dataclass(frozen=True)
class Task:
    """What somebody is to do, and by when."""

    sentence: Sentence
    due_on: date
    is_overdue: bool
    milestone_id: int


@dataclass(frozen=True)
class Event:
    """A line of the history."""

    what: Sentence
    who: str
    at: datetime
    note: str | None


def lines(contract: Contract, *, today: date, is_public: bool) -> list[Line]:
    """The milestones by date; to the public without counts below three."""
    metrics = {metric.id: metric.name for metric in contract.metrics}
    return [_line(milestone, metrics[milestone.metric_id], today, is_public) for milestone in contract.milestones]


def _line(milestone: Milestone, metric: str, today: date, is_public: bool) -> Line:
    verified = milestone.verified
    is_hidden = is_public and verified is not None and not is_shown_to_public(verified)
    label, tone = FINDING_LOOK[milestone.finding] if milestone.finding else STAGE_LOOK[milestone.stage]
    is_late = milestone.stage in (Stage.SCHEDULED, Stage.RETURNED) and milestone.due_on < today
    return Line(
        id=milestone.id,
        title=milestone.title,
        metric=metric,
        due_on=milestone.due_on,
        target=milestone.target,
        verified=None if is_hidden else verified,
        is_hidden=is_hidden,
        label=label,
        tone=tone,
        payment_oere=milestone.payment_oere,
        is_overdue=is_late,
    )


def progress(contract: Contract, *, is_public: bool) -> list[Progress]:
    """Each outcome that has milestones. To the public, counts below three are left out of every sum, so none can be worked out."""
    return [_progress(contract, metric, is_public) for metric in contract.metrics if _of(contract, metric)]


def _of(contract: Contract, metric: Metric) -> list[Milestone]:
    return [milestone for milestone in contract.milestones if milestone.metric_id == metric.id]


def _progress(contract: Contract, metric: Metric, is_public: bool) -> Progress:
    target, verified, has_hidden = Decimal(0), Decimal(0), False
    points = []
    milestones = _of(contract, metric)
    every = -(-len(milestones) // MOST_LABELS)
    for position, milestone in enumerate(milestones):
        target += milestone.target
        count = milestone.verified
        if is_public and count is not None and not is_shown_to_public(count):
            has_hidden, count = True, None
        verified += count or 0
        label = month(milestone.due_on) if position % every == 0 else ""
        points.append(Point(label, target, verified if count is not None else None))
    return Progress(metric.name, metric.unit, target, verified, has_hidden, points)


def tasks(contract: Contract, *, today: date) -> list[Task]:
    """What is due, the earliest first."""
    providers = ", ".join(party.name for party in contract.parties if party.role is PartyRole.PROVIDER)
    return [_task(one, providers, today) for one in contract.milestones if one.stage not in DONE]


def _task(milestone: Milestone, providers: str, today: date) -> Task:
    if milestone.stage is Stage.REPORTED:
        verifier = milestone.metric.verifier.name if milestone.metric.verifier else ""
        sentence = say(_l("%(name)s verifies %(milestone)s"), name=verifier, milestone=milestone.title)
    elif milestone.stage is Stage.RETURNED:
        sentence = say(_l("%(name)s reports %(milestone)s anew"), name=providers, milestone=milestone.title)
    else:
        sentence = say(_l("%(name)s reports %(milestone)s"), name=providers, milestone=milestone.title)
    return Task(sentence, milestone.due_on, milestone.due_on < today, milestone.id)


def events(contract: Contract) -> list[Event]:
    """The moves of the contract and of its milestones, newest first, with who made them."""
    entries = [(entry, what) for entry in history("contract", contract.id) if (what := _wording(contract, entry))]
    people = names({entry.actor_id for entry, _what in entries})
    return [Event(what, people.get(entry.actor_id or 0, ""), entry.at, entry.note) for entry, what in reversed(entries)]


def milestone_events(contract: Contract, milestone: Milestone) -> list[Event]:
    """The same of one milestone."""
    own = [entry for entry in history("contract", contract.id) if entry.data.get("milestone") == milestone.id]
    people = names({entry.actor_id for entry in own})
    wordings = ((entry, _wording(contract, entry)) for entry in reversed(own))
    return [Event(what, people.get(entry.actor_id or 0, ""), entry.at, entry.note) for entry, what in wordings if what]


def _wording(contract: Contract, entry: AuditEntry) -> Sentence | None:
    if entry.event == "opened":
        return say(OPENED)
    for move in CONTRACT:
        if move.event == entry.event:
            return say(move.done)
    for move in MILESTONE:
        if f"milestone_{move.event}" == entry.event:
            return next(_titled(contract, entry, move.done), None)
    return None


def _titled(contract: Contract, entry: AuditEntry, done: str) -> Iterator[Sentence]:
    for milestone in contract.milestones:
        if milestone.id == entry.data.get("milestone"):
            yield say(_l("%(milestone)s: %(what)s"), milestone=milestone.title, what=say(done))
