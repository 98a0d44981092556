"""The mayor's queue, and the page of a decision that awaits the formal approval."""

from __future__ import annotations

from flask import Response
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.decisions.actions import approve, refer_back
from portal.decisions.forms import ConfirmForm, ReasonForm
from portal.decisions.queries import CouncilCase, count_in, file_of, formal_acts, mayor_case, mayor_queue
from portal.decisions.routes.desk import desk
from portal.decisions.routes.views import list_words, mayor_moves, mayor_tabs, mayor_view
from portal.files.queries import serve
from portal.kernel.errors import IllegalMove, NotFound, RuleBroken
from portal.policy import Actor, Permit, authorise
from portal.proposals.states import PROPOSAL, State
from portal.web.pages import arguments, go, now, page

MOVES = {"approve": Permit.CASE_APPROVE, "refer-back": Permit.CASE_REFER_BACK}


@desk.get("/mayor", permit=Permit.MAYOR_LIST)
def mayor(actor: Actor) -> ResponseReturnValue:
    """The decisions that await the mayor; in the other tab what was done with the earlier ones."""
    asked = arguments()
    if asked.get("tab") == "done":
        return page(
            "decisions/formal.html",
            words=list_words(),
            tabs=mayor_tabs("done"),
            listed=formal_acts(actor, asked.get("after", "")),
        )
    tabs = mayor_tabs("queue", count_in(actor, State.DECIDED))
    return page(
        "decisions/mayor_queue.html", words=list_words(), tabs=tabs, listed=mayor_queue(actor, asked.get("after", ""))
    )


@desk.get("/mayor/<int:proposal_id>", permit=Permit.MAYOR_READ)
def mayor_show(actor: Actor, proposal_id: int) -> ResponseReturnValue:
    """The council's decision and the case that it is about."""
    case = mayor_case(actor, proposal_id)
    return page("decisions/mayor_show.html", moves=mayor_moves(actor, case), **mayor_view(actor, case))


@desk.get("/mayor/<int:proposal_id>/files/<int:file_id>", permit=Permit.MAYOR_READ)
def mayor_file(actor: Actor, proposal_id: int, file_id: int) -> ResponseReturnValue:
    """An attachment of the frozen version."""
    return serve(file_of(mayor_case(actor, proposal_id), file_id))


@desk.get("/mayor/<int:proposal_id>/moves/<name>", permit=Permit.MAYOR_READ)
def mayor_move(actor: Actor, proposal_id: int, name: str) -> ResponseReturnValue:
    """The page of a move: it names what the move does."""
    case = mayor_case(actor, proposal_id)
    _require_mayor_move(actor, case, name)
    form = ConfirmForm if name == "approve" else ReasonForm
    return _move_page(case, name, form(version=case.proposal.version))


@desk.post("/mayor/<int:proposal_id>/moves/approve", permit=Permit.CASE_APPROVE)
def approve_post(actor: Actor, proposal_id: int) -> ResponseReturnValue:
    case = mayor_case(actor, proposal_id)
    form = ConfirmForm()
    if _is_stale(case, form.seen_version):
        return _move_page(case, "approve", form, status=409)
    if not form.validate():
        return _move_page(case, "approve", form, status=422)
    approve(actor, proposal_id, version=form.seen_version, key=form.once_key, at=now())
    return go("/mayor", _("%(case)s is approved, and its contract is opened.", case=case.proposal.case_number))


@desk.post("/mayor/<int:proposal_id>/moves/refer-back", permit=Permit.CASE_REFER_BACK)
def refer_back_post(actor: Actor, proposal_id: int) -> ResponseReturnValue:
    case = mayor_case(actor, proposal_id)
    form = ReasonForm()
    if _is_stale(case, form.seen_version):
        return _move_page(case, "refer-back", form, status=409)
    if not form.validate():
        return _move_page(case, "refer-back", form, status=422)
    refer_back(actor, proposal_id, form.reason.data, version=form.seen_version, key=form.once_key, at=now())
    return go("/mayor", _("%(case)s is back with the council.", case=case.proposal.case_number))


def _is_stale(case: CouncilCase, version: int) -> bool:
    return case.proposal.state is State.DECIDED and version != case.proposal.version


def _move_page(case: CouncilCase, name: str, form: ConfirmForm | ReasonForm, *, status: int = 200) -> Response:
    form.version.data = str(case.proposal.version)
    template = f"decisions/{name.replace('-', '_')}.html"
    return page(template, status=status, case=case, form=form, is_stale=status == 409)


def _require_mayor_move(actor: Actor, case: CouncilCase, name: str) -> None:
    """Raise unless the page leads somewhere: the move is the mayor's, and can be made now."""
    if name not in MOVES:
        raise NotFound()
    row = PROPOSAL[name]
    authorise(actor, row.permit, case.proposal)
    if case.proposal.state not in row.sources:
        raise IllegalMove()
    for guard in row.guards:
        if refusal := guard(case):
            raise RuleBroken(refusal)
