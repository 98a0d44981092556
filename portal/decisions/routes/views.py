"""What do the pages of council and mayor show of a case, and which ways on do they offer?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from portal.decisions.queries import CouncilCase
from portal.decisions.routes.desk import desk
from portal.decisions.rules import Result, explain, four_eyes, without_chair
from portal.decisions.states import FORMAL_LOOK, OUTCOME_LOOK, PROPOSES_SHORT, VOTE_LOOK
from portal.kernel import money
from portal.policy import Actor, Permit
from portal.proposals.queries import shown
from portal.proposals.states import INSTRUMENT_LABEL, LOOK, PROPOSAL, Instrument
from portal.screening.states import LEVEL_LABEL, Level
from portal.web.formats import kr
from portal.web.languages import gettext as _
from portal.web.moves import Button, buttons
from portal.web.pages import translate

MILLION = 100_000_000
"""Øre in a million kroner."""


@dataclass(frozen=True)
class Tab:
    """One view of a queue."""

    label: str
    url: str
    is_current: bool
    count: int | None = None


@desk.context_processor
def looks() -> dict[str, Any]:
    """(label, tone) of the states and choices that the templates of this room show."""
    return {"state_look": LOOK, "vote_look": VOTE_LOOK, "outcome_look": OUTCOME_LOOK, "formal_look": FORMAL_LOOK}


def list_words() -> dict[str, dict[Any, str]]:
    """The words of a list's columns, translated once for all its rows."""
    return {
        "instruments": {instrument: translate(label) for instrument, label in INSTRUMENT_LABEL.items()},
        "proposals": {proposes: translate(label) for proposes, label in PROPOSES_SHORT.items()},
    }


def council_tabs(current: str, waiting: int | None = None) -> list[Tab]:
    """The two views of the council's queue."""
    return [
        Tab(_("With the council"), "/council", current == "queue", waiting),
        Tab(_("Decided"), "/council?tab=decided", current == "decided"),
    ]


def mayor_tabs(current: str, waiting: int | None = None) -> list[Tab]:
    """The two views of the mayor's queue."""
    return [
        Tab(_("Await you"), "/mayor", current == "queue", waiting),
        Tab(_("Done"), "/mayor?tab=done", current == "done"),
    ]


def desk_view(actor: Actor, case: CouncilCase) -> dict[str, Any]:
    """Everything that the case desk shows to `actor`."""
    shows = case.shows_votes_to(actor)
    return {
        **_case_view(case, f"/council/{case.proposal.id}"),
        "seat": case.seat_of(actor),
        "shows_votes": shows,
        "arithmetic": explain(case.result) if shows else [],
        "no_chair": without_chair(case.result) if case.is_open else None,
    }


def mayor_view(actor: Actor, case: CouncilCase) -> dict[str, Any]:
    """Everything that the mayor's page shows: the votes as numbers, without names."""
    proposal = case.proposal
    return {
        **_case_view(case, f"/mayor/{proposal.id}"),
        "counts": _counts(case),
        "refusal": four_eyes(actor.id, proposal.forwarder_ids, proposal.voter_ids),
    }


def _case_view(case: CouncilCase, base: str) -> dict[str, Any]:
    content = case.frozen.content
    return {
        "case": case,
        "content": content,
        "base": base,
        "figures": figures(case),
        "sections": shown(content["submission"]),
    }


def figures(case: CouncilCase) -> list[tuple[str, str]]:
    """(figure, what it is): the case at a glance."""
    content, proposal = case.frozen.content, case.proposal
    paid = content["recommendation"].get("amount_oere")
    level = content["assessment"].get("risk_level")
    instrument = proposal.instrument
    return [
        (in_short(proposal.amount_oere if paid is None else paid), _("the most that the fund pays")),
        (money.number(proposal.citizens) if proposal.citizens is not None else "–", _("citizens")),
        (translate(INSTRUMENT_LABEL[Instrument(instrument)]) if instrument else "–", _("instrument")),
        (translate(LEVEL_LABEL[Level(level)]) if level else "–", _("risk")),
    ]


def in_short(oere: int | None) -> str:
    """`15,9 mio. kr.` where that says it all; otherwise the whole amount."""
    if oere is None or oere < MILLION or oere % (MILLION // 100):
        return kr(oere)
    return str(_("%(amount)s m kr.", amount=money.number(Decimal(oere) / MILLION)))


def chair_moves(actor: Actor, case: CouncilCase) -> list[Button]:
    """The chair's ways on, the decision that the votes carry first; deciding is offered after the own vote only."""
    drawn = buttons(PROPOSAL, actor, case.proposal, case.result, f"/council/{case.proposal.id}")
    own = [button for button in drawn if PROPOSAL[button.name].permit is Permit.COUNCIL_DECIDE]
    deciding = [b for b in own if PROPOSAL[b.name].guards and case.shows_votes_to(actor)]
    others = [b for b in own if not PROPOSAL[b.name].guards]
    deciding.sort(key=lambda button: bool(button.blocked_because))
    return [replace(b, is_primary=not b.blocked_because) for b in deciding] + [
        replace(b, is_primary=False) for b in others
    ]


def mayor_moves(actor: Actor, case: CouncilCase) -> list[Button]:
    """The mayor's ways on."""
    drawn = buttons(PROPOSAL, actor, case.proposal, case, f"/mayor/{case.proposal.id}")
    return [b for b in drawn if PROPOSAL[b.name].permit in {Permit.CASE_APPROVE, Permit.CASE_REFER_BACK}]


def _counts(case: CouncilCase) -> Result:
    """The votes that the decision was made on, counted. The decision keeps them; later votes change nothing."""
    choices = [vote["choice"] for vote in (case.decision.votes if case.decision else [])]
    return replace(
        case.result, start=choices.count("start"), decline=choices.count("decline"), abstain=choices.count("abstain")
    )  # fmt: skip
