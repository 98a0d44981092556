"""Requests to act for an organisation: to answer, and to wait for."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from portal.accounts.models import Organisation, Person
from portal.kernel.words import _l
from portal.membership.models import JoinRequest
from portal.membership.states import Asking
from portal.policy import Actor
from portal.reports.overview_queries.things import SHOWN, Group, Thing
from portal.storage import db


def join_requests(actor: Actor, at: datetime) -> Group:
    wanted = sa.select(Person.name, JoinRequest.created_at).join(Person, Person.id == JoinRequest.person_id)
    waiting = (JoinRequest.organisation_id == actor.organisation_id, JoinRequest.asking == Asking.WAITING)
    rows = db.session.execute(wanted.where(*waiting).order_by(JoinRequest.id).limit(SHOWN))
    return Group(
        _l("Requests to join"), [Thing(name, _l("Say yes or no"), "/organisation", since=since) for name, since in rows]
    )


def asked(actor: Actor, at: datetime) -> Group:
    wanted = sa.select(Organisation.name, JoinRequest.created_at).join(Organisation)
    waiting = (JoinRequest.person_id == actor.id, JoinRequest.asking == Asking.WAITING)
    rows = db.session.execute(wanted.where(*waiting).order_by(JoinRequest.id).limit(SHOWN))
    return Group(
        _l("You wait for an answer"),
        [Thing(name, _l("Its owners have your request"), "/organisation/add", since=since) for name, since in rows],
    )
