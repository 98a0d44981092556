"""Attaching files to a proposal, one by one, and taking them off again."""

from __future__ import annotations

from datetime import datetime

from werkzeug.datastructures import FileStorage

from portal.audit.actions import record
from portal.files.actions import store
from portal.files.rules import check_count
from portal.kernel.errors import IllegalMove, RuleBroken
from portal.kernel.words import Sentence
from portal.policy import Actor, Permit, authorise
from portal.proposals.actions.moves import lock
from portal.proposals.models import Proposal, ProposalFile
from portal.proposals.queries import files_of, proposal_file
from portal.proposals.rules import SUBMITTABLE
from portal.storage import db, transactional


def attach(actor: Actor, proposal: Proposal, question: str, upload: FileStorage, *, at: datetime) -> Sentence | None:
    """Keep a file under `question`. Answers why it cannot be taken, or nothing when it was. Raises NotPermitted, IllegalMove."""
    try:
        _attach(actor, proposal, question, upload, at=at)
    except RuleBroken as refusal:
        return refusal.sentence
    return None


@transactional
def _attach(actor: Actor, proposal: Proposal, question: str, upload: FileStorage, *, at: datetime) -> None:
    _open(actor, proposal)
    check_count(len(files_of(proposal.id)))
    stored = store(actor, upload, organisation_id=proposal.organisation_id, at=at)
    db.session.add(ProposalFile(proposal_id=proposal.id, file_id=stored.id, question=question))
    proposal.saved_at = at
    record(actor, "proposal", proposal.id, "file_attached", at=at, file=stored.id)


@transactional
def detach(actor: Actor, proposal: Proposal, file_id: int, *, at: datetime) -> str:
    """Take a file off; it stays in what was sent with it. Answers its question. Raises NotFound, NotPermitted, IllegalMove."""
    _open(actor, proposal)
    found = proposal_file(proposal.id, file_id)
    if found.removed_at is None:
        found.removed_at = at
        proposal.saved_at = at
        record(actor, "proposal", proposal.id, "file_removed", at=at, file=found.file_id)
    return found.question


def _open(actor: Actor, proposal: Proposal) -> None:
    lock(proposal)
    authorise(actor, Permit.PROPOSAL_WRITE, proposal)
    if proposal.state not in SUBMITTABLE:
        raise IllegalMove()
