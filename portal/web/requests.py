"""Is the request one that a person could have sent? What nobody can type never reaches a view."""

from __future__ import annotations

import re

from flask import Flask, request
from werkzeug.datastructures import MultiDict
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
    """Refuse control characters and broken UTF-8 in addresses."""

    @app.before_request
    def refuse_control_characters() -> None:
        if any(CONTROL.search(text) for text in (request.path, *request.args.keys(), *request.args.values())):
            raise BadRequest(_l("The address holds characters that cannot be shown."))
