"""Who finds which contract, what the public sees of it, and what its pages cost."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from flask import Flask

from portal.contracts.actions import offer, report
from portal.contracts.actions.results import Report
from portal.contracts.models import Contract
from portal.contracts.states import Finding, State
from portal.storage import transactional
from tests.support.client import PortalClient
from tests.support.contracts import NOW, active_contract, draft_contract, people, ready_contract, verified
from tests.support.queries import QueryCounter

Clients = Callable[..., PortalClient]


@transactional
def conflict(contract: Contract, person_id: int | None) -> None:
    contract.conflicted_ids = frozenset({person_id or 0})


@pytest.mark.parametrize(
    ("name", "draft", "signing", "active"),
    [
        ("provider", 404, 200, 200),
        ("viewer", 404, 200, 200),
        ("investor", 404, 200, 200),
        ("verifier", 404, 200, 200),
        ("department", 404, 200, 200),
        ("stranger", 404, 404, 200),
        ("officer", 200, 200, 200),
        ("lead", 200, 200, 200),
        ("mayor", 200, 200, 200),
        ("member", 200, 200, 200),
        ("auditor", 200, 200, 200),
    ],
)
def test_each_finds_what_is_theirs(
    context: Flask, new_client: Clients, name: str, draft: int, signing: int, active: int
) -> None:
    who = people()
    drafted, running = draft_contract(who), active_contract(who)
    offered = ready_contract(who)
    offer(who.lead, offered.id, version=offered.version, at=NOW)
    client = new_client(getattr(who, name).email)
    wanted = ((drafted.id, draft), (offered.id, signing), (running.id, active))
    assert [(number, client.get(f"/contracts/{number}").status_code) for number, _ in wanted] == list(wanted)
    listed = {int(link.get("href", "").rpartition("/")[2]) for link in client.get("/contracts").find(".//tbody//a")}
    assert listed == {number for number, status in wanted if status == 200}
    for rest in ("/moves/sign", "/texts/1", "/texts/1.pdf"):
        assert client.get(f"/contracts/{drafted.id}{rest}").status_code == 404 or draft == 200


def test_a_conflicted_member_finds_nothing(context: Flask, new_client: Clients) -> None:
    who = people()
    contract = active_contract(who)
    client = new_client(who.member.email)
    assert client.get(f"/contracts/{contract.id}").status_code == 200
    conflict(contract, who.member.id)
    base = f"/contracts/{contract.id}"
    for path in (
        "",
        "/milestones.csv",
        "/milestones.ics",
        "/texts/1",
        "/moves/sign",
        f"/milestones/{contract.milestones[0].id}",
    ):
        assert client.get(base + path).status_code == 404
    assert contract.title not in client.get("/contracts").words


def test_the_public_sees_the_deal_but_no_small_counts(context: Flask, client: PortalClient) -> None:
    who = people()
    contract = active_contract(who, milestones=3)
    verified(contract.milestones[0], who, 2, Finding.PARTIALLY_MET)
    verified(contract.milestones[1], who, 11)
    shown = client.get(f"/contracts/{contract.id}")
    assert [row[3] for row in shown.rows()] == ["under 3", "11", "–"]
    assert "mindst 11 af 30" in shown.words
    assert shown.texts(".//{*}text[@class='value']") == ["11"]
    for secret in (contract.terms, "Ellen Juhl", "Talt op.", "Hvad der er sket"):
        assert secret not in shown.words
    table = client.get(f"/contracts/{contract.id}/milestones.csv").text
    assert "under 3" in table
    assert ";2;" not in table
    assert client.get(f"/contracts/{contract.id}/milestones/{contract.milestones[0].id}").status_code == 303


def test_the_partners_see_the_whole(context: Flask, new_client: Clients) -> None:
    who = people()
    contract = active_contract(who)
    verified(contract.milestones[0], who, 2)
    shown = new_client(who.investor.email).get(f"/contracts/{contract.id}")
    assert shown.rows()[0][3] == "2"
    assert contract.terms.split("\n", maxsplit=1)[0] in shown.words


def test_a_visitor_is_asked_to_sign_in_for_what_is_not_public(context: Flask, client: PortalClient) -> None:
    contract = draft_contract(people())
    for number in (contract.id, 999_999):
        client.is_checking = False
        assert client.get(f"/contracts/{number}").status_code == 303


def test_the_list_can_be_searched_and_filtered(context: Flask, new_client: Clients) -> None:
    who = people()
    first, second = active_contract(who), draft_contract(who)
    client = new_client(who.officer.email)
    for query, wanted in (
        ("", {first.id, second.id}),
        ("?state=draft", {second.id}),
        (f"?q={first.number}", {first.id}),
        ("?q=FLERE", {first.id, second.id}),
        ("?q=100%25", set()),
        ("?state=nonsense&before=abc", {first.id, second.id}),
        (f"?before={second.id}", {first.id}),
    ):
        found = client.get(f"/contracts{query}").find(".//tbody//a")
        assert {int(link.get("href", "").rpartition("/")[2]) for link in found} == wanted
    assert client.get("/contracts?q=flere", htmx="contracts").tree.get("id", "") in {"", "contracts"}


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_at_any_length(
    context: Flask, new_client: Clients, queries: QueryCounter, count: int
) -> None:
    who = people()
    for _ in range(count):
        active_contract(who)
    for name, wanted in (("officer", 4), ("provider", 5)):
        client = new_client(getattr(who, name).email)
        client.get("/contracts")
        with queries.exactly(wanted):
            client.get("/contracts")


@pytest.mark.parametrize("count", [1, 3, 40])
def test_the_contract_page_costs_the_same_at_any_length(
    context: Flask, new_client: Clients, queries: QueryCounter, count: int
) -> None:
    who = people()
    contract = active_contract(who, milestones=count)
    verified(contract.milestones[0], who, 5)
    address = f"/contracts/{contract.id}"
    for name in ("officer", "provider", "verifier", "lead"):
        client = new_client(getattr(who, name).email)
        client.get("/contracts")
        with queries.exactly(11):
            client.get(address)


@pytest.mark.parametrize("count", [1, 3])
def test_the_milestone_page_costs_the_same_at_any_length(
    context: Flask, new_client: Clients, queries: QueryCounter, count: int
) -> None:
    who = people()
    milestone = active_contract(who, milestones=count).milestones[0]
    report(who.provider, milestone.contract_id, milestone.id, Report(Decimal(3), "Talt."), once="k", at=NOW)
    client = new_client(who.verifier.email)
    client.get("/contracts")
    address = f"/contracts/{milestone.contract_id}/milestones/{milestone.id}"
    with queries.exactly(12):
        client.get(address)


@pytest.mark.parametrize("language", ["da", "en"])
def test_both_languages(context: Flask, new_client: Clients, language: str) -> None:
    who = people()
    contract = active_contract(who)
    client = new_client(who.provider.email)
    heading = client.get(f"/contracts?lang={language}").heading
    assert heading == {"da": "Kontrakter", "en": "Contracts"}[language]
    words = client.get(f"/contracts/{contract.id}?lang={language}").words
    assert {"da": "Aarhus Kommune betaler højst", "en": "The City of Aarhus pays at most"}[language] in words


@transactional
def rename(contract: Contract, title: str) -> None:
    contract.milestones[0].title = title


def test_a_table_never_carries_a_formula_and_a_calendar_no_foreign_lines(context: Flask, client: PortalClient) -> None:
    contract = active_contract(people())
    rename(contract, '=HYPERLINK("x");a\nBEGIN:VEVENT')
    table = client.get(f"/contracts/{contract.id}/milestones.csv").text
    assert "'=HYPERLINK" in table
    dates = client.get(f"/contracts/{contract.id}/milestones.ics").text
    assert dates.count("\r\nBEGIN:VEVENT") == 2
    assert all(len(line.encode()) <= 75 for line in dates.split("\r\n"))


@transactional
def end(contract: Contract, state: State) -> None:
    contract.state = state


@pytest.mark.parametrize("state", [State.COMPLETED, State.TERMINATED])
def test_ended_contracts_stay_public(context: Flask, client: PortalClient, state: State) -> None:
    contract = active_contract(people())
    end(contract, state)
    assert client.get(f"/contracts/{contract.id}").status_code == 200
