"""Does every refusal and every accident end in a page that a person can use?"""

from __future__ import annotations

import io
import logging

import pytest
from flask import Flask

from portal.kernel import errors
from portal.kernel.words import say
from portal.policy import Permit, Role
from portal.storage import db
from portal.web.denials import Denial
from portal.web.desk import Desk
from tests.support.accounts import organisation, person
from tests.support.client import Answer, PortalClient


@pytest.fixture(scope="module")
def raising() -> Desk:
    """A desk whose pages all go wrong."""
    desk = Desk("raising", __name__)

    @desk.get("/raise/<name>", permit=Permit.PUBLIC)
    def fail(actor: object, name: str) -> str:
        if name == "ZeroDivisionError":
            return str(1 // 0)
        kind = getattr(errors, name)
        raise kind(say("Reason %(why)s", why="<b>why</b>")) if name == "RuleBroken" else kind()

    return desk


@pytest.fixture
def broken(make_app: object, raising: Desk) -> PortalClient:
    app: Flask = make_app()  # type: ignore[operator]
    app.register_blueprint(raising)
    client = app.test_client()
    assert isinstance(client, PortalClient)
    client.may_break = True
    return client


def told(client: PortalClient, path: str) -> Answer:
    """What htmx is told: the inside of the page's place for problems, so without a root of its own."""
    client.is_checking = False
    answer = client.get(path, htmx=True)
    client.is_checking = True
    return answer


@pytest.mark.parametrize(
    ("name", "status", "heading"),
    [
        ("BadRequest", 400, "Det kunne ikke lade sig gøre"),
        ("NotFound", 404, "Vi kan ikke finde siden"),
        ("NotPermitted", 403, "Det kan du ikke gøre"),
        ("IllegalMove", 409, "Det kan ikke gøres nu"),
        ("Stale", 409, "En anden har gemt en ændring"),
        ("RuleBroken", 422, "Noget skal rettes først"),
        ("TooLarge", 413, "Det fylder for meget"),
        ("TooMany", 429, "For mange forsøg"),
    ],
)
def test_a_refusal_is_a_page_or_a_note(broken: PortalClient, name: str, status: int, heading: str) -> None:
    page = broken.get(f"/raise/{name}")
    assert (page.status_code, page.heading) == (status, heading)
    note = told(broken, f"/raise/{name}")
    assert (note.status_code, note.headers["HX-Retarget"], note.headers["HX-Reswap"]) == (
        status,
        "#problem",
        "innerHTML",
    )
    assert heading in note.words
    assert not note.find(".//h1")


def test_values_in_a_sentence_are_text(broken: PortalClient) -> None:
    page = broken.get("/raise/RuleBroken")
    assert "Reason <b>why</b>" in page.words
    assert "<b>why" not in page.text


def test_an_accident_has_a_reference_and_no_trace(broken: PortalClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "portal.errors"):
        page = broken.get("/raise/ZeroDivisionError")
    assert (page.status_code, page.heading) == (500, "Noget gik galt hos os")
    reference = page.words.split("Referencenummer: ")[1].split()[0]
    assert reference in caplog.text
    assert "Traceback" not in page.text
    assert "division by zero" not in page.text
    english = broken.get("/raise/ZeroDivisionError?lang=en")
    assert english.heading == "Something went wrong on our side"


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere",
        "/calls/1/nowhere",
        "/static/nowhere.css",
        "/calls/99999999999999999999999",
        "/wp-login.php",
        "/.git/config",
    ],
)
def test_unknown_addresses(client: PortalClient, path: str) -> None:
    page = client.get(path)
    assert (page.status_code, page.heading) == (404, "Vi kan ikke finde siden")


def test_a_wrong_method(client: PortalClient) -> None:
    page = client.post("/calls")
    assert page.status_code == 405
    assert "Siden kan ikke bruges på den måde" in page.words


def test_a_form_without_its_token(client: PortalClient) -> None:
    page = client.post("/sign-in", data={"email": "a@b.dk", "password": "x"}, csrf=False)
    assert page.status_code == 400
    assert "Siden har været åben for længe" in page.words


@pytest.mark.parametrize("htmx", [False, True])
def test_a_body_over_the_limit_says_the_limit(client: PortalClient, app: Flask, htmx: bool) -> None:
    client.is_checking = not htmx
    data = {"file": (io.BytesIO(b"the first of many bytes"), "stor.pdf")}
    declared = {"CONTENT_LENGTH": str(400 * 1024 * 1024)}
    page = client.post("/sign-in", data=data, content_type="multipart/form-data", environ_overrides=declared, htmx=htmx)
    assert page.status_code == 413
    assert "En fil må højst fylde 25 MB" in page.words
    assert page.headers.get("HX-Retarget") == ("#problem" if htmx else None)


def test_a_text_over_the_limit(client: PortalClient) -> None:
    page = client.post("/sign-in", data={"email": "x" * (3 * 1024 * 1024)})
    assert page.status_code == 413
    assert "teksten i en formular højst 2 MB" in page.words


def test_a_closed_door_looks_like_a_wall_and_is_recorded(context: Flask, client: PortalClient) -> None:
    maja = person(organisation=organisation())
    client.sign_in(maja)
    closed, missing = client.get("/calls/new"), client.get("/calls/newer")
    assert (closed.status_code, closed.heading) == (missing.status_code, missing.heading)
    assert [(row.person_id, row.permit, row.path) for row in db.session.query(Denial)] == [
        (maja.id, "call:write", "/calls/new")
    ]


def test_a_visitor_at_a_closed_door_is_asked_to_sign_in(client: PortalClient) -> None:
    assert client.get("/calls/new").headers["Location"] == "/sign-in?next=%2Fcalls%2Fnew"
    note = told(client, "/calls/new")
    assert note.status_code == 401
    assert "Du er blevet logget ud" in note.words


def test_people_with_several_roles_pass_any_of_their_doors(context: Flask, client: PortalClient) -> None:
    client.sign_in(person(roles={Role.ADMIN, Role.CASE_OFFICER}))
    assert client.get("/calls/new").status_code == 200
