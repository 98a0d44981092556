"""Contracts and results that wait: to be completed, signed, reported, verified."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from portal.contracts.models import Contract, ContractText, Metric, Milestone, Party, Signature
from portal.contracts.states import SIGNING_ROLES, PartyRole, Stage, State
from portal.kernel.calendar import today
from portal.kernel.words import _l
from portal.policy import Actor
from portal.reports.overview_queries.things import SHOWN, Group, Thing, capped, is_past
from portal.storage import db

SOON = timedelta(days=30)
"""How long before its date a milestone is called for."""


def contracts_to_complete(actor: Actor, at: datetime) -> Group:
    wanted = sa.select(Contract.id, Contract.title, Contract.created_at).where(Contract.state == State.DRAFT)
    rows = db.session.execute(wanted.order_by(Contract.id).limit(SHOWN + 1))
    things = [
        Thing(title, _l("Complete the contract"), f"/contracts/{number}", since=since) for number, title, since in rows
    ]
    return capped(_l("Contracts to complete"), things, "/contracts")


def own_signatures(actor: Actor, at: datetime) -> Group:
    return _signatures(Party.organisation_id == actor.organisation_id)


def municipal_signatures(actor: Actor, at: datetime) -> Group:
    return _signatures(Party.role == PartyRole.MUNICIPALITY)


def _signatures(party: sa.ColumnElement[bool]) -> Group:
    signed = sa.select(Signature.id).join(ContractText, ContractText.id == Signature.text_id)
    signed = signed.where(
        ContractText.contract_id == Contract.id,
        ContractText.number == Contract.text_number,
        Signature.party_id == Party.id,
    )
    offered = sa.select(ContractText.frozen_at).where(
        ContractText.contract_id == Contract.id, ContractText.number == Contract.text_number
    )
    wanted = sa.select(Contract.id, Contract.title, offered.scalar_subquery()).join(Party).distinct()
    waiting = (Contract.state == State.SIGNING, Party.role.in_(SIGNING_ROLES), party, ~signed.exists())
    rows = db.session.execute(wanted.where(*waiting).order_by(Contract.id).limit(SHOWN + 1))
    return capped(
        _l("Contracts to sign"),
        [Thing(title, _l("Read and sign"), f"/contracts/{number}", since=since) for number, title, since in rows],
        "/contracts",
    )


def milestones_to_report(actor: Actor, at: datetime) -> Group:
    providing = sa.select(Party.id).where(
        Party.contract_id == Contract.id,
        Party.role == PartyRole.PROVIDER,
        Party.organisation_id == actor.organisation_id,
    )
    waiting = (
        Milestone.stage.in_([Stage.SCHEDULED, Stage.RETURNED]),
        Milestone.due_on <= today(at) + SOON,
        providing.exists(),
    )
    return capped(
        _l("Results to report"), _milestones(waiting, _l("Report the result"), at, is_dated=True), "/contracts"
    )


def milestones_to_verify(actor: Actor, at: datetime) -> Group:
    waiting = (Milestone.stage == Stage.REPORTED, Metric.verifier_id == actor.id)
    return capped(_l("Results to verify"), _milestones(waiting, _l("Verify the result"), at), "/contracts")


def _milestones(
    waiting: tuple[sa.ColumnElement[bool], ...], what: str, at: datetime, is_dated: bool = False
) -> list[Thing]:
    wanted = sa.select(Contract.id, Milestone.id, Contract.title, Milestone.title, Milestone.due_on).select_from(
        Milestone
    )
    wanted = (
        wanted.join(Contract)
        .join(Metric, Metric.id == Milestone.metric_id)
        .where(Contract.state == State.ACTIVE, *waiting)
    )
    rows = db.session.execute(wanted.order_by(Milestone.due_on, Milestone.id).limit(SHOWN + 1))
    return [
        Thing(f"{contract}: {title}", what, f"/contracts/{number}/milestones/{milestone}", due=due if is_dated else None,
              is_late=is_dated and is_past(due, at))
        for number, milestone, contract, title, due in rows
    ]  # fmt: skip
