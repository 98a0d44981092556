"""D2: what the council's votes carry, as a table written by hand and as properties."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.decisions.rules import Ballot, asks_for_comment, explain, four_eyes, result, without_chair
from portal.decisions.states import Choice, Outcome

S, D, A = Choice.START, Choice.DECLINE, Choice.ABSTAIN
OUT = "conflicted"


def count(chair: object, *others: object):
    """The chair's vote (OUT: conflicted) and the others'."""

    def seat(vote: object, is_chair: bool) -> Ballot:
        return Ballot(None if vote in {OUT, None} else Choice(vote), is_chair, vote == OUT)

    return result([seat(chair, True), *(seat(vote, False) for vote in others)])


@pytest.mark.parametrize(
    ("chair", "first", "second", "carried"),
    [
        (S, S, S, Outcome.START),
        (S, S, D, Outcome.START),
        (D, S, S, Outcome.START),  # the chair alone against two loses
        (S, D, D, Outcome.DECLINE),
        (D, D, D, Outcome.DECLINE),
        (A, S, D, None),  # equal, and the chair abstained
        (S, D, A, Outcome.START),  # equal, and the chair's vote decides
        (D, S, A, Outcome.DECLINE),
        (S, D, None, Outcome.START),  # equal among the two who have voted
        (S, S, None, Outcome.START),
        (A, S, None, Outcome.START),  # an abstention takes part: quorum two
        (S, A, A, Outcome.START),
        (A, D, A, Outcome.DECLINE),
        (A, A, A, None),
        (A, A, None, None),
        (S, None, None, None),  # one vote is no quorum
        (None, S, None, None),
        (None, S, D, None),  # equal, and the chair has not voted
        (None, S, S, Outcome.START),
        (None, D, A, Outcome.DECLINE),
        (None, None, None, None),
        (S, S, OUT, Outcome.START),
        (S, D, OUT, Outcome.START),
        (D, S, OUT, Outcome.DECLINE),
        (A, S, OUT, Outcome.START),
        (S, None, OUT, None),
        (OUT, S, S, Outcome.START),
        (OUT, D, D, Outcome.DECLINE),
        (OUT, S, D, None),  # equal, and nobody has the casting vote
        (OUT, S, A, Outcome.START),
        (OUT, S, None, None),
        (S, OUT, OUT, None),  # one member left cannot decide
        (OUT, OUT, S, None),
        (OUT, OUT, OUT, None),
    ],
)
def test_what_three_members_carry(chair: object, first: object, second: object, carried: Outcome | None) -> None:
    assert count(chair, first, second).carried == carried


def test_two_in_the_chair_cast_nothing() -> None:
    assert result([Ballot(S, True), Ballot(D, True)]).carried is None


def test_an_acting_chair_casts_when_the_chair_is_out() -> None:
    assert result([Ballot(None, True, True), Ballot(D, True), Ballot(S)]).carried is Outcome.DECLINE


ballots = st.lists(st.builds(Ballot, st.sampled_from([S, D, A, None]), st.booleans(), st.booleans()), max_size=7)


@given(ballots)
def test_never_both_and_never_without_a_quorum_of_free_members(seats: list[Ballot]) -> None:
    found = result(seats)
    assert not (found.carries_start and found.carries_decline)
    if found.carried:
        assert sum(1 for seat in seats if not seat.is_conflicted and seat.choice) >= 2
        assert found.can_be_decided


@given(ballots)
def test_the_conflicted_count_nowhere(seats: list[Ballot]) -> None:
    free = [seat for seat in seats if not seat.is_conflicted]
    assert result(seats).carried == result(free).carried


@given(ballots, st.randoms())
def test_the_order_of_the_seats_means_nothing(seats: list[Ballot], random) -> None:
    mixed = list(seats)
    random.shuffle(mixed)
    assert result(mixed) == result(seats)


@given(ballots)
def test_sides_swapped_swap_the_outcome(seats: list[Ballot]) -> None:
    other = {S: D, D: S, A: A, None: None}
    swapped = result([Ballot(other[seat.choice], seat.is_chair, seat.is_conflicted) for seat in seats])
    expected = {Outcome.START: Outcome.DECLINE, Outcome.DECLINE: Outcome.START, None: None}
    assert swapped.carried == expected[result(seats).carried]


@given(ballots)
def test_another_vote_for_the_winner_never_loses_it(seats: list[Ballot]) -> None:
    won = result(seats).carried
    if won:
        assert result([*seats, Ballot(Choice(won))]).carried == won


@given(ballots)
def test_the_arithmetic_can_always_be_said(seats: list[Ballot]) -> None:
    assert all(str(sentence) for sentence in explain(result(seats)))


@pytest.mark.parametrize(
    ("votes", "last"),
    [
        ((S, S, D), "More are for than against: the votes carry a start."),
        ((D, D, S), "More are against than for: the votes carry declining."),
        ((S, D, A), "The votes are equal. The chair's vote decides: the initiative is to be started."),
        ((D, S, A), "The votes are equal. The chair's vote decides: the proposal is declined."),
        ((A, S, D), "The votes are equal, and the chair has voted for neither side: the votes carry nothing."),
        ((OUT, S, D), "The votes are equal, and no chair can cast the deciding vote: the votes carry nothing."),
        ((A, A, A), "All abstained: the votes carry neither a start nor declining."),
        ((S, None, None), "At least two must have voted before the council can decide."),
        (
            (S, OUT, OUT),
            "At least two members without a conflict of interest are needed, so the council cannot decide this case.",
        ),
    ],
)
def test_the_last_sentence_says_which_side_carries(votes: tuple[object, ...], last: str) -> None:
    assert str(explain(count(*votes))[-1]) == last


def test_members_are_told_when_the_chair_is_out() -> None:
    assert without_chair(count(S, S, S)) is None
    assert without_chair(count(OUT, S, S)) is not None


@pytest.mark.parametrize(
    ("choice", "comment", "lacking"),
    [(D, " ", True), (D, "For dyrt", False), (S, "", False), (A, "", False), (None, "", False)],
)
def test_who_declines_says_why(choice: Choice | None, comment: str, lacking: bool) -> None:
    assert asks_for_comment(choice, comment) is lacking


def test_four_eyes() -> None:
    assert four_eyes(1, frozenset({2}), frozenset({3})) is None
    assert "forwarded" in str(four_eyes(2, frozenset({2}), frozenset({3})))
    assert "taken part" in str(four_eyes(3, frozenset({2}), frozenset({3})))
