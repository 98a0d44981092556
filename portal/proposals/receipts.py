"""What does the PDF copy of a submission say? Data for templates/pdf/proposal.typ: texts, formatted here."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from portal.proposals.models import Proposal, Submission
from portal.proposals.queries import ShownSection, shown
from portal.questions.queries import ShownAnswer
from portal.web.formats import moment, size

NUMERIC = frozenset({"amount", "number"})


def document(proposal: Proposal, sent: Submission) -> dict[str, Any]:
    """The receipt and a copy of everything that was sent, in the reader's language."""
    content = sent.content
    return {
        "title": content["sections"].get("initiative", {}).get("title") or _("Proposal"),
        "number": proposal.case_number,
        "lead": content["organisation"]["name"],
        "facts": [
            [_("Case number"), proposal.case_number],
            [_("Received"), moment(sent.submitted_at)],
            [_("Sent for"), f"{content['organisation']['name']}, CVR {content['organisation']['cvr']}"],
            [_("Submission"), str(sent.number)],
        ],
        "sections": [_section(one) for one in shown(content) if one.answers],
        "labels": {
            "missing": _("Not answered"),
            "files": _("Files"),
            "name": _("Name"),
            "size": _("Size"),
            "sha": "SHA-256",
        },
        "files": [[file["name"], size(file["size"]), file["sha256"]] for file in content.get("files", [])],
        "note": _("Checksum (SHA-256) of what was sent: %(sha)s", sha=sent.sha256),
    }


def _section(section: ShownSection) -> dict[str, Any]:
    return {"title": section.title, "answers": [_answer(one) for one in section.answers]}


def _answer(one: ShownAnswer) -> dict[str, Any]:
    text = one.text or "\n".join(file.name for file in one.files)
    numeric = [number for number, kind in enumerate(one.column_kinds) if kind in NUMERIC]
    return {
        "label": one.label,
        "text": text,
        "columns": list(one.columns),
        "rows": [[text or "–" for text in row] for row in one.rows],
        "numeric": numeric,
    }
