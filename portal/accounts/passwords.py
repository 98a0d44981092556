"""Is this the right password? Argon2id, the same time whether or not the address is known."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""OWASP's second choice of parameters: about 25 ms here, so that ten at once do not stall the others."""

NOBODY = HASHER.hash("nobody has this password")


def hash_password(password: str) -> str:
    """What is kept of a password."""
    return HASHER.hash(password)


def is_password(kept: str | None, password: str) -> bool:
    """Whether `password` is the one. With nothing kept it takes as long and answers no."""
    try:
        return HASHER.verify(kept or NOBODY, password) and bool(kept)
    except (VerificationError, InvalidHashError):
        return False
