"""What does a person see when something is refused or breaks? One handler for all of it, and never a trace."""

from __future__ import annotations

import logging
import secrets

from flask import Flask, Response, current_app, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from portal.kernel.errors import BadRequest, NotFound, NotPermitted, PortalError, TooLarge, TooMany
from portal.kernel.words import Sentence, _l, say
from portal.web.denials import record_denial
from portal.web.desk import current_actor
from portal.web.pages import translate, wants_fragment

log = logging.getLogger("portal.errors")

KNOWN: dict[int, type[PortalError]] = {404: NotFound, 413: TooLarge, 429: TooMany, 403: NotPermitted}
EXPIRED = _l(
    "The page had been open for too long, or cookies are switched off. Go back, load the page again and send it once more."
)
UNEXPECTED_TITLE = _l("Something went wrong on our side")
UNEXPECTED = _l("What you had saved is safe. Try again in a moment. If it happens again, tell us the reference number.")
METHOD = _l("The page cannot be used that way. Go back and try from the page's own buttons.")

TOO_LARGE = _l(
    "A file may be at most %(limit)s MB, and the text of a form at most %(text)s MB. Go back, make it smaller and send it again."
)
TEXT_LIMIT = 2
"""Megabytes; MAX_FORM_MEMORY_SIZE in portal/__init__.py."""


def set_up_errors(app: Flask) -> None:
    """Every refusal and every accident becomes a page in the person's language."""

    @app.errorhandler(PortalError)
    def refused(error: PortalError) -> Response:
        if isinstance(error, NotPermitted):
            record_denial(current_actor(), request.endpoint or "", request.path)
        return problem(error.status, translate(error.title), translate(error.sentence))

    @app.errorhandler(CSRFError)
    def forged(error: CSRFError) -> Response:
        return problem(400, translate(BadRequest.title), translate(EXPIRED))

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        code = error.code or 500
        if code < 400:
            return make_response(error.get_response())
        kind = KNOWN.get(code, BadRequest)
        return problem(code, translate(kind.title), translate(_sentence(code, kind)))

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> Response:
        reference = secrets.token_hex(4)
        log.exception("unexpected error %s at %s", reference, request.endpoint, exc_info=error)
        return problem(500, translate(UNEXPECTED_TITLE), translate(UNEXPECTED), reference)


def _sentence(code: int, kind: type[PortalError]) -> str | Sentence:
    if code == 405:
        return METHOD
    if code == 413:
        limit: int = current_app.extensions["settings"].upload_limit
        return say(TOO_LARGE, limit=limit // 1024**2, text=TEXT_LIMIT)
    return kind.default


def problem(status: int, title: str, message: str, reference: str = "") -> Response:
    """The error as a page, or for htmx as a note in the page's own place for problems, which leaves what was typed alone."""
    if wants_fragment():
        answer = make_response(
            render_template("errors/_problem.html", title=title, message=message, reference=reference), status
        )
        answer.headers["HX-Retarget"] = "#problem"
        answer.headers["HX-Reswap"] = "innerHTML"
        return answer
    return make_response(
        render_template("errors/error.html", title=title, message=message, reference=reference), status
    )
