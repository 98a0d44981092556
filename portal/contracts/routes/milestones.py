"""A milestone's page: what was reported, what was verified, and the forms for both."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.contracts.actions import add_evidence, give_back, remove_evidence, report, verify
from portal.contracts.forms import ReportForm, ResultReasonForm, VerifyForm
from portal.contracts.models import Milestone
from portal.contracts.queries import evidence_of, milestone_for
from portal.contracts.queries.reading import evidence_for, milestone_open_for
from portal.contracts.queries.view import milestone_events
from portal.contracts.routes.door import desk
from portal.contracts.rules import BEYOND_REPORT, exceeds_report
from portal.contracts.states import FINDING_LOOK, MILESTONE, STAGE_LOOK
from portal.files.queries import describe_limits, serve
from portal.files.rules import EXTENSIONS
from portal.policy import Actor, Permit
from portal.web.moves import buttons
from portal.web.pages import go, now, page, translate

PLACE = "/contracts/<int:contract_id>/milestones/<int:milestone_id>"


@desk.get(PLACE, permit=Permit.CONTRACT_LIST)
def milestone(actor: Actor, contract_id: int, milestone_id: int) -> ResponseReturnValue:
    """The milestone, its reports and their evidence."""
    found = milestone_for(actor, contract_id, milestone_id)
    return page(
        "contracts/milestone.html", milestone=found, contract=found.contract, events=milestone_events(found.contract, found),
        evidence=evidence_of(found), moves=buttons(MILESTONE, actor, found, found, _place(found)), base=_place(found),
        FINDING_LOOK=FINDING_LOOK, STAGE_LOOK=STAGE_LOOK,
    )  # fmt: skip


@desk.get(PLACE + "/moves/report", permit=Permit.MILESTONE_REPORT)
def report_page(actor: Actor, contract_id: int, milestone_id: int) -> ResponseReturnValue:
    """Where the provider writes the report."""
    found = milestone_open_for(actor, contract_id, milestone_id, MILESTONE["report"])
    return _report_page(found, ReportForm())


@desk.post(PLACE + "/moves/report", permit=Permit.MILESTONE_REPORT)
def report_post(actor: Actor, contract_id: int, milestone_id: int) -> ResponseReturnValue:
    form = ReportForm()
    refusal = _keep_files(actor, contract_id, milestone_id)
    if not form.validate() or refusal:
        found = milestone_open_for(actor, contract_id, milestone_id, MILESTONE["report"])
        return _report_page(found, form, status=422, refusal=refusal)
    report(actor, contract_id, milestone_id, form.report(), once=form.once_key, at=now())
    return go(
        f"/contracts/{contract_id}/milestones/{milestone_id}", _("The result is reported. The verifier has been told.")
    )


@desk.post(PLACE + "/files", permit=Permit.MILESTONE_REPORT)
def evidence_post(actor: Actor, contract_id: int, milestone_id: int) -> ResponseReturnValue:
    """Keep a file by itself; what is written in the report comes back with it."""
    refusal = _keep_files(actor, contract_id, milestone_id)
    found = milestone_open_for(actor, contract_id, milestone_id, MILESTONE["report"])
    return _report_page(found, ReportForm(), status=422 if refusal else 200, refusal=refusal)


@desk.post(PLACE + "/files/<int:evidence_id>/remove", permit=Permit.MILESTONE_REPORT)
def evidence_remove(actor: Actor, contract_id: int, milestone_id: int, evidence_id: int) -> ResponseReturnValue:
    remove_evidence(actor, contract_id, milestone_id, evidence_id, at=now())
    found = milestone_open_for(actor, contract_id, milestone_id, MILESTONE["report"])
    return _report_page(found, ReportForm())


@desk.get(PLACE + "/files/<int:evidence_id>", permit=Permit.CONTRACT_LIST)
def evidence_file(actor: Actor, contract_id: int, milestone_id: int, evidence_id: int) -> ResponseReturnValue:
    """A file of a report, for those who may read the contract; of one being written, for those who write it."""
    return serve(evidence_for(actor, contract_id, milestone_id, evidence_id).file)


@desk.get(PLACE + "/moves/verify", permit=Permit.MILESTONE_VERIFY)
def verify_page(actor: Actor, contract_id: int, milestone_id: int) -> ResponseReturnValue:
    """Where the verifier confirms the report."""
    found = milestone_open_for(actor, contract_id, milestone_id, MILESTONE["verify"])
    return _verdict_page("verify", found, VerifyForm(result=_result_id(found)))


@desk.post(PLACE + "/moves/verify", permit=Permit.MILESTONE_VERIFY)
def verify_post(actor: Actor, contract_id: int, milestone_id: int) -> ResponseReturnValue:
    form, found = VerifyForm(), milestone_open_for(actor, contract_id, milestone_id, MILESTONE["verify"])
    if form.validate() and exceeds_report(found, form.verdict().verified):
        form.verified.errors = [translate(BEYOND_REPORT)]
    if form.errors:
        return _verdict_page("verify", found, form, 422)
    verify(actor, contract_id, milestone_id, form.verdict(), result_id=form.result_id, at=now())
    return go(
        f"/contracts/{contract_id}/milestones/{milestone_id}", _("The result is verified. The parties have been told.")
    )


@desk.get(PLACE + "/moves/return", permit=Permit.MILESTONE_VERIFY)
def return_page(actor: Actor, contract_id: int, milestone_id: int) -> ResponseReturnValue:
    """Why the report goes back."""
    found = milestone_open_for(actor, contract_id, milestone_id, MILESTONE["return"])
    return _verdict_page("return", found, ResultReasonForm(result=_result_id(found)))


@desk.post(PLACE + "/moves/return", permit=Permit.MILESTONE_VERIFY)
def return_post(actor: Actor, contract_id: int, milestone_id: int) -> ResponseReturnValue:
    form = ResultReasonForm()
    if not form.validate():
        return _verdict_page(
            "return", milestone_open_for(actor, contract_id, milestone_id, MILESTONE["return"]), form, 422
        )
    give_back(actor, contract_id, milestone_id, reason=form.reason.data, result_id=form.result_id, at=now())
    return go(
        f"/contracts/{contract_id}/milestones/{milestone_id}", _("The report is returned. The provider has been told.")
    )


def _keep_files(actor: Actor, contract_id: int, milestone_id: int) -> str:
    """Keep each file that came with the form; why, where one cannot be taken."""
    uploads = [upload for upload in request.files.getlist("evidence") if upload.filename]
    refusals = [add_evidence(actor, contract_id, milestone_id, upload, at=now()) for upload in uploads]
    return " ".join(translate(refusal) for refusal in refusals if refusal)


def _report_page(found: Milestone, form: ReportForm, status: int = 200, refusal: str = "") -> ResponseReturnValue:
    waiting = [one for one in evidence_of(found) if one.result_id is None]
    return page(
        "contracts/report.html", fragment="evidence", status=status, milestone=found, contract=found.contract, form=form, waiting=waiting,
        base=_place(found), limits=translate(describe_limits()), extensions=EXTENSIONS, refusal=refusal,
    )  # fmt: skip


def _verdict_page(
    template: str, found: Milestone, form: VerifyForm | ResultReasonForm, status: int = 200
) -> ResponseReturnValue:
    return page(
        f"contracts/{template}.html", status=status, milestone=found, contract=found.contract, form=form, base=_place(found),
        evidence=evidence_of(found),
    )  # fmt: skip


def _result_id(found: Milestone) -> int | str:
    return found.result.id if found.result else ""


def _place(found: Milestone) -> str:
    return f"/contracts/{found.contract_id}/milestones/{found.id}"
