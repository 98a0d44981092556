"""Which cases are in the inbox, in what order, and how many of each kind?

One statement reads a page of just the columns shown, by key: an index on (whose turn, sort key, number) finds its place at any
depth. The tabs' counts come from the tally that every move keeps.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa

from portal.accounts.models import Organisation, Person
from portal.kernel.calendar import today
from portal.policy import Actor
from portal.proposals.models import Proposal, Tally
from portal.proposals.search import narrow
from portal.proposals.states import Awaits, Instrument, State
from portal.screening.models import Hearing
from portal.screening.queries import in_the_secretariats_sight
from portal.screening.rules import TABS, Place, look, microseconds_of, moment_of, states_of
from portal.storage import Ids, db

PAGE = 50
AGES = (7, 14, 30)
"""Days that a case has waited for more than."""


@dataclass(frozen=True)
class Sort:
    """An order of the list. `key` is a column that an index has; `is_falling` reads it from the top."""

    key: Any
    is_falling: bool
    to_number: Callable[[Any], int]
    from_number: Callable[[int], Any]


SORTS = {
    "waiting": Sort(Proposal.waiting_since, False, microseconds_of, moment_of),
    "newest": Sort(Proposal.submitted_at, True, microseconds_of, moment_of),
    "amount": Sort(Proposal.amount_oere, True, int, int),
}


@dataclass(frozen=True)
class Wish:
    """What the address asks of the list. Anything that it cannot mean is left out."""

    tab: Awaits | None = Awaits.SECRETARIAT
    q: str = ""
    state: State | None = None
    officer: str = ""
    """`me`, `none`, or a person's number."""
    instrument: Instrument | None = None
    department: int | None = None
    age: int | None = None
    sort: str = "waiting"
    place: Place | None = None

    @classmethod
    def read(cls, arguments: Mapping[str, str]) -> Wish:
        """Read the query string."""
        tab = None if arguments.get("tab") == "all" else _choice(Awaits, arguments.get("tab")) or Awaits.SECRETARIAT
        if tab is Awaits.AUTHOR:
            tab = Awaits.SECRETARIAT
        state = _choice(State, arguments.get("state"))
        officer = arguments.get("officer", "")
        age = _number(arguments.get("age"))
        return cls(
            tab=tab,
            q=arguments.get("q", "")[:200],
            state=state if state in states_of(tab) else None,
            officer=officer if officer in {"me", "none"} or _number(officer) else "",
            instrument=_choice(Instrument, arguments.get("instrument")),
            department=_number(arguments.get("department")),
            age=age if age in AGES else None,
            sort=arguments.get("sort", "") if arguments.get("sort", "") in SORTS else "waiting",
            place=Place.read(arguments.get("page", "")),
        )

    def url(self, **changes: Any) -> str:
        """The address of this list with `changes`; of its first page unless a place is named."""
        wish = replace(self, **{"place": None, **changes})
        if wish.state not in states_of(wish.tab):
            wish = replace(wish, state=None)
        values = {
            "tab": "all" if wish.tab is None else "" if wish.tab is Awaits.SECRETARIAT else wish.tab,
            "q": wish.q, "state": wish.state, "officer": wish.officer, "instrument": wish.instrument, "department": wish.department,
            "age": wish.age, "sort": "" if wish.sort == "waiting" else wish.sort, "page": wish.place,
        }  # fmt: skip
        query = urlencode({name: str(value) for name, value in values.items() if value})
        return f"/screening?{query}" if query else "/screening"

    @property
    def is_filtered(self) -> bool:
        """Whether anything but the tab narrows the list."""
        return any((self.q, self.state, self.officer, self.instrument, self.department, self.age))


@dataclass(frozen=True)
class CaseRow:
    """A case as the list shows it. `label` and `tone` are its tag's."""

    id: int
    case_number: str
    title: str
    organisation: str
    instrument: Instrument | None
    amount_oere: int | None
    waiting_since: datetime
    officer_id: int | None
    officer: str | None
    label: str
    tone: str


@dataclass(frozen=True)
class CasePage:
    """A page of the list. `first` is the place of its first row, counted from 1."""

    rows: list[CaseRow]
    first: int
    previous_url: str | None
    next_url: str | None

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1


def _counted() -> sa.CompoundSelect[Any]:
    """The tally of each tab, less the cases that somebody is conflicted in."""
    pattern = sa.bindparam("pattern", type_=sa.Text)
    hidden = (Proposal.conflicted_ids != "", Proposal.conflicted_ids.like(pattern))
    kept = sa.select(Tally.awaits, sa.func.sum(Tally.count)).group_by(Tally.awaits)
    conflicted = sa.select(Proposal.awaits, -sa.func.count()).where(*hidden).group_by(Proposal.awaits)
    return sa.union_all(kept, conflicted)


COUNTS = _counted()
"""Built once, as LISTED below: building a statement costs more than asking it."""


def counts(actor: Actor) -> dict[Awaits | None, int]:
    """How many cases each tab holds for this person. One statement, whatever their number."""
    found: dict[Awaits | None, int] = {tab: 0 for tab, _label in TABS}
    for awaits, count in db.session.execute(COUNTS, {"pattern": Ids.pattern(actor.id)}):
        if awaits in found:
            found[awaits] += int(count)
            found[None] += int(count)
    return found


def cases(actor: Actor, wish: Wish, now: datetime) -> CasePage:
    """The page of the list that `wish` asks for. One statement, two with a search."""
    sort = SORTS[wish.sort]
    is_after = wish.place is None or wish.place.is_after
    is_falling = sort.is_falling is is_after
    wanted = LISTED[wish.sort].where(*in_the_secretariats_sight(actor), *_filters(actor, wish, now))
    if wish.q:
        wanted = narrow(wanted, wish.q)
    if wish.place:
        key, here = sa.tuple_(sort.key, Proposal.id), sa.tuple_(sort.from_number(wish.place.number), wish.place.id)
        wanted = wanted.where(key < here if is_falling else key > here)
    order = (sort.key.desc(), Proposal.id.desc()) if is_falling else (sort.key, Proposal.id)
    found = list(db.session.execute(wanted.order_by(*order).limit(PAGE + 1)))
    if not found and wish.place:
        return cases(actor, replace(wish, place=None), now)
    has_more, found = len(found) > PAGE, found[:PAGE]
    return _page(wish, found if is_after else found[::-1], has_more, today(now))


def _columns(sort: Sort) -> tuple[Any, ...]:
    due = sa.select(sa.func.min(Hearing.due_on)).where(
        Hearing.proposal_id == Proposal.id, Hearing.answered_at.is_(None), Hearing.waived_at.is_(None)
    )
    return (
        Proposal.id, Proposal.case_number, Proposal.title, Organisation.name.label("organisation"), Proposal.instrument,
        Proposal.amount_oere, Proposal.waiting_since, Proposal.officer_id, Person.name.label("officer"), Proposal.state, Proposal.awaits,
        Proposal.answer_by, due.correlate(Proposal).scalar_subquery().label("due_on"), sort.key.label("key"),
    )  # fmt: skip


LISTED = {
    name: sa.select(*_columns(sort)).join(Organisation).outerjoin(Person, Person.id == Proposal.officer_id)
    for name, sort in SORTS.items()
}


def _filters(actor: Actor, wish: Wish, now: datetime) -> list[sa.ColumnElement[bool]]:
    officer = {"me": actor.id, "none": None}.get(wish.officer, _number(wish.officer))
    chosen: list[tuple[Any, sa.ColumnElement[bool]]] = [
        (wish.tab, Proposal.awaits == wish.tab),
        (wish.state, Proposal.state == wish.state),
        (wish.officer, Proposal.officer_id == officer),
        (wish.instrument, Proposal.instrument == wish.instrument),
        (wish.department, Proposal.department_ids.like(Ids.pattern(wish.department))),
        (wish.age, Proposal.waiting_since < now - timedelta(days=wish.age or 0)),
        # Whoever sorts by amount asks for amounts: every case that was sent has one.
        (wish.sort == "amount", Proposal.amount_oere.is_not(None)),
    ]
    return [condition for is_asked, condition in chosen if is_asked]


def _page(wish: Wish, found: list[Any], has_more: bool, day: date) -> CasePage:
    sort, place = SORTS[wish.sort], wish.place
    is_after = place is None or place.is_after
    first = 1 if place is None else place.seen + 1 if is_after else max(place.seen - len(found) + 1, 1)
    has_previous = bool(found) and (place is not None if is_after else has_more)
    has_next = bool(found) and (has_more if is_after else True)

    def at(row: Any, is_after: bool, seen: int) -> str:
        return wish.url(place=Place(is_after, sort.to_number(row.key), row.id, min(seen, 10**9 - 1)))

    return CasePage(
        rows=[_row(row, day) for row in found],
        first=first,
        previous_url=at(found[0], False, first - 1) if has_previous else None,
        next_url=at(found[-1], True, first + len(found) - 1) if has_next else None,
    )


def _row(row: Any, day: date) -> CaseRow:
    asked = {Awaits.APPLICANT: row.answer_by, Awaits.DEPARTMENTS: row.due_on}.get(row.awaits)
    label, tone = look(row.state, row.awaits, is_overdue=asked is not None and asked < day)
    return CaseRow(
        row.id, row.case_number, row.title, row.organisation, row.instrument, row.amount_oere, row.waiting_since, row.officer_id,
        row.officer, label, tone,
    )  # fmt: skip


def _choice(kind: Any, text: str | None) -> Any:
    return kind(text) if text in set(kind) else None


def _number(text: str | None) -> int | None:
    if text and text.isascii() and text.isdigit() and len(text) <= 15:
        return int(text) or None
    return None
