"""What do the applicant's pages show: the task list, the way on, the history, a colleague's text beside one's own?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from portal.accounts.queries import names, people_of
from portal.audit.models import AuditEntry
from portal.audit.queries import history
from portal.policy import Actor
from portal.proposals.models import Proposal, ProposalFile, Submission
from portal.proposals.queries.content import Difference, compare, differences, submission
from portal.proposals.queries.own import files_of, forms_of
from portal.proposals.rules import Status
from portal.proposals.sections import SectionForm
from portal.proposals.states import PROPOSAL, REFUSED
from portal.questions.kinds import Kind
from portal.questions.queries import wording
from portal.web.formats import moment, size
from portal.web.pages import translate

Statuses = list[tuple[SectionForm, Status]]


@dataclass(frozen=True)
class Task:
    """A line of the task list."""

    label: str
    url: str
    status: str
    tone: str


@dataclass(frozen=True)
class Attached:
    """A file as its list shows it."""

    name: str
    size: str
    url: str
    remove_url: str


@dataclass(frozen=True)
class Event:
    """A line of the history."""

    what: str
    when: str
    who: str = ""
    note: str = ""


@dataclass(frozen=True)
class Conflict:
    """What a colleague saved while one wrote: `before` is theirs, `after` one's own."""

    who: str
    """Empty when it was oneself, in another window."""
    at: datetime
    differences: tuple[Difference, ...]


def tasks(proposal: Proposal, statuses: Statuses, *, can_write: bool) -> list[Task]:
    """The sections as a task list. Who may only read gets no links."""
    return [
        Task(
            wording(form.label),
            f"/proposals/{proposal.id}/{form.key}" if can_write else "",
            translate(one.words),
            one.tone,
        )
        for form, one in statuses
    ]


def next_section(proposal: Proposal, key: str) -> str:
    """The section after `key`; after the last one, the page where everything is checked."""
    keys = [form.key for form in forms_of(proposal)]
    return [*keys, "check"][keys.index(key) + 1]


def position(proposal: Proposal, key: str) -> tuple[int, int]:
    """(which, of how many) the section `key` is."""
    keys = [form.key for form in forms_of(proposal)]
    return keys.index(key) + 1, len(keys)


def section_of(proposal: Proposal, question: str) -> str:
    """The section where the file question `question` is asked."""
    return next(
        (
            form.key
            for form in forms_of(proposal)
            for one in form.questions
            if one.kind is Kind.FILE and one.key == question
        ),
        "attachments",
    )


def files_by_question(proposal: Proposal) -> dict[str, list[Attached]]:
    """The files that are attached now, by question."""
    found: dict[str, list[Attached]] = {}
    for one in files_of(proposal.id):
        found.setdefault(one.question, []).append(_attached(proposal, one))
    return found


def _attached(proposal: Proposal, one: ProposalFile) -> Attached:
    url = f"/proposals/{proposal.id}/files/{one.id}"
    return Attached(one.file.name, size(one.file.size), url, f"{url}/remove")


def last_request(proposal: Proposal) -> AuditEntry | None:
    """Why the case was sent back to the applicant the last time; nothing while it has never been sent."""
    if proposal.submitted_at is None:
        return None
    asked = PROPOSAL["return"].event
    return next((entry for entry in reversed(history("proposal", proposal.id)) if entry.event == asked), None)


def refusal(proposal: Proposal) -> AuditEntry | None:
    """Why the case was rejected or declined; nothing while it was not. A rejection's note says how to complain, too."""
    if proposal.state not in REFUSED:
        return None
    refusing = {move.event for move in PROPOSAL if move.target is proposal.state}
    return next((entry for entry in reversed(history("proposal", proposal.id)) if entry.event in refusing), None)


def public_history(actor: Actor, proposal: Proposal) -> list[Event]:
    """What the applicant may know of the case's way, newest first. Only one's own colleagues appear by name."""
    moves = {move.event: move for move in PROPOSAL if move.is_public}
    entries = [entry for entry in history("proposal", proposal.id) if entry.event in moves or entry.event == "begun"]
    own = {person.id for person in people_of(proposal.organisation_id)} | {actor.id}
    known = names({entry.actor_id for entry in entries} & own)
    return [_event(entry, moves, known) for entry in reversed(entries)]


def _event(entry: AuditEntry, moves: Mapping[str, Any], known: Mapping[int, str]) -> Event:
    move = moves.get(entry.event)
    if move is None:
        return Event(_("Started writing"), moment(entry.at), known.get(entry.actor_id or 0, ""))
    # A reason that the table of moves asks for is written to the applicant; any other note is the office's own.
    note = entry.note or "" if move.needs_reason else ""
    return Event(translate(move.done), moment(entry.at), known.get(entry.actor_id or 0, ""), note)


def changes(proposal_id: int, sent: Submission | None) -> list[Difference]:
    """What the applicant changed when they sent it again; nothing after the first time."""
    before = submission(proposal_id, sent.number - 1) if sent and sent.number > 1 else None
    return differences(before.content, sent.content) if before and sent else []


def conflict(
    actor: Actor,
    form: SectionForm,
    their_id: int | None,
    at: datetime,
    theirs: Mapping[str, Any],
    mine: Mapping[str, Any],
) -> Conflict:
    """A colleague's text beside one's own, question by question."""
    who = "" if their_id == actor.id else names({their_id}).get(their_id or 0, "")
    return Conflict(who, at, tuple(compare(form, theirs, mine)))
