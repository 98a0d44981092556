"""Does everybody see what awaits them after signing in, and nothing that is not theirs?"""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.accounts.models import Organisation, Person
from portal.contracts.models import Contract, ContractText, Milestone, Party, Result
from portal.contracts.states import PartyRole, Stage, State
from portal.kernel.clock import FixedClock
from portal.membership.actions import join_or_found
from portal.policy import Actor, Role, Standing
from portal.proposals.models import Proposal
from portal.proposals.states import State as Case
from portal.reports.overview_queries import SHOWN, awaiting
from portal.storage import db, transactional
from tests.support import contracts, decisions, screening
from tests.support.accounts import actor, department, organisation, person, the_time
from tests.support.client import PortalClient
from tests.support.queries import QueryCounter


def groups(who: Person | Actor) -> dict[str, list[str]]:
    acting = who if isinstance(who, Actor) else actor(who)
    return {group.title: [thing.title for thing in group.things] for group in awaiting(acting, the_time())}


@pytest.fixture
def house(context: Flask) -> Organisation:
    return organisation("Ungdommens Hus", cvr="13748136")


@transactional
def put(thing: object, **values: object) -> None:
    for name, value in values.items():
        setattr(thing, name, value)


def test_an_applicant_sees_drafts_and_questions_of_the_own_organisation_only(
    house: Organisation, clock: FixedClock
) -> None:
    maja = person("Maja", organisation=house)
    returned = screening.case_in_screening(house, title="Svar os", state=Case.RETURNED)
    put(returned, answer_by=date(2026, 11, 20))
    screening.case_in_screening(house, title="En kladde", state=Case.DRAFT)
    screening.case_in_screening(house, title="I screening")
    screening.case_in_screening(organisation(), title="Fremmed kladde", state=Case.DRAFT)
    (group,) = awaiting(actor(maja), clock.now())
    assert [(thing.title, thing.what, thing.is_late) for thing in group.things] == [
        ("Svar os", "Answer the secretariat", True),
        ("En kladde", "Go on writing", False),
    ]
    viewer = person(organisation=house, standing=Standing.VIEWER)
    assert groups(viewer) == {}


def test_an_owner_sees_who_wants_to_join(house: Organisation, clock: FixedClock) -> None:
    owner = person("Ejer", organisation=house)
    newcomer = person("Nye Niels")
    join_or_found(newcomer, cvr="13748136", name="", kinds=frozenset(), at=clock.now())
    assert groups(owner) == {"Requests to join": ["Nye Niels"]}
    assert groups(person(organisation=house, standing=Standing.EDITOR)) == {}
    assert groups(newcomer) == {"You wait for an answer": ["Ungdommens Hus"]}


def test_an_officer_sees_own_and_unassigned_cases_but_no_conflicted_ones(context: Flask, clock: FixedClock) -> None:
    lise, omar = person("Lise", roles=[Role.CASE_OFFICER]), person("Omar", roles=[Role.CASE_OFFICER])
    screening.case_in_screening(title="Min", officer=lise)
    screening.case_in_screening(title="Ingens")
    screening.case_in_screening(title="Omars", officer=omar)
    hidden = screening.case_in_screening(title="Inhabil")
    put(hidden, conflicted_ids=frozenset({lise.id}))
    screening.case_in_screening(title="Hos rådet", state=Case.COUNCIL)
    (titles,) = groups(lise).values()
    assert [title.split(" ", 1)[1] for title in titles] == ["Min", "Ingens"]


def test_late_hearings_and_the_departments_own(context: Flask, clock: FixedClock) -> None:
    lise, place, other = person("Lise", roles=[Role.CASE_OFFICER]), department(), department()
    case = screening.case_in_screening(title="Boliger", officer=lise, departments=[place])
    screening.hearing(case, place, lise, due_on=date(2026, 11, 30))
    screening.hearing(case, other, lise, due_on=date(2026, 12, 1))
    assert len(groups(lise)["Hearings past their date"]) == 1
    contact = person("Mette", roles=[Role.DEPARTMENT], department=place)
    (group,) = awaiting(actor(contact), clock.now())
    assert [(thing.is_late, thing.due) for thing in group.things] == [(True, date(2026, 11, 30))]
    assert groups(person(roles=[Role.DEPARTMENT], department=department())) == {}
    assert groups(person(roles=[Role.DEPARTMENT])) == {}


def test_a_member_votes_once_and_never_in_a_conflicted_case(context: Flask) -> None:
    people = decisions.council()
    case, hidden = decisions.council_case_for(people, "Boliger"), decisions.council_case_for(people, "Inhabil")
    put(hidden, conflicted_ids=frozenset({people.first.id}))
    assert [title.split(" ", 1)[1] for title in groups(people.first)["Cases to vote on"]] == ["Boliger"]
    decisions.cast(case, people.first)
    assert groups(people.first) == {}
    assert "Decisions to record" not in groups(people.chair)
    decisions.cast(case, people.second)
    assert [title.split(" ", 1)[1] for title in groups(people.chair)["Decisions to record"]] == ["Boliger"]
    assert set(groups(people.second)) == {"Cases to vote on"}


def test_the_mayor_sees_decided_cases(context: Flask) -> None:
    people = decisions.council()
    case = decisions.decided_case(people, title="Boliger")
    assert groups(people.mayor) == {"Decisions to approve": [f"{case.case_number} Boliger"]}
    put(case, conflicted_ids=frozenset({people.mayor.id}))
    assert groups(people.mayor) == {}


@transactional
def offer(contract: Contract) -> None:
    db.session.add(ContractText(contract_id=contract.id, number=1, content={}, sha256="0" * 64, frozen_at=the_time()))
    contract.text_number, contract.state = 1, State.SIGNING


def test_each_party_sees_what_it_has_to_sign(context: Flask) -> None:
    who = contracts.people()
    contract = contracts.ready_contract(who)
    assert groups(who.lead) == groups(who.officer) == {"Contracts to complete": [contract.title]}
    offer(contract)
    for signer in (who.provider, who.investor, who.mayor, who.lead):
        assert groups(signer) == {"Contracts to sign": [contract.title]}
    for other in (who.colleague, who.viewer, who.stranger, who.verifier, who.department, who.officer):
        assert groups(other) == {}


def test_a_signed_contract_no_longer_waits(context: Flask) -> None:
    who = contracts.people()
    contract = contracts.ready_contract(who)
    offer(contract)
    sign(contract, who.provider)
    assert groups(who.provider) == {}
    assert groups(who.investor) == {"Contracts to sign": [contract.title]}


@transactional
def sign(contract: Contract, who: Actor) -> None:
    party = db.session.scalars(
        sa.select(Party).where(Party.contract_id == contract.id, Party.role == PartyRole.PROVIDER)
    ).one()
    text = db.session.scalars(sa.select(ContractText).where(ContractText.contract_id == contract.id)).one()
    db.session.execute(
        sa.text("INSERT INTO contract_signature (text_id, party_id, person_id, sha256, signed_at) VALUES (:t, :p, :w, :h, :a)")
        .bindparams(sa.bindparam("a", the_time(), sa.DateTime(timezone=True)), t=text.id, p=party.id, w=who.id, h="0" * 64)
    )  # fmt: skip


def test_milestones_are_reported_by_the_provider_and_verified_by_the_appointed(
    context: Flask, clock: FixedClock
) -> None:
    who = contracts.people()
    contract = contracts.active_contract(who)
    first, second = contract.milestones
    put(first, due_on=date(2026, 12, 20))
    put(second, due_on=date(2027, 6, 1))
    title = f"{contract.title}: {first.title}"
    for reporter in (who.provider, who.colleague):
        assert groups(reporter) == {"Results to report": [title]}
    for other in (who.viewer, who.investor, who.stranger, who.verifier):
        assert groups(other) == {}
    report(first, who.provider)
    assert groups(who.provider) == {}
    assert groups(who.verifier) == {"Results to verify": [title]}
    assert groups(contracts.people().verifier) == {}


@transactional
def report(milestone: Milestone, who: Actor) -> None:
    db.session.add(
        Result(
            milestone_id=milestone.id, achieved=3, text="Talt op.", reported_at=the_time(), reported_by_id=who.id or 0
        )
    )
    milestone.stage = Stage.REPORTED


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("lang", ["da", "en"])
def test_an_empty_overview_says_what_will_come(client: PortalClient, context: Flask, role: Role, lang: str) -> None:
    client.sign_in(person(roles=[role]))
    page = client.get(f"/overview?lang={lang}")
    assert page.heading == {"da": "Det venter på dig", "en": "What awaits you"}[lang]
    assert {"da": "Intet venter på dig", "en": "Nothing awaits you"}[lang] in page.words


def test_somebody_who_acts_for_nobody_is_shown_the_way(client: PortalClient, context: Flask) -> None:
    client.sign_in(person())
    assert "/organisation/add" in client.get("/overview").text


def test_a_long_list_is_cut_and_leads_on(client: PortalClient, context: Flask) -> None:
    for _ in range(SHOWN + 2):
        screening.case_in_screening()
    client.sign_in(person(roles=[Role.CASE_OFFICER]))
    page = client.get("/overview")
    assert len(page.find(".//ul[@class='tasks']/li")) == SHOWN
    assert "Se dem alle" in page.words


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("roles", "statements"),
    [
        ([Role.CASE_OFFICER], 4),
        ([Role.COUNCIL_CHAIR, Role.COUNCIL_MEMBER], 3),
        ([Role.MAYOR], 3),
        ([Role.SECRETARIAT_LEAD], 5),
        ([], 5),
    ],
)
def test_the_page_takes_a_fixed_number_of_statements(
    client: PortalClient, house: Organisation, queries: QueryCounter, roles: list[Role], statements: int, count: int
) -> None:
    for _ in range(count):
        screening.case_in_screening(house)
        screening.case_in_screening(house, state=Case.DRAFT)
        screening.case_in_screening(house, state=Case.COUNCIL)
        screening.case_in_screening(house, state=Case.DECIDED)
    client.sign_in(person(roles=roles, organisation=None if roles else house))
    with queries.exactly(statements):
        client.get("/overview")


def test_even_with_every_role_twelve_statements_are_enough(
    house: Organisation, queries: QueryCounter, client: PortalClient
) -> None:
    staff = [role for role in Role if role not in {Role.COUNCIL_CHAIR, Role.VERIFIER}]
    client.sign_in(person(roles=staff, organisation=house, standing=Standing.EDITOR))
    with queries.at_most(12):
        client.get("/overview")


def test_titles_are_text(client: PortalClient, house: Organisation) -> None:
    screening.case_in_screening(house, title="<b>Fed</b> & 100 %(x)s", state=Case.DRAFT)
    client.sign_in(person(organisation=house))
    page = client.get("/overview")
    assert "<b>Fed</b> & 100 %(x)s" in page.words
    assert db.session.scalar(sa.select(sa.func.count(Proposal.id))) == 1
