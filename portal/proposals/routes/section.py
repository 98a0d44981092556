"""Writing: one section at a time, saved while one types."""

from __future__ import annotations

from typing import Any

from flask import Response
from flask.typing import ResponseReturnValue

from portal.files.queries import describe_limits
from portal.files.rules import EXTENSIONS
from portal.kernel.errors import NotFound
from portal.kernel.words import _l
from portal.policy import Actor, Permit
from portal.proposals import queries
from portal.proposals.actions import Saved, save_section
from portal.proposals.forms import WritingForm, drawn
from portal.proposals.models import Proposal
from portal.proposals.routes.desk import desk
from portal.proposals.rules import SUBMITTABLE
from portal.proposals.sections import SectionForm
from portal.questions.queries import wording
from portal.questions.rules import Problem
from portal.web.pages import go, now, page, wants_fragment

CLOSED = _l("The proposal has been sent, so it can no longer be changed.")


@desk.get("/proposals/<int:proposal_id>/<section>", permit=Permit.PROPOSAL_WRITE)
def edit(actor: Actor, proposal_id: int, section: str) -> ResponseReturnValue:
    """One section of the form."""
    proposal, form = opened(actor, proposal_id, section)
    if proposal.state not in SUBMITTABLE:
        return go(f"/proposals/{proposal.id}", CLOSED)
    return section_page(actor, proposal, form, queries.answers_of(proposal).get(form.key, {}), [])


@desk.post("/proposals/<int:proposal_id>/<section>/save", permit=Permit.PROPOSAL_WRITE)
def save(actor: Actor, proposal_id: int, section: str) -> ResponseReturnValue:
    """Keep what is being typed. Nothing is demanded of it yet."""
    proposal, form = opened(actor, proposal_id, section)
    typed = WritingForm()
    answers = typed.answers(form)
    saved = keep(actor, proposal, form, typed, answers)
    if saved.is_stale:
        return conflict(actor, proposal, form, answers, saved)
    return section_page(actor, proposal, form, answers, [], fragment="saved-at", saved=saved)


@desk.post("/proposals/<int:proposal_id>/<section>", permit=Permit.PROPOSAL_WRITE)
def go_on(actor: Actor, proposal_id: int, section: str) -> ResponseReturnValue:
    """Keep the section, then do what the pressed button says: go on, go to the overview, add or remove a row."""
    proposal, form = opened(actor, proposal_id, section)
    typed = WritingForm()
    answers = typed.answers(form)
    saved = keep(actor, proposal, form, typed, answers)
    if saved.is_stale:
        return conflict(actor, proposal, form, answers, saved)
    name, key, _row = typed.action()
    if name == "overview":
        return go(f"/proposals/{proposal.id}")
    if name in {"add", "remove"}:
        return section_page(
            actor, proposal, form, answers, [], fragment="questions", saved=saved, add_to=key if name == "add" else ""
        )
    problems = form.problems(answers, queries.file_counts(queries.files_of(proposal.id)))
    if problems:
        return section_page(actor, proposal, form, answers, problems, saved=saved, status=422)
    return go(f"/proposals/{proposal.id}/{queries.next_section(proposal, form.key)}")


def opened(actor: Actor, proposal_id: int, section: str) -> tuple[Proposal, SectionForm]:
    """The proposal and its section of that name. Raises NotFound."""
    proposal = queries.proposal_for(actor, proposal_id)
    form = next((one for one in queries.forms_of(proposal) if one.key == section), None)
    if form is None:
        raise NotFound()
    return proposal, form


def keep(actor: Actor, proposal: Proposal, form: SectionForm, typed: WritingForm, answers: dict[str, Any]) -> Saved:
    """Save what was typed."""
    return save_section(
        actor, proposal, form.key, answers, version=typed.seen_version, page_key=typed.once_key, at=now()
    )


def conflict(actor: Actor, proposal: Proposal, form: SectionForm, answers: dict[str, Any], saved: Saved) -> Response:
    """A colleague saved in between: both texts, and a page whose next save is a choice made in full view."""
    answer = section_page(actor, proposal, form, answers, [], fragment="conflict", saved=saved, status=409)
    answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = "#conflict", "outerHTML"
    return answer


def section_page(
    actor: Actor, proposal: Proposal, form: SectionForm, answers: dict[str, Any], problems: list[Problem], *,
    fragment: str | None = None, saved: Saved | None = None, status: int = 200, add_to: str = "", upload: tuple[str, str] = ("", ""),
) -> Response:  # fmt: skip
    """The section's page, or the part of it that htmx asked for. `upload`: a file question, and why its file was not taken."""
    kept = next((one for one in proposal.sections if one.key == form.key), None)
    typed = WritingForm()
    typed.version.data = str(saved.version if saved else kept.version if kept else 0)
    theirs = None
    if saved and saved.theirs is not None:
        theirs = queries.conflict(actor, form, saved.their_id, saved.at, saved.theirs, answers)
        # From here on this is another open page: what it saves next has been decided in view of both texts.
        typed.once.data = typed.once.default()
    question, refusal = upload
    return page(
        "proposals/section.html", fragment=fragment, status=status, in_fragment=bool(fragment) and wants_fragment(),
        proposal=proposal, form=typed, section=form, title=wording(form.label), intro=wording(form.intro), conflict=theirs,
        number=queries.position(proposal, form.key), saved_at=saved.at if saved and not theirs else kept.saved_at if kept else None,
        files=queries.files_by_question(proposal), limits=describe_limits(), accept=EXTENSIONS, question=question,
        refused={question: refusal} if refusal else {}, **drawn(form, answers, problems, add_to),
    )  # fmt: skip
