"""What a request to join an organisation can become."""

from __future__ import annotations

from enum import StrEnum


class Asking(StrEnum):
    """A person's request to act for an organisation that is already registered."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
