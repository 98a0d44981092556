"""Taking in a file: checked, hashed while it streams to the store, and kept as a row of the running transaction."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from datetime import datetime
from typing import IO

import obstore
import sqlalchemy as sa
from werkzeug.datastructures import FileStorage

from portal.accounts.models import Organisation
from portal.audit.actions import record
from portal.files import rules
from portal.files.models import StoredFile
from portal.files.queries import CHUNK, place, used_by
from portal.kernel.errors import RuleBroken
from portal.kernel.words import _l
from portal.policy import Actor
from portal.storage import db, transactional
from portal.web.pdf import Condition, look_into


@transactional
def store(actor: Actor, upload: FileStorage, *, organisation_id: int | None, at: datetime) -> StoredFile:
    """Keep `upload`, counted against the organisation's quota. Raises RuleBroken with a sentence that names the file.

    The room that the file belongs to has authorised the actor. When its transaction fails, the bytes stay behind under a name that
    nothing leads to, which harms nobody.
    """
    name = rules.clean_name(upload.filename or "")
    body = upload.stream
    size = _size(body)
    kind = rules.check(name, body, size)
    if kind is rules.PDF:
        _check_pdf(name, body)
    # A virus scanner belongs here: after the cheap checks, before a byte is kept; when it cannot answer, the file is refused.
    if organisation_id is not None:
        db.session.execute(sa.select(Organisation.id).where(Organisation.id == organisation_id).with_for_update())
    rules.check_room(name, size, used_by(organisation_id, actor.id))
    key = secrets.token_hex(16)
    kept = StoredFile(
        key=key, name=name, media_type=kind.media_type, size=size, sha256=_keep(key, body), uploaded_at=at,
        uploaded_by_id=actor.id, organisation_id=organisation_id,
    )  # fmt: skip
    db.session.add(kept)
    db.session.flush()
    record(actor, "file", kept.id, "stored", at=at, sha256=kept.sha256, size=size)
    return kept


def _size(body: IO[bytes]) -> int:
    size = body.seek(0, 2)
    body.seek(0)
    return size


def _check_pdf(name: str, body: IO[bytes]) -> None:
    match look_into(body):
        case Condition.ENCRYPTED:
            raise RuleBroken(
                _l("“%(name)s” is locked with a password. Save it without a password and upload it again."), name=name
            )
        case Condition.UNREADABLE:
            raise RuleBroken(
                _l("“%(name)s” cannot be read as a PDF. Open it, save it again and upload the new one."), name=name
            )
        case Condition.GOOD:
            body.seek(0)


def _keep(key: str, body: IO[bytes]) -> str:
    """Stream `body` into the store, a megabyte at a time, and answer its SHA-256."""
    digest = hashlib.sha256()

    def passing() -> Iterator[bytes]:
        while chunk := body.read(CHUNK):
            digest.update(chunk)
            yield chunk

    obstore.put(place(), key, passing(), max_concurrency=2)
    return digest.hexdigest()
