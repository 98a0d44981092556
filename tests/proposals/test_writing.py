"""Can a proposal be written a little at a time, by those who may, without anything being lost?"""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.policy import Standing
from portal.proposals.models import Proposal, Section
from portal.proposals.queries import answers_of, proposal_for
from portal.proposals.states import State
from portal.storage import db
from tests.support.accounts import actor, organisation, person
from tests.support.proposals import QUESTIONS, complete_answers, open_call, start_proposal, submitted_proposal


@pytest.fixture
def ngo(context):
    return organisation("Ungdommens Hus")


@pytest.fixture
def maja(ngo):
    return person("Maja Holm", organisation=ngo)


@pytest.fixture
def mine(maja, client):
    client.sign_in(maja)
    return start_proposal(maja).id


def kept(proposal_id: int, key: str) -> dict[str, object]:
    return (
        db.session.scalars(sa.select(Section).where(Section.proposal_id == proposal_id, Section.key == key))
        .one()
        .answers
    )


def count(model) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model))


def test_a_call_is_answered_once_however_often_the_button_is_pressed(maja, client):
    client.sign_in(maja)
    call = open_call().id
    first = client.post("/proposals", data={"call_id": call, "once": "abc"})
    again = client.post("/proposals", data={"call_id": call, "once": "abc"})
    assert (first.status_code, first.location) == (303, again.location)
    assert count(Proposal) == 1


def test_a_call_that_is_closed_or_not_yet_open_takes_nothing(maja, client, clock):
    client.sign_in(maja)
    closed = open_call(closes_at=clock.now()).id
    coming = open_call(opens_at=clock.now() + timedelta(days=1)).id
    assert client.post("/proposals", data={"call_id": closed}).status_code == 422
    assert client.post("/proposals", data={"call_id": coming}).status_code == 404
    assert client.post("/proposals", data={"call_id": "x"}).status_code == 404
    assert count(Proposal) == 0


def test_an_empty_list_says_how_to_start(maja, client):
    client.sign_in(maja)
    assert "See the open calls" in client.get("/proposals?lang=en").words


def test_the_list_takes_few_statements_whatever_its_length(maja, client, queries):
    client.sign_in(maja)
    start_proposal(maja)
    client.get("/proposals")
    with queries.exactly(2):
        assert len(client.get("/proposals").rows()) == 1
    start_proposal(maja)
    submitted_proposal(maja)
    with queries.exactly(2):
        assert len(client.get("/proposals").rows()) == 3


def test_the_task_list_names_the_next_step(maja, client):
    client.sign_in(maja)
    answers = complete_answers()
    answers["need"]["why_fund"] = ""
    del answers["risks"]
    proposal = start_proposal(maja, answers=answers)
    page = client.get(f"/proposals/{proposal.id}?lang=en")
    statuses = page.texts(".//ul[@id='tasks']/li")
    assert statuses[0] == "Applicant and partnersFilled in"
    assert statuses[2] == "Why the fund1 answer is missing"
    assert statuses[7] == "RisksNot started"
    assert "Go on: Why the fund" in page.words


@pytest.mark.parametrize("path", ["", "/applicant", "/initiative", "/need", "/instrument", "/outcomes", "/budget", "/departments", "/risks",
                                  "/attachments", "/extra", "/check", "/moves/submit", "/moves/withdraw"])  # fmt: skip
@pytest.mark.parametrize("lang", ["da", "en"])
def test_every_page_is_well_made(maja, client, queries, path, lang):
    client.sign_in(maja)
    proposal = start_proposal(maja, open_call(questions=QUESTIONS), complete_answers())
    with queries.at_most(12):
        assert client.get(f"/proposals/{proposal.id}{path}?lang={lang}").status_code == 200


def test_save_and_continue_keeps_and_goes_on(client, mine):
    page = client.get(f"/proposals/{mine}/need")
    answer = client.submit(page, why_not_budget="Fordi", why_fund="Derfor", follow=False)
    assert (answer.status_code, answer.location) == (303, f"/proposals/{mine}/instrument")
    assert kept(mine, "need") == {"why_not_budget": "Fordi", "why_fund": "Derfor"}


def test_what_is_wrong_is_said_and_kept(client, mine):
    page = client.get(f"/proposals/{mine}/budget?lang=en")
    typed = {"amount": "1234.56", "years-0-year": "2027", "years-0-cost": "-100", "years-0-fund": "hundrede"}
    answer = client.submit(page, typed=typed)
    assert answer.status_code == 422
    assert answer.errors == {
        "q-amount": "How much do you apply for from the fund? 1234.56 could mean two things. Write a comma before the øre and points between "
        "thousands, for example 1.234,56.",
        "q-years-0-cost": "Year 1, Cost in the year: The amount cannot be negative.",
        "q-years-0-fund": "Year 1, From the fund: Write the amount in kroner with a comma before the øre, for example 1.234,56.",
    }
    assert answer.by_id("q-amount").get("value") == "1234.56"
    assert kept(mine, "budget")["amount"] == "1234.56"


def test_it_saves_by_itself_while_one_types(client, mine, clock):
    page = client.get(f"/proposals/{mine}/need")
    fields = dict(page.form("section").fields)
    answer = client.post(f"/proposals/{mine}/need/save", data={**fields, "why_fund": "Half a"}, htmx="saved")
    assert (answer.status_code, answer.words) == (200, "Gemt kl. 10.00")
    clock.advance(minutes=3)
    answer = client.post(f"/proposals/{mine}/need/save", data={**fields, "why_fund": "Half a sentence"}, htmx="saved")
    assert answer.words == "Gemt kl. 10.03"
    assert kept(mine, "need")["why_fund"] == "Half a sentence"
    assert client.submit(page, why_fund="Half a sentence.", why_not_budget="x", follow=False).status_code == 303


def test_a_colleagues_text_is_not_overwritten(client, new_client, mine, ngo):
    lise = person("Lise Skov", organisation=ngo, standing=Standing.EDITOR)
    page = client.get(f"/proposals/{mine}/need?lang=en")
    other = new_client(lise.email)
    other.submit(other.get(f"/proposals/{mine}/need"), why_fund="Lises tekst", why_not_budget="Lises anden")
    answer = client.submit(page, why_fund="Majas tekst", why_not_budget="Lises anden")
    assert answer.status_code == 409
    assert "Lise Skov saved this part" in answer.words
    assert "Saved by Lise Skov: Lises tekst In the fields now: Majas tekst" in answer.words
    assert answer.by_id("q-why_fund").text == "Majas tekst"
    assert kept(mine, "need")["why_fund"] == "Lises tekst"
    assert client.submit(answer, why_fund="Begges tekst", follow=False).status_code == 303
    assert kept(mine, "need")["why_fund"] == "Begges tekst"


def test_a_colleagues_text_is_shown_while_typing_too(client, new_client, mine, ngo):
    lise = person("Lise Skov", organisation=ngo, standing=Standing.EDITOR)
    fields = dict(client.get(f"/proposals/{mine}/need").form("section").fields)
    other = new_client(lise.email)
    other.submit(other.get(f"/proposals/{mine}/need"), why_fund="Lises tekst")
    answer = client.post(f"/proposals/{mine}/need/save", data={**fields, "why_fund": "Majas tekst"}, htmx="saved")
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (409, "#conflict")
    assert "Lises tekst" in answer.words
    assert kept(mine, "need")["why_fund"] == "Lises tekst"


def test_rows_are_added_and_removed_without_javascript(client, mine):
    page = client.get(f"/proposals/{mine}/risks?lang=en")
    page = client.submit(page, typed={"risks-0-risk": "A"}, press="Add one: Risk")
    page = client.submit(page, typed={"risks-1-risk": "B"}, press="Add one: Risk")
    assert [
        one.get("value") for one in page.find(".//input[@type='text']") if (one.get("name") or "").endswith("-risk")
    ] == ["A", "B", ""]
    page = client.submit(page, press="Remove: Risk 1")
    assert [row["risk"] for row in kept(mine, "risks")["risks"]] == ["B"]
    assert page.by_id("q-risks-0-risk").get("value") == "B"


def test_rows_are_added_under_htmx(client, mine):
    fields = dict(client.get(f"/proposals/{mine}/risks").form("section").fields)
    answer = client.post(
        f"/proposals/{mine}/risks", data={**fields, "risks-0-risk": "A", "action": "add:risks"}, htmx="questions"
    )
    assert answer.status_code == 200
    assert answer.by_id("q-risks-1-risk").get("value") == ""
    assert kept(mine, "risks")["risks"][0]["risk"] == "A"


def test_extra_fields_change_nothing(client, mine):
    fields = dict(client.get(f"/proposals/{mine}/need").form("section").fields)
    sent = {
        **fields,
        "why_fund": "x",
        "state": "approved",
        "case_number": "2026-9999",
        "organisation_id": "99",
        "officer_id": "1",
    }
    client.post(f"/proposals/{mine}/need/save", data=sent, htmx="saved")
    assert kept(mine, "need") == {"why_not_budget": "", "why_fund": "x"}
    proposal = db.session.get(Proposal, mine)
    assert (proposal.state, proposal.case_number, proposal.officer_id) == (State.DRAFT, None, None)


@pytest.mark.parametrize(
    "path", ["", "/need", "/check", "/moves/submit", "/moves/withdraw", "/receipt", "/receipt.pdf", "/files/1"]
)
def test_another_organisations_proposal_is_not_there(mine, new_client, path):
    stranger = new_client(person(organisation=organisation()).email)
    assert stranger.get(f"/proposals/{mine}{path}").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/need", "/need/save", "/moves/submit", "/moves/withdraw", "/files/1/remove", "/attachments/files/attachments"],
)
def test_another_organisations_proposal_cannot_be_changed(mine, new_client, path):
    stranger = new_client(person(organisation=organisation()).email)
    assert stranger.post(f"/proposals/{mine}{path}", data={"why_fund": "x"}).status_code == 404
    assert count(Section) == 0


def test_a_viewer_reads_and_does_not_write(mine, ngo, new_client):
    viewer = new_client(person(organisation=ngo, standing=Standing.VIEWER).email)
    page = viewer.get(f"/proposals/{mine}?lang=en")
    assert "You can read this proposal, but not write in it." in page.words
    assert page.find(".//ul[@id='tasks']//a") == []
    assert viewer.get(f"/proposals/{mine}/need").status_code == 404
    assert viewer.post(f"/proposals/{mine}/need", data={"why_fund": "x"}).status_code == 404
    assert viewer.post("/proposals", data={"call_id": 1}).status_code == 404


def test_an_editor_writes_and_does_not_withdraw(mine, ngo, new_client):
    editor = new_client(person(organisation=ngo, standing=Standing.EDITOR).email)
    assert editor.get(f"/proposals/{mine}/need").status_code == 200
    assert editor.get(f"/proposals/{mine}/moves/withdraw").status_code == 404
    assert editor.post(f"/proposals/{mine}/moves/withdraw").status_code == 404


@pytest.mark.parametrize("path", ["/nonsense", "/extra", "/files"])
def test_a_section_that_is_not_there(client, mine, path):
    assert client.get(f"/proposals/{mine}{path}").status_code == 404


def test_what_was_sent_can_no_longer_be_changed(maja, client):
    client.sign_in(maja)
    proposal = submitted_proposal(maja)
    assert client.get(f"/proposals/{proposal.id}/need").location == f"/proposals/{proposal.id}"
    client.is_checking = False  # the error goes inside the page's own place for problems
    answer = client.post(f"/proposals/{proposal.id}/need/save", data={"why_fund": "Nyt"}, htmx="saved")
    assert answer.status_code == 409
    assert answers_of(proposal_for(actor(maja), proposal.id))["need"]["why_fund"] == "Gevinsten kommer senere."
