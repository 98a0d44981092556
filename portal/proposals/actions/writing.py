"""Beginning a proposal and saving its answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from portal.audit.actions import record
from portal.kernel.errors import IllegalMove, NotFound, RuleBroken
from portal.kernel.words import _l
from portal.policy import Actor, Permit, authorise
from portal.proposals.actions.moves import count_new, lock
from portal.proposals.models import Call, Proposal, Section
from portal.proposals.rules import SUBMITTABLE, listed
from portal.questions.models import QuestionVersion
from portal.storage import db, first_time, remember, remembered, transactional


@dataclass(frozen=True)
class Saved:
    """How a save went. When a colleague saved in between, nothing was written and `theirs` holds what they wrote."""

    at: datetime
    version: int
    theirs: dict[str, Any] | None = None
    their_id: int | None = None
    """Who saved in between."""

    @property
    def is_stale(self) -> bool:
        return self.theirs is not None


@transactional
def start(actor: Actor, call_id: int, *, once_key: str, at: datetime) -> int:
    """Begin a proposal in an open call; answers its number. The same form sent twice begins one. Raises NotFound, RuleBroken."""
    authorise(actor, Permit.PROPOSAL_CREATE, actor)
    if not first_time(once_key, at):
        return int(remembered(once_key))
    call = db.session.get(Call, call_id)
    if call is None or call.opens_at > at:
        raise NotFound()
    if call.closes_at is not None and call.closes_at <= at:
        raise RuleBroken(_l("The call has closed. See whether another one is open."))
    newest = sa.select(QuestionVersion.id).where(QuestionVersion.question_set_id == call.question_set_id)
    made = Proposal(
        call_id=call.id, question_version_id=db.session.scalars(newest.order_by(QuestionVersion.number.desc()).limit(1)).one(),
        organisation_id=actor.organisation_id, created_by_id=actor.id, created_at=at, saved_at=at, waiting_since=at,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    count_new(made)
    record(actor, "proposal", made.id, "begun", at=at, call=call.id)
    remember(once_key, str(made.id))
    return made.id


@transactional
def save_section(
    actor: Actor, proposal: Proposal, key: str, answers: Mapping[str, Any], *, version: int, page_key: str, at: datetime
) -> Saved:
    """Keep a section's answers, right or wrong. `version` is the section's that the page was drawn with (0: there was none) and
    `page_key` the open page's own key: what that page saved itself makes it no stranger. Raises NotPermitted, IllegalMove.
    """
    lock(proposal)
    authorise(actor, Permit.PROPOSAL_WRITE, proposal)
    if proposal.state not in SUBMITTABLE:
        raise IllegalMove()
    author = actor.id or 0
    kept = db.session.scalar(
        sa.select(Section)
        .where(Section.proposal_id == proposal.id, Section.key == key)
        .execution_options(populate_existing=True)
    )
    if kept is not None and kept.answers != dict(answers) and kept.version != version and kept.saved_in != page_key:
        return Saved(kept.saved_at, kept.version, dict(kept.answers), kept.saved_by_id)
    if kept is None:
        kept = Section(
            proposal_id=proposal.id, key=key, answers=dict(answers), saved_at=at, saved_by_id=author, saved_in=page_key
        )
        db.session.add(kept)
    elif kept.answers != dict(answers):
        kept.answers, kept.saved_at, kept.saved_by_id, kept.saved_in = dict(answers), at, author, page_key
    for column, repeated in {"saved_at": at, **listed(key, answers)}.items():
        setattr(proposal, column, repeated)
    db.session.flush()
    return Saved(at, kept.version)
