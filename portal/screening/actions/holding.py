"""A case held while it is changed, and telling people of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from portal.kernel.errors import IllegalMove
from portal.notices.actions import tell
from portal.policy import Actor
from portal.proposals.models import Proposal
from portal.screening.queries import Case, case_to_work_on
from portal.screening.rules import is_being_screened
from portal.storage import db


def held(actor: Actor, proposal_id: int) -> Case:
    """The case as it is now, held until the transaction ends. Nothing of it is read before it is held."""
    db.session.execute(sa.select(Proposal.id).where(Proposal.id == proposal_id).with_for_update())
    return case_to_work_on(actor, proposal_id)


def screened(actor: Actor, proposal_id: int) -> Case:
    """The case, held, while the secretariat may still write on it."""
    found = held(actor, proposal_id)
    if not is_being_screened(found.proposal.state):
        raise IllegalMove()
    return found


def tell_about(people: Any, text: str, proposal: Proposal, url: str, at: datetime, body: str = "") -> None:
    tell(people, text, url=url, at=at, body=body, number=proposal.case_number or "", title=proposal.title)
