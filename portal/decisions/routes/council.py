"""The council's queue, the case desk, and the pages of the chair."""

from __future__ import annotations

from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue

from portal.decisions.actions import decide, declare_conflict, send_back, vote
from portal.decisions.forms import ConflictForm, DecisionForm, ReasonForm, VoteForm
from portal.decisions.queries import (
    CouncilCase,
    awaiting_vote,
    council_case,
    council_queue,
    count_in,
    decided_cases,
    file_of,
    next_for,
)
from portal.decisions.routes.desk import desk
from portal.decisions.routes.views import chair_moves, council_tabs, desk_view, list_words
from portal.decisions.rules import VOTE_FIRST, explain
from portal.decisions.states import Choice
from portal.files.queries import serve
from portal.kernel.errors import IllegalMove, NotFound, RuleBroken
from portal.policy import Actor, Permit, authorise
from portal.proposals.states import PROPOSAL, State
from portal.web.languages import gettext as _
from portal.web.pages import arguments, go, now, page


@desk.get("/council", permit=Permit.COUNCIL_LIST)
def council(actor: Actor) -> ResponseReturnValue:
    """What awaits the member; in the other tab what the council has decided."""
    asked = arguments()
    if asked.get("tab") == "decided":
        listed = decided_cases(actor, asked.get("after", ""))
        return page("decisions/decided.html", words=list_words(), tabs=council_tabs("decided"), listed=listed)
    listed = council_queue(actor, asked.get("after", ""))
    tabs = council_tabs("queue", count_in(actor, State.COUNCIL))
    awaiting = [row.id for row in listed.rows if row.choice is None]
    is_whole = not listed.next_key and "after" not in asked
    return page(
        "decisions/queue.html", words=list_words(), tabs=tabs, listed=listed, awaiting=awaiting, is_whole=is_whole
    )


@desk.get("/council/<int:proposal_id>", permit=Permit.COUNCIL_READ)
def show(actor: Actor, proposal_id: int) -> ResponseReturnValue:
    """The case beside the vote."""
    case = council_case(actor, proposal_id)
    return _desk_page(actor, case, _vote_form(actor, case))


@desk.post("/council/<int:proposal_id>/vote", permit=Permit.COUNCIL_VOTE)
def vote_post(actor: Actor, proposal_id: int) -> ResponseReturnValue:
    case = council_case(actor, proposal_id)
    form = VoteForm()
    if not case.is_open or form.seen_version != case.frozen.number:
        return _desk_page(actor, case, form, status=409, is_stale=True)
    if not form.validate():
        return _desk_page(actor, case, form, status=422)
    choice = Choice(form.choice.data)
    vote(actor, proposal_id, choice, form.comment.data, number=form.seen_version, key=form.once_key, at=now())
    return _after_vote(actor, case, request.form.get("stay") == "yes")


def _after_vote(actor: Actor, case: CouncilCase, stay: bool) -> Response:
    number = case.proposal.case_number
    if stay:
        return go(f"/council/{case.proposal.id}", _("Your vote on %(case)s is saved.", case=number))
    following = next_for(actor, case.proposal)
    if following:
        return go(f"/council/{following}", _("Your vote on %(case)s is saved. This is the next case.", case=number))
    return go("/council", _("Your vote on %(case)s is saved. You have voted on all cases.", case=number))


@desk.get("/council/<int:proposal_id>/files/<int:file_id>", permit=Permit.COUNCIL_READ)
def council_file(actor: Actor, proposal_id: int, file_id: int) -> ResponseReturnValue:
    """An attachment of the frozen version."""
    return serve(file_of(council_case(actor, proposal_id), file_id))


@desk.get("/council/<int:proposal_id>/conflict", permit=Permit.CONFLICT_DECLARE)
def conflict(actor: Actor, proposal_id: int) -> ResponseReturnValue:
    """The page that says what stepping out of a case does."""
    case = council_case(actor, proposal_id)
    authorise(actor, Permit.CONFLICT_DECLARE, case.proposal)
    return page("decisions/conflict.html", case=case, form=ConflictForm())


@desk.post("/council/<int:proposal_id>/conflict", permit=Permit.CONFLICT_DECLARE)
def conflict_post(actor: Actor, proposal_id: int) -> ResponseReturnValue:
    form = ConflictForm()
    if not form.validate():
        return page("decisions/conflict.html", status=422, case=council_case(actor, proposal_id), form=form)
    declare_conflict(actor, proposal_id, form.reason.data, key=form.once_key, at=now())
    return go("/council", _("You are out of the case. The secretariat has been told."))


@desk.get("/council/<int:proposal_id>/moves/<name>", permit=Permit.COUNCIL_DECIDE)
def chair_move(actor: Actor, proposal_id: int, name: str) -> ResponseReturnValue:
    """The chair's page for recording a decision, or for sending the case back."""
    case = council_case(actor, proposal_id)
    _require_chair_move(actor, case, name)
    if name == "send-back":
        return page("decisions/send_back.html", case=case, form=ReasonForm(version=case.proposal.version))
    return _decision_page(case, name, DecisionForm(version=case.proposal.version))


@desk.post("/council/<int:proposal_id>/moves/<any(start, decline):name>", permit=Permit.COUNCIL_DECIDE)
def decide_post(actor: Actor, proposal_id: int, name: str) -> ResponseReturnValue:
    case = council_case(actor, proposal_id)
    form = DecisionForm()
    if case.is_open and form.seen_version != case.proposal.version:
        return _decision_page(case, name, form, status=409)
    if not form.validate():
        return _decision_page(case, name, form, status=422)
    decide(
        actor, proposal_id, name, reasons=form.reasons.data, conditions=form.conditions.data,
        version=form.seen_version, key=form.once_key, at=now(),
    )  # fmt: skip
    return go(f"/council/{proposal_id}", _("The council's decision is recorded."))


@desk.post("/council/<int:proposal_id>/moves/send-back", permit=Permit.COUNCIL_DECIDE)
def send_back_post(actor: Actor, proposal_id: int) -> ResponseReturnValue:
    case = council_case(actor, proposal_id)
    form = ReasonForm()
    is_stale = case.is_open and form.seen_version != case.proposal.version
    if is_stale or not form.validate():
        form.version.data = str(case.proposal.version)
        return page(
            "decisions/send_back.html", status=409 if is_stale else 422, case=case, form=form, is_stale=is_stale
        )
    send_back(actor, proposal_id, form.reason.data, version=form.seen_version, key=form.once_key, at=now())
    return go("/council", _("The case is back with the secretariat."))


def _vote_form(actor: Actor, case: CouncilCase) -> VoteForm:
    seat = case.seat_of(actor)
    own = seat.vote if seat else None
    kept = {"choice": str(own.choice), "comment": own.comment} if own else {}
    return VoteForm(version=case.frozen.number, **kept)


def _desk_page(
    actor: Actor, case: CouncilCase, form: VoteForm, *, status: int = 200, is_stale: bool = False
) -> Response:
    form.version.data = str(case.frozen.number)
    view: dict[str, Any] = desk_view(actor, case)
    can_vote = case.is_open and case.seat_of(actor) is not None
    left = [number for number in awaiting_vote(actor) if number != case.proposal.id] if can_vote else []
    moves = chair_moves(actor, case)
    return page("decisions/show.html", status=status, form=form, is_stale=is_stale, moves=moves, left=len(left), **view)


def _decision_page(case: CouncilCase, name: str, form: DecisionForm, *, status: int = 200) -> Response:
    form.version.data = str(case.proposal.version)
    arithmetic = explain(case.result)
    return page(
        "decisions/decide.html",
        status=status,
        case=case,
        name=name,
        form=form,
        arithmetic=arithmetic,
        is_stale=status == 409,
    )


def _require_chair_move(actor: Actor, case: CouncilCase, name: str) -> None:
    """Raise unless the page leads somewhere: the move is the chair's, and can be made now."""
    row = PROPOSAL.get(name)
    if row is None or row.permit is not Permit.COUNCIL_DECIDE:
        raise NotFound()
    authorise(actor, row.permit, case.proposal)
    if not case.is_open:
        raise IllegalMove()
    if name == "send-back":
        return
    if not case.shows_votes_to(actor):
        raise RuleBroken(VOTE_FIRST)
    for guard in row.guards:
        if refusal := guard(case.result):
            raise RuleBroken(refusal)
