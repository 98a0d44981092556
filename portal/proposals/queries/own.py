"""An organisation's own proposals: the list, one of them, and everything in it as it stands."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts.queries import departments
from portal.kernel.errors import NotFound
from portal.policy import Actor, Permit, authorise
from portal.proposals.models import Call, Proposal, ProposalFile
from portal.proposals.rules import Status, SubmitFacts, status
from portal.proposals.sections import SectionForm, forms_for
from portal.storage import db
from portal.web.formats import moment

PAGE = 50


def proposals_of(actor: Actor, before: int | None = None) -> tuple[list[Any], int | None]:
    """A page of the actor's organisation's proposals, newest first, below the number `before`: (rows, the next page's `before`)."""
    columns = (Proposal.id, Proposal.title, Proposal.state, Proposal.case_number, Proposal.amount_oere, Proposal.saved_at,
               Proposal.submitted_at, Proposal.answer_by, Call.title_da, Call.title_en)  # fmt: skip
    wanted = (
        sa.select(*columns)
        .join(Call, Call.id == Proposal.call_id)
        .where(Proposal.organisation_id == actor.organisation_id)
    )
    if before:
        wanted = wanted.where(Proposal.id < before)
    rows = list(db.session.execute(wanted.order_by(Proposal.id.desc()).limit(PAGE + 1)))
    return rows[:PAGE], rows[PAGE - 1].id if len(rows) > PAGE else None


def proposal_for(actor: Actor, proposal_id: int) -> Proposal:
    """A proposal of the actor's organisation, with its call, questions and answers. Raises NotFound for anybody else's."""
    wanted = (
        sa.select(Proposal)
        .options(joinedload(Proposal.call), joinedload(Proposal.organisation), joinedload(Proposal.question_version),
                 selectinload(Proposal.sections))
        .where(Proposal.id == proposal_id, Proposal.organisation_id == actor.organisation_id)
    )  # fmt: skip
    found = db.session.scalar(wanted)
    if found is None:
        raise NotFound()
    authorise(actor, Permit.PROPOSAL_READ, found)
    return found


def forms_of(proposal: Proposal) -> list[SectionForm]:
    """The sections that this proposal is asked, with its own version of the call's questions."""
    return forms_for(proposal.question_version.questions, {str(one.id): one.name for one in departments()})


def answers_of(proposal: Proposal) -> dict[str, dict[str, Any]]:
    """Every section's answers as they are kept."""
    return {section.key: section.answers for section in proposal.sections}


def files_of(proposal_id: int) -> list[ProposalFile]:
    """The files that are attached now, oldest first, with their facts."""
    wanted = (
        sa.select(ProposalFile).options(joinedload(ProposalFile.file)).where(ProposalFile.proposal_id == proposal_id)
    )
    return list(db.session.scalars(wanted.where(ProposalFile.removed_at.is_(None)).order_by(ProposalFile.id)))


def proposal_file(proposal_id: int, file_id: int) -> ProposalFile:
    """A file of the proposal, also one that was removed: an earlier submission may hold it. Raises NotFound."""
    wanted = sa.select(ProposalFile).options(joinedload(ProposalFile.file))
    found = db.session.scalar(wanted.where(ProposalFile.id == file_id, ProposalFile.proposal_id == proposal_id))
    if found is None:
        raise NotFound()
    return found


def draft_content(proposal: Proposal, files: list[ProposalFile] | None = None) -> dict[str, Any]:
    """The proposal as it stands, in the shape of Submission.content: what is frozen when it is sent."""
    call, organisation, answers = proposal.call, proposal.organisation, answers_of(proposal)
    chosen = set((answers.get("departments") or {}).get("departments") or ())
    return {
        "call": {"id": call.id, "title_da": call.title_da, "title_en": call.title_en},
        "organisation": {"id": organisation.id, "name": organisation.name, "cvr": organisation.cvr},
        "sections": answers,
        "questions": proposal.question_version.questions,
        "departments": {str(one.id): one.name for one in departments() if str(one.id) in chosen},
        "files": [_file_facts(one) for one in (files_of(proposal.id) if files is None else files)],
    }


def _file_facts(one: ProposalFile) -> dict[str, Any]:
    return {
        "id": one.id,
        "question": one.question,
        "name": one.file.name,
        "size": one.file.size,
        "sha256": one.file.sha256,
    }


def file_counts(files: list[ProposalFile]) -> dict[str, int]:
    """How many files answer each file question."""
    return dict(Counter(one.question for one in files))


def statuses_of(proposal: Proposal, files: list[ProposalFile]) -> list[tuple[SectionForm, Status]]:
    """Every section with how far it is."""
    answers, counts = answers_of(proposal), file_counts(files)
    return [(form, status(form, answers.get(form.key, {}), counts)) for form in forms_of(proposal)]


def facts_of(proposal: Proposal, at: datetime, problems: int | None = None) -> SubmitFacts:
    """What decides whether the proposal can be sent at this moment. An answer to a returned case is taken after the call has closed."""
    if problems is None:
        problems = sum(len(one.problems) for _form, one in statuses_of(proposal, files_of(proposal.id)))
    closes_at = proposal.call.closes_at
    is_open = proposal.submitted_at is not None or closes_at is None or at < closes_at
    return SubmitFacts(problems, is_open, moment(closes_at), moment(at))
