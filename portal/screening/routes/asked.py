"""What the secretariat does while a department has not answered: remind it, or go on without its answer."""

from __future__ import annotations

from flask import Response
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.kernel.calendar import today
from portal.kernel.errors import IllegalMove
from portal.policy import Actor, Permit
from portal.screening import actions
from portal.screening.forms import WithoutAnswerForm
from portal.screening.models import Hearing
from portal.screening.queries import Case, case_to_work_on, hearing_in
from portal.screening.routes.desk import desk
from portal.screening.rules import is_being_screened, may_be_waived
from portal.web.pages import go, now, page


@desk.post("/cases/<int:id>/hearings/<int:hearing_id>/reminder", permit=Permit.CASE_READ)
def remind(actor: Actor, id: int, hearing_id: int) -> ResponseReturnValue:
    actions.remind(actor, id, hearing_id, at=now())
    return go(f"/cases/{id}#hearings", _("The department has been reminded."))


@desk.get("/cases/<int:id>/hearings/<int:hearing_id>/without-answer", permit=Permit.CASE_READ)
def ask_to_go_on(actor: Actor, id: int, hearing_id: int) -> ResponseReturnValue:
    """The page that asks for the reason."""
    found = case_to_work_on(actor, id)
    hearing = hearing_in(found, hearing_id)
    if not (is_being_screened(found.proposal.state) and may_be_waived(hearing, today(now()))):
        raise IllegalMove()
    return _page(found, hearing, WithoutAnswerForm(None))


@desk.post("/cases/<int:id>/hearings/<int:hearing_id>/without-answer", permit=Permit.CASE_READ)
def go_on_without(actor: Actor, id: int, hearing_id: int) -> ResponseReturnValue:
    found, form = case_to_work_on(actor, id), WithoutAnswerForm()
    if not form.validate():
        return _page(found, hearing_in(found, hearing_id), form, 422)
    actions.go_on_without(actor, id, hearing_id, form.reason.data, at=now())
    return go(f"/cases/{id}#hearings", _("The case goes on without the department’s answer."))


def _page(found: Case, hearing: Hearing, form: WithoutAnswerForm, status: int = 200) -> Response:
    return page("screening/without_answer.html", status=status, proposal=found.proposal, hearing=hearing, form=form)
