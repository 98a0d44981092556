"""Voting, stepping out of a case, recording what the council decided, and the mayor's act on it.

A vote belongs to a frozen version. After the mayor has referred a decision back the votes on that version stand, and may be
changed; the chair records a new decision, which is a new row. A case that was sent back to the secretariat comes again as a new
version, and is voted on anew. Every vote writes the case's row, so that a chair who is recording a decision is told when a vote
has come in or been changed since the page was opened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy.orm.attributes import flag_modified

from portal.accounts.models import Person
from portal.accounts.queries import people_of, people_with
from portal.audit.actions import record
from portal.contracts.actions import hide_from, open_draft
from portal.decisions.models import Approval, Conflict, Decision, Vote
from portal.decisions.queries import CouncilCase, council_case, mayor_case
from portal.decisions.rules import COMMENT_MISSING, VOTE_FIRST, asks_for_comment, result
from portal.decisions.states import Choice, Formal, Outcome
from portal.kernel.errors import IllegalMove, RuleBroken, Stale
from portal.kernel.words import Sentence, _l, say
from portal.notices.actions import tell, withdraw
from portal.policy import Actor, Permit, Role, authorise
from portal.proposals.actions import lock, move
from portal.proposals.models import Proposal
from portal.proposals.states import DECLINE_GUIDANCE
from portal.storage import db, first_time, transactional


@transactional
def vote(actor: Actor, proposal_id: int, choice: Choice, comment: str, *, number: int, key: str, at: datetime) -> None:
    """Cast or change the actor's vote on the frozen version `number`. A changed vote is a new row; the old one is kept, superseded.

    `key` is the form's: a second click changes nothing. Raises NotFound, NotPermitted, IllegalMove, Stale, RuleBroken.
    """
    case = _held(council_case, actor, proposal_id)
    authorise(actor, Permit.COUNCIL_VOTE, case.proposal)
    if not first_time(key, at):
        return
    if not case.is_open:
        raise IllegalMove()
    if number != case.frozen.number:
        raise Stale()
    if asks_for_comment(choice, comment):
        raise RuleBroken(COMMENT_MISSING)
    seat = case.seat_of(actor)
    before = seat.vote if seat else None
    if before and (before.choice, before.comment) == (choice, comment):
        return
    if before:
        before.superseded_at = at
        db.session.flush()
    cast = Vote(
        proposal_id=proposal_id, frozen_case_id=case.frozen.id, member_id=actor.id, choice=choice, comment=comment, at=at
    )  # fmt: skip
    db.session.add(cast)
    _note_voter(case.proposal, actor)
    db.session.flush()
    record(actor, "vote", cast.id, "changed" if before else "cast", at=at, proposal=proposal_id, version=number)
    if before is None and not [other for other in case.waiting if other.id != actor.id]:
        _tell_chair_that_all_have_voted(actor, case, at)


def _tell_chair_that_all_have_voted(actor: Actor, case: CouncilCase, at: datetime) -> None:
    chairs = [person for person in people_with(Role.COUNCIL_CHAIR) if person.id != actor.id]
    text = _l("All have voted on %(case)s %(title)s: the decision can be recorded")
    _tell_of(case.proposal, chairs, text, url=f"/council/{case.proposal.id}", at=at)


@transactional
def declare_conflict(actor: Actor, proposal_id: int, reason: str, *, key: str, at: datetime) -> None:
    """Take the actor out of a case for good: from now on it is not there for them. The head of the secretariat is told.

    A vote that the actor had cast while the council is still voting no longer counts; it is kept, superseded. Raises NotFound.
    """
    if not first_time(key, at):
        return
    case = _held(council_case, actor, proposal_id)
    proposal = case.proposal
    authorise(actor, Permit.CONFLICT_DECLARE, proposal)
    seat = case.seat_of(actor)
    if seat and seat.vote and case.is_open:
        seat.vote.superseded_at = at
    conflict = Conflict(proposal_id=proposal_id, person_id=actor.id, reason=reason, declared_at=at)
    db.session.add(conflict)
    withdraw(conflict.person_id, f"/council/{proposal_id}")
    hide_from(conflict.person_id, proposal_id)
    proposal.conflicted_ids = _with(proposal.conflicted_ids, actor)
    db.session.flush()
    record(actor, "conflict", conflict.id, "declared", at=at, note=reason, proposal=proposal_id)
    body = _what_follows(case, actor) if case.is_open else ""
    text = _l("%(name)s has a conflict of interest in %(case)s %(title)s")
    leads = people_with(Role.SECRETARIAT_LEAD)
    _tell_of(proposal, leads, text, url=f"/cases/{proposal_id}", at=at, body=body, name=actor.name)


def _what_follows(case: CouncilCase, actor: Actor) -> str:
    left = result(seat.ballot for seat in case.seats if seat.id != actor.id)
    if not left.can_be_decided:
        return _l("Fewer than two members are now without a conflict of interest: the council cannot decide this case.")
    if not left.chairs:
        return _l(
            "The chair is now out of the case. The council needs an acting chair before the decision can be recorded."
        )
    return ""


@transactional
def decide(
    actor: Actor, proposal_id: int, name: str, *, reasons: str, conditions: str, version: int, key: str, at: datetime
) -> None:
    """Record what the council decided: `name` is the move `start` or `decline`. The decision keeps the votes as they stand.

    `version` is the case's, as the chair saw it. Who records the decision counts as having taken part in it. Raises NotFound,
    NotPermitted, IllegalMove, Stale, and RuleBroken when the votes do not carry it or the actor has yet to vote.
    """
    case = _held(council_case, actor, proposal_id)
    authorise(actor, Permit.COUNCIL_DECIDE, case.proposal)
    if not first_time(key, at):
        return
    outcome = Outcome(name)
    if case.is_open and not case.shows_votes_to(actor):
        raise RuleBroken(VOTE_FIRST)
    decision = Decision(
        proposal_id=proposal_id, frozen_case_id=case.frozen.id, outcome=outcome, reasons=reasons,
        conditions=conditions if outcome is Outcome.START else "", votes=_as_they_stand(case), decided_by_id=actor.id, decided_at=at,
    )  # fmt: skip
    row = move(
        actor,
        case.proposal,
        name,
        case.result,
        at=at,
        reason=reasons,
        version=version,
        frozen_version=case.frozen.number,
    )
    db.session.add(decision)
    _note_voter(case.proposal, actor)
    db.session.flush()
    record(actor, "decision", decision.id, row.event, at=at, proposal=proposal_id, version=case.frozen.number)
    _tell_decided(case.proposal, decision, at)


def _as_they_stand(case: CouncilCase) -> list[dict[str, object]]:
    return [
        {
            "member_id": seat.id, "name": seat.name, "choice": str(seat.vote.choice), "comment": seat.vote.comment,
            "at": seat.vote.at.isoformat(), "is_chair": seat.is_chair,
        }
        for seat in case.eligible if seat.vote
    ]  # fmt: skip


def _tell_decided(proposal: Proposal, decision: Decision, at: datetime) -> None:
    if decision.outcome is Outcome.START:
        awaits = _l("%(case)s %(title)s awaits your approval")
        _tell_of(proposal, people_with(Role.MAYOR), awaits, url=f"/mayor/{proposal.id}", at=at)
        told = _l("The council decided to start %(case)s %(title)s. It now awaits the mayor")
    else:
        told = _l("The council declined %(case)s %(title)s")
        applicant = _l("The council has declined your proposal %(case)s %(title)s")
        body = say(
            _l("The council's reasons:\n\n%(reasons)s\n\n%(guidance)s"),
            reasons=decision.reasons, guidance=Sentence(DECLINE_GUIDANCE),
        )  # fmt: skip
        _tell_of(
            proposal, people_of(proposal.organisation_id), applicant, url=f"/proposals/{proposal.id}", at=at, body=body
        )
    _tell_of(proposal, _secretariat(proposal), told, url=f"/cases/{proposal.id}", at=at)


@transactional
def send_back(actor: Actor, proposal_id: int, reason: str, *, version: int, key: str, at: datetime) -> None:
    """Give the case back to the secretariat. Votes on this version stay with it. Raises NotFound, NotPermitted, IllegalMove, Stale."""
    case = _held(council_case, actor, proposal_id)
    authorise(actor, Permit.COUNCIL_DECIDE, case.proposal)
    if not first_time(key, at):
        return
    move(actor, case.proposal, "send-back", case.result, at=at, reason=reason, version=version)
    text = _l("The council has sent %(case)s %(title)s back to you")
    _tell_of(case.proposal, _secretariat(case.proposal), text, url=f"/cases/{proposal_id}", at=at, body=_quoted(reason))


@transactional
def approve(actor: Actor, proposal_id: int, *, version: int, key: str, at: datetime) -> None:
    """The mayor's formal approval (R3): the case is approved and its contract opened, together or not at all.

    Raises NotFound, NotPermitted (four eyes), IllegalMove, Stale, and RuleBroken when another version than this was decided.
    """
    case = _held(mayor_case, actor, proposal_id)
    proposal, decision = case.proposal, case.decision
    authorise(actor, Permit.CASE_APPROVE, proposal)
    if decision is None or not first_time(key, at):
        return
    move(actor, proposal, "approve", case, at=at, version=version)
    _note_act(actor, decision, Formal.APPROVED, "", at)
    # Officer and lead are told of the contract that now awaits them.
    open_draft(
        actor, proposal, decision_id=decision.id, content=case.frozen.content, conditions=decision.conditions, at=at
    )  # fmt: skip
    applicant = _l("Your proposal %(case)s %(title)s is approved")
    more = _l("The mayor has approved the council's decision. The secretariat writes to you about the contract.")
    _tell_of(
        proposal, people_of(proposal.organisation_id), applicant, url=f"/proposals/{proposal.id}", at=at, body=more
    )
    told = _l("The mayor has approved %(case)s %(title)s")
    _tell_of(proposal, people_with(Role.COUNCIL_CHAIR), told, url=f"/council/{proposal.id}", at=at)


@transactional
def refer_back(actor: Actor, proposal_id: int, reason: str, *, version: int, key: str, at: datetime) -> None:
    """Give the decision back to the council, with the reason. Raises NotFound, NotPermitted, IllegalMove, Stale, RuleBroken."""
    case = _held(mayor_case, actor, proposal_id)
    authorise(actor, Permit.CASE_REFER_BACK, case.proposal)
    if case.decision is None or not first_time(key, at):
        return
    move(actor, case.proposal, "refer-back", case, at=at, reason=reason, version=version)
    _note_act(actor, case.decision, Formal.REFERRED_BACK, reason, at)
    text = _l("The mayor has referred %(case)s %(title)s back to the council")
    members = people_with(Role.COUNCIL_MEMBER, Role.COUNCIL_CHAIR)
    _tell_of(case.proposal, members, text, url=f"/council/{proposal_id}", at=at, body=_quoted(reason))
    _tell_of(case.proposal, _secretariat(case.proposal), text, url=f"/cases/{proposal_id}", at=at, body=_quoted(reason))


def _held(read: Callable[[Actor, int], CouncilCase], actor: Actor, proposal_id: int) -> CouncilCase:
    """The case as it is once its row is ours: what was read before the lock may be old."""
    lock(read(actor, proposal_id).proposal)
    return read(actor, proposal_id)


def _note_voter(proposal: Proposal, actor: Actor) -> None:
    proposal.voter_ids = _with(proposal.voter_ids, actor)
    # Written even when the number was there already: a changed vote makes a new version of the case.
    flag_modified(proposal, "voter_ids")


def _with(ids: frozenset[int], actor: Actor) -> frozenset[int]:
    return ids | {actor.id} if actor.id is not None else ids


def _note_act(actor: Actor, decision: Decision, formal: Formal, reason: str, at: datetime) -> None:
    act = Approval(decision_id=decision.id, formal=formal, reason=reason, by_id=actor.id, at=at)
    db.session.add(act)
    db.session.flush()
    record(actor, "approval", act.id, str(formal), at=at, proposal=decision.proposal_id, decision=decision.id)


def _secretariat(proposal: Proposal) -> list[Person]:
    officer = db.session.get(Person, proposal.officer_id) if proposal.officer_id else None
    return [*([officer] if officer else []), *people_with(Role.SECRETARIAT_LEAD)]


def _quoted(reason: str) -> Sentence:
    return say(_l("The reason: %(reason)s"), reason=reason)


def _tell_of(
    proposal: Proposal,
    people: Iterable[Person],
    text: str,
    *,
    url: str,
    at: datetime,
    body: str | Sentence = "",
    **values: object,
) -> None:
    """Tell those of `people` for whom the case is there."""
    free = [person for person in people if person.id not in proposal.conflicted_ids]
    tell(free, text, url=url, at=at, body=body, case=proposal.case_number or "", title=proposal.title, **values)
