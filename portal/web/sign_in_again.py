"""What happens to a visitor, and to the text they have just sent, when they must sign in first?

A page is asked for again after the sign-in. A form that was posted after the session ran out is carried, signed, through the
sign-in page and offered for sending again: nothing typed is lost. A fragment's text is still on the page it came from.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import current_app, redirect, render_template
from flask.typing import ResponseReturnValue
from htmx_flask import request
from itsdangerous import BadSignature, URLSafeSerializer

from portal.kernel.errors import NeedsFreshSignIn
from portal.kernel.words import _l

LARGEST_KEPT = 200_000
"""Bytes of a posted form that are carried through the sign-in page."""


def ask_to_sign_in() -> ResponseReturnValue:
    """The sign-in page, with a way back to what was asked for."""
    if request.htmx:
        raise NeedsFreshSignIn(
            _l("You have been signed out. Sign in in another tab, then go on here: your text is still on the page.")
        )
    if request.method == "POST":
        return render_template("accounts/sign_in_resume.html", kept=keep_form(), sign_in_url="/sign-in"), 401
    return redirect("/sign-in?" + urlencode({"next": request.full_path.rstrip("?")}), 303)


def keep_form() -> str:
    """The posted fields and their address as one signed text, empty when they are too many."""
    if (request.content_length or 0) > LARGEST_KEPT:
        return ""
    fields = [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]
    return _serializer().dumps({"path": request.full_path.rstrip("?"), "fields": fields})


def kept_form(text: str) -> dict[str, Any] | None:
    """What `keep_form` kept: `path` and `fields`. Nothing when the text was tampered with."""
    try:
        kept = _serializer().loads(text)
    except BadSignature:
        return None
    return kept if isinstance(kept, dict) and is_own_path(kept.get("path", "")) else None


def is_own_path(path: str) -> bool:
    """Whether `path` leads to this portal: never to another host, by any spelling."""
    address = urlsplit(path)
    return (
        path.startswith("/")
        and not path.startswith(("//", "/\\"))
        and not address.netloc
        and not address.scheme
        and "\\" not in path
    )


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="kept-form")
