"""What the secretariat writes on a case. A save answers False when somebody else saved first: then nothing has changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.audit.actions import record
from portal.kernel.errors import NotFound, RuleBroken
from portal.kernel.words import _l
from portal.policy import Actor
from portal.screening.actions.holding import held, screened, tell_about
from portal.screening.models import Assessment, CaseNote, Check, Recommendation
from portal.screening.queries import case_to_work_on, officers
from portal.screening.rules import ITEM_KEYS
from portal.screening.states import Level, Proposes, Verdict
from portal.storage import db, first_time, transactional


@dataclass(frozen=True)
class AssessmentDraft:
    """What the assessment form yields."""

    risk_level: Level | None
    risk_text: str
    fund_effect: str
    uses_som: bool | None
    no_som_reason: str
    business_case: str


@dataclass(frozen=True)
class RecommendationDraft:
    """What the recommendation form yields. `amount_oere`: the most that the fund is to pay."""

    proposes: Proposes
    text: str
    terms: str
    amount_oere: int | None


@transactional
def save_check(
    actor: Actor, proposal_id: int, item: str, verdict: Verdict, comment: str, *, version: int, at: datetime
) -> bool:
    """Answer one item of the checklist. `version` is the answer's that the officer saw, 0 for none."""
    if item not in ITEM_KEYS:
        raise NotFound()
    found = screened(actor, proposal_id)
    values = {"verdict": verdict, "comment": comment, "by_id": actor.id, "at": at}
    if not _keep(found.checks.get(item), version, values, Check, proposal_id=proposal_id, item=item):
        return False
    record(actor, "proposal", proposal_id, "checked", at=at, item=item, verdict=str(verdict))
    return True


@transactional
def save_assessment(actor: Actor, proposal_id: int, draft: AssessmentDraft, *, version: int, at: datetime) -> bool:
    """Keep the assessment of risk and business case."""
    found = screened(actor, proposal_id)
    values = {**vars(draft), "saved_at": at, "saved_by_id": actor.id}
    if not _keep(found.assessment, version, values, Assessment, proposal_id=proposal_id):
        return False
    record(actor, "proposal", proposal_id, "assessed", at=at)
    return True


@transactional
def save_recommendation(
    actor: Actor, proposal_id: int, draft: RecommendationDraft, *, version: int, at: datetime
) -> bool:
    """Keep the recommendation."""
    found = screened(actor, proposal_id)
    values = {**vars(draft), "saved_at": at, "saved_by_id": actor.id}
    if not _keep(found.recommendation, version, values, Recommendation, proposal_id=proposal_id):
        return False
    record(
        actor,
        "proposal",
        proposal_id,
        "recommended",
        at=at,
        proposes=str(draft.proposes),
        amount_oere=draft.amount_oere,
    )
    return True


@transactional
def add_note(actor: Actor, proposal_id: int, text: str, *, key: str, at: datetime) -> None:
    """Add a note among the secretariat. The same form twice gives one note."""
    proposal = case_to_work_on(actor, proposal_id).proposal
    if first_time(key, at):
        db.session.add(CaseNote(proposal_id=proposal.id, text=text, by_id=actor.id, at=at))


@transactional
def assign(actor: Actor, proposal_id: int, officer_id: int | None, *, at: datetime) -> None:
    """Give the case to a member of the secretariat, or to nobody. A new officer other than the actor is told."""
    proposal = held(actor, proposal_id).proposal
    chosen = next((person for person in officers() if person.id == officer_id), None)
    if officer_id is not None and (chosen is None or officer_id in proposal.conflicted_ids):
        raise RuleBroken(_l("Choose somebody in the secretariat."))
    if proposal.officer_id == officer_id:
        return
    proposal.officer_id = officer_id
    record(actor, "proposal", proposal.id, "assigned", at=at, officer_id=officer_id)
    if chosen and chosen.id != actor.id:
        tell_about(
            [chosen], _l("You have been given case %(number)s: %(title)s"), proposal, f"/cases/{proposal.id}", at
        )


def _keep(found: Any, version: int, values: dict[str, Any], kind: type, **key: Any) -> bool:
    """Write `values` on the row, or a new one, unless it is not the version that was seen. The same form twice is no conflict."""
    if found is not None and all(
        getattr(found, name) == value for name, value in values.items() if name not in {"at", "saved_at"}
    ):
        return True
    if version != (found.version if found else 0):
        return False
    if found is None:
        db.session.add(kind(**key, **values))
    else:
        for name, value in values.items():
            setattr(found, name, value)
    db.session.flush()
    return True
