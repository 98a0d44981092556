"""Attachments, each sent by itself."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from portal.files.queries import serve
from portal.kernel.errors import NotFound
from portal.policy import Actor, Permit
from portal.proposals import queries
from portal.proposals.actions import attach, detach
from portal.proposals.forms import WritingForm
from portal.proposals.routes.desk import desk
from portal.proposals.routes.section import conflict, keep, opened, section_page
from portal.questions.kinds import Kind
from portal.web.pages import go, now, translate, wants_fragment


@desk.post("/proposals/<int:proposal_id>/<section>/files/<question>", permit=Permit.PROPOSAL_WRITE)
def upload(actor: Actor, proposal_id: int, section: str, question: str) -> ResponseReturnValue:
    """Keep a file. Whatever else was typed on the page is kept with it."""
    proposal, form = opened(actor, proposal_id, section)
    if not any(one.key == question and one.kind is Kind.FILE for one in form.questions):
        raise NotFound()
    typed = WritingForm()
    answers = typed.answers(form)
    saved = keep(actor, proposal, form, typed, answers) if answers else None
    if saved and saved.is_stale:
        return conflict(actor, proposal, form, answers, saved)
    refusal = attach(actor, proposal, question, request.files.get(question) or FileStorage(), at=now())
    if refusal or wants_fragment():
        shown = (question, translate(refusal) if refusal else "")
        status = 422 if refusal else 200
        return section_page(
            actor, proposal, form, answers, [], fragment="files", saved=saved, status=status, upload=shown
        )
    return go(f"/proposals/{proposal.id}/{section}")


@desk.get("/proposals/<int:proposal_id>/<section>/files/<question>", permit=Permit.PROPOSAL_WRITE)
def reload(actor: Actor, proposal_id: int, section: str, question: str) -> ResponseReturnValue:
    """The address that a refused file leaves in the browser, asked for again: the section, with all that was kept."""
    proposal, form = opened(actor, proposal_id, section)
    return go(f"/proposals/{proposal.id}/{form.key}")


@desk.post("/proposals/<int:proposal_id>/files/<int:file_id>/remove", permit=Permit.PROPOSAL_WRITE)
def remove(actor: Actor, proposal_id: int, file_id: int) -> ResponseReturnValue:
    """Take a file off again."""
    proposal = queries.proposal_for(actor, proposal_id)
    question = detach(actor, proposal, file_id, at=now())
    return go(f"/proposals/{proposal.id}/{queries.section_of(proposal, question)}")


@desk.get("/proposals/<int:proposal_id>/files/<int:file_id>", permit=Permit.PROPOSAL_READ)
def fetch(actor: Actor, proposal_id: int, file_id: int) -> ResponseReturnValue:
    """A file of the proposal."""
    proposal = queries.proposal_for(actor, proposal_id)
    return serve(queries.proposal_file(proposal.id, file_id).file)
