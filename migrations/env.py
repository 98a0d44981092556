"""Running the migrations against the portal's own database."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import context

import portal.accounts.models
import portal.audit.models
import portal.contracts.models
import portal.decisions.models
import portal.notices.models
import portal.proposals.models
import portal.screening.models  # noqa: F401
from portal import storage
from portal.storage import Base, db

NOT_MODELS = ("proposal_search",)
"""Tables that only a migration knows, because each database has its own kind."""


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Whether autogenerate should compare the table."""
    return kind != "table" or not (name or "").startswith(NOT_MODELS)


def draw(kind: str, thing: Any, _context: object) -> str | bool:
    """Write our own column types by their short names."""
    if kind == "type" and isinstance(thing, (sa.JSON, sa.BigInteger)):
        return "storage.TREE" if isinstance(thing, sa.JSON) else "storage.WHOLE"
    if kind == "type" and isinstance(thing, (storage.Moment, storage.Choices, storage.Ids)):
        return {storage.Moment: "storage.Moment()", storage.Choices: "sa.String(200)", storage.Ids: "sa.Text()"}[
            type(thing)
        ]
    return False


def run() -> None:
    """Migrate online, in one transaction."""
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            compare_type=True,
            include_name=is_ours,
            render_item=draw,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
