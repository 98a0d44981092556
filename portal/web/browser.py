"""Which browser is this, and how is somebody let in through it?"""

from __future__ import annotations

from flask import g, request, session
from flask_login import UserMixin, login_user


class _Bearer(UserMixin):
    """What flask-login keeps of a person: the token of their sign-in."""

    def __init__(self, token: str) -> None:
        self.id = token


def let_in(token: str) -> None:
    """Start this browser's session anew with the token of a sign-in. The form token survives, so that a page left open in another tab can be sent."""
    form_token = session.get("csrf_token")
    session.clear()
    if form_token:
        session["csrf_token"] = form_token
    login_user(_Bearer(token))
    # The rest of this request meets the person, as the next one will.
    g.pop("_login_user", None)


def network() -> str:
    """Where the request came from, for throttling."""
    return request.remote_addr or ""


def device() -> str:
    """What the browser says that it is."""
    return request.user_agent.string
