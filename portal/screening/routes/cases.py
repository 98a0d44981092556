"""The case page, and what is written on it piece by piece. Whoever may read the case comes through the door; only those who may work on it go on."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from portal.files.queries import serve
from portal.policy import Actor, Permit
from portal.screening import actions
from portal.screening.forms import AssessmentForm, CheckForm, HearingForm, NoteForm, OfficerForm, RecommendationForm
from portal.screening.queries import case, case_to_work_on, sent_file
from portal.screening.routes import views
from portal.screening.routes.desk import desk
from portal.screening.rules import CHECKLIST, checklist_item
from portal.web.pages import go, now, page, wants_fragment


@desk.get("/cases/<int:id>", permit=Permit.CASE_READ)
def show(actor: Actor, id: int) -> ResponseReturnValue:
    """Everything about a case."""
    return views.case_page(actor, case(actor, id))


@desk.get("/cases/<int:id>/files/<int:file_id>", permit=Permit.CASE_READ)
def file(actor: Actor, id: int, file_id: int) -> ResponseReturnValue:
    """A file that the applicant sent."""
    return serve(sent_file(actor, id, file_id).file)


@desk.post("/cases/<int:id>/checks/<item>", permit=Permit.CASE_READ)
def save_check(actor: Actor, id: int, item: str) -> ResponseReturnValue:
    case_to_work_on(actor, id)
    form, saved = CheckForm(), False
    if is_valid := form.validate():
        saved = actions.save_check(
            actor, id, item, form.answer, form.comment.data or "", version=form.seen_version, at=now()
        )
    if saved and not wants_fragment():
        return go(f"/cases/{id}#check-{item}")
    return _check_again(actor, id, item, form, 200 if saved else 409 if is_valid else 422)


def _check_again(actor: Actor, id: int, item: str, form: CheckForm, status: int) -> ResponseReturnValue:
    found, asked = case(actor, id), checklist_item(item)
    typed = {"verdict": form.verdict.data or "", "comment": form.comment.data or ""}
    theirs = found.checks.get(item) if status == 409 else None
    shown = (
        views.check(found, asked)
        if status == 200
        else views.check(found, asked, **typed, error=_first(form), theirs=theirs)
    )
    if wants_fragment():
        return page(
            "screening/case.html",
            fragment="check",
            status=status,
            check=shown,
            is_writing=True,
            is_fragment=True,
            **views.next_step(actor, found),
        )
    others = [views.check(found, one) if one is not asked else shown for one in CHECKLIST]
    return views.case_page(actor, found, status=status, checks=others, problems=_check_problems(item, form))


def _first(form: CheckForm) -> str | None:
    return form.problems[0][1] if form.problems else None


def _check_problems(item: str, form: CheckForm) -> list[tuple[str, str]]:
    return [(f"check-{item}-{field}", message) for field, message in form.problems]


@desk.post("/cases/<int:id>/assessment", permit=Permit.CASE_READ)
def save_assessment(actor: Actor, id: int) -> ResponseReturnValue:
    found, form = case_to_work_on(actor, id), AssessmentForm()
    if not form.validate():
        return views.case_page(actor, found, status=422, assessment_form=form, problems=form.problems)
    if actions.save_assessment(actor, id, form.draft, version=form.seen_version, at=now()):
        return go(f"/cases/{id}#assessment")
    return _stale(actor, id, "assessment", form)


@desk.post("/cases/<int:id>/recommendation", permit=Permit.CASE_READ)
def save_recommendation(actor: Actor, id: int) -> ResponseReturnValue:
    found, form = case_to_work_on(actor, id), RecommendationForm()
    if not form.validate():
        return views.case_page(actor, found, status=422, recommendation_form=form, problems=form.problems)
    if actions.save_recommendation(actor, id, form.draft, version=form.seen_version, at=now()):
        return go(f"/cases/{id}#recommendation")
    return _stale(actor, id, "recommendation", form)


def _stale(actor: Actor, id: int, paper: str, form: AssessmentForm | RecommendationForm) -> ResponseReturnValue:
    """Both texts: the colleague's as it is kept, one's own still in the form, which now follows the colleague's."""
    found = case(actor, id)
    theirs = getattr(found, paper)
    form.version.data = str(theirs.version if theirs else 0)
    return views.case_page(actor, found, status=409, **{f"{paper}_form": form, f"{paper}_theirs": theirs})


@desk.post("/cases/<int:id>/notes", permit=Permit.CASE_READ)
def add_note(actor: Actor, id: int) -> ResponseReturnValue:
    found, form = case_to_work_on(actor, id), NoteForm()
    if not form.validate():
        return views.case_page(actor, found, status=422, note_form=form, problems=form.problems)
    actions.add_note(actor, id, form.note.data, key=form.once_key, at=now())
    return go(f"/cases/{id}#notes")


@desk.post("/cases/<int:id>/officer", permit=Permit.CASE_READ)
def assign(actor: Actor, id: int) -> ResponseReturnValue:
    case_to_work_on(actor, id)
    actions.assign(actor, id, OfficerForm().chosen, at=now())
    return go(f"/cases/{id}")


@desk.post("/cases/<int:id>/hearings", permit=Permit.CASE_READ)
def ask_departments(actor: Actor, id: int) -> ResponseReturnValue:
    found, form = case_to_work_on(actor, id), HearingForm()
    form.departments.choices = views.department_choices()
    if not form.validate():
        return views.case_page(actor, found, status=422, hearing_form=form, problems=form.problems)
    actions.ask_departments(
        actor, id, form.departments.data, form.question.data, form.due_on.day, key=form.once_key, at=now()
    )
    return go(f"/cases/{id}#hearings")
