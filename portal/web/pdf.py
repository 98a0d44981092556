"""How is a PDF made, and is one that we were given readable?

Both happen in a process of their own (`pdf_process.py`): the libraries would cost every worker 20 MB and more, and a document
that makes them run wild takes nobody else down. Typst sets the type from templates/pdf; data reaches a template as JSON, so a
person's words are never read as its source.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import IO, Any

from flask import current_app
from flask_babel import force_locale, gettext

from portal.web import formats
from portal.web.languages import LOCALES

SCRIPT = Path(__file__).with_name("pdf_process.py")
SECONDS = 30
"""The longest that a document may take."""


class Condition(StrEnum):
    """What a PDF that somebody gave us is like."""

    GOOD = "good"
    ENCRYPTED = "encrypted"
    UNREADABLE = "unreadable"


def make_pdf(template: str, data: dict[str, Any], language: str) -> bytes:
    """The document `templates/pdf/<template>.typ` with `data`, as an archival (PDF/A-3a) and accessible (PDF/UA-1) PDF.

    `data` is what JSON can hold; dates and amounts are texts, formatted by the caller. `data["title"]` is the document's title, and
    `data["number"]`, where there is one, stands on every page. `language` is `da` or `en`. Raises RuntimeError when the template fails.
    """
    now: datetime = current_app.extensions["clock"].now()
    job = {
        "root": current_app.root_path,
        "template": f"templates/pdf/{template}.typ",
        "data": {**data, "language": language, "words": _words(language, now)},
        "at": int(now.timestamp()),
    }
    done = _run("make", io.BytesIO(json.dumps(job).encode()))
    if done.returncode:
        raise RuntimeError(f"{template}: {done.stderr.decode(errors='replace')[-2000:]}")
    return done.stdout


def look_into(body: IO[bytes]) -> Condition:
    """Whether the PDF in `body`, read from its start, can be opened by anybody."""
    body.seek(0)
    try:
        done = _run("look", body)
    except subprocess.TimeoutExpired:
        return Condition.UNREADABLE
    return Condition(done.stdout.decode()) if done.returncode == 0 else Condition.UNREADABLE


def _words(language: str, now: datetime) -> dict[str, str]:
    """The words that the layout itself prints."""
    with force_locale(LOCALES[language]):
        return {
            "fund": gettext("The Social Investment Fund"),
            "city": gettext("City of Aarhus"),
            "made": gettext("Printed %(at)s", at=formats.moment(now)),
            "lozenges": gettext(
                "Characters that the type does not have are shown as \N{LOZENGE}. They are kept in the portal."
            ),
            "page": gettext("Page {page} of {pages}"),
        }


def _run(task: str, body: IO[bytes]) -> subprocess.CompletedProcess[bytes]:
    with tempfile.TemporaryFile() as given:
        shutil.copyfileobj(body, given)
        given.seek(0)
        command = [sys.executable, "-I", str(SCRIPT), task]
        return subprocess.run(  # noqa: S603 - our own script
            command, stdin=given, capture_output=True, timeout=SECONDS, check=False, env=_environment()
        )


def _environment() -> dict[str, str]:
    """No secrets: only what a process needs to start."""
    return {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR", "SYSTEMROOT") if name in os.environ}
