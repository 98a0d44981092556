"""An organisation's proposals: the list, beginning one, and one as it stands."""

from __future__ import annotations

from flask import Response, request
from flask.typing import ResponseReturnValue

from portal.policy import Actor, Permit, may, may_enter
from portal.proposals import queries
from portal.proposals.actions import start
from portal.proposals.forms import StartForm
from portal.proposals.models import Proposal
from portal.proposals.routes.desk import desk
from portal.proposals.rules import SUBMITTABLE, UNDER_WAY, way
from portal.proposals.states import DECLINE_GUIDANCE, OWN_LOOK, PROPOSAL, State
from portal.web.moves import Button, buttons
from portal.web.pages import go, now, page, translate


@desk.get("/proposals", permit=Permit.PROPOSAL_LIST)
def index(actor: Actor) -> ResponseReturnValue:
    """The organisation's proposals, newest first."""
    before = request.args.get("before", type=int)
    rows, more = queries.proposals_of(actor, before if before and before > 0 else None)
    return page(
        "proposals/index.html", rows=rows, look=OWN_LOOK, next_url=f"/proposals?before={more}" if more else None, is_first=not before,
        can_start=may_enter(actor, Permit.PROPOSAL_CREATE),
    )  # fmt: skip


@desk.post("/proposals", permit=Permit.PROPOSAL_CREATE)
def begin(actor: Actor) -> ResponseReturnValue:
    """Begin a proposal in the call that the form names."""
    form = StartForm()
    return go(f"/proposals/{start(actor, form.call, once_key=form.once_key, at=now())}")


@desk.get("/proposals/<int:proposal_id>", permit=Permit.PROPOSAL_READ)
def show(actor: Actor, proposal_id: int) -> ResponseReturnValue:
    """The task list while it is being written; its status and history once it was sent."""
    proposal = queries.proposal_for(actor, proposal_id)
    return _draft(actor, proposal) if proposal.state in SUBMITTABLE else _case(actor, proposal)


def _draft(actor: Actor, proposal: Proposal) -> Response:
    files = queries.files_of(proposal.id)
    statuses = queries.statuses_of(proposal, files)
    facts = queries.facts_of(proposal, now(), sum(len(one.problems) for _form, one in statuses))
    can_write = may(actor, Permit.PROPOSAL_WRITE, proposal)
    content = None if can_write else queries.draft_content(proposal, files)
    return page(
        "proposals/draft.html",
        proposal=proposal,
        look=OWN_LOOK[proposal.state],
        tasks=queries.tasks(proposal, statuses, can_write=can_write),
        next_task=next((form for form, one in statuses if not one.is_done), None),
        facts=facts,
        can_write=can_write,
        moves=[one for one in _buttons(actor, proposal, facts) if one.is_destructive],
        request=queries.last_request(proposal),
        sections=queries.shown(content) if content else [],
    )


def _case(actor: Actor, proposal: Proposal) -> Response:
    sent = queries.latest_submission(proposal.id)
    return page(
        "proposals/show.html",
        proposal=proposal,
        look=OWN_LOOK[proposal.state],
        way=[{"label": translate(label), "state": step} for label, step in way(proposal.state)],
        is_under_way=proposal.state in UNDER_WAY,
        refusal=queries.refusal(proposal),
        guidance=DECLINE_GUIDANCE if proposal.state is State.DECLINED else "",
        history=queries.public_history(actor, proposal),
        sent=sent,
        sections=queries.shown(sent.content if sent else queries.draft_content(proposal)),
        changes=queries.changes(proposal.id, sent),
        moves=_buttons(actor, proposal, None),
    )


def _buttons(actor: Actor, proposal: Proposal, facts: object) -> list[Button]:
    return list(buttons(PROPOSAL, actor, proposal, facts, f"/proposals/{proposal.id}"))
