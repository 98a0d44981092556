"""How is one entry of the record tied to the one before it?

The hashed part holds numbers and words of ours, no personal data, so erasing a note or a name never breaks the chain.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

FIRST = "0" * 64


@dataclass(frozen=True)
class Facts:
    """What is hashed of an entry."""

    id: int
    at: datetime
    actor_id: int | None
    subject: str
    subject_id: int
    event: str
    data: dict[str, Any]


def digest(facts: Facts, previous: str) -> str:
    """SHA-256 over the entry's facts and the hash before it."""
    at = facts.at.astimezone(UTC).isoformat(timespec="microseconds")
    whole = [facts.id, at, facts.actor_id, facts.subject, facts.subject_id, facts.event, facts.data, previous]
    return hashlib.sha256(
        json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    ).hexdigest()


def first_broken(chain: Iterable[tuple[Facts, str, str]], head: tuple[int, str]) -> int | None:
    """The number of the first entry that was changed, deleted or cut off; nothing when the chain holds.

    `chain` yields (facts, previous, hash) in order of number; `head` is the last number and hash, kept outside the table.
    """
    expected, last = 1, FIRST
    for facts, previous, own in chain:
        if facts.id != expected or previous != last or digest(facts, previous) != own:
            return expected
        expected, last = facts.id + 1, own
    if (expected - 1, last) == head:
        return None
    # Too short, too long, or of the right length with another last entry.
    return head[0] if expected - 1 == head[0] else min(expected, head[0] + 1)
