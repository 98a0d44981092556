"""Does the front page tell the truth of today, and no more than the public may know?"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.contracts.models import Contract
from portal.contracts.states import Finding, State
from portal.kernel.clock import FixedClock
from portal.kernel.money import number
from portal.policy import Role
from portal.proposals.actions import next_case_number
from portal.storage import db, transactional
from tests.conftest import START
from tests.support import accounts, contracts
from tests.support.calls import call
from tests.support.client import Answer, PortalClient
from tests.support.queries import QueryCounter


def figures(page: Answer) -> list[str]:
    """The figures of the box, in order."""
    return page.texts(".//dl[@class='figures']//dd")


def results(page: Answer) -> list[list[str]]:
    """The rows of the table of contracts."""
    return [row for row in page.rows() if "Indkaldelse" not in row]


@transactional
def number_cases(count: int) -> None:
    """Give out case numbers, as submissions do."""
    for _ in range(count):
        next_case_number(START)


def test_an_empty_fund(client: PortalClient) -> None:
    page = client.get("/")
    assert page.heading == "Vi betaler for resultater, der ændrer liv"
    assert figures(page) == ["40.000.000,00 kr.", "0,00 kr.", "0", "0"]
    assert "Ingen indkaldelse er åben lige nu" in page.words
    assert "Ingen kontrakter endnu" in page.words


def test_the_figures_are_those_of_the_books(context: Flask, client: PortalClient) -> None:
    one, two = (contracts.active_contract(contracts.people()) for _ in range(2))
    contracts.ready_contract(contracts.people())
    _set(one, value_oere=1_250_000_00)
    _set(two, value_oere=500_000_50, state=State.COMPLETED)
    number_cases(3)
    assert figures(client.get("/")) == ["40.000.000,00 kr.", "1.750.000,50 kr.", "1", "3"]


def test_last_years_proposals_are_last_years(context: Flask, client: PortalClient, clock: FixedClock) -> None:
    number_cases(3)
    clock.at = START + timedelta(days=31)
    assert figures(client.get("/"))[3] == "0"
    assert "forslag modtaget i 2027" in client.get("/").words


def test_results_against_their_target(context: Flask, client: PortalClient) -> None:
    who = contracts.people()
    made = contracts.active_contract(who, milestones=2)
    contracts.verified(made.milestones[0], who, 18)
    (row,) = results(client.get("/"))
    assert row[0] == made.title
    assert f"18 af {_target(made)}" in row[2]


@pytest.mark.parametrize("count", [1, 2])
def test_counts_below_three_are_never_told(context: Flask, client: PortalClient, count: int) -> None:
    who = contracts.people()
    made = contracts.active_contract(who, milestones=2)
    contracts.verified(made.milestones[0], who, count, Finding.PARTIALLY_MET)
    (row,) = results(client.get("/"))
    assert f"færre end 3 af {_target(made)}" in row[2]
    contracts.verified(made.milestones[1], who, 10)
    (row,) = results(client.get("/"))
    assert f"10 af {_target(made)}" in row[2]


@pytest.mark.parametrize("state", [State.DRAFT, State.SIGNING])
def test_what_is_not_signed_is_not_public(context: Flask, client: PortalClient, state: State) -> None:
    made = contracts.active_contract(contracts.people())
    _set(made, state=state)
    page = client.get("/")
    assert results(page) == []
    assert figures(page)[1:3] == ["0,00 kr.", "0"]


def test_a_conflicted_member_sees_a_fund_without_the_contract(context: Flask, client: PortalClient) -> None:
    made = contracts.active_contract(contracts.people())
    member = accounts.person(roles={Role.COUNCIL_MEMBER})
    _set(made, conflicted_ids=frozenset({member.id}))
    assert len(results(client.get("/"))) == 1
    client.sign_in(member)
    page = client.get("/")
    assert (results(page), figures(page)[1:3]) == ([], ["0,00 kr.", "0"])


@pytest.mark.parametrize("count", [1, 3])
def test_five_statements_and_one_for_who_is_asking(
    context: Flask, client: PortalClient, queries: QueryCounter, count: int
) -> None:
    for _ in range(count):
        who = contracts.people()
        contracts.verified(contracts.active_contract(who).milestones[0], who, 5)
        call()
    with queries.exactly(5):
        client.get("/")
    client.sign_in(accounts.person())
    with queries.exactly(6):
        client.get("/")


def test_the_way_in(context: Flask, client: PortalClient) -> None:
    assert client.get("/").find(".//a[@class='button button-primary']")[0].get("href") == "/calls"
    only = call()
    assert client.get("/").find(".//a[@class='button button-primary']")[0].get("href") == f"/calls/{only.id}"
    call()
    page = client.get("/")
    assert page.find(".//a[@class='button button-primary']")[0].get("href") == "/calls"
    assert "Se åbne indkaldelser (2)" in page.words


@pytest.mark.parametrize(
    ("path", "danish", "english"),
    [
        ("/", "Vi betaler for resultater, der ændrer liv", "We pay for results that change lives"),
        ("/accessibility", "Tilgængelighed", "Accessibility"),
        ("/privacy", "Privatliv", "Privacy"),
        ("/contact", "Kontakt", "Contact"),
    ],
)
def test_both_languages(client: PortalClient, path: str, danish: str, english: str) -> None:
    assert client.get(path).heading == danish
    assert client.get(f"{path}?lang=en").heading == english


def test_open_data_say_what_the_page_says(context: Flask, client: PortalClient) -> None:
    assert client.get("/open-data").heading == "Åbne data"
    who = contracts.people()
    made = contracts.active_contract(who, milestones=2)
    _set(made, title='=HYPERLINK("x")')
    contracts.verified(made.milestones[0], who, 2, Finding.PARTIALLY_MET)
    answer = client.get("/open-data/results.csv")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    heading, line = answer.text.lstrip("\N{ZERO WIDTH NO-BREAK SPACE}").splitlines()
    assert heading == "Kontrakt;Parter;Værdi (kr.);Effekt;Enhed;Mål;Kontrolleret"
    assert not line.startswith(("=", '"='))
    assert line.endswith(f";unge;{_target(made)};")


@pytest.mark.parametrize("path", ["/accessibility", "/privacy", "/contact", "/health/live"])
def test_pages_that_need_no_database(client: PortalClient, queries: QueryCounter, path: str) -> None:
    with queries.exactly(0):
        assert client.get(path).status_code == 200


def test_health(client: PortalClient) -> None:
    assert client.get("/health/live").json == {"status": "ok"}
    assert client.get("/health/ready").json == {"status": "ok", "database": True, "migrations": True, "files": True}


def test_not_ready_before_the_migrations(context: Flask, client: PortalClient) -> None:
    _run("UPDATE alembic_version SET version_num = '0001'")
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json["status"], answer.json["migrations"]) == (503, "unavailable", False)
    _run("DROP TABLE alembic_version")
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json["database"]) == (503, False)
    _run("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")


@transactional
def _run(statement: str) -> None:
    db.session.execute(sa.text(statement))


@transactional
def _set(made: Contract, **values: object) -> None:
    db.session.execute(sa.update(Contract).where(Contract.id == made.id).values(**values))


def _target(made: Contract) -> str:
    return number(sum((milestone.target for milestone in made.milestones), Decimal(0)))
