"""Reporting and verifying through the pages: evidence, bad input, and what others may fetch."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from portal.contracts.models import Milestone
from portal.contracts.states import Stage
from tests.support.client import PortalClient
from tests.support.contracts import People, active_contract, people
from tests.support.files import pdf

Clients = Callable[..., PortalClient]


def started() -> tuple[People, Milestone, str]:
    who = people()
    milestone = active_contract(who).milestones[0]
    return who, milestone, f"/contracts/{milestone.contract_id}/milestones/{milestone.id}"


def test_reported_with_evidence_and_verified(context: Flask, new_client: Clients) -> None:
    who, milestone, base = started()
    provider, verifier = new_client(who.provider.email), new_client(who.verifier.email)
    page = provider.get(f"{base}/moves/report")
    page = provider.submit(
        page,
        f"{base}/moves/report",
        {"achieved": "8", "text": "Talt op.", "evidence": (pdf(), "Liste.pdf")},
        press="Upload",
    )
    assert dict(page.form(f"{base}/moves/report").fields)["text"].strip() == "Talt op."
    assert "Liste.pdf" in page.words
    page = provider.submit(page, f"{base}/moves/report", press="Send til verifikatoren")
    assert ("Liste.pdf" in page.words, milestone.stage) == (True, Stage.REPORTED)
    page = verifier.get(f"{base}/moves/verify")
    typed = {"finding": "partially_met", "verified": "7", "comment": "En manglede."}
    page = verifier.submit(page, f"{base}/moves/verify", typed)
    assert milestone.stage is Stage.VERIFIED
    for words in ("Delvist nået", "Verificeret: 7 unge", "En manglede."):
        assert words in page.words


def test_a_refused_file_and_a_refused_form_lose_nothing(context: Flask, new_client: Clients) -> None:
    who, milestone, base = started()
    client, form = new_client(who.provider.email), f"{base}/moves/report"
    page = client.submit(
        client.get(form), form, {"text": "Lang tekst", "evidence": (b"MZ\x90", "virus.pdf")}, press="Upload"
    )
    assert (page.status_code, set(page.errors)) == (422, {"evidence-file"})
    assert dict(page.form(form).fields)["text"].strip() == "Lang tekst"
    page = client.submit(
        page, form, {"achieved": "-3", "evidence": (pdf(), "Bilag.pdf")}, press="Send til verifikatoren"
    )
    assert (page.status_code, set(page.errors)) == (422, {"achieved"})
    assert "Bilag.pdf" in page.words
    assert dict(page.form(form).fields)["achieved"] == "-3"
    assert milestone.stage is Stage.SCHEDULED


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"achieved": "otte"}, "achieved"),
        ({"achieved": "1.000.001"}, "achieved"),
        ({"achieved": "1,234"}, "achieved"),
        ({"achieved": ""}, "achieved"),
        ({"text": ""}, "text"),
        ({"text": "Om 010190-1234"}, "text"),
    ],
)
def test_bad_reports(context: Flask, new_client: Clients, typed: dict[str, str], field: str) -> None:
    who, _milestone, base = started()
    client, form = new_client(who.provider.email), f"{base}/moves/report"
    page = client.submit(
        client.get(form), form, {"achieved": "1.450,5", "text": "God", **typed}, press="Send til verifikatoren"
    )
    assert (page.status_code, set(page.errors)) == (422, {field})


def _report(client: PortalClient, base: str) -> None:
    client.submit(
        client.get(f"{base}/moves/report"),
        f"{base}/moves/report",
        {"achieved": "8", "text": "Talt."},
        press="Send til verifikatoren",
    )


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"verified": "-1"}, "verified"),
        ({"verified": "9.999.999"}, "verified"),
        ({"verified": "9"}, "verified"),  # 8 were reported
        ({"finding": None}, "finding"),
        ({"comment": "311299 1234"}, "comment"),
    ],
)
def test_bad_verdicts(context: Flask, new_client: Clients, typed: dict[str, str | None], field: str) -> None:
    who, milestone, base = started()
    _report(new_client(who.provider.email), base)
    client, form = new_client(who.verifier.email), f"{base}/moves/verify"
    page = client.submit(client.get(form), form, {"finding": "met", "verified": "8", "comment": "Set.", **typed})
    assert (page.status_code, set(page.errors)) == (422, {field})
    assert milestone.stage is Stage.REPORTED


def test_evidence_is_for_those_who_may_see_it(context: Flask, new_client: Clients) -> None:
    who, milestone, base = started()
    provider = new_client(who.provider.email)
    page = provider.submit(
        provider.get(f"{base}/moves/report"), f"{base}/moves/report", {"evidence": (pdf(), "A.pdf")}, press="Upload"
    )
    (address,) = [link.get("href", "") for link in page.find(".//main//a") if "/files/" in link.get("href", "")]
    assert new_client(who.investor.email).get(address).status_code == 404  # not reported yet: the provider's own
    _report(provider, base)
    answer = new_client(who.investor.email).get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    for stranger in (new_client(who.stranger.email), new_client()):
        assert stranger.get(address).status_code in {303, 404}
    _other, elsewhere, foreign = started()
    number = address.rpartition("/")[2]
    assert new_client(who.provider.email).get(f"{foreign}/files/{number}").status_code == 404
    wrong = f"/contracts/{elsewhere.contract_id}/milestones/{milestone.id}"
    assert new_client(who.officer.email).get(wrong).status_code == 404
    assert provider.post(f"{address}/remove").status_code == 409


@pytest.mark.parametrize(
    ("name", "report", "verify"),
    [
        ("investor", 404, 404),
        ("verifier", 404, 409),
        ("officer", 404, 404),
        ("provider", 200, 404),
        ("viewer", 404, 404),
    ],
)
def test_the_forms_open_for_their_own_people(
    context: Flask, new_client: Clients, name: str, report: int, verify: int
) -> None:
    who, _milestone, base = started()
    client = new_client(getattr(who, name).email)
    statuses = [client.get(f"{base}/moves/{move}").status_code for move in ("report", "verify")]
    assert [404 if status == 403 else status for status in statuses] == [report, verify]


def test_returned_reports_are_shown_with_the_reason(context: Flask, new_client: Clients) -> None:
    who, milestone, base = started()
    _report(new_client(who.provider.email), base)
    client, form = new_client(who.verifier.email), f"{base}/moves/return"
    assert set(client.submit(client.get(form), form).errors) == {"reason"}
    page = client.submit(client.get(form), form, {"reason": "Bilag mangler."})
    assert "Bilag mangler." in page.words
    assert milestone.stage is Stage.RETURNED
    assert client.post(form, data={"reason": "Igen", "result": str(milestone.results[0].id)}).status_code == 409
