"""What people do with their accounts, their organisation and their browsers."""

from __future__ import annotations

from portal.accounts.actions.sessions import (
    act_for,
    change_password,
    confirm_password,
    end_browser,
    end_browsers,
    note_seen,
    sign_in,
    sign_out,
    start_session,
)

__all__ = [
    "act_for",
    "change_password",
    "confirm_password",
    "end_browser",
    "end_browsers",
    "note_seen",
    "sign_in",
    "sign_out",
    "start_session",
]
