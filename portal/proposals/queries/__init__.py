"""Reading proposals: an organisation's own, what was sent, how it reads, and what has changed."""

from __future__ import annotations

from portal.proposals.queries.content import Difference, ShownSection, differences, latest_submission, shown, submission, submissions
from portal.proposals.queries.own import (
    answers_of,
    draft_content,
    facts_of,
    file_counts,
    files_of,
    forms_of,
    proposal_file,
    proposal_for,
    proposals_of,
    statuses_of,
)

__all__ = [
    "Difference",
    "ShownSection",
    "answers_of",
    "differences",
    "draft_content",
    "facts_of",
    "file_counts",
    "files_of",
    "forms_of",
    "latest_submission",
    "proposal_file",
    "proposal_for",
    "proposals_of",
    "shown",
    "statuses_of",
    "submission",
    "submissions",
]
