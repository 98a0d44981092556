"""Does a table of moves let through what it says, and nothing else?"""

from __future__ import annotations

from enum import StrEnum
from types import SimpleNamespace

import pytest

from portal.kernel.errors import IllegalMove, RuleBroken
from portal.kernel.words import Sentence, say
from portal.kernel.workflow import Move, Workflow, require


class Light(StrEnum):
    RED = "red"
    GREEN = "green"
    BROKEN = "broken"


class May(StrEnum):
    DRIVE = "light:drive"


def is_safe(facts: SimpleNamespace) -> Sentence | None:
    return None if facts.is_safe else say("Somebody is crossing.")


GO = Move("go-on", frozenset({Light.RED}), Light.GREEN, May.DRIVE, "Go", "Went", guards=(is_safe,))
BREAK = Move("break", frozenset({Light.RED, Light.GREEN}), Light.BROKEN, May.DRIVE, "Break", "Broke", needs_reason=True)
LIFE = Workflow("light", Light, Light.RED, (GO, BREAK))
SAFE, UNSAFE = SimpleNamespace(is_safe=True), SimpleNamespace(is_safe=False)


def test_a_move_leads_to_its_target() -> None:
    assert require(GO, Light.RED, SAFE) is Light.GREEN
    assert require(BREAK, Light.GREEN, SAFE, "hit by a bus") is Light.BROKEN


@pytest.mark.parametrize(("move", "state"), [(GO, Light.GREEN), (GO, Light.BROKEN), (BREAK, Light.BROKEN)])
def test_a_move_starts_only_where_it_says(move: Move, state: Light) -> None:
    with pytest.raises(IllegalMove):
        require(move, state, SAFE, "because")


def test_a_guard_gives_its_reason() -> None:
    with pytest.raises(RuleBroken) as refusal:
        require(GO, Light.RED, UNSAFE)
    assert str(refusal.value.sentence) == "Somebody is crossing."


def test_the_state_is_asked_before_the_guards() -> None:
    with pytest.raises(IllegalMove):
        require(GO, Light.BROKEN, UNSAFE)


@pytest.mark.parametrize("reason", ["", "  ", "\n\t"])
def test_a_reason_is_words(reason: str) -> None:
    with pytest.raises(RuleBroken, match="Write the reason"):
        require(BREAK, Light.RED, SAFE, reason)


def test_looking_up() -> None:
    assert (LIFE["go-on"], LIFE.get("break"), LIFE.get("fly")) == (GO, BREAK, None)
    assert list(LIFE.leaving(Light.RED)) == [GO, BREAK]
    assert list(LIFE.leaving(Light.GREEN)) == [BREAK]
    assert list(LIFE) == [GO, BREAK]
    assert GO.event == "go_on"
    with pytest.raises(KeyError):
        LIFE["fly"]


def test_two_moves_of_one_name_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="share a name"):
        Workflow("light", Light, Light.RED, (GO, GO))
