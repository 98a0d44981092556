"""What has happened here, and is the record whole? For the auditor and the secretariat's head."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from portal.accounts.queries import departments, names
from portal.audit.models import AuditEntry
from portal.audit.queries import PAGE, entries_page, first_broken_entry
from portal.policy import Actor, Permit
from portal.reports.views import SUBJECTS, Told, people_in, tell_entry
from portal.screening.queries import cases_in_sight
from portal.web.desk import Desk
from portal.web.pages import arguments, now, page

desk = Desk("audit", __name__)


@dataclass(frozen=True)
class Checked:
    """What came of checking the chain."""

    broken: int | None
    at: Any


@desk.get("/audit", permit=Permit.AUDIT_READ)
def audit(actor: Actor) -> ResponseReturnValue:
    """The newest entries first."""
    return _show(actor, None)


@desk.post("/audit/verify", permit=Permit.AUDIT_READ)
def verify(actor: Actor) -> ResponseReturnValue:
    """Check every entry against the one before it, and the last against the head. Changes nothing."""
    return _show(actor, Checked(first_broken_entry(), now()))


def _show(actor: Actor, checked: Checked | None) -> ResponseReturnValue:
    asked, before = arguments(), request.args.get("before", None, type=int)
    subject = asked.get("subject", "") if asked.get("subject") in SUBJECTS else ""
    number = int(text) if (text := asked.get("number", "")).isascii() and text.isdigit() and len(text) < 16 else None
    entries = entries_page(subject, number, before if before and 0 < before < 2**53 else None)
    shown = entries[:PAGE]
    return page("reports/audit.html", fragment="entries", entries=_told(actor, shown), subjects=SUBJECTS,
                subject=subject, number=number, is_first=not before, checked=checked,
                next_before=shown[-1].id if len(entries) > PAGE else None)  # fmt: skip


def _told(actor: Actor, entries: list[AuditEntry]) -> list[Told]:
    people, known = names(people_in(entries)), {one.id: one.name for one in departments()}
    readable = cases_in_sight(actor, {entry.subject_id for entry in entries if entry.subject == "proposal"})
    return [tell_entry(entry, people, known, _url(entry, readable)) for entry in entries]


def _url(entry: AuditEntry, readable: set[int]) -> str:
    folder = SUBJECTS.get(entry.subject, ("", ""))[1]
    is_hidden = not folder or (entry.subject == "proposal" and entry.subject_id not in readable)
    return "" if is_hidden else folder % entry.subject_id
