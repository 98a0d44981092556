"""What does the case page show, and in which words?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from flask import Response

from portal.accounts.queries import departments, names
from portal.audit.queries import history
from portal.kernel.calendar import today
from portal.policy import Actor, Permit, may
from portal.proposals.queries import differences, shown
from portal.proposals.states import INSTRUMENT_LABEL, PROPOSAL
from portal.screening.forms import AssessmentForm, HearingForm, NoteForm, OfficerForm, RecommendationForm
from portal.screening.queries import Case, last_submissions, notes_of, officers
from portal.screening.rules import (
    CHECKLIST,
    OWN_MOVES,
    Item,
    happened,
    is_being_screened,
    is_returned,
    look,
    may_be_reminded,
    may_be_waived,
    way,
)
from portal.screening.states import VERDICT_LABEL
from portal.web.formats import moment
from portal.web.languages import gettext as _
from portal.web.moves import Button, buttons
from portal.web.pages import now, page, translate

ANSWER_WITHIN = timedelta(days=14)


def case_page(actor: Actor, case: Case, *, status: int = 200, **overrides: Any) -> Response:
    """The whole page. `overrides` are forms that came back, and the texts that they met."""
    proposal = case.proposal
    is_working = may(actor, Permit.CASE_WORK, proposal)
    sent = last_submissions(proposal.id)
    entries, notes = history("proposal", proposal.id), notes_of(proposal.id)
    writers = (paper.saved_by_id for paper in (case.assessment, case.recommendation) if paper)
    hearers = (by for one in case.hearings for by in (one.answered_by_id, one.waived_by_id))
    known = names({*(entry.actor_id for entry in entries), *(note.by_id for note in notes), *hearers, *writers})
    everything: dict[str, Any] = {
        **next_step(actor, case),
        "case": case,
        "tag": look(proposal.state, proposal.awaits),
        "way": [{**step, "label": translate(step["label"])} for step in way(proposal.state)],
        "instrument": INSTRUMENT_LABEL.get(proposal.instrument) if proposal.instrument else None,
        "sections": shown(sent[0].content) if sent else [],
        "sent": sent,
        "changes": differences(sent[1].content, sent[0].content) if len(sent) > 1 else [],
        "notes": notes,
        "names": known,
        "timeline": timeline(entries, known),
        "today": today(now()),
        "may_be_reminded": may_be_reminded,
        "may_be_waived": may_be_waived,
        "is_returned": is_returned(proposal.state),
        "is_working": is_working,
        "is_writing": is_working and is_being_screened(proposal.state),
        "checks": [check(case, item) for item in CHECKLIST],
        **_forms(actor, case, is_working),
        **overrides,
    }
    return page("screening/case.html", status=status, **everything)


def _forms(actor: Actor, case: Case, is_working: bool) -> dict[str, Any]:
    if not is_working:
        return {}
    hearing = HearingForm(None, due_on=today(now()) + ANSWER_WITHIN, question=_(
        "What does the initiative mean for your department, which gains do you expect, and how can they be realised?"
    ))  # fmt: skip
    asked = {one.department_id for one in case.hearings}
    hearing.departments.choices = department_choices()
    hearing.departments.data = sorted(case.proposal.department_ids - asked)
    officer = OfficerForm(None, officer=str(case.proposal.officer_id or ""))
    officer.officer.choices = [("", _("Nobody")), *((str(one.id), one.name) for one in officers())]
    return {
        "assessment_form": assessment_form(case),
        "recommendation_form": recommendation_form(case),
        "hearing_form": hearing,
        "note_form": NoteForm(None),
        "officer_form": officer,
    }


def department_choices() -> list[tuple[int, str]]:
    """All departments, to be ticked."""
    return [(one.id, one.name) for one in departments()]


def assessment_form(case: Case) -> AssessmentForm:
    """The assessment as it stands, to be written on."""
    found = case.assessment
    uses = {True: "yes", False: "no"}.get(found.uses_som) if found and found.uses_som is not None else None
    return AssessmentForm(None, obj=found, uses_som=uses, version=str(found.version if found else 0))


def recommendation_form(case: Case) -> RecommendationForm:
    """The recommendation as it stands, to be written on."""
    found = case.recommendation
    return RecommendationForm(None, obj=found, version=str(found.version if found else 0))


def check(case: Case, item: Item, **typed: Any) -> dict[str, Any]:
    """An item of the checklist as its form shows it. `typed` is what came back, with its error."""
    found = case.checks.get(item.key)
    kept = {"verdict": str(found.verdict), "comment": found.comment} if found else {"verdict": "", "comment": ""}
    return {
        "item": item,
        "found": found,
        "version": found.version if found else 0,
        **kept,
        "error": None,
        "theirs": None,
        **typed,
    }


def next_step(actor: Actor, case: Case) -> dict[str, Any]:
    """What is missing before the council, and the moves on offer."""
    proposal, facts = case.proposal, case.readiness
    missing = [translate(refusal) for guard in PROPOSAL["forward"].guards if (refusal := guard(facts))]
    own = [one for one in buttons(PROPOSAL, actor, proposal, facts, f"/cases/{proposal.id}") if one.name in OWN_MOVES]
    # Forwarding has a page that says what is missing; it leads only once nothing is.
    moves = sorted((_draw(one, not missing) for one in own), key=lambda one: not one.is_primary)
    is_open = is_being_screened(proposal.state)
    return {"moves": moves, "missing": missing if is_open else [], "is_ready": is_open and not missing, "proposal": proposal,
            "verdicts": [(str(word), translate(label)) for word, label in VERDICT_LABEL.items()]}  # fmt: skip


def _draw(button: Button, is_ready: bool) -> Button:
    is_primary = button.name == "forward" and is_ready
    return Button(button.name, button.label, button.url, button.method, is_primary, button.is_destructive, "")


def timeline(entries: Iterable[Any], known: dict[int, str]) -> list[dict[str, Any]]:
    """What happened, newest first. The same person doing the same thing on and on is said once, at its last time."""
    told: list[dict[str, Any]] = []
    last = None
    for entry in entries:
        words = happened(entry.event)
        if words is None:
            continue
        if told and last == (entry.event, entry.actor_id) and not entry.note:
            told.pop()
        last = (entry.event, entry.actor_id)
        told.append(
            {
                "when": moment(entry.at),
                "who": known.get(entry.actor_id or 0),
                "what": translate(words),
                "note": entry.note,
            }
        )
    return told[::-1]
