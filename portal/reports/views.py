"""How does an entry of the record read to a person? What was done, and its details, in words, dates and kroner."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.accounts.states import ROLE_LABEL, STANDING_LABEL
from portal.audit.models import AuditEntry
from portal.contracts.states import CONTRACT, FINDING_LOOK, MILESTONE, PARTY_LABEL
from portal.decisions.states import FORMAL_LOOK
from portal.kernel.words import _l
from portal.proposals.states import PROPOSAL
from portal.screening.rules import EVENTS as SCREENING
from portal.screening.rules import checklist_item
from portal.screening.states import POSITION_LABEL, PROPOSES_LABEL, VERDICT_LABEL
from portal.web.formats import day, kr, moment, size
from portal.web.pages import translate

SUBJECTS = {
    "proposal": (_l("Proposal"), "/cases/%s"),
    "contract": (_l("Contract"), "/contracts/%s"),
    "vote": (_l("Vote"), ""),
    "conflict": (_l("Conflict of interest"), ""),
    "decision": (_l("Decision"), ""),
    "approval": (_l("The mayor's act"), ""),
    "call": (_l("Call"), ""),
    "organisation": (_l("Organisation"), ""),
    "person": (_l("Person"), ""),
    "file": (_l("File"), ""),
}
"""What an entry can be about: its word, and the page where it can be seen."""

DONE: dict[tuple[str, str], str] = {
    **{("proposal", move.event): move.done for move in PROPOSAL},
    **{("decision", move.event): move.done for move in PROPOSAL},
    **{("contract", move.event): move.done for move in CONTRACT},
    **{("contract", f"milestone_{move.event}"): move.done for move in MILESTONE},
    **{("proposal", event): words for event, words in SCREENING.items()},
    **{("approval", str(formal)): label for formal, (label, _tone) in FORMAL_LOOK.items()},
    ("proposal", "begun"): _l("Proposal begun"),
    ("proposal", "file_attached"): _l("File attached"),
    ("proposal", "file_removed"): _l("File removed"),
    ("contract", "opened"): _l("Draft opened from the approved case"),
    ("contract", "terms_saved"): _l("Purpose and terms saved"),
    ("contract", "outcomes_saved"): _l("Outcomes saved"),
    ("contract", "milestones_saved"): _l("Milestones saved"),
    ("contract", "parties_saved"): _l("Parties saved"),
    ("contract", "party_added"): _l("Party added"),
    ("contract", "party_removed"): _l("Party removed"),
    ("vote", "cast"): _l("Vote cast"),
    ("vote", "changed"): _l("Vote changed"),
    ("conflict", "declared"): _l("Conflict of interest declared"),
    ("call", "announced"): _l("Call announced"),
    ("call", "changed"): _l("Call changed"),
    ("file", "stored"): _l("File received"),
    ("organisation", "founded"): _l("Organisation registered"),
    ("organisation", "join_asked"): _l("Somebody asked to join"),
    ("organisation", "join_accepted"): _l("Request to join accepted"),
    ("organisation", "join_refused"): _l("Request to join refused"),
    ("organisation", "invited"): _l("Colleague invited"),
    ("organisation", "invitation_used"): _l("Invitation accepted"),
    ("organisation", "invitation_withdrawn"): _l("Invitation withdrawn"),
    ("organisation", "standing_changed"): _l("Colleague's rights changed"),
    ("organisation", "member_removed"): _l("Colleague removed"),
    ("person", "registered"): _l("Person registered"),
    ("person", "created"): _l("Account created"),
    ("person", "link_sent"): _l("Link to choose a password sent"),
    ("person", "password_set"): _l("Password chosen"),
    ("person", "password_changed"): _l("Password changed"),
    ("person", "profile_changed"): _l("Profile changed"),
    ("person", "activated"): _l("Account opened"),
    ("person", "deactivated"): _l("Account closed"),
    ("person", "browser_ended"): _l("Signed out of a browser"),
}
"""What happened, by what it happened to and the record's own word."""

PEOPLE = ("officer_id", "person", "verifiers")
DEPARTMENTS = ("department_id", "departments")
NAMED = {
    "officer_id": _l("Case officer"), "person": _l("Person"), "verifiers": _l("Verifiers"),
    "department_id": _l("Department"), "departments": _l("Departments"),
    "item": _l("Requirement"), "verdict": _l("Verdict"), "position": _l("Position"), "proposes": _l("Recommendation"),
    "amount_oere": _l("Amount"), "due_on": _l("Answer by"), "answer_by": _l("Answer by"), "number": _l("Number"),
    "opens": _l("Opens"), "closes": _l("Closes"), "questions": _l("Version of the questions"), "roles": _l("Roles"),
    "standing": _l("Rights"), "role": _l("Role"), "finding": _l("Verdict"), "achieved": _l("Reported"), "verified": _l("Verified"),
    "size": _l("Size"), "sha256": "SHA-256", "call": _l("Call"), "proposal": _l("Proposal"), "decision": _l("Decision"),
    "organisation": _l("Organisation"), "party": _l("Party"), "milestone": _l("Milestone"), "result": _l("Report"),
    "file": _l("File"), "text": _l("Version of the text"), "version": _l("Version of the case"),
    "frozen_version": _l("Version of the case"), "count": _l("Count"),
}  # fmt: skip
"""The names of the details, in the order in which they are told."""
PLACES = {key: place for place, key in enumerate(NAMED)}


def _word(labels: Mapping[Any, str]) -> Callable[[Any], str]:
    known = {str(word): label for word, label in labels.items()}
    return lambda value: translate(known.get(str(value), str(value)))


def _each(labels: Mapping[Any, str]) -> Callable[[Any], str]:
    return lambda values: ", ".join(map(_word(labels), values))


SAID: dict[str, Callable[[Any], str]] = {
    "item": lambda value: translate(checklist_item(value).label),
    "verdict": _word(VERDICT_LABEL),
    "position": _word(POSITION_LABEL),
    "proposes": _word(PROPOSES_LABEL),
    "finding": _word({word: label for word, (label, _tone) in FINDING_LOOK.items()}),
    "standing": _word(STANDING_LABEL),
    "role": _word(PARTY_LABEL),
    "roles": _each(ROLE_LABEL),
    "amount_oere": kr,
    "size": size,
    "sha256": lambda value: f"{value[:12]}…",
    "due_on": lambda value: day(date.fromisoformat(value)),
    "answer_by": lambda value: day(date.fromisoformat(value)),
    "opens": lambda value: moment(datetime.fromisoformat(value)),
    "closes": lambda value: moment(datetime.fromisoformat(value)),
}
"""How a detail's value is said; any other is shown as it is."""


@dataclass(frozen=True)
class Told:
    """An entry as the page shows it. `url` is there where the reader can open what it is about."""

    id: int
    at: datetime
    who: str | None
    about: str
    url: str
    what: str
    details: list[tuple[str, str]]
    note: str | None


def people_in(entries: Iterable[AuditEntry]) -> set[int | None]:
    """The people that the entries speak of."""
    entries = list(entries)
    named = (number for entry in entries for key in PEOPLE for number in _numbers(entry.data.get(key)))
    return {*named, *(entry.actor_id for entry in entries if entry.actor_id)}


def tell_entry(entry: AuditEntry, people: Mapping[int, str], departments: Mapping[int, str], url: str) -> Told:
    """The entry in words."""
    label = translate(SUBJECTS.get(entry.subject, (entry.subject, ""))[0])
    what = translate(DONE.get((entry.subject, entry.event), entry.event))
    details = [
        (translate(NAMED.get(key, key)), _say(key, value, people, departments))
        for key, value in sorted(entry.data.items(), key=_place)
        if value is not None and value != []
    ]
    who = people.get(entry.actor_id) if entry.actor_id else None
    about = f"{label} {entry.subject_id}"
    return Told(entry.id, entry.at, who, about, url, what, details, entry.note)


def _place(detail: tuple[str, Any]) -> int:
    """The details in the order of their names here: a database keeps none."""
    return PLACES.get(detail[0], len(PLACES))


def _say(key: str, value: Any, people: Mapping[int, str], departments: Mapping[int, str]) -> str:
    if key in PEOPLE or key in DEPARTMENTS:
        known = people if key in PEOPLE else departments
        return ", ".join(known.get(number, str(number)) for number in _numbers(value))
    return SAID[key](value) if key in SAID else str(value)


def _numbers(value: Any) -> list[int]:
    if isinstance(value, list):
        return value
    return [] if value is None else [value]
