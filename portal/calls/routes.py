"""The calls: for everybody to read, for the secretariat to write."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.calls import actions, queries
from portal.calls.forms import CallForm
from portal.calls.states import LOOK, status
from portal.files.queries import describe_limits
from portal.policy import Actor, Permit, may, may_enter
from portal.proposals.models import Call
from portal.proposals.sections import BUILT_IN
from portal.questions.kinds import LABEL
from portal.web.desk import Desk
from portal.web.forms import PortalForm
from portal.web.pages import arguments, go, now, page

desk = Desk("calls", __name__)


@desk.get("/calls", permit=Permit.PUBLIC)
def index(actor: Actor) -> ResponseReturnValue:
    """What one can propose for, now, soon and before."""
    before = arguments().get("before", "")
    at = now()
    older, next_before = queries.closed(
        at, int(before) if before.isascii() and before.isdigit() and len(before) < 16 else None
    )
    return page(
        "calls/index.html", current=queries.open_and_coming(at), closed=older, next_before=next_before,
        may_write=may_enter(actor, Permit.CALL_WRITE),
    )  # fmt: skip


@desk.get("/calls/<int:id>", permit=Permit.PUBLIC)
def show(actor: Actor, id: int) -> ResponseReturnValue:
    """What the call is about, what it asks, and the way to begin."""
    call = queries.call(id)
    here = status(call.opens_at, call.closes_at, now())
    return page(
        "calls/show.html", call=call, title=queries.title(call), text=queries.text(call), look=LOOK[here], is_open=here == "open",
        sections=BUILT_IN, extra=queries.questions(call), limits=describe_limits(), start=PortalForm(),
        may_start=may(actor, Permit.PROPOSAL_CREATE, actor), may_write=may_enter(actor, Permit.CALL_WRITE),
    )  # fmt: skip


@desk.get("/calls/new", permit=Permit.CALL_WRITE)
def new(actor: Actor) -> ResponseReturnValue:
    """An empty call."""
    return _form(CallForm(at=now()))


@desk.post("/calls/new", permit=Permit.CALL_WRITE)
def create(actor: Actor) -> ResponseReturnValue:
    """Announce the call, or add, move or remove a question on the page."""
    form = CallForm(at=now())
    if not form.is_saving:
        return _form(form)
    if not form.validate():
        return _form(form, status=422)
    made = actions.create(actor, form.terms(), form.questions(), once_key=form.once_key, at=now())
    return go(url_for("calls.show", id=made), _("The call is announced."))


@desk.get("/calls/<int:id>/edit", permit=Permit.CALL_WRITE)
def edit(actor: Actor, id: int) -> ResponseReturnValue:
    """The call as it is, for changing."""
    call = queries.call(id)
    return _form(CallForm(call, at=now()), call)


@desk.post("/calls/<int:id>/edit", permit=Permit.CALL_WRITE)
def save(actor: Actor, id: int) -> ResponseReturnValue:
    """Keep the changes, or add, move or remove a question on the page."""
    call = queries.call(id)
    form = CallForm(call, at=now())
    if not form.is_saving:
        return _form(form, call)
    if not form.validate():
        return _form(form, call, status=422)
    if form.seen_version != call.version:
        form.version.data = call.version
        return _form(form, call, status=409, differences=form.differences(call))
    actions.save(actor, call, form.terms(), form.questions(), version=form.seen_version, at=now())
    return go(url_for("calls.show", id=id), _("The call is saved."))


def _form(
    form: CallForm,
    call: Call | None = None,
    *,
    status: int = 200,
    differences: list[tuple[str, str, str]] | None = None,
) -> ResponseReturnValue:
    address = url_for("calls.edit", id=call.id) if call else url_for("calls.new")
    return page(
        "calls/edit.html", fragment="questions", status=status, form=form, call=call, address=address, differences=differences,
        kinds=list(LABEL.items()), errors=dict(reversed(form.line_problems)), is_used=bool(call and queries.is_answered(queries.newest(call))),
    )  # fmt: skip
