"""What may happen to a thing, and who may make it happen?

Each thing with a life has one table of moves. The same rows drive `move()`, the buttons on its page, the timeline's
wording, the diagram in docs/lifecycle.md and the tests. This module knows rows; it knows no thing in particular.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from portal.kernel.errors import IllegalMove, RuleBroken
from portal.kernel.words import Sentence, _l

Guard = Callable[[Any], Sentence | None]
"""Answers the reason why the move cannot happen now, or nothing."""


@dataclass(frozen=True)
class Move:
    """One row: `name` takes a thing from one of `sources` to `target`, if `permit` and every guard allow it."""

    name: str
    sources: frozenset[StrEnum]
    target: StrEnum
    permit: StrEnum
    label: str
    done: str
    """What the timeline says afterwards, in the past tense."""
    guards: tuple[Guard, ...] = ()
    needs_reason: bool = False
    has_page: bool = False
    """The move asks for more than a reason, on a page of its own."""
    is_destructive: bool = False
    is_public: bool = True
    """Whether the outside party concerned sees it in its own history."""
    is_automatic: bool = False
    """It follows from another move by itself, and is never a button."""

    @property
    def event(self) -> str:
        """The audit record's word for it."""
        return self.name.replace("-", "_")


@dataclass(frozen=True)
class Workflow:
    """A thing's table of moves."""

    subject: str
    states: type[StrEnum]
    initial: StrEnum
    moves: tuple[Move, ...]

    def __post_init__(self) -> None:
        names = [move.name for move in self.moves]
        if len(names) != len(set(names)):
            raise ValueError(f"{self.subject}: two moves share a name")

    def __iter__(self) -> Iterator[Move]:
        return iter(self.moves)

    def __getitem__(self, name: str) -> Move:
        for move in self.moves:
            if move.name == name:
                return move
        raise KeyError(name)

    def get(self, name: str) -> Move | None:
        """The move of that name, or nothing: names come from URLs."""
        return next((move for move in self.moves if move.name == name), None)

    def leaving(self, state: StrEnum) -> Iterable[Move]:
        """The moves that start in `state`, in the table's order."""
        return (move for move in self.moves if state in move.sources)


def require(move: Move, state: StrEnum, guarded: Any, reason: str = "") -> StrEnum:
    """The state that `move` leads to. Raises IllegalMove from a wrong state, RuleBroken where a guard or a reason is missing."""
    if state not in move.sources:
        raise IllegalMove()
    for guard in move.guards:
        if refusal := guard(guarded):
            raise RuleBroken(refusal)
    if move.needs_reason and not reason.strip():
        raise RuleBroken(_l("Write the reason."))
    return move.target
