"""Completing a draft and signing it, through the pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from flask import Flask

from portal.accounts.models import Organisation
from portal.contracts.actions import Terms, save_terms
from portal.contracts.models import Contract
from portal.contracts.rules import number_or_nothing
from portal.contracts.states import PartyRole, State
from portal.kernel.clock import FixedClock
from portal.storage import db
from tests.support.client import PortalClient
from tests.support.contracts import NOW, People, draft_contract, people, ready_contract

Clients = Callable[..., PortalClient]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("37", Decimal(37)),
        ("1.450", Decimal(1450)),
        ("12,5", Decimal("12.5")),
        ("80 %", Decimal(80)),
        ("ca. ti", None),
        ("", None),
        (None, None),
        ("-3", None),
        ("9" * 19, None),
    ],
)
def test_numbers_of_the_case_are_read_leniently(typed: str | None, read: Decimal | None) -> None:
    assert number_or_nothing(typed) == read


def test_the_draft_begins_with_what_was_approved(context: Flask) -> None:
    who = people()
    contract = draft_contract(who)
    assert (contract.title, contract.value_oere) == ("Flere unge i uddannelse", 310_000_000)
    assert contract.terms == "Kommunen betaler for hver ung.\n\nFølges halvårligt."
    assert [(one.name, one.baseline, one.target) for one in contract.metrics] == [
        ("Unge i uddannelse efter 12 måneder", None, Decimal(37))
    ]
    assert [one.role for one in contract.parties] == [PartyRole.MUNICIPALITY, PartyRole.PROVIDER, PartyRole.DEPARTMENT]


@pytest.mark.parametrize(
    ("name", "status"),
    [("officer", 200), ("lead", 200), ("mayor", 404), ("member", 404), ("auditor", 404), ("provider", 404)],
)
def test_only_the_secretariat_edits(context: Flask, new_client: Clients, name: str, status: int) -> None:
    who = people()
    contract = draft_contract(who)
    client = new_client(getattr(who, name).email)
    for part in ("", "/parties", "/metrics", "/milestones"):
        assert client.get(f"/contracts/{contract.id}/edit{part}").status_code == status


def complete(lead: PortalClient, base: str, who: People) -> None:
    """Terms, parties and the verifier of the outcome, as the secretariat types them."""
    investor = db.session.get_one(Organisation, who.investor.organisation_id).name
    lead.submit(
        lead.get(f"{base}/edit"),
        f"{base}/edit",
        {"value_oere": "200.000", "starts_on": "01.12.2026", "ends_on": "1.12.2028"},
    )
    parties = lead.submit(lead.get(f"{base}/edit/parties"), f"{base}/edit/parties/find", {"who": investor})
    assert investor in parties.words
    department = str(who.department.department_id)
    lead.submit(
        parties, f"{base}/edit/parties/others", {"departments": [department], "verifiers": [str(who.verifier.id)]}
    )
    lead.submit(
        lead.get(f"{base}/edit/metrics"),
        f"{base}/edit/metrics",
        {"rows-0-verifier_id": str(who.verifier.id)},
        press="Gem og fortsæt",
    )


def test_the_whole_draft_is_completed_offered_and_signed(context: Flask, new_client: Clients) -> None:
    who = people()
    base = f"/contracts/{draft_contract(who).id}"
    number = int(base.rpartition("/")[2])
    lead = new_client(who.lead.email)
    complete(lead, base, who)
    page = lead.get(f"{base}/edit/milestones")
    first = {
        "rows-0-title": "1. måling",
        "rows-0-due_on": "1.6.2027",
        "rows-0-target": "18",
        "rows-0-payment_oere": "100.000",
    }
    page = lead.submit(page, f"{base}/edit/milestones", first, press="Tilføj en milepæl")
    assert "mangler 100.000,00 kr." in page.words
    second = {
        "rows-1-title": "2. måling",
        "rows-1-due_on": "1.6.2028",
        "rows-1-target": "19",
        "rows-1-payment_oere": "100.000,00",
    }
    page = lead.submit(page, f"{base}/edit/milestones", second, press="Læg betalingerne sammen")
    assert "det passer" in page.words
    assert lead.submit(page, f"{base}/edit/milestones", press="Gem milepælene").status_code == 200
    lead.submit(lead.get(f"{base}/moves/offer"), f"{base}/moves/offer")
    for actor in (who.provider, who.investor, who.mayor):
        client = new_client(actor.email)
        page = client.get(f"{base}/moves/sign")
        assert client.submit(page, f"{base}/moves/sign").errors == {"confirm": "Sæt kryds for at underskrive."}
        client.submit(page, f"{base}/moves/sign", {"confirm": "y"})
    assert db.session.get_one(Contract, number).state is State.ACTIVE


def test_signing_asks_for_the_password_again(context: Flask, new_client: Clients, clock: FixedClock) -> None:
    who = people()
    contract = ready_contract(who)
    lead = new_client(who.lead.email)
    lead.submit(lead.get(f"/contracts/{contract.id}/moves/offer"), f"/contracts/{contract.id}/moves/offer")
    client = new_client(who.provider.email)
    place = f"/contracts/{contract.id}/moves/sign"
    page = client.get(place)
    clock.at += timedelta(minutes=11)
    answer = client.submit(page, place, {"confirm": "y"}, follow=False)
    assert (answer.status_code, answer.location) == (303, f"/confirm-password?next={place}")
    assert "/confirm-password?next=" in "".join(link.get("href", "") for link in client.get(place).find(".//aside//a"))


def test_a_stale_edit_shows_both_texts_and_loses_neither(context: Flask, new_client: Clients) -> None:
    who = people()
    contract = draft_contract(who)
    place = f"/contracts/{contract.id}/edit"
    client = new_client(who.officer.email)
    page = client.get(place)
    theirs = Terms("Deres titel", "Formål", "Vilkår", 100, None, None)
    save_terms(who.lead, contract.id, theirs, version=contract.version, at=NOW)
    answer = client.submit(page, place, {"title": "Min titel"})
    assert answer.status_code == 409
    assert "Deres titel" in answer.words
    assert dict(answer.form(place).fields)["title"] == "Min titel"
    assert contract.title == "Deres titel"
    assert client.submit(answer, place, follow=False).status_code == 303
    assert contract.title == "Min titel"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"value_oere": "1234.56"}, "value_oere"),
        ({"value_oere": "-5"}, "value_oere"),
        ({"ends_on": "31.02.2027"}, "ends_on"),
        ({"starts_on": "2.2.2027", "ends_on": "1.2.2027"}, "ends_on"),
        ({"title": " "}, "title"),
        ({"terms": "Ring til 010190-1234"}, "terms"),
    ],
)
def test_bad_terms_come_back_with_all_that_was_typed(
    context: Flask, new_client: Clients, typed: dict[str, str], field: str
) -> None:
    who = people()
    place = f"/contracts/{draft_contract(who).id}/edit"
    client = new_client(who.officer.email)
    answer = client.submit(client.get(place), place, {"purpose": "Skal bevares", **typed})
    assert (answer.status_code, set(answer.errors)) == (422, {field})
    kept = dict(answer.form(place).fields)
    assert kept["purpose"].strip() == "Skal bevares"
    assert kept[field].strip() == typed[field].strip()


def test_bad_rows_come_back_at_their_cell(context: Flask, new_client: Clients) -> None:
    who = people()
    contract = ready_contract(who)
    place = f"/contracts/{contract.id}/edit/milestones"
    client = new_client(who.officer.email)
    typed = {"rows-0-due_on": "i morgen", "rows-1-payment_oere": "-1", "rows-1-target": "2.000.000"}
    answer = client.submit(client.get(place), place, typed, press="Gem milepælene")
    assert (answer.status_code, set(answer.errors)) == (422, {"rows-0-due_on", "rows-1-payment_oere", "rows-1-target"})


def test_rows_of_another_contract_and_extra_fields_change_nothing(context: Flask, new_client: Clients) -> None:
    who = people()
    mine, theirs = ready_contract(who), ready_contract(people())
    foreign, place = theirs.milestones[0].id, f"/contracts/{mine.id}/edit/milestones"
    client = new_client(who.officer.email)
    assert (
        client.submit(client.get(place), place, {"rows-0-id": str(foreign)}, press="Gem milepælene").status_code == 404
    )
    assert client.post(f"/contracts/{mine.id}/edit/parties/{theirs.parties[1].id}/remove").status_code == 404
    assert client.post(f"/contracts/{mine.id}/edit/parties/investor/999999").status_code == 404
    others = f"/contracts/{mine.id}/edit/parties/others"
    assert client.post(others, data={"verifiers": str(who.officer.id)}).status_code == 422
    before = mine.number
    terms = f"/contracts/{mine.id}/edit"
    fields = dict(client.get(terms).form(terms).fields) | {"state": "active", "number": "K-1", "conflicted_ids": "1"}
    client.post(terms, data=fields)
    assert (mine.state, mine.number) == (State.DRAFT, before)


def test_a_signed_text_is_no_longer_edited(context: Flask, new_client: Clients) -> None:
    who = people()
    contract = ready_contract(who)
    lead = new_client(who.lead.email)
    page = lead.get(f"/contracts/{contract.id}/edit")
    lead.submit(lead.get(f"/contracts/{contract.id}/moves/offer"), f"/contracts/{contract.id}/moves/offer")
    assert lead.submit(page, f"/contracts/{contract.id}/edit", {"title": "Smuglet ind"}).status_code == 409
    assert contract.title == "Flere unge i uddannelse"
