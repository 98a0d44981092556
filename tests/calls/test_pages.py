"""What do everybody, applicants and the secretariat see of the calls, and what can they do?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.audit.queries import history
from portal.policy import Role, Standing
from portal.proposals.actions import start
from portal.proposals.models import Call, Proposal
from portal.questions.models import QuestionVersion
from portal.storage import db
from tests.conftest import START
from tests.support.accounts import actor, organisation, person, the_time
from tests.support.calls import EVERY_KIND, call
from tests.support.client import PortalClient
from tests.support.queries import QueryCounter

WORDS = {
    "title_da": "Ensomhed", "title_en": "Loneliness", "text_da": "Vi søger", "text_en": "We look for",
    "opens_on": "02.12.2026", "opens_time": "9.00", "closes_on": "15.01.2027", "closes_time": "12.00",
}  # fmt: skip


@pytest.fixture
def officer(context: Flask, client: PortalClient) -> PortalClient:
    client.sign_in(person(roles={Role.CASE_OFFICER}))
    return client


def versions() -> list[list[str]]:
    """The keys of each version there is, in order."""
    return [
        [data["key"] for data in one.questions]
        for one in db.session.scalars(sa.select(QuestionVersion).order_by(QuestionVersion.id))
    ]


def test_everybody_sees_open_coming_and_closed_calls(context: Flask, client: PortalClient) -> None:
    call("Altid")
    call("Snart", opens_at=START + timedelta(days=2), closes_at=START + timedelta(days=30))
    call("Nu", closes_at=datetime(2027, 1, 15, 11, 0, tzinfo=UTC))
    call("Forbi", opens_at=START - timedelta(days=90), closes_at=START)
    page = client.get("/calls")
    assert page.rows() == [
        ["Nu", "Indkaldelse", "15.01.2027 kl. 12.00", "Åben"],
        ["Altid", "Indkaldelse", "ingen frist", "Åben"],
        ["Snart", "Indkaldelse", "31.12.2026 kl. 10.00", "Åbner 03.12.2026"],
        ["Forbi", "Indkaldelse", "01.12.2026 kl. 10.00", "Lukket"],
    ]
    assert "Ny indkaldelse" not in page.words


def test_nothing_is_open(client: PortalClient) -> None:
    assert "Ingen indkaldelse er åben lige nu" in client.get("/calls").words


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_two_statements(context: Flask, client: PortalClient, queries: QueryCounter, count: int) -> None:
    for _ in range(count):
        call()
        call(closes_at=START)
    with queries.exactly(2):
        client.get("/calls")


def test_closed_calls_come_in_pages(context: Flask, client: PortalClient) -> None:
    for day in range(25):
        call(f"Nr. {day}", closes_at=START - timedelta(days=day // 2 + 1))
    first = client.get("/calls")
    further = client.get(first.find(".//a[@rel='next']")[0].get("href"))
    titles = [row[0] for row in first.rows() + further.rows()]
    assert (len(first.rows()), len(titles), len(set(titles))) == (20, 25, 25)
    assert client.get("/calls?before=0").rows() == []
    for odd in ("x", "-1", "9" * 30, "1e3", "²"):
        assert client.get(f"/calls?before={odd}").status_code == 200


def test_a_call_says_what_it_asks(context: Flask, client: PortalClient) -> None:
    made = call(questions=EVERY_KIND, closes_at=datetime(2027, 1, 15, 11, 0, tzinfo=UTC))
    danish = client.get(f"/calls/{made.id}")
    assert danish.heading == "Sociale initiativer"
    assert "15.01.2027 kl. 12.00, dansk tid" in danish.words
    assert "Hvad kalder I det?" in danish.words
    assert "Højst 25 MB pr. fil og 20 filer" in danish.words
    english = client.get(f"/calls/{made.id}?lang=en")
    assert english.heading == "Social initiatives"
    assert "What do you call it?" in english.words


def test_a_visitor_signs_in_first(context: Flask, client: PortalClient) -> None:
    made = call()
    page = client.get(f"/calls/{made.id}")
    links = [link.get("href") for link in page.find(".//main//a")]
    assert f"/sign-in?next=/calls/{made.id}" in links
    assert page.find(".//form[@action='/proposals']") == []


@pytest.mark.parametrize(
    ("standing", "is_offered"), [(Standing.OWNER, True), (Standing.EDITOR, True), (Standing.VIEWER, False)]
)
def test_those_who_may_write_are_offered_to(
    context: Flask, client: PortalClient, standing: Standing, is_offered: bool
) -> None:
    made = call()
    client.sign_in(person(organisation=organisation(), standing=standing))
    page = client.get(f"/calls/{made.id}")
    assert bool(page.find(".//form[@action='/proposals']")) is is_offered
    assert page.find(".//a[@href='/calls/new']") == []


@pytest.mark.parametrize("closes_at", [START, START - timedelta(days=1)])
def test_a_closed_call_cannot_be_begun(context: Flask, client: PortalClient, closes_at: datetime) -> None:
    made = call(closes_at=closes_at)
    client.sign_in(person(organisation=organisation()))
    page = client.get(f"/calls/{made.id}")
    assert "Lukket" in page.words
    assert page.find(".//form[@action='/proposals']") == []


@pytest.mark.parametrize(
    "path", ["/calls/99", "/calls/0", "/calls/99999999999999999999", "/calls/99/edit", "/calls/abc"]
)
def test_a_call_that_is_not_there(officer: PortalClient, path: str) -> None:
    assert officer.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/calls/new", "/calls/{id}/edit"])
def test_only_the_secretariat_writes(context: Flask, client: PortalClient, path: str) -> None:
    address = path.format(id=call().id)
    assert client.get(address).status_code == 303
    for roles in ({Role.COUNCIL_MEMBER}, {Role.MAYOR}, {Role.AUDITOR}, {Role.ADMIN}, set()):
        client.sign_in(person(roles=roles, organisation=None if roles else organisation()))
        assert client.get(address).status_code == 404
        assert client.post(address, data=WORDS).status_code == 404
    assert len(db.session.scalars(sa.select(Call)).all()) == 1


def test_announcing_a_call(officer: PortalClient) -> None:
    form = officer.submit(officer.get("/calls/new"), "/calls/new", WORDS, press="Tilføj et spørgsmål")
    assert form.status_code == 200
    typed = {"q-0-da": "Hvor?", "q-0-en": "Where?", "q-0-kind": "choice"}
    missing = officer.submit(form, "/calls/new", typed, press="Offentliggør indkaldelsen")
    assert missing.status_code == 422
    assert missing.errors == {"q-0-choices_da": "Spørgsmål 1: Skriv mindst to svarmuligheder, én på hver linje."}
    assert {("title_da", "Ensomhed"), ("q-0-da", "Hvor?")} <= set(missing.form("/calls/new").fields)
    shown = officer.submit(
        missing,
        "/calls/new",
        {"q-0-choices_da": "Nord\nSyd", "q-0-choices_en": "North\nSouth"},
        press="Offentliggør indkaldelsen",
    )
    assert shown.heading == "Ensomhed"
    made = db.session.scalars(sa.select(Call)).one()
    assert (made.opens_at, made.closes_at) == (
        datetime(2026, 12, 2, 8, tzinfo=UTC),
        datetime(2027, 1, 15, 11, tzinfo=UTC),
    )
    assert versions() == [["q1"]]
    assert [entry.event for entry in history("call", made.id)] == ["announced"]


def test_announcing_twice_announces_once(officer: PortalClient) -> None:
    page = officer.get("/calls/new")
    for _ in range(2):
        officer.submit(page, "/calls/new", WORDS, press="Offentliggør indkaldelsen")
    assert len(db.session.scalars(sa.select(Call)).all()) == 1


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"title_da": ""}, "title_da", "Skriv titlen på dansk."),
        ({"title_en": "x" * 201}, "title_en", "Skriv højst 200 tegn. Din tekst har 201."),
        ({"text_da": "Født 010170-1234"}, "text_da", "Det ligner et CPR-nummer."),
        ({"opens_on": "31.02.2027"}, "opens_on", "Datoen 31.02.2027 findes ikke."),
        ({"opens_time": "25.00"}, "opens_time", "Skriv klokkeslættet som timer.minutter, fx 12.00."),
        ({"closes_time": ""}, "closes_time", "Skriv også klokkeslættet, fx 12.00."),
        ({"closes_on": ""}, "closes_on", "Skriv også dagen, eller lad begge felter stå tomme."),
        ({"closes_on": "01.12.2026"}, "closes_on", "Indkaldelsen skal lukke, efter at den er åbnet."),
        (
            {"closes_on": "28.03.2027", "closes_time": "2.30"},
            "closes_time",
            "Det klokkeslæt findes ikke eller findes to gange",
        ),
        (
            {"closes_on": "31.10.2027", "closes_time": "2.30"},
            "closes_time",
            "Det klokkeslæt findes ikke eller findes to gange",
        ),
    ],
)
def test_bad_input_is_said_at_the_field_and_kept(
    officer: PortalClient, typed: dict[str, str], field: str, said: str
) -> None:
    page = officer.submit(officer.get("/calls/new"), "/calls/new", WORDS | typed, press="Offentliggør indkaldelsen")
    assert page.status_code == 422
    assert list(page.errors) == [field]
    assert page.errors[field].startswith(said)
    kept = dict(page.form("/calls/new").fields)
    assert {name: kept[name] for name in WORDS} == WORDS | typed
    assert db.session.scalars(sa.select(Call)).all() == []


def test_the_editor_works_by_htmx(officer: PortalClient) -> None:
    made = call(questions=EVERY_KIND)
    fields = dict(officer.get(f"/calls/{made.id}/edit").form(f"/calls/{made.id}/edit").fields)
    fragment = officer.post(f"/calls/{made.id}/edit", data={**fields, "action": "remove-0"}, htmx="questions")
    assert fragment.status_code == 200
    assert len(fragment.find(".//fieldset")) >= 7
    assert not fragment.find(".//h1")
    assert versions() == [[data["key"] for data in EVERY_KIND]]


def test_questions_that_nobody_answers_are_changed_in_place(officer: PortalClient) -> None:
    made = call(questions=EVERY_KIND[:2])
    page = officer.submit(officer.get(f"/calls/{made.id}/edit"), f"/calls/{made.id}/edit", press="Flyt ned spørgsmål 1")
    officer.submit(page, f"/calls/{made.id}/edit", press="Gem indkaldelsen")
    assert versions() == [["q2", "q1"]]


def test_a_proposal_keeps_the_wording_it_was_begun_with(officer: PortalClient) -> None:
    made = call(questions=EVERY_KIND[:2])
    begun = start(actor(person(organisation=organisation())), made.id, once_key="a", at=the_time())
    address = f"/calls/{made.id}/edit"
    officer.submit(officer.get(address), address, {"title_da": "Nyt navn"}, press="Gem indkaldelsen")
    assert versions() == [["q1", "q2"]]
    officer.submit(officer.get(address), address, {"q-0-da": "Et nyt ord?"}, press="Gem indkaldelsen")
    assert versions() == [["q1", "q2"], ["q1", "q2"]]
    later = start(actor(person(organisation=organisation())), made.id, once_key="b", at=the_time())
    asked = [
        db.session.get_one(Proposal, number).question_version.questions[0]["label"]["da"] for number in (begun, later)
    ]
    assert asked == ["Hvad kalder I det?", "Et nyt ord?"]
    assert [entry.event for entry in history("call", made.id)] == ["changed", "changed"]


def test_the_second_of_two_editors_loses_nothing(officer: PortalClient) -> None:
    made = call()
    address = f"/calls/{made.id}/edit"
    early, late = officer.get(address), officer.get(address)
    officer.submit(early, address, {"title_da": "Den førstes titel"}, press="Gem indkaldelsen")
    told = officer.submit(late, address, {"title_da": "Den andens titel"}, press="Gem indkaldelsen")
    assert told.status_code == 409
    assert "Den førstes titel" in told.words
    assert dict(told.form(address).fields)["title_da"] == "Den andens titel"
    shown = officer.submit(told, address, press="Gem indkaldelsen")
    assert shown.heading == "Den andens titel"


def test_questions_alone_make_an_edit_stale(officer: PortalClient) -> None:
    made = call(questions=EVERY_KIND[:2])
    address = f"/calls/{made.id}/edit"
    early, late = officer.get(address), officer.get(address)
    officer.submit(early, address, {"q-0-da": "Første?"}, press="Gem indkaldelsen")
    assert officer.submit(late, address, {"q-1-da": "Anden?"}, press="Gem indkaldelsen").status_code == 409


def test_a_new_deadline_is_told_to_those_who_are_writing(officer: PortalClient) -> None:
    made = call(closes_at=START + timedelta(days=10))
    writer = person(organisation=organisation())
    start(actor(writer), made.id, once_key="a", at=the_time())
    address = f"/calls/{made.id}/edit"
    officer.submit(
        officer.get(address), address, {"closes_on": "20.12.2026", "closes_time": "12.00"}, press="Gem indkaldelsen"
    )
    officer.sign_in(writer)
    assert "Fristen for “Sociale initiativer” er nu 20.12.2026 kl. 12.00" in officer.get("/notices").words


@pytest.mark.parametrize(
    ("closes_at", "typed", "said"),
    [
        (
            START - timedelta(hours=1),
            "24.12.2026",
            "Indkaldelsen er lukket, så fristen kan ikke flyttes. Offentliggør en ny indkaldelse i stedet.",
        ),
        (START + timedelta(days=5), "30.11.2026", "Fristen skal ligge ude i fremtiden."),
    ],
)
def test_a_deadline_is_not_moved_once_it_has_passed_nor_into_the_past(
    officer: PortalClient, closes_at: datetime, typed: str, said: str
) -> None:
    made = call(opens_at=START - timedelta(days=30), closes_at=closes_at)
    address = f"/calls/{made.id}/edit"
    page = officer.submit(officer.get(address), address, {"closes_on": typed}, press="Gem indkaldelsen")
    assert page.status_code == 422
    assert page.errors["closes_on"] == said
    assert dict(page.form(address).fields)["closes_on"] == typed
    assert db.session.get_one(Call, made.id).closes_at == closes_at


def test_extra_fields_change_nothing(officer: PortalClient) -> None:
    data = WORDS | {
        "id": "77",
        "question_set_id": "5",
        "created_by_id": "1",
        "q-0-key": "attachments",
        "q-0-da": "A?",
        "q-0-en": "B?",
        "q-0-kind": "date",
    }
    officer.post("/calls/new", data=data)
    made = db.session.scalars(sa.select(Call)).one()
    assert made.id != 77
    assert versions() == [["q1"]]
