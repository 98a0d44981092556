"""Does the administrator look after accounts, and after nothing else?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.accounts.models import Person
from portal.kernel.clock import FixedClock
from portal.policy import Role
from portal.storage import db
from tests.support.accounts import PASSWORD, department, organisation, person
from tests.support.client import Answer, PortalClient, path_of
from tests.support.mail import Mailbox
from tests.support.queries import QueryCounter

LinkTo = Callable[[str], str]


@pytest.fixture
def admin(client: PortalClient, context: Flask) -> Person:
    made = person("Ida Kjær", email="admin@aarhus.dk", roles=[Role.ADMIN])
    client.sign_in(made)
    return made


def create(client: PortalClient, **typed: Any) -> Answer:
    fields = {"name": "Lise Mogensen", "email": "lise@aarhus.dk", "roles": ["case_officer"]}
    return client.submit(client.get("/accounts/new"), "/accounts/new", {**fields, **typed})


def one(email: str) -> Person:
    return db.session.scalars(sa.select(Person).where(Person.email == email)).one()


def test_a_colleague_gets_a_link_and_signs_in(
    client: PortalClient, new_client: Callable[..., PortalClient], admin: Person, link_to: LinkTo
) -> None:
    answer = create(client, roles=["case_officer", "secretariat_lead"])
    assert answer.heading == "Lise Mogensen"
    assert "Mangler adgangskode" in answer.words
    link = link_to("lise@aarhus.dk")
    browser = new_client()
    weak = browser.submit(browser.get(link), link, password="kort")
    assert weak.status_code == 422
    done = browser.submit(weak, link, password=PASSWORD, follow=False)
    assert path_of(done.location) == "/overview"
    assert one("lise@aarhus.dk").roles == {Role.CASE_OFFICER, Role.SECRETARIAT_LEAD}
    assert browser.get(link).status_code == 404
    assert new_client().post("/sign-in", data={"email": "lise@aarhus.dk", "password": PASSWORD}).status_code == 303


def test_a_newer_link_supersedes_and_each_runs_out(
    client: PortalClient, new_client: Callable[..., PortalClient], admin: Person, clock: FixedClock, link_to: LinkTo
) -> None:
    page = create(client)
    first = link_to("lise@aarhus.dk")
    clock.advance(minutes=1)
    client.submit(page, f"/accounts/{one('lise@aarhus.dk').id}/link")
    second = link_to("lise@aarhus.dk")
    browser = new_client()
    assert (browser.get(first).status_code, browser.get(second).status_code) == (404, 200)
    clock.advance(days=7)
    assert browser.get(second).status_code == 404


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"email": "ADMIN@aarhus.dk"}, "email"),
        ({"email": "lise"}, "email"),
        ({"name": ""}, "name"),
        ({"roles": None}, "roles"),
        ({"roles": ["department"]}, "department"),
    ],
)
def test_a_wrong_account_comes_back(client: PortalClient, admin: Person, typed: dict[str, Any], field: str) -> None:
    answer = create(client, **typed)
    assert answer.status_code == 422
    assert list(answer.errors) == [field]
    assert "Lise Mogensen" in answer.text or field == "name"
    assert db.session.scalar(sa.select(sa.func.count(Person.id))) == 1


def test_a_contact_belongs_to_a_department(client: PortalClient, admin: Person) -> None:
    place = department("Børn og Unge i prøve")
    create(client, roles=["department"], department=str(place.id))
    assert one("lise@aarhus.dk").department_id == place.id


def test_closing_and_opening_an_account(
    client: PortalClient, new_client: Callable[..., PortalClient], admin: Person
) -> None:
    other = person("Omar", email="omar@aarhus.dk", roles=[Role.CASE_OFFICER])
    theirs = new_client("omar@aarhus.dk")
    address = f"/accounts/{other.id}"
    client.submit(client.get(address), f"{address}/active", press="Luk kontoen")
    theirs.is_signed_in = False
    assert theirs.get("/overview").status_code == 303
    assert theirs.post("/sign-in", data={"email": "omar@aarhus.dk", "password": PASSWORD}).status_code == 422
    client.submit(client.get(address), f"{address}/active", press="Åbn kontoen")
    assert theirs.post("/sign-in", data={"email": "omar@aarhus.dk", "password": PASSWORD}).status_code == 303


def test_nobody_closes_their_own_account(client: PortalClient, admin: Person) -> None:
    assert client.post(f"/accounts/{admin.id}/active", data={"active": "no"}).status_code == 422
    assert one("admin@aarhus.dk").is_active


def test_a_link_is_not_sent_to_somebody_with_a_password(client: PortalClient, admin: Person, mailbox: Mailbox) -> None:
    other = person(email="omar@aarhus.dk")
    assert client.post(f"/accounts/{other.id}/link").status_code == 422


@pytest.mark.parametrize("roles", [[role] for role in Role if role is not Role.ADMIN] + [[]])
def test_nobody_else_comes_in(client: PortalClient, context: Flask, roles: list[Role]) -> None:
    who = person(roles=roles, organisation=organisation())
    client.sign_in(who)
    for address in ("/accounts", "/accounts/organisations", "/accounts/new", f"/accounts/{who.id}"):
        assert client.get(address).status_code == 404
    for address in ("/accounts/new", f"/accounts/{who.id}/active", f"/accounts/{who.id}/link"):
        assert client.post(address, data={"roles": "admin"}).status_code == 404


@pytest.mark.parametrize("address", ["/proposals", "/screening", "/council", "/mayor", "/hearings", "/audit"])
def test_the_administrator_has_no_say_in_cases(client: PortalClient, admin: Person, address: str) -> None:
    assert client.get(address).status_code == 404


def test_searching_people_and_organisations(client: PortalClient, admin: Person) -> None:
    person("Åse Ørsted", email="aase@fund.dk", organisation=organisation("100 % Ungdom", cvr="13748136"))
    assert [row[0] for row in client.get("/accounts?q=ørsted").rows()] == [
        "Åse Ørsted"
    ] or db.engine.dialect.name == "sqlite"
    assert [row[0] for row in client.get("/accounts?q=rsted").rows()] == ["Åse Ørsted"]
    assert [row[0] for row in client.get("/accounts?q=FUND.dk").rows()] == ["Åse Ørsted"]
    assert [row[0] for row in client.get("/accounts/organisations?q=100 %25").rows()] == ["100 % Ungdom"]
    assert [row[0] for row in client.get("/accounts/organisations?q=13748136").rows()] == ["100 % Ungdom"]
    assert client.get("/accounts?q=%25").rows() == []
    assert client.get("/accounts?q=findes-ikke").status_code == 200


def test_pages_follow_each_other_by_key(client: PortalClient, admin: Person) -> None:
    for n in range(60):
        person(f"Nr {n:02d}")
    first = client.get("/accounts")
    assert [row[0] for row in first.rows()] == [f"Nr {n:02d}" for n in range(59, 9, -1)]
    (following,) = [link.get("href") for link in first.find(".//a[@rel='next']")]
    assert [row[0] for row in client.get(following).rows()] == [*[f"Nr {n:02d}" for n in range(9, -1, -1)], "Ida Kjær"]


@pytest.mark.parametrize("query", ["before=0", "before=-1", "before=x", f"before={10**30}", "q=" + "x" * 5000])
def test_absurd_addresses_are_harmless(client: PortalClient, admin: Person, query: str) -> None:
    assert client.get(f"/accounts?{query}").status_code == 200
    assert client.get(f"/accounts/organisations?{query}").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_lists_take_two_statements(client: PortalClient, admin: Person, queries: QueryCounter, count: int) -> None:
    for _ in range(count):
        person(organisation=organisation(), department=department())
    for address in ("/accounts", "/accounts/organisations"):
        with queries.exactly(2):
            client.get(address)
        with queries.exactly(2):
            client.get(address, htmx=address.rsplit("/", maxsplit=1)[-1].replace("accounts", "people"))
