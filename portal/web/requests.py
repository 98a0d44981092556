"""Is the request one that a person could have sent? What nobody can type never reaches a view."""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from flask import Flask, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.routing import IntegerConverter

from portal.kernel.errors import BadRequest
from portal.kernel.words import _l

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd\ud800-\udfff]")
SOFT_BREAK = re.compile(r"[\x0b\x0c\u2028\u2029]|\r\n?")
INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
LARGEST_ID = 2**53


class IdConverter(IntegerConverter):
    """A row's number: anything larger than a database can hold is simply not there."""

    def __init__(self, map: object, *args: object, **kwargs: object) -> None:
        super().__init__(map, max=LARGEST_ID, min=1)  # type: ignore[arg-type]


def posted() -> MultiDict[str, str]:
    """The posted fields as text that can be kept: soft line breaks from a word processor become line breaks, what cannot be seen goes."""
    return MultiDict([(name, clean(value)) for name, value in request.form.items(multi=True)])


def clean(text: str) -> str:
    """`text` without characters that no database or page can hold."""
    return INVISIBLE.sub("", SOFT_BREAK.sub("\n", text))


def set_up_requests(app: Flask) -> None:
    """Refuse control characters and broken UTF-8 in addresses, and more text than a form can hold."""

    @app.before_request
    def refuse_endless_text() -> None:
        # Werkzeug bounds the text of multipart forms by itself, that of plain ones not.
        is_plain = request.mimetype == "application/x-www-form-urlencoded"
        if is_plain and (request.content_length or 0) > app.config["MAX_FORM_MEMORY_SIZE"]:
            raise RequestEntityTooLarge()

    @app.before_request
    def refuse_control_characters() -> None:
        texts = (request.path, _decoded(request.query_string), *request.args.keys(), *request.args.values())
        if any(CONTROL.search(text) for text in texts):
            raise BadRequest(_l("The address holds characters that cannot be shown."))


def _decoded(query: bytes) -> str:
    """The query as text. Broken UTF-8, which werkzeug leaves percent-encoded, shows as the replacement character, and is refused."""
    return unquote_to_bytes(query).decode("utf-8", "replace")
