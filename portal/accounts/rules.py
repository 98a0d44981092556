"""How long is a sign-in good for, and what may a password be? Numbers from OWASP ASVS 5.0 level 2 and safety.md."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

IDLE = timedelta(hours=2)
ABSOLUTE = timedelta(hours=12)
FRESH = timedelta(minutes=10)
SEEN_EVERY = timedelta(minutes=1)
"""How often a sign-in's last sight is written: not at every page."""

INVITATION_LASTS = timedelta(days=7)
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
ATTEMPTS = 10
ATTEMPTS_WITHIN = timedelta(minutes=15)


def token_hash(token: str) -> str:
    """What is kept of a secret that travels in a cookie or a link."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_alive(started_at: datetime, seen_at: datetime, now: datetime) -> bool:
    """Whether a sign-in still counts: neither idle nor old for too long."""
    return now - seen_at < IDLE and now - started_at < ABSOLUTE


def is_fresh(password_at: datetime | None, now: datetime) -> bool:
    """Whether the password was given recently enough for a weighty act."""
    return password_at is not None and now - password_at < FRESH
