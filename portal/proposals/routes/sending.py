"""Checking one's answers, sending them, the receipt, and taking the proposal back."""

from __future__ import annotations

from flask import Response
from flask.typing import ResponseReturnValue

from portal.kernel.errors import NotFound
from portal.kernel.workflow import Move
from portal.policy import Actor, Permit, may
from portal.proposals import queries
from portal.proposals.actions import submit, withdraw
from portal.proposals.forms import ConfirmForm
from portal.proposals.models import Proposal, Submission
from portal.proposals.receipts import document
from portal.proposals.routes.desk import desk
from portal.proposals.states import PROPOSAL
from portal.questions.queries import summary, wording
from portal.web.languages import language
from portal.web.pages import attachment, go, now, page, translate
from portal.web.pdf import make_pdf


@desk.get("/proposals/<int:proposal_id>/check", permit=Permit.PROPOSAL_READ)
def check(actor: Actor, proposal_id: int) -> ResponseReturnValue:
    """Everything on one page, with what is missing and a change link each."""
    proposal = queries.proposal_for(actor, proposal_id)
    move = PROPOSAL["submit"]
    if proposal.state not in move.sources:
        return go(f"/proposals/{proposal.id}")
    files = queries.files_of(proposal.id)
    statuses = queries.statuses_of(proposal, files)
    missing = [(form.key, wording(form.label), summary(one.problems)) for form, one in statuses if one.problems]
    sections = queries.shown(queries.draft_content(proposal, files))
    return page(
        "proposals/check.html",
        proposal=proposal,
        missing=missing,
        sections=sections,
        can_write=may(actor, move.permit, proposal),
    )


@desk.get("/proposals/<int:proposal_id>/moves/submit", permit=Permit.PROPOSAL_WRITE)
def confirm_submit(actor: Actor, proposal_id: int) -> ResponseReturnValue:
    """What sending means, and the button."""
    return _confirm(queries.proposal_for(actor, proposal_id), PROPOSAL["submit"])


@desk.post("/proposals/<int:proposal_id>/moves/submit", permit=Permit.PROPOSAL_WRITE)
def send(actor: Actor, proposal_id: int) -> ResponseReturnValue:
    """Send it. A form sent twice gets the first one's receipt."""
    form = ConfirmForm()
    return go(submit(actor, queries.proposal_for(actor, proposal_id), once_key=form.once_key, at=now()))


@desk.get("/proposals/<int:proposal_id>/moves/withdraw", permit=Permit.PROPOSAL_WITHDRAW)
def confirm_withdraw(actor: Actor, proposal_id: int) -> ResponseReturnValue:
    """What withdrawing means, and the button."""
    return _confirm(queries.proposal_for(actor, proposal_id), PROPOSAL["withdraw"])


@desk.post("/proposals/<int:proposal_id>/moves/withdraw", permit=Permit.PROPOSAL_WITHDRAW)
def take_back(actor: Actor, proposal_id: int) -> ResponseReturnValue:
    """Withdraw it."""
    form = ConfirmForm()
    proposal = queries.proposal_for(actor, proposal_id)
    withdraw(actor, proposal, version=form.seen_version, at=now())
    return go(f"/proposals/{proposal_id}", PROPOSAL["withdraw"].done)


@desk.get("/proposals/<int:proposal_id>/receipt", permit=Permit.PROPOSAL_READ)
def receipt(actor: Actor, proposal_id: int) -> ResponseReturnValue:
    """Proof of what was received, and when."""
    proposal, sent = _sent(actor, proposal_id)
    return page("proposals/receipt.html", proposal=proposal, sent=sent, files=sent.content.get("files", []))


@desk.get("/proposals/<int:proposal_id>/receipt.pdf", permit=Permit.PROPOSAL_READ)
def copy(actor: Actor, proposal_id: int) -> ResponseReturnValue:
    """The receipt with a copy of everything that was sent, as a PDF."""
    proposal, sent = _sent(actor, proposal_id)
    return attachment(
        make_pdf("proposal", document(proposal, sent), language()), f"{proposal.case_number}.pdf", "application/pdf"
    )


def _sent(actor: Actor, proposal_id: int) -> tuple[Proposal, Submission]:
    proposal = queries.proposal_for(actor, proposal_id)
    sent = queries.latest_submission(proposal.id)
    if sent is None:
        raise NotFound()
    return proposal, sent


def _confirm(proposal: Proposal, move: Move) -> Response:
    if proposal.state not in move.sources:
        return go(f"/proposals/{proposal.id}")
    facts = queries.facts_of(proposal, now())
    form = ConfirmForm()
    form.version.data = str(proposal.version)
    refusals = [translate(refusal) for guard in move.guards if (refusal := guard(facts))]
    return page(f"proposals/{move.name}.html", proposal=proposal, form=form, move=move, refusals=refusals)
