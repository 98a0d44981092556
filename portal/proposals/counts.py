"""Is the tally of proposals still true?"""

from __future__ import annotations

import sqlalchemy as sa

from portal.proposals.models import Proposal, Tally
from portal.storage import db

Cell = tuple[str, str]


def drifted() -> list[tuple[Cell, int, int]]:
    """The cells (state, awaits) where the kept count and a fresh count differ: (cell, kept, counted). Reads the whole table."""
    kept = {(row.state, row.awaits): row.count for row in db.session.scalars(sa.select(Tally))}
    grouped = sa.select(Proposal.state, Proposal.awaits, sa.func.count()).group_by(Proposal.state, Proposal.awaits)
    counted = {(state, awaits): count for state, awaits, count in db.session.execute(grouped)}
    cells = sorted(kept.keys() | counted.keys())
    return [
        (cell, kept.get(cell, 0), counted.get(cell, 0)) for cell in cells if kept.get(cell, 0) != counted.get(cell, 0)
    ]
