"""Can the auditor follow what was done, and see when somebody has touched the record?"""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.accounts.models import Person
from portal.audit.actions import record
from portal.audit.models import AuditEntry
from portal.kernel.clock import FixedClock
from portal.policy import Actor, Role
from portal.storage import db, transactional
from tests.support.accounts import organisation, person
from tests.support.client import PortalClient
from tests.support.queries import QueryCounter


@pytest.fixture
def auditor(client: PortalClient, context: Flask) -> Person:
    made = person("Niels Thorup", roles=[Role.AUDITOR])
    client.sign_in(made)
    return made


def write(clock: FixedClock, who: Person, count: int, subject: str = "proposal") -> None:
    for n in range(1, count + 1):
        record(Actor(id=who.id), subject, n, "submit", at=clock.now(), note=f"<i>note {n}</i>", number=n)


@transactional
def tamper() -> None:
    db.session.execute(sa.update(AuditEntry).where(AuditEntry.id == 2).values(event="approved"))


def test_the_newest_entries_come_first_with_names(client: PortalClient, auditor: Person, clock: FixedClock) -> None:
    write(clock, person("Maja Holm"), 3)
    rows = client.get("/audit").rows()
    assert [row[0] for row in rows] == ["3", "2", "1"]
    assert rows[0][2:5] == ["Maja Holm", "Forslag 3", "Forslaget er sendt"]
    assert "<i>note 3</i>" in rows[0][5]


def test_filters_narrow_the_list(client: PortalClient, auditor: Person, clock: FixedClock) -> None:
    write(clock, auditor, 3)
    write(clock, auditor, 3, "contract")
    assert [row[3] for row in client.get("/audit?subject=contract").rows()] == [
        "Kontrakt 3",
        "Kontrakt 2",
        "Kontrakt 1",
    ]
    assert [row[3] for row in client.get("/audit?subject=contract&number=2", htmx="entries").rows()] == ["Kontrakt 2"]
    assert len(client.get("/audit?subject=made-up").rows()) == 6


def test_pages_follow_each_other_by_key(client: PortalClient, auditor: Person, clock: FixedClock) -> None:
    write(clock, auditor, 60)
    first = client.get("/audit?subject=proposal")
    (following,) = [link.get("href") for link in first.find(".//a[@rel='next']")]
    assert [row[0] for row in client.get(following).rows()] == [str(n) for n in range(10, 0, -1)]


def test_checking_says_that_the_record_holds_or_where_it_is_broken(
    client: PortalClient, auditor: Person, clock: FixedClock
) -> None:
    write(clock, auditor, 3)
    page = client.get("/audit")
    assert "Sporet holder" in client.submit(page, "/audit/verify").words
    tamper()
    assert "brudt ved post 2" in client.submit(page, "/audit/verify").words
    assert "broken at entry 2" in client.post("/audit/verify?lang=en").words


@pytest.mark.parametrize("roles", [[role] for role in Role if role not in {Role.AUDITOR, Role.SECRETARIAT_LEAD}] + [[]])
def test_nobody_else_reads_it(client: PortalClient, context: Flask, roles: list[Role]) -> None:
    client.sign_in(person(roles=roles, organisation=organisation()))
    assert client.get("/audit").status_code == 404
    assert client.post("/audit/verify").status_code == 404


def test_the_head_of_the_secretariat_reads_it(client: PortalClient, context: Flask) -> None:
    client.sign_in(person(roles=[Role.SECRETARIAT_LEAD]))
    assert client.get("/audit").status_code == 200


@pytest.mark.parametrize(
    "query", ["before=0", "before=x", f"before={10**30}", "number=x", f"number={'9' * 40}", "number=-1", "number=²"]
)
def test_absurd_addresses_are_harmless(client: PortalClient, auditor: Person, query: str) -> None:
    assert client.get(f"/audit?{query}").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_five_statements(
    client: PortalClient, auditor: Person, clock: FixedClock, queries: QueryCounter, count: int
) -> None:
    write(clock, auditor, count)
    with queries.exactly(5):
        client.get("/audit")
