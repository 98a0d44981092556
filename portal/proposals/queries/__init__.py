"""Reading proposals: an organisation's own, what was sent, how it reads, and what has changed."""

from __future__ import annotations

from portal.proposals.queries.content import (
    Difference,
    ShownSection,
    differences,
    latest_submission,
    shown,
    submission,
    submissions,
)
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
from portal.proposals.queries.pages import (
    changes,
    conflict,
    files_by_question,
    last_request,
    next_section,
    position,
    public_history,
    refusal,
    section_of,
    tasks,
)

__all__ = [
    "Difference",
    "ShownSection",
    "answers_of",
    "changes",
    "conflict",
    "differences",
    "draft_content",
    "facts_of",
    "file_counts",
    "files_by_question",
    "files_of",
    "forms_of",
    "last_request",
    "latest_submission",
    "next_section",
    "position",
    "proposal_file",
    "proposal_for",
    "proposals_of",
    "public_history",
    "refusal",
    "section_of",
    "shown",
    "statuses_of",
    "submission",
    "submissions",
    "tasks",
]
