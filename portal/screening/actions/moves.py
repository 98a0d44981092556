"""Returning, rejecting and forwarding a case."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from portal.accounts.queries import people_of, people_with
from portal.kernel.words import _l
from portal.notices.actions import tell
from portal.policy import Actor, Role
from portal.proposals.actions import move
from portal.screening.actions.holding import held, tell_about
from portal.screening.models import FrozenCase
from portal.screening.queries import frozen, last_submissions
from portal.screening.rules import frozen_content
from portal.storage import as_json, db, first_time, transactional


@transactional
def return_to_applicant(
    actor: Actor, proposal_id: int, reason: str, answer_by: date, *, version: int, key: str, at: datetime
) -> None:
    """Ask the applicant for more, to be answered by a date."""
    proposal = held(actor, proposal_id).proposal
    if not first_time(key, at):
        return
    move(actor, proposal, "return", None, at=at, reason=reason, version=version, answer_by=answer_by.isoformat())
    proposal.answer_by = answer_by
    text = _l("The secretariat asks you for more about %(title)s. Answer by %(day)s.")
    people = people_of(proposal.organisation_id)
    tell(
        people,
        text,
        url=f"/proposals/{proposal.id}",
        at=at,
        body=reason,
        title=proposal.title,
        day=f"{answer_by:%d.%m.%Y}",
    )


@transactional
def reject(actor: Actor, proposal_id: int, reason: str, appeal: str, *, version: int, key: str, at: datetime) -> None:
    """Reject a case that lies outside the fund's purpose. The applicant gets the reasons and how to complain."""
    proposal = held(actor, proposal_id).proposal
    if not first_time(key, at):
        return
    whole = f"{reason}\n\n{appeal}"
    move(actor, proposal, "reject", None, at=at, reason=whole, version=version)
    people = people_of(proposal.organisation_id)
    tell_about(
        people,
        _l("Your proposal %(number)s has been rejected: %(title)s"),
        proposal,
        f"/proposals/{proposal.id}",
        at,
        body=whole,
    )


@transactional
def forward(actor: Actor, proposal_id: int, *, version: int, key: str, at: datetime) -> None:
    """Freeze the case as it is and pass it on to the council. Raises RuleBroken while something is missing."""
    found = held(actor, proposal_id)
    if not first_time(key, at):
        return
    proposal = found.proposal
    move(actor, proposal, "forward", found.readiness, at=at, version=version)
    last = frozen(proposal.id)
    content = frozen_content(
        last_submissions(proposal.id)[0], found.checks, found.assessment, found.hearings, found.recommendation
    )
    number, sha256 = last.number + 1 if last else 1, hashlib.sha256(as_json(content).encode()).hexdigest()
    paper = {"number": number, "content": content, "sha256": sha256, "frozen_at": at, "forwarded_by_id": actor.id}
    db.session.add(FrozenCase(proposal_id=proposal.id, **paper))
    proposal.forwarder_ids = proposal.forwarder_ids | {actor.id or 0}
    members = [m for m in people_with(Role.COUNCIL_MEMBER, Role.COUNCIL_CHAIR) if m.id not in proposal.conflicted_ids]
    tell_about(members, _l("A case awaits the council: %(number)s %(title)s"), proposal, f"/council/{proposal.id}", at)
    applicants = people_of(proposal.organisation_id)
    tell_about(
        applicants,
        _l("Your proposal has been forwarded to the council: %(title)s"),
        proposal,
        f"/proposals/{proposal.id}",
        at,
    )
