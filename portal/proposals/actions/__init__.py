"""Changing proposals: writing them, sending them, and moving them along."""

from __future__ import annotations

from portal.proposals.actions.attaching import attach, detach
from portal.proposals.actions.moves import count_new, lock, move, next_case_number, retally
from portal.proposals.actions.submitting import submit, withdraw
from portal.proposals.actions.writing import Saved, save_section, start

__all__ = [
    "Saved",
    "attach",
    "count_new",
    "detach",
    "lock",
    "move",
    "next_case_number",
    "retally",
    "save_section",
    "start",
    "submit",
    "withdraw",
]
