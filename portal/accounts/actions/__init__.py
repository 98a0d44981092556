"""What people do with their accounts, their organisation and their browsers."""

from __future__ import annotations

from portal.accounts.actions.sessions import (
    act_for,
    attempts,
    change_password,
    change_profile,
    confirm_password,
    end_browser,
    end_browsers,
    must_wait,
    note_attempt,
    note_seen,
    sign_in,
    sign_out,
    start_session,
)

__all__ = [
    "act_for",
    "attempts",
    "change_password",
    "change_profile",
    "confirm_password",
    "end_browser",
    "end_browsers",
    "must_wait",
    "note_attempt",
    "note_seen",
    "sign_in",
    "sign_out",
    "start_session",
]
