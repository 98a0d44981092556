"""Reporting what a milestone reached, and verifying it: two acts by two people, and never edited afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from werkzeug.datastructures import FileStorage

from portal.accounts.models import Person
from portal.audit.actions import record
from portal.contracts.models import Contract, Evidence, Milestone, Result
from portal.contracts.queries import evidence_of, milestone_for, people_around
from portal.contracts.rules import BEYOND_REPORT, exceeds_report
from portal.contracts.states import MILESTONE, Finding, PartyRole, Stage
from portal.files.actions import store
from portal.files.rules import check_count
from portal.kernel.errors import IllegalMove, NotFound, RuleBroken
from portal.kernel.words import Sentence, _l
from portal.kernel.workflow import Move, require
from portal.notices.actions import tell
from portal.policy import Actor, authorise
from portal.storage import db, first_time, transactional

REPORTED = _l("A result awaits your verification: %(milestone)s, contract %(number)s")
VERIFIED = {
    Finding.MET: _l("Verified as met: %(milestone)s, contract %(number)s"),
    Finding.PARTIALLY_MET: _l("Verified as partially met: %(milestone)s, contract %(number)s"),
    Finding.NOT_MET: _l("Verified as not met: %(milestone)s, contract %(number)s"),
}
RETURNED = _l("The report was returned to the provider: %(milestone)s, contract %(number)s")
CONCERNED = (PartyRole.PROVIDER, PartyRole.INVESTOR, PartyRole.DEPARTMENT, PartyRole.MUNICIPALITY)


@dataclass(frozen=True)
class Report:
    """What the provider says was achieved."""

    achieved: Decimal
    text: str


@dataclass(frozen=True)
class Verdict:
    """What the verifier says to it."""

    finding: Finding
    verified: Decimal
    comment: str


@transactional
def add_evidence(
    actor: Actor, contract_id: int, milestone_id: int, upload: FileStorage, *, at: datetime
) -> Sentence | None:
    """Keep a file for the report that is being written. Answers why, when the file cannot be taken."""
    milestone = _held(actor, contract_id, milestone_id)
    _permit(actor, milestone, MILESTONE["report"])
    try:
        check_count(sum(one.result_id is None for one in evidence_of(milestone)))
        kept = store(actor, upload, organisation_id=actor.organisation_id, at=at)
    except RuleBroken as refusal:
        return refusal.sentence
    db.session.add(Evidence(milestone_id=milestone.id, file_id=kept.id))
    return None


@transactional
def remove_evidence(actor: Actor, contract_id: int, milestone_id: int, evidence_id: int, *, at: datetime) -> None:
    """Take a file out of the report that is being written. What has been reported stays. Raises NotFound."""
    milestone = _held(actor, contract_id, milestone_id)
    _permit(actor, milestone, MILESTONE["report"])
    found = next((one for one in evidence_of(milestone) if one.id == evidence_id and one.result_id is None), None)
    if found is None:
        raise NotFound()
    found.removed_at = at


@transactional
def report(actor: Actor, contract_id: int, milestone_id: int, said: Report, *, once: str, at: datetime) -> None:
    """Report what was achieved, with the files uploaded for it. Sent twice (`once` is the form's key) it is one report.

    Raises NotFound, NotPermitted, IllegalMove.
    """
    milestone = _held(actor, contract_id, milestone_id)
    if not first_time(once, at):
        return
    row = _move(actor, milestone, "report")
    result = Result(
        milestone_id=milestone.id, achieved=said.achieved, text=said.text, reported_at=at, reported_by_id=actor.id
    )
    db.session.add(result)
    db.session.flush()
    waiting = (Evidence.milestone_id == milestone.id, Evidence.result_id.is_(None), Evidence.removed_at.is_(None))
    db.session.execute(sa.update(Evidence).where(*waiting).values(result_id=result.id))
    _record(actor, milestone, row, at, result=result.id, achieved=str(said.achieved))
    _tell(milestone, [milestone.metric.verifier] if milestone.metric.verifier else [], REPORTED, at)


@transactional
def verify(
    actor: Actor, contract_id: int, milestone_id: int, verdict: Verdict, *, result_id: int, at: datetime
) -> None:
    """Confirm the report numbered `result_id` as met, partially met or not met. Final. Raises as `report`."""
    milestone, result = _reported(actor, contract_id, milestone_id, result_id)
    row = _move(actor, milestone, "verify")
    if exceeds_report(milestone, verdict.verified):
        raise RuleBroken(BEYOND_REPORT)
    result.finding, result.verified, result.comment = verdict.finding, verdict.verified, verdict.comment
    result.verified_at, result.verified_by_id = at, actor.id
    _record(actor, milestone, row, at, result=result.id, finding=verdict.finding.value, verified=str(verdict.verified))
    _tell(milestone, people_around(milestone.contract, *CONCERNED), VERIFIED[verdict.finding], at, verdict.comment)


@transactional
def give_back(actor: Actor, contract_id: int, milestone_id: int, *, reason: str, result_id: int, at: datetime) -> None:
    """Return the report numbered `result_id` to the provider. It stays in the history. Raises as `report`."""
    milestone, result = _reported(actor, contract_id, milestone_id, result_id)
    row = _move(actor, milestone, "return", reason)
    result.returned_at, result.comment = at, reason
    _record(actor, milestone, row, at, reason, result=result.id)
    _tell(milestone, people_around(milestone.contract, *CONCERNED), RETURNED, at, reason)


def _held(actor: Actor, contract_id: int, milestone_id: int) -> Milestone:
    """The milestone, with its contract locked until the transaction ends: reports and verdicts come one at a time."""
    db.session.execute(sa.select(Contract.id).where(Contract.id == contract_id).with_for_update())
    return milestone_for(actor, contract_id, milestone_id)


def _reported(actor: Actor, contract_id: int, milestone_id: int, result_id: int) -> tuple[Milestone, Result]:
    milestone = _held(actor, contract_id, milestone_id)
    if result_id not in {result.id for result in milestone.results}:
        raise NotFound()
    if milestone.result is None or milestone.result.id != result_id:
        raise IllegalMove()
    return milestone, milestone.result


def _permit(actor: Actor, milestone: Milestone, row: Move) -> None:
    """Whether `actor` may make the move now, apart from its reason."""
    authorise(actor, row.permit, milestone)
    require(row, milestone.stage, milestone, "-")


def _move(actor: Actor, milestone: Milestone, name: str, reason: str = "") -> Move:
    row = MILESTONE[name]
    _permit(actor, milestone, row)
    milestone.stage = Stage(require(row, milestone.stage, milestone, reason))
    return row


def _record(actor: Actor, milestone: Milestone, row: Move, at: datetime, note: str = "", **data: Any) -> None:
    event = f"milestone_{row.event}"
    record(actor, "contract", milestone.contract_id, event, at=at, note=note or None, milestone=milestone.id, **data)


def _tell(milestone: Milestone, people: list[Person], text: str, at: datetime, body: str = "") -> None:
    url = f"/contracts/{milestone.contract_id}/milestones/{milestone.id}"
    tell(people, text, url=url, at=at, body=body, milestone=milestone.title, number=milestone.contract.number)
