"""What has happened here, and is the record whole? For the auditor and the secretariat's head."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from portal.accounts.queries import names
from portal.audit.queries import PAGE, entries_page, first_broken_entry
from portal.kernel.words import _l
from portal.policy import Actor, Permit
from portal.web.desk import Desk
from portal.web.pages import arguments, now, page

desk = Desk("audit", __name__)

SUBJECTS = {
    "proposal": (_l("Proposal"), "/cases/%s"),
    "contract": (_l("Contract"), "/contracts/%s"),
    "milestone": (_l("Milestone"), ""),
    "call": (_l("Call"), ""),
    "organisation": (_l("Organisation"), ""),
    "person": (_l("Person"), ""),
}
"""What an entry can be about: its word, and the page where it can be seen."""


@dataclass(frozen=True)
class Checked:
    """What came of checking the chain."""

    broken: int | None
    at: Any


@desk.get("/audit", permit=Permit.AUDIT_READ)
def audit(actor: Actor) -> ResponseReturnValue:
    """The newest entries first."""
    return _show(None)


@desk.post("/audit/verify", permit=Permit.AUDIT_READ)
def verify(actor: Actor) -> ResponseReturnValue:
    """Check every entry against the one before it, and the last against the head. Changes nothing."""
    return _show(Checked(first_broken_entry(), now()))


def _show(checked: Checked | None) -> ResponseReturnValue:
    asked, before = arguments(), request.args.get("before", None, type=int)
    subject = asked.get("subject", "") if asked.get("subject") in SUBJECTS else ""
    number = int(text) if (text := asked.get("number", "")).isascii() and text.isdigit() and len(text) < 16 else None
    entries = entries_page(subject, number, before if before and 0 < before < 2**53 else None)
    shown = entries[:PAGE]
    return page("reports/audit.html", fragment="entries", entries=shown, names=names({entry.actor_id for entry in shown}), subjects=SUBJECTS,
                subject=subject, number=number, is_first=not before, checked=checked,
                next_before=shown[-1].id if len(entries) > PAGE else None)  # fmt: skip
