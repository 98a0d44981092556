"""Who tried what they may not? Every refusal at a door or an object leaves a row for the auditor."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Mapped, mapped_column

from portal.policy import Actor
from portal.storage import Base, db, transactional


class Denial(Base):
    """A person signed in who was turned away."""

    __tablename__ = "denial"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    person_id: Mapped[int | None]
    permit: Mapped[str] = mapped_column(sa.String(60))
    path: Mapped[str] = mapped_column(sa.String(300))


@transactional
def record_denial(actor: Actor, permit: str, path: str) -> None:
    """Keep that `actor` was refused."""
    now = current_app.extensions["clock"].now()
    db.session.add(Denial(at=now, person_id=actor.id, permit=str(permit), path=path[:300]))
