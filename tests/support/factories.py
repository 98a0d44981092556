"""Where do tests get their people and cases from? The capabilities add their own builders beside this file.

A builder makes one believable thing with sensible defaults, commits it by `keep`, and answers it.
"""

from __future__ import annotations

from typing import TypeVar

from portal.storage import db, transactional

Thing = TypeVar("Thing")


@transactional
def keep(thing: Thing, *more: object) -> Thing:
    """Commit new rows, so that requests and other sessions see them."""
    db.session.add_all([thing, *more])
    return thing
