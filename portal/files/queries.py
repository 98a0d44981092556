"""Handing out what was uploaded, and saying beforehand what may be."""

from __future__ import annotations

import functools
from collections.abc import Iterator

import obstore
import sqlalchemy as sa
from flask import Response, current_app
from obstore.store import ObjectStore, from_url

from portal.files.models import StoredFile
from portal.files.rules import LARGEST_FILE, MEGABYTE, MOST_FILES
from portal.kernel.words import Sentence, _l, say
from portal.storage import db
from portal.web.pages import disposition

SANDBOX = "default-src 'none'; sandbox"
CHUNK = MEGABYTE


def describe_limits() -> Sentence:
    """What may be uploaded, in a sentence to stand before the file chooser."""
    return say(
        _l("PDF, Word (docx), Excel (xlsx), PNG or JPG. At most %(limit)s MB a file and %(count)s files."),
        limit=LARGEST_FILE // MEGABYTE,
        count=MOST_FILES,
    )


def serve(stored: StoredFile) -> Response:
    """The file, for keeping: never shown inside the portal, and powerless where a browser shows it anyway.

    The caller has checked that the person may have it.
    """
    answer = Response(_read(stored.key), mimetype=stored.media_type)
    answer.content_length = stored.size
    answer.headers["Content-Disposition"] = disposition(stored.name)
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["Cache-Control"] = "no-store"
    return answer


def used_by(organisation_id: int | None, person_id: int | None) -> int:
    """How many bytes an organisation keeps; or, of what belongs to none, a person."""
    whose = StoredFile.organisation_id == organisation_id
    if organisation_id is None:
        whose = sa.and_(StoredFile.organisation_id.is_(None), StoredFile.uploaded_by_id == person_id)
    return int(db.session.scalar(sa.select(sa.func.coalesce(sa.func.sum(StoredFile.size), 0)).where(whose)) or 0)


def place() -> ObjectStore:
    """Where the bytes lie: a local folder, or a bucket."""
    return _open(current_app.extensions["settings"].files_url)


def is_reachable() -> bool:
    """Whether files can be read and written just now."""
    try:
        next(iter(obstore.list(place(), chunk_size=1)), None)
    except Exception:  # noqa: BLE001 - any failure of the store means the same here
        return False
    return True


@functools.cache
def _open(url: str) -> ObjectStore:
    return from_url(url, mkdir=True) if url.startswith("file:") else from_url(url)


def _read(key: str) -> Iterator[bytes]:
    # Asked for at once, so that a missing file is an error page and not a broken download.
    found = obstore.get(place(), key)
    return (bytes(chunk) for chunk in found.stream(min_chunk_size=CHUNK))
