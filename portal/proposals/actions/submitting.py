"""Sending a proposal, and withdrawing it."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from portal.accounts.queries import people_of, people_with
from portal.kernel.words import _l, say
from portal.notices.actions import tell
from portal.policy import Actor, Role
from portal.proposals.actions.moves import lock, move, next_case_number
from portal.proposals.models import Proposal, Submission
from portal.proposals.queries import draft_content, facts_of
from portal.proposals.search import index_case
from portal.storage import as_json, db, first_time, remember, remembered, transactional

FIRST = _l("We have received your proposal “%(title)s”. Its case number is %(number)s")
AGAIN = _l("We have received your answers to case %(number)s, “%(title)s”")
NEW_CASE = _l("New proposal %(number)s: “%(title)s”")
ANSWERED_CASE = _l("The applicant has answered in case %(number)s: “%(title)s”")
WITHDRAWN = _l("“%(title)s” has been withdrawn by the applicant")
NEXT = _l(
    "The secretariat reads it and writes to you, normally within 4 weeks. Your receipt with a copy of everything you sent is in the portal."
)


@transactional
def submit(actor: Actor, proposal: Proposal, *, once_key: str, at: datetime) -> str:
    """Send the proposal as it stands and freeze what was sent. Answers the receipt's address, to a repeated form too.

    Raises NotPermitted, IllegalMove, RuleBroken (something is missing, or the call has closed).
    """
    url = f"/proposals/{proposal.id}/receipt"
    if not first_time(once_key, at):
        return remembered(once_key)
    lock(proposal)
    number = 1 + (
        db.session.scalar(sa.select(sa.func.max(Submission.number)).where(Submission.proposal_id == proposal.id)) or 0
    )
    # A case number is given only once and in order; it must be there when the state changes.
    content = draft_content(proposal)
    facts = facts_of(proposal, at)
    if not proposal.case_number and not facts.missing and facts.is_call_open:
        proposal.case_number = next_case_number(at)
        db.session.flush()
    move(actor, proposal, "submit", facts, at=at, number=number)
    proposal.submitted_at, proposal.answer_by = at, None
    db.session.add(Submission(
        proposal_id=proposal.id, number=number, content=content, sha256=hashlib.sha256(as_json(content).encode()).hexdigest(),
        submitted_at=at, submitted_by_id=actor.id,
    ))  # fmt: skip
    db.session.flush()
    index_case(proposal, content)
    _tell_about(proposal, number, at)
    remember(once_key, url)
    return url


def _tell_about(proposal: Proposal, number: int, at: datetime) -> None:
    words: dict[str, Any] = {"title": proposal.title, "number": proposal.case_number}
    ours, theirs = (FIRST, NEW_CASE) if number == 1 else (AGAIN, ANSWERED_CASE)
    tell(
        people_of(proposal.organisation_id),
        ours,
        url=f"/proposals/{proposal.id}/receipt",
        at=at,
        body=say(NEXT),
        **words,
    )
    tell(people_with(Role.CASE_OFFICER, Role.SECRETARIAT_LEAD), theirs, url=f"/cases/{proposal.id}", at=at, **words)


@transactional
def withdraw(actor: Actor, proposal: Proposal, *, version: int, at: datetime) -> None:
    """Take the proposal back; nothing is deleted. Raises NotPermitted, IllegalMove, Stale."""
    was_sent = proposal.submitted_at is not None
    move(actor, proposal, "withdraw", None, at=at, version=version)
    proposal.answer_by = None
    url = f"/proposals/{proposal.id}"
    tell(
        people_of(proposal.organisation_id),
        WITHDRAWN,
        url=url,
        at=at,
        title=proposal.title or proposal.case_number or "",
    )
    if was_sent:
        tell(
            people_with(Role.CASE_OFFICER, Role.SECRETARIAT_LEAD),
            WITHDRAWN,
            url=f"/cases/{proposal.id}",
            at=at,
            title=proposal.title,
        )
