"""Where can this person go? One row per entry of the main menu; a permit decides who sees it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from portal.kernel.words import _l
from portal.policy import Actor, Permit, may_enter
from portal.web.pages import translate


@dataclass(frozen=True)
class Entry:
    """A menu entry: shown to those whom `permit` lets in; the page is current when its path starts with `url`."""

    url: str
    label: str
    permit: Permit
    for_visitors: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Link:
    """What the page shows of an entry."""

    url: str
    label: str
    is_current: bool
    count: int | None = None


MENU = (
    Entry("/", _l("Front page"), Permit.PUBLIC, for_visitors=True),
    Entry("/overview", _l("Overview"), Permit.HOME),
    Entry("/proposals", _l("My proposals"), Permit.PROPOSAL_LIST),
    Entry("/screening", _l("Screening"), Permit.CASE_LIST, also=("/cases",)),
    Entry("/hearings", _l("Hearings"), Permit.HEARING_LIST),
    Entry("/council", _l("The council's queue"), Permit.COUNCIL_LIST),
    Entry("/mayor", _l("Mayor's approval"), Permit.MAYOR_LIST),
    Entry("/calls", _l("Calls"), Permit.PUBLIC),
    Entry("/contracts", _l("Contracts"), Permit.PUBLIC),
    Entry("/organisation", _l("Organisation"), Permit.ORGANISATION_READ),
    Entry("/accounts", _l("Accounts"), Permit.ACCOUNTS_MANAGE),
    Entry("/audit", _l("Audit record"), Permit.AUDIT_READ),
)


def navigation(actor: Actor) -> list[Link]:
    """The menu for `actor`, with the current page marked."""
    entries = [e for e in MENU if may_enter(actor, e.permit) and not (e.for_visitors and actor.is_signed_in)]
    return [Link(e.url, translate(e.label), _is_current(e)) for e in entries]


def _is_current(entry: Entry) -> bool:
    if entry.url == "/":
        return request.path == "/"
    return request.path.startswith((entry.url, *entry.also))
