"""Is a call open? Asked of the clock each time, never stored."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from portal.kernel.words import _l


class Status(StrEnum):
    COMING = "coming"
    OPEN = "open"
    CLOSED = "closed"


LOOK = {
    Status.COMING: (_l("Opens soon"), "waiting"),
    Status.OPEN: (_l("Open"), "good"),
    Status.CLOSED: (_l("Closed"), "neutral"),
}
"""(label, tone) of each status' tag."""


def status(opens_at: datetime, closes_at: datetime | None, now: datetime) -> Status:
    """A call is open from the moment it opens until, not including, the moment it closes."""
    if now < opens_at:
        return Status.COMING
    return Status.CLOSED if closes_at is not None and closes_at <= now else Status.OPEN
