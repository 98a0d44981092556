"""Does the chain name the first entry that was changed, taken out or cut off?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.audit.rules import FIRST, Facts, digest, first_broken

Chain = list[tuple[Facts, str, str]]
MOMENT = datetime(2026, 12, 1, 9, tzinfo=UTC)
words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=20)
data = st.dictionaries(words, st.one_of(st.integers(), words, st.none(), st.booleans()), max_size=3)
facts = st.builds(
    Facts, id=st.just(0), at=st.datetimes(timezones=st.just(UTC)), actor_id=st.none() | st.integers(1), subject=words,
    subject_id=st.integers(1), event=words, data=data,
)  # fmt: skip
histories = st.lists(facts, min_size=1, max_size=8)


def chain_of(history: list[Facts]) -> tuple[Chain, tuple[int, str]]:
    chain: Chain = []
    last = FIRST
    for number, one in enumerate(history, 1):
        numbered = replace(one, id=number)
        own = digest(numbered, last)
        chain.append((numbered, last, own))
        last = own
    return chain, (len(chain), last)


@given(histories)
def test_an_untouched_chain_holds(history: list[Facts]) -> None:
    assert first_broken(*chain_of(history)) is None


@given(histories, st.data())
def test_a_changed_entry_is_named(history: list[Facts], draw: st.DataObject) -> None:
    chain, head = chain_of(history)
    at = draw.draw(st.integers(0, len(chain) - 1))
    one, previous, own = chain[at]
    field, value = draw.draw(
        st.sampled_from([("subject_id", one.subject_id + 1), ("actor_id", (one.actor_id or 0) + 1), ("event", one.event + "x"),
                         ("at", one.at.replace(microsecond=(one.at.microsecond + 1) % 10**6)), ("data", {**one.data, "x": object.__name__ + "y"})])
    )  # fmt: skip
    changed = replace(one, **{field: value})
    chain[at] = (changed, previous, own)
    assert first_broken(chain, head) == at + 1


@given(histories, st.data())
def test_a_changed_entry_with_its_hash_made_anew_is_still_found(history: list[Facts], draw: st.DataObject) -> None:
    chain, head = chain_of(history)
    at = draw.draw(st.integers(0, len(chain) - 1))
    one, previous, _own = chain[at]
    changed = replace(one, event=one.event + "x")
    chain[at] = (changed, previous, digest(changed, previous))
    found = first_broken(chain, head)
    assert found == (at + 2 if at + 1 < len(chain) else at + 1)


@given(histories, st.data())
def test_a_deleted_entry_is_named(history: list[Facts], draw: st.DataObject) -> None:
    chain, head = chain_of(history)
    at = draw.draw(st.integers(0, len(chain) - 1))
    del chain[at]
    assert first_broken(chain, head) == at + 1


@given(histories, st.data())
def test_a_cut_off_tail_is_named(history: list[Facts], draw: st.DataObject) -> None:
    chain, head = chain_of(history)
    kept = draw.draw(st.integers(0, len(chain) - 1))
    assert first_broken(chain[:kept], head) == kept + 1


def test_an_empty_record_holds() -> None:
    assert first_broken([], (0, FIRST)) is None


def test_an_entry_added_behind_the_heads_back_is_named() -> None:
    chain, _ = chain_of([Facts(0, MOMENT, 1, "proposal", 1, "submit", {})] * 3)
    assert first_broken(chain, (2, chain[1][2])) == 3


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=1)), timezone(-timedelta(hours=5))])
def test_the_same_moment_has_the_same_hash_in_any_zone(zone: Any) -> None:
    here = Facts(1, MOMENT, 1, "proposal", 1, "submit", {"b": 1, "a": "å"})
    there = replace(here, at=MOMENT.astimezone(zone), data={"a": "å", "b": 1})
    assert digest(here, FIRST) == digest(there, FIRST)
