"""What is a thing to do, and when is it late?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from portal.kernel.calendar import today
from portal.policy import Actor
from portal.proposals.models import Proposal
from portal.storage import Ids

SHOWN = 10
"""How many of a kind are listed; the rest is behind the link to the whole list."""


@dataclass(frozen=True)
class Thing:
    """Something to do: what it is about, what is to be done, where, since when, and until when."""

    title: str
    what: str
    url: str
    since: datetime | None = None
    due: date | None = None
    is_late: bool = False


@dataclass(frozen=True)
class Group:
    """Things of one kind. `more` leads to all of them when they are too many to list."""

    title: str
    things: list[Thing]
    more: str | None = None


def sees(actor: Actor) -> sa.ColumnElement[bool]:
    """For somebody with a conflict of interest the case is not there."""
    return Proposal.conflicted_ids.not_like(Ids.pattern(actor.id))


def name(number: str | None, title: str) -> str:
    """What a case is called."""
    return f"{number} {title}" if number else title


def is_past(due: date | None, at: datetime) -> bool:
    """Whether a date is over in Denmark."""
    return due is not None and due < today(at)


def capped(title: str, things: list[Thing], more: str) -> Group:
    """As many things as are listed, and the way to the rest."""
    return Group(title, things[:SHOWN], more if len(things) > SHOWN else None)
