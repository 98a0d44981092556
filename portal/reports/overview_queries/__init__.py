"""What awaits this person, in every part they play? One statement for each kind of thing, past what they may not see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from portal.policy import Actor, Role, Standing
from portal.reports.overview_queries import cases, contracts, people
from portal.reports.overview_queries.things import SHOWN, Group, Thing

__all__ = ["SHOWN", "Group", "Thing", "awaiting"]


def awaiting(actor: Actor, at: datetime) -> list[Group]:
    """The groups that hold something, in the order in which the roles stand in the fund's process. At most 11 statements."""
    found = (group(actor, at) for applies, group in GROUPS if applies(actor))
    return [group for group in found if group.things]


def _writes(actor: Actor) -> bool:
    return actor.organisation_id is not None and actor.standing in {Standing.OWNER, Standing.EDITOR}


def _owns(actor: Actor) -> bool:
    return actor.organisation_id is not None and actor.standing is Standing.OWNER


def _has(*roles: Role) -> Callable[[Actor], bool]:
    return lambda actor: actor.has(*roles)


GROUPS: tuple[tuple[Callable[[Actor], bool], Callable[[Actor, datetime], Group]], ...] = (
    (_owns, contracts.own_signatures),
    (_writes, contracts.milestones_to_report),
    (_writes, cases.own_proposals),
    (_owns, people.join_requests),
    (lambda actor: not actor.roles and actor.organisation_id is None, people.asked),
    (_has(Role.CASE_OFFICER, Role.SECRETARIAT_LEAD), cases.cases),
    (_has(Role.CASE_OFFICER, Role.SECRETARIAT_LEAD), cases.late_hearings),
    (_has(Role.CASE_OFFICER, Role.SECRETARIAT_LEAD), contracts.contracts_to_complete),
    (_has(Role.DEPARTMENT), cases.hearings),
    (_has(Role.COUNCIL_MEMBER, Role.COUNCIL_CHAIR), cases.votes),
    (_has(Role.COUNCIL_CHAIR), cases.council_decisions),
    (_has(Role.MAYOR), cases.approvals),
    (_has(Role.MAYOR, Role.SECRETARIAT_LEAD), contracts.municipal_signatures),
    (_has(Role.VERIFIER), contracts.milestones_to_verify),
)
"""Who has which kind of thing to do."""
