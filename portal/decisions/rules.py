"""What do the council's votes carry? (requirements D2)

Simple majority of the members without a conflict of interest; the chair's casting vote; a quorum of two. In detail:

- A member with a conflict counts nowhere: not as a seat, not as a vote.
- Who abstains has taken part: it counts towards the quorum, and for neither side. So one vote for and one abstention start a
  case, as in the city council's own votes.
- With as many for as against, the side that the chair voted for carries. A chair who abstained, or has not voted, casts nothing.
- The casting vote belongs to the one chair without a conflict. When there is none, equal votes carry nothing. When two people
  hold the chair's role, nobody can say whose vote is the casting one, and it is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from portal.decisions.states import Choice, Outcome
from portal.kernel.words import Sentence, _l, say

QUORUM = 2
VOTE_FIRST = _l("Vote yourself before you record the decision.")
COMMENT_MISSING = _l("Write why you vote for declining.")


@dataclass(frozen=True)
class Ballot:
    """One member's place at the table: `choice` is nothing until they have voted."""

    choice: Choice | None = None
    is_chair: bool = False
    is_conflicted: bool = False


@dataclass(frozen=True)
class Result:
    """How the votes stand. What the guards of the council's moves look at."""

    members: int
    eligible: int
    chairs: int
    """How many of the eligible hold the chair's role; one, as a rule."""
    start: int
    decline: int
    abstain: int
    casting: Choice | None = None
    """What the chair voted, when there is one chair."""

    @property
    def votes(self) -> int:
        """How many have taken part."""
        return self.start + self.decline + self.abstain

    @property
    def can_be_decided(self) -> bool:
        return self.eligible >= QUORUM

    @property
    def is_quorate(self) -> bool:
        return self.votes >= QUORUM

    @property
    def is_tied(self) -> bool:
        return self.start == self.decline and self.start > 0

    @property
    def carried(self) -> Outcome | None:
        """What the votes carry now, or nothing."""
        if not self.is_quorate:
            return None
        if self.start != self.decline:
            return Outcome.START if self.start > self.decline else Outcome.DECLINE
        if self.is_tied and self.casting in {Choice.START, Choice.DECLINE}:
            return Outcome(self.casting)
        return None

    @property
    def carries_start(self) -> bool:
        return self.carried is Outcome.START

    @property
    def carries_decline(self) -> bool:
        return self.carried is Outcome.DECLINE


def result(ballots: Iterable[Ballot]) -> Result:
    """Count the council's ballots."""
    seats = list(ballots)
    eligible = [seat for seat in seats if not seat.is_conflicted]
    chairs = [seat for seat in eligible if seat.is_chair]
    choices = [seat.choice for seat in eligible]
    return Result(
        members=len(seats),
        eligible=len(eligible),
        chairs=len(chairs),
        start=choices.count(Choice.START),
        decline=choices.count(Choice.DECLINE),
        abstain=choices.count(Choice.ABSTAIN),
        casting=chairs[0].choice if len(chairs) == 1 else None,
    )


def explain(count: Result) -> list[Sentence]:
    """The arithmetic of `count` in words, a sentence each: who may vote, who has, which side carries."""
    return [_seats(count), *_quorum(count), *_majority(count)]


def _seats(count: Result) -> Sentence:
    if count.eligible == count.members:
        return say(
            _l("The council has %(members)s members, and none has a conflict of interest."), members=count.members
        )
    return say(
        _l("The council has %(members)s members, %(eligible)s of them without a conflict of interest."),
        members=count.members, eligible=count.eligible,
    )  # fmt: skip


def _quorum(count: Result) -> list[Sentence]:
    if not count.can_be_decided:
        return [
            say(
                _l(
                    "At least two members without a conflict of interest are needed, so the council cannot decide this case."
                )
            )
        ]
    cast = say(
        _l("%(start)s for, %(decline)s against, %(abstain)s abstained."),
        start=count.start, decline=count.decline, abstain=count.abstain,
    )  # fmt: skip
    if not count.is_quorate:
        return [cast, say(_l("At least two must have voted before the council can decide."))]
    return [cast]


def _majority(count: Result) -> list[Sentence]:
    if not count.is_quorate:
        return []
    if count.is_tied:
        return [_tie(count)]
    if count.carries_start:
        return [say(_l("More are for than against: the votes carry a start."))]
    if count.carries_decline:
        return [say(_l("More are against than for: the votes carry declining."))]
    return [say(_l("All abstained: the votes carry neither a start nor declining."))]


def _tie(count: Result) -> Sentence:
    if count.carries_start:
        return say(_l("The votes are equal. The chair's vote decides: the initiative is to be started."))
    if count.carries_decline:
        return say(_l("The votes are equal. The chair's vote decides: the proposal is declined."))
    if count.chairs == 1:
        return say(_l("The votes are equal, and the chair has voted for neither side: the votes carry nothing."))
    return say(_l("The votes are equal, and no chair can cast the deciding vote: the votes carry nothing."))


def without_chair(count: Result) -> Sentence | None:
    """What members must know when nobody can lead the case: who then records the decision?"""
    if count.chairs:
        return None
    return say(
        _l(
            "The chair has a conflict of interest. You vote as usual, but there is no casting vote, and the decision can be"
            " recorded only when the council has an acting chair. The secretariat has been told."
        )
    )


def asks_for_comment(choice: Choice | None, comment: str) -> bool:
    """Whether a vote still lacks its comment: who declines says why."""
    return choice is Choice.DECLINE and not comment.strip()


def four_eyes(person_id: int | None, forwarders: frozenset[int], voters: frozenset[int]) -> Sentence | None:
    """Why a person may not approve a case that they could otherwise approve (R3), or nothing."""
    if person_id in voters:
        return say(_l("You have taken part in the council's decision. The approval must be another person's."))
    if person_id in forwarders:
        return say(_l("You have forwarded the case to the council. The approval must be another person's."))
    return None
