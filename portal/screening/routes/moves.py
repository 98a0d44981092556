"""Returning, rejecting and forwarding a case: each on a page of its own that says what it does."""

from __future__ import annotations

from datetime import timedelta

from flask import Response
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.kernel.calendar import today
from portal.kernel.errors import NotFound
from portal.policy import Actor, Permit
from portal.proposals.states import PROPOSAL
from portal.screening import actions
from portal.screening.forms import ForwardForm, RejectForm, ReturnForm
from portal.screening.queries import Case, case_to_move
from portal.screening.routes.desk import desk
from portal.screening.rules import APPEAL_GUIDANCE, GUARD_DONE
from portal.web.forms import PortalForm
from portal.web.pages import go, now, page, translate

ANSWER_WITHIN = timedelta(days=21)


@desk.get("/cases/<int:id>/moves/<name>", permit=Permit.CASE_READ)
def ask(actor: Actor, id: int, name: str) -> ResponseReturnValue:
    """The page of a move."""
    found = case_to_move(actor, id, name)
    version = str(found.proposal.version)
    forms: dict[str, PortalForm] = {
        "return": ReturnForm(None, version=version, answer_by=today(now()) + ANSWER_WITHIN),
        "reject": RejectForm(None, version=version, appeal=translate(APPEAL_GUIDANCE)),
        "forward": ForwardForm(None, version=version),
    }
    return _page(actor, found, name, forms[name])


@desk.post("/cases/<int:id>/moves/<name>", permit=Permit.CASE_READ)
def carry_out(actor: Actor, id: int, name: str) -> ResponseReturnValue:
    """Make the move."""
    if name not in MAKE:
        raise NotFound()
    return MAKE[name](actor, id)


def _return(actor: Actor, id: int) -> ResponseReturnValue:
    form = ReturnForm()
    if not form.validate():
        return _page(actor, case_to_move(actor, id, "return"), "return", form, 422)
    actions.return_to_applicant(
        actor, id, form.reason.data, form.answer_by.day, version=form.seen_version, key=form.once_key, at=now()
    )
    return go(f"/cases/{id}", _("The applicant has been asked."))


def _reject(actor: Actor, id: int) -> ResponseReturnValue:
    form = RejectForm()
    if not form.validate():
        return _page(actor, case_to_move(actor, id, "reject"), "reject", form, 422)
    actions.reject(
        actor, id, form.reason.data, form.appeal.data, version=form.seen_version, key=form.once_key, at=now()
    )
    return go(f"/cases/{id}", _("The proposal has been rejected, and the applicant told."))


def _forward(actor: Actor, id: int) -> ResponseReturnValue:
    form = ForwardForm()
    if not form.validate():
        return _page(actor, case_to_move(actor, id, "forward"), "forward", form, 422)
    actions.forward(actor, id, version=form.seen_version, key=form.once_key, at=now())
    return go(f"/cases/{id}", _("The case has been forwarded to the council."))


MAKE = {"return": _return, "reject": _reject, "forward": _forward}


def _page(actor: Actor, found: Case, name: str, form: PortalForm, status: int = 200) -> Response:
    facts = found.readiness
    demands = [
        (translate(refusal) if (refusal := guard(facts)) else "", GUARD_DONE[guard.__name__])
        for guard in PROPOSAL["forward"].guards
    ]
    return page(
        f"screening/{name}.html", status=status, form=form, proposal=found.proposal, case=found, demands=demands,
        is_ready=not any(refusal for refusal, _done in demands),
    )  # fmt: skip
