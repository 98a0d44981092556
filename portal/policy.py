"""Who may do what?

One row per permit. A predicate is a pure function of (actor, resource), combined with `&`, `|` and `~`. Three places read the
same row: the door (a route, before it knows which object), the object (every action), and the rows (every query is scoped to
match). What state a thing is in belongs to the tables of moves, never here.

At the door the object is not known yet, so a predicate about it answers "unknown"; the logic has three values (Kleene) and a
door opens unless the answer is a plain no.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

from portal.kernel.errors import NotPermitted


class Role(StrEnum):
    """What a member of staff, the council or the outside control may be. One person may hold several."""

    CASE_OFFICER = "case_officer"
    SECRETARIAT_LEAD = "secretariat_lead"
    COUNCIL_MEMBER = "council_member"
    COUNCIL_CHAIR = "council_chair"
    DEPARTMENT = "department"
    MAYOR = "mayor"
    VERIFIER = "verifier"
    AUDITOR = "auditor"
    ADMIN = "admin"


class Standing(StrEnum):
    """What a person may do in an organisation."""

    OWNER = "owner"
    EDITOR = "editor"
    VIEWER = "viewer"


@dataclass(frozen=True)
class Actor:
    """Who is asking: a person acting, where it matters, for one organisation or one department."""

    id: int | None = None
    name: str = ""
    email: str = ""
    language: str = "da"
    roles: frozenset[Role] = frozenset()
    organisation_id: int | None = None
    organisation_name: str = ""
    standing: Standing | None = None
    department_id: int | None = None
    unread: int = 0
    session_id: int | None = None
    signed_in_at: Any = None
    """When the password was last given: a fresh one is asked for before weighty acts."""
    organisations: int = 0
    """How many organisations the person may act for."""

    @property
    def is_signed_in(self) -> bool:
        return self.id is not None

    @property
    def label(self) -> str:
        """Who is signed in, as the page's head shows it."""
        return f"{self.name} · {self.organisation_name}" if self.organisation_name else self.name

    def has(self, *roles: Role) -> bool:
        """Whether the actor holds one of `roles`."""
        return not self.roles.isdisjoint(roles)


PUBLIC = Actor()
"""Anybody who has not signed in."""

Answer: TypeAlias = bool | None


@dataclass(frozen=True)
class Rule:
    """A sentence about an actor and a resource. `words` is what docs/access.md prints."""

    words: str
    test: Callable[[Actor, Any], Answer] = field(compare=False)

    def __call__(self, actor: Actor, resource: Any = None) -> Answer:
        return self.test(actor, resource)

    def __and__(self, other: Rule) -> Rule:
        def both(actor: Actor, resource: Any) -> Answer:
            answers = (self(actor, resource), other(actor, resource))
            return False if False in answers else None if None in answers else True

        return Rule(f"{_grouped(self.words)} and {_grouped(other.words)}", both)

    def __or__(self, other: Rule) -> Rule:
        def either(actor: Actor, resource: Any) -> Answer:
            answers = (self(actor, resource), other(actor, resource))
            return True if True in answers else None if None in answers else False

        return Rule(f"{self.words} or {other.words}", either)

    def __invert__(self) -> Rule:
        def opposite(actor: Actor, resource: Any) -> Answer:
            answer = self(actor, resource)
            return None if answer is None else not answer

        return Rule(f"not {_grouped(self.words)}", opposite)


def _grouped(words: str) -> str:
    """Brackets where a sentence joined by "and" would be read wrongly without them."""
    return f"({words})" if " or " in words else words


def holds(words: str, *roles: Role) -> Rule:
    """The actor has one of the roles."""
    return Rule(words, lambda actor, _resource: actor.has(*roles))


def of(words: str, test: Callable[[Actor, Any], bool]) -> Rule:
    """Something about the resource: unknown until there is one."""
    return Rule(words, lambda actor, resource: None if resource is None else test(actor, resource))


anybody = Rule("anybody", lambda _actor, _resource: True)
signed_in = Rule("anybody signed in", lambda actor, _resource: actor.is_signed_in)
secretariat = holds("secretariat", Role.CASE_OFFICER, Role.SECRETARIAT_LEAD)
lead = holds("secretariat lead", Role.SECRETARIAT_LEAD)
council = holds("council", Role.COUNCIL_MEMBER, Role.COUNCIL_CHAIR)
chair = holds("council chair", Role.COUNCIL_CHAIR)
mayor = holds("mayor", Role.MAYOR)
department = holds("department", Role.DEPARTMENT)
verifier = holds("verifier", Role.VERIFIER)
auditor = holds("auditor", Role.AUDITOR)
admin = holds("admin", Role.ADMIN)

acts_for_organisation = Rule("acting for an organisation", lambda actor, _resource: actor.organisation_id is not None)
can_write = Rule("owner or editor", lambda actor, _resource: actor.standing in {Standing.OWNER, Standing.EDITOR})
is_owner = Rule("owner", lambda actor, _resource: actor.standing is Standing.OWNER)

own_organisation = of(
    "of the own organisation",
    lambda actor, thing: thing.organisation_id is not None and thing.organisation_id == actor.organisation_id,
)
own_department = of(
    "of the own department",
    lambda actor, thing: thing.department_id is not None and thing.department_id == actor.department_id,
)
conflicted = of("conflicted", lambda actor, thing: actor.id in thing.conflicted_ids)
forwarded_it = of("the one who forwarded it", lambda actor, thing: actor.id in thing.forwarder_ids)
decided_it = of("one who voted on it", lambda actor, thing: actor.id in thing.voter_ids)
party_to_it = of("party to it", lambda actor, thing: thing.is_party(actor))
provider_of_it = of("provider in it", lambda actor, thing: thing.is_provider(actor))
verifier_of_it = of("appointed verifier of it", lambda actor, thing: thing.is_verifier(actor))
reported_it = of("the one who reported it", lambda actor, thing: actor.id in thing.reporter_ids)
employed_by_party = of(
    "employed by provider or investor", lambda actor, thing: actor.organisation_id in thing.delivering_ids
)
signs_for_party = of("signing for a party that has not signed", lambda actor, thing: thing.can_sign(actor))


class Permit(StrEnum):
    """What can be permitted: `resource:verb`."""

    PUBLIC = "public:read"
    HOME = "home:read"
    NOTICES_READ = "notices:read"
    PROFILE_WRITE = "profile:write"

    ORGANISATION_READ = "organisation:read"
    ORGANISATION_MANAGE = "organisation:manage"

    CALL_WRITE = "call:write"

    PROPOSAL_LIST = "proposal:list"
    PROPOSAL_CREATE = "proposal:create"
    PROPOSAL_READ = "proposal:read"
    PROPOSAL_WRITE = "proposal:write"
    PROPOSAL_WITHDRAW = "proposal:withdraw"

    CASE_LIST = "case:list"
    CASE_READ = "case:read"
    CASE_WORK = "case:work"
    CASE_REJECT = "case:reject"
    CASE_FORWARD = "case:forward"
    HEARING_LIST = "hearing:list"
    HEARING_ANSWER = "hearing:answer"

    COUNCIL_LIST = "council:list"
    COUNCIL_READ = "council:read"
    COUNCIL_VOTE = "council:vote"
    COUNCIL_DECIDE = "council:decide"
    CONFLICT_DECLARE = "conflict:declare"

    MAYOR_LIST = "mayor:list"
    MAYOR_READ = "mayor:read"
    CASE_APPROVE = "case:approve"
    CASE_REFER_BACK = "case:refer-back"

    CONTRACT_LIST = "contract:list"
    CONTRACT_READ = "contract:read"
    CONTRACT_READ_PUBLIC = "contract:read-public"
    CONTRACT_DRAFT = "contract:draft"
    CONTRACT_LEAD = "contract:lead"
    CONTRACT_SIGN = "contract:sign"
    MILESTONE_REPORT = "milestone:report"
    MILESTONE_VERIFY = "milestone:verify"

    ACCOUNTS_MANAGE = "accounts:manage"
    AUDIT_READ = "audit:read"


POLICY: dict[Permit, Rule] = {
    Permit.PUBLIC: anybody,
    Permit.HOME: signed_in,
    Permit.NOTICES_READ: signed_in,
    Permit.PROFILE_WRITE: signed_in,
    Permit.ORGANISATION_READ: acts_for_organisation,
    Permit.ORGANISATION_MANAGE: is_owner,
    Permit.CALL_WRITE: secretariat,
    Permit.PROPOSAL_LIST: acts_for_organisation,
    Permit.PROPOSAL_CREATE: acts_for_organisation & can_write,
    Permit.PROPOSAL_READ: acts_for_organisation & own_organisation,
    Permit.PROPOSAL_WRITE: own_organisation & can_write,
    Permit.PROPOSAL_WITHDRAW: own_organisation & is_owner,
    Permit.CASE_LIST: secretariat | auditor,
    Permit.CASE_READ: (secretariat | auditor) & ~conflicted,
    Permit.CASE_WORK: secretariat & ~conflicted,
    Permit.CASE_REJECT: lead & ~conflicted,
    Permit.CASE_FORWARD: secretariat & ~conflicted,
    Permit.HEARING_LIST: department,
    Permit.HEARING_ANSWER: department & own_department,
    Permit.COUNCIL_LIST: council,
    Permit.COUNCIL_READ: (council | auditor) & ~conflicted,
    Permit.COUNCIL_VOTE: council & ~conflicted,
    Permit.COUNCIL_DECIDE: chair & ~conflicted,
    Permit.CONFLICT_DECLARE: council & ~conflicted,
    Permit.MAYOR_LIST: mayor,
    Permit.MAYOR_READ: mayor & ~conflicted,
    Permit.CASE_APPROVE: mayor & ~conflicted & ~forwarded_it & ~decided_it,
    Permit.CASE_REFER_BACK: mayor & ~conflicted & ~forwarded_it & ~decided_it,
    Permit.CONTRACT_LIST: signed_in,
    Permit.CONTRACT_READ: (secretariat | auditor | council | mayor | party_to_it) & ~conflicted,
    Permit.CONTRACT_READ_PUBLIC: anybody,
    Permit.CONTRACT_DRAFT: secretariat,
    Permit.CONTRACT_LEAD: lead,
    Permit.CONTRACT_SIGN: signs_for_party,
    Permit.MILESTONE_REPORT: provider_of_it & can_write,
    Permit.MILESTONE_VERIFY: verifier & verifier_of_it & ~reported_it & ~employed_by_party,
    Permit.ACCOUNTS_MANAGE: admin,
    Permit.AUDIT_READ: auditor | lead,
}


def may(actor: Actor, permit: StrEnum, resource: Any) -> bool:
    """Whether `actor` may do this to `resource`. Unknown is no."""
    return POLICY[Permit(permit)](actor, resource) is True


def may_enter(actor: Actor, permit: StrEnum) -> bool:
    """Whether the door opens before the object is known. Unknown is yes: the object is asked about next."""
    return POLICY[Permit(permit)](actor) is not False


def authorise(actor: Actor, permit: StrEnum, resource: Any) -> None:
    """Raise NotPermitted unless `actor` may do this to `resource`."""
    if not may(actor, permit, resource):
        raise NotPermitted()
