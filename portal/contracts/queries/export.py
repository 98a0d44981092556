"""What can somebody take away: the table for a spreadsheet, the dates for a calendar, the frozen text as a document."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from flask import current_app
from flask_babel import gettext as _

from portal.contracts.models import Contract, ContractText, Signature
from portal.contracts.queries.view import Line
from portal.contracts.states import PARTY_LABEL, PartyRole
from portal.kernel.money import kroner, number
from portal.web.formats import day, moment
from portal.web.formats import number as shown
from portal.web.pages import translate
from portal.web.pdf import make_pdf

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for the start of a formula."""

LONGEST_LINE = 73
"""Bytes of a calendar's line before it is folded (RFC 5545, 3.1)."""


def table(lines: Iterable[Line]) -> bytes:
    """The milestones as CSV that a Danish spreadsheet opens: semicolons, a comma in numbers, UTF-8 with a mark."""
    out = io.StringIO()
    sheet = csv.writer(out, delimiter=";", lineterminator="\r\n")
    sheet.writerow(
        [_("Milestone"), _("Outcome"), _("Date"), _("Target"), _("Verified"), _("Status"), _("Payment when met (kr.)")]
    )
    for line in lines:
        verified = _("under 3") if line.is_hidden else "" if line.verified is None else number(line.verified)
        cells = [
            line.title,
            line.metric,
            day(line.due_on),
            number(line.target),
            verified,
            translate(line.label),
            kroner(line.payment_oere),
        ]
        sheet.writerow([defused(cell) for cell in cells])
    return ("\N{ZERO WIDTH NO-BREAK SPACE}" + out.getvalue()).encode()


def defused(cell: str) -> str:
    """A cell that no spreadsheet will run."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def calendar(contract: Contract, at: datetime) -> bytes:
    """The milestones as an iCalendar file: one all-day event each."""
    host = current_app.extensions["settings"].base_url.split("//")[1].split(":")[0]
    rows = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//fund-portal//contracts//DA",
        f"X-WR-CALNAME:{_escaped(contract.title)}",
    ]
    for milestone in contract.milestones:
        rows += [
            "BEGIN:VEVENT",
            f"UID:milestone-{milestone.id}@{host}",
            f"DTSTAMP:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{milestone.due_on:%Y%m%d}",
            f"DTEND;VALUE=DATE:{milestone.due_on + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(f'{contract.number}: {milestone.title}')}",
            "END:VEVENT",
        ]
    return "".join(_folded(row) for row in [*rows, "END:VCALENDAR"]).encode()


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())


def _folded(row: str) -> str:
    """The line, broken where it is longer than the format allows; never inside a character."""
    parts, part = [], ""
    for sign in row:
        if len((part + sign).encode()) > LONGEST_LINE:
            parts.append(part)
            part = ""
        part += sign
    return "\r\n ".join([*parts, part]) + "\r\n"


def readable(text: ContractText) -> dict[str, Any]:
    """The frozen text's content with its dates as dates and its counts as numbers."""

    def read(row: dict[str, Any]) -> dict[str, Any]:
        days = {name: date.fromisoformat(row[name]) for name in ("starts_on", "ends_on", "due_on") if row.get(name)}
        counts = {name: Decimal(row[name]) for name in ("baseline", "target") if row.get(name)}
        return {**row, **days, **counts}

    content = read(text.content)
    return {
        **content,
        "metrics": [read(row) for row in content["metrics"]],
        "milestones": [read(row) for row in content["milestones"]],
    }


def contract_pdf(contract: Contract, text: ContractText, language: str) -> bytes:
    """The frozen text as a document, with its SHA-256 and signatures."""
    content = readable(text)
    data: dict[str, Any] = {
        "title": content["title"],
        "number": content["number"],
        "lead": _("Outcomes contract %(number)s", number=content["number"]),
        "purpose": content["purpose"],
        "terms": content["terms"],
        "value": f"{kroner(content['value_oere'])} kr.",
        "period": f"{day(content['starts_on'])} – {day(content['ends_on'])}",
        "parties": [[_role(one["role"]), _with_cvr(one)] for one in content["parties"]],
        "outcomes": [
            [
                one["name"],
                one["unit"],
                shown(one["baseline"]),
                shown(one["target"]),
                one["data_source"],
                one["verifier"],
            ]
            for one in content["metrics"]
        ],
        "milestones": [
            [one["title"], one["metric"], day(one["due_on"]), shown(one["target"]), kroner(one["payment_oere"])]
            for one in content["milestones"]
        ],
        "signatures": [_signature(contract, signature) for signature in text.signatures],
        "sha256": text.sha256,
        "labels": _labels(),
    }
    return make_pdf("contract", data, language)


def _signature(contract: Contract, signature: Signature) -> list[str]:
    party = next(party for party in contract.parties if party.id == signature.party_id)
    return [party.name, signature.person.name, moment(signature.signed_at)]


def _with_cvr(party: dict[str, str]) -> str:
    return f"{party['name']} (CVR {party['cvr']})" if party["cvr"] else party["name"]


def _labels() -> dict[str, str]:
    return {
        "purpose": _("Purpose"), "terms": _("Terms"), "value": _("The contract's value"), "period": _("Period"),
        "parties": _("Parties"), "outcomes": _("Outcomes"), "outcome": _("Outcome"), "unit": _("Unit"), "baseline": _("Baseline"),
        "target": _("Target"), "source": _("Data source"), "verifier": _("Verifier"), "milestones": _("Milestones"), "milestone": _("Milestone"),
        "date": _("Date"), "payment": _("Payment when met (kr.)"), "signatures": _("Signatures"), "unsigned": _("Nobody has signed yet."),
        "sha": _("SHA-256 of the text"), "party": _("Party"), "name": _("Name"), "time": _("Time"),
    }  # fmt: skip


def _role(role: str) -> str:
    return translate(PARTY_LABEL[PartyRole(role)])
