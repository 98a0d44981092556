"""Is it a page, a fragment of one, or a way to another page?

Each fragment is written once and included by its page, so every URL works without JavaScript. htmx gets the fragment it asked
for; everybody else (plain, boosted and history-restore requests) the whole page.
"""

from __future__ import annotations

import unicodedata
from typing import Any
from urllib.parse import quote

from flask import Response, current_app, flash, make_response, redirect, render_template
from htmx_flask import request

from portal.kernel.words import Sentence
from portal.web.languages import gettext


def wants_fragment() -> bool:
    """Whether htmx asks for a part of a page."""
    htmx = request.htmx
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def page(template: str, *, fragment: str | None = None, status: int = 200, **context: Any) -> Response:
    """Answer `screening/show.html`, or to htmx its fragment: `fragment="checklist"` is `screening/_checklist.html`."""
    if fragment and wants_fragment():
        folder = template.rpartition("/")[0]
        template = f"{folder}/_{fragment.replace('-', '_')}.html"
    return make_response(render_template(template, **context), status)


def go(url: str, message: str | Sentence = "") -> Response:
    """Send the person on to `url` after a form was carried out, with a message to show there."""
    if message:
        flash(translate(message))
    if wants_fragment():
        return Response(headers={"HX-Redirect": url})
    return make_response(redirect(url, 303))


def attachment(body: bytes, name: str, media_type: str) -> Response:
    """A made file to keep: a PDF copy, a table."""
    answer = Response(body, mimetype=media_type)
    answer.headers["Content-Disposition"] = disposition(name)
    return answer


def disposition(name: str) -> str:
    """The header that saves a file under its own name: plain letters for old clients, all letters for the rest (RFC 6266)."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().replace('"', "").replace("\\", "")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def translate(sentence: str | Sentence) -> str:
    """A message id, with its values, in the person's language."""
    if isinstance(sentence, Sentence):
        values = {
            name: translate(value) if isinstance(value, Sentence) else value for name, value in sentence.values.items()
        }
        return str(gettext(sentence.text, **values))
    return str(gettext(sentence)) if sentence else ""


def arguments() -> dict[str, str]:
    """The query string as the filters see it: the last value of each name, empty ones left out."""
    return {name: value.strip() for name, value in request.args.items() if value.strip() and name != "lang"}


def now() -> Any:
    """The portal's clock, for routes that show how long ago something was."""
    return current_app.extensions["clock"].now()
