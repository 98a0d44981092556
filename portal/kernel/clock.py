"""What time is it? Only a clock that was handed in may say so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Anything that can tell the time."""

    def now(self) -> datetime:
        """The present moment, in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass
class FixedClock:
    """A clock that stands still until somebody moves it. For tests."""

    at: datetime

    def now(self) -> datetime:
        return self.at

    def advance(self, **delta: float) -> None:
        """Move on by `timedelta(**delta)`."""
        self.at += timedelta(**delta)


@dataclass(frozen=True)
class ShiftedClock:
    """The machine's clock, moved so that it read `start` when it read `since`. Acceptance checks start the demo so."""

    start: datetime
    since: datetime

    def now(self) -> datetime:
        return self.start + (datetime.now(UTC) - self.since)
