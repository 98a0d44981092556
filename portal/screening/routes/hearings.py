"""A department's questions from the secretariat, and its answers."""

from __future__ import annotations

from flask import Response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.files.queries import serve
from portal.kernel.calendar import today
from portal.policy import Actor, Permit
from portal.proposals.queries import latest_submission, shown
from portal.screening import actions
from portal.screening.forms import AnswerForm
from portal.screening.models import Hearing
from portal.screening.queries import file_of_hearing, hearing_queue, hearing_to_answer
from portal.screening.routes.desk import desk
from portal.screening.rules import Place, may_be_heard
from portal.screening.states import POSITION_LABEL, TONE
from portal.web.pages import go, now, page


@desk.get("/hearings", permit=Permit.HEARING_LIST)
def hearings(actor: Actor) -> ResponseReturnValue:
    """What the department is asked, and what it has answered."""
    is_answered = request.args.get("tab") == "answered"
    rows, further = hearing_queue(
        actor, is_answered=is_answered, place=Place.read(request.args.get("page", "")), day=today(now())
    )
    tabs = [
        {"label": _("Awaits your answer"), "url": "/hearings", "is_current": not is_answered},
        {"label": _("Answered"), "url": "/hearings?tab=answered", "is_current": is_answered},
    ]
    following = f"/hearings?{'tab=answered&' if is_answered else ''}page={further}" if further else None
    return page("screening/hearings.html", rows=rows, tabs=tabs, next_url=following, is_answered=is_answered,
                position_label=POSITION_LABEL, tone=TONE)  # fmt: skip


@desk.get("/hearings/<int:id>", permit=Permit.HEARING_ANSWER)
def hearing(actor: Actor, id: int) -> ResponseReturnValue:
    """A question with the case's answers beside the form."""
    found = hearing_to_answer(actor, id)
    form = AnswerForm(None, position=str(found.position or ""), answer=found.answer, version=str(found.version))
    return _page(found, form)


@desk.post("/hearings/<int:id>", permit=Permit.HEARING_ANSWER)
def answer(actor: Actor, id: int) -> ResponseReturnValue:
    found, form = hearing_to_answer(actor, id), AnswerForm()
    if not form.validate():
        return _page(found, form, 422)
    if actions.answer_hearing(actor, id, form.said, form.answer.data, version=form.seen_version, at=now()):
        return go("/hearings", _("Your answer has been sent to the secretariat."))
    found = hearing_to_answer(actor, id)
    form.version.data = str(found.version)
    return _page(found, form, 409)


@desk.get("/hearings/<int:id>/files/<int:file_id>", permit=Permit.HEARING_ANSWER)
def hearing_file(actor: Actor, id: int, file_id: int) -> ResponseReturnValue:
    """A file of the case that the department is asked about."""
    return serve(file_of_hearing(actor, id, file_id).file)


def _page(found: Hearing, form: AnswerForm, status: int = 200) -> Response:
    sent = latest_submission(found.proposal_id)
    return page(
        "screening/hearing.html", status=status, hearing=found, proposal=found.proposal, form=form, is_stale=status == 409,
        sections=shown(sent.content) if sent else [], is_open=may_be_heard(found.proposal.state),
        is_overdue=found.answered_at is None and found.due_on < today(now()),
    )  # fmt: skip
