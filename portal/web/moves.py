"""Which buttons does a thing offer this person? The same rows that `move()` obeys, so a page never compares states."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from portal.kernel.workflow import Move, Workflow
from portal.policy import Actor, may
from portal.web.pages import translate


@dataclass(frozen=True)
class Button:
    """A move as the page offers it. `url` takes a POST, or a GET where the move has a page of its own."""

    name: str
    label: str
    url: str
    method: str
    is_primary: bool
    is_destructive: bool
    blocked_because: str


def buttons(workflow: Workflow, actor: Actor, thing: Any, guarded: Any, base: str) -> list[Button]:
    """The moves that `actor` may make from `thing.state`, in the table's order; `base` is the address before `/moves/<name>`."""
    allowed = [
        move for move in workflow.leaving(thing.state) if not move.is_automatic and may(actor, move.permit, thing)
    ]
    return list(_draw(allowed, guarded, base))


def _draw(moves: Iterable[Move], guarded: Any, base: str) -> Iterable[Button]:
    for position, move in enumerate(moves):
        refusals = [translate(refusal) for guard in move.guards if (refusal := guard(guarded))]
        yield Button(
            name=move.name,
            label=translate(move.label),
            url=f"{base}/moves/{move.name}",
            method="get" if move.needs_reason or move.has_page or move.is_destructive else "post",
            is_primary=position == 0,
            is_destructive=move.is_destructive,
            blocked_because=" ".join(refusals),
        )
