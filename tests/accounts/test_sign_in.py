"""Does the door open for the right person only, and does nothing get lost at it?"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.accounts.actions import sign_in
from portal.accounts.models import Person, SignIn
from portal.kernel.clock import FixedClock
from portal.kernel.errors import TooMany
from portal.storage import db, transactional
from tests.support.accounts import PASSWORD, organisation, person
from tests.support.client import Answer, PortalClient, path_of

WRONG = "E-mailadressen eller adgangskoden er forkert."


@pytest.fixture
def maja(context: Flask) -> Person:
    return person("Maja Holm", email="maja@hus.dk", organisation=organisation("Ungdommens Hus"))


def enter(client: PortalClient, email: str, password: str, address: str = "/sign-in", **more: str) -> Answer:
    return client.submit(client.get(address), "/sign-in", email=email, password=password, follow=False, **more)


def test_the_right_password_opens_the_overview(client: PortalClient, maja: Person) -> None:
    answer = enter(client, " MAJA@hus.dk ", PASSWORD)
    assert (answer.status_code, path_of(answer.location)) == (303, "/overview")
    assert "Maja Holm · Ungdommens Hus" in client.get("/overview").text


@pytest.mark.parametrize(("email", "password"), [("maja@hus.dk", "forkert kode her"), ("nobody@hus.dk", PASSWORD)])
def test_known_and_unknown_addresses_get_the_same_answer(
    client: PortalClient, maja: Person, email: str, password: str
) -> None:
    answer = enter(client, email, password)
    assert answer.status_code == 422
    assert answer.errors == {"password": WRONG}
    assert f'value="{email}"' in answer.text
    assert password not in answer.text


def test_known_and_unknown_addresses_take_the_same_time(maja: Person, clock: FixedClock) -> None:
    def took(email: str) -> float:
        start = time.perf_counter()
        assert sign_in(email, "forkert kode", network=email + str(start), device="", at=clock.now()) is None
        return time.perf_counter() - start

    known = statistics.median(took("maja@hus.dk") for _ in range(5))
    unknown = statistics.median(took(f"x{n}@hus.dk") for n in range(5))
    assert 0.4 < known / unknown < 2.5


def test_a_closed_account_gets_the_same_answer(client: PortalClient, context: Flask) -> None:
    person(email="old@hus.dk", is_active=False)
    assert enter(client, "old@hus.dk", PASSWORD).errors == {"password": WRONG}


@pytest.mark.parametrize("password", ["nobody has this password", " "])
def test_an_account_without_a_password_cannot_be_entered(client: PortalClient, context: Flask, password: str) -> None:
    without = person(email="new@aarhus.dk")
    change(without, password_hash="")
    assert enter(client, "new@aarhus.dk", password).status_code == 422


@transactional
def change(who: Person, **values: object) -> None:
    db.session.execute(sa.update(Person).where(Person.id == who.id).values(**values))


def test_ten_failures_close_the_door_for_a_quarter_of_an_hour(
    client: PortalClient, maja: Person, clock: FixedClock
) -> None:
    for _ in range(10):
        assert enter(client, "maja@hus.dk", "forkert kode").status_code == 422
    answer = enter(client, "maja@hus.dk", PASSWORD)
    assert answer.status_code == 429
    assert answer.errors == {
        "password": "For mange forsøg. Vent 15 minutter, og prøv igen: det, du har skrevet, er gemt."
    }
    assert 'value="maja@hus.dk"' in answer.text
    clock.advance(minutes=15, seconds=1)
    assert enter(client, "maja@hus.dk", PASSWORD).status_code == 303


def test_a_carried_form_is_still_carried_while_one_must_wait(client: PortalClient, maja: Person) -> None:
    page = client.get("/sign-in")
    for _ in range(11):
        answer = client.submit(page, "/sign-in", email="maja@hus.dk", password="forkert kode", kept="signed")
    assert answer.status_code == 429
    assert dict(answer.form("/sign-in").fields)["kept"] == "signed"


def test_a_network_that_tries_many_addresses_is_slowed(context: Flask, clock: FixedClock) -> None:
    for n in range(50):
        sign_in(f"x{n}@hus.dk", "forkert", network="203.0.113.7", device="", at=clock.now())
    with pytest.raises(TooMany):
        sign_in("y@hus.dk", "forkert", network="203.0.113.7", device="", at=clock.now())
    assert sign_in("y@hus.dk", "forkert", network="203.0.113.8", device="", at=clock.now()) is None


def test_a_visitor_comes_back_to_the_page_they_asked_for(client: PortalClient, maja: Person) -> None:
    asked = client.get("/organisation?x=1")
    assert path_of(asked.location) == "/sign-in?next=/organisation?x%3D1" or "next=" in asked.location
    answer = enter(client, "maja@hus.dk", PASSWORD, path_of(asked.location))
    assert path_of(answer.location) == "/organisation?x=1"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "\\\\evil.example"],
)
def test_next_leads_only_to_our_own_pages(client: PortalClient, maja: Person, elsewhere: str) -> None:
    answer = enter(client, "maja@hus.dk", PASSWORD, next=elsewhere)
    assert path_of(answer.location) == "/overview"
    assert "evil" not in answer.location


def test_the_session_is_a_new_one_after_signing_in(client: PortalClient, maja: Person) -> None:
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
    enter(client, "maja@hus.dk", PASSWORD)
    with client.session_transaction() as session:
        assert "planted" not in session


def test_signing_out_ends_the_session_also_for_a_copied_cookie(client: PortalClient, maja: Person) -> None:
    enter(client, "maja@hus.dk", PASSWORD)
    with client.session_transaction() as session:
        stolen = session["_user_id"]
    client.submit(client.get("/overview"), "/sign-out")
    with client.session_transaction() as session:
        session["_user_id"] = stolen
    assert client.get("/overview").status_code == 303


def test_the_idle_limit_counts_from_the_last_page(client: PortalClient, maja: Person, clock: FixedClock) -> None:
    client.sign_in(maja)
    for _ in range(3):
        clock.advance(hours=1, minutes=50)
        assert client.get("/overview").status_code == 200
    clock.advance(hours=2)
    client.is_signed_in = False
    assert client.get("/overview").status_code == 303


def test_the_absolute_limit_holds_however_busy_one_is(client: PortalClient, maja: Person, clock: FixedClock) -> None:
    client.sign_in(maja)
    for _ in range(11):
        clock.advance(hours=1)
        assert client.get("/overview").status_code == 200
    clock.advance(hours=1)
    client.is_signed_in = False
    assert client.get("/overview").status_code == 303


def test_closing_an_account_ends_its_sessions_at_once(client: PortalClient, maja: Person) -> None:
    client.sign_in(maja)
    change(maja, is_active=False)
    client.is_signed_in = False
    assert client.get("/overview").status_code == 303


def test_a_form_sent_after_the_session_ran_out_is_offered_again(
    client: PortalClient, maja: Person, clock: FixedClock
) -> None:
    client.sign_in(maja)
    page = client.get("/organisation")
    clock.advance(hours=3)
    client.is_signed_in = False
    asked = client.submit(page, "/organisation/invitations", email="ny@hus.dk", standing="viewer", follow=False)
    assert (asked.status_code, asked.heading) == (401, "Log ind igen")
    back = client.submit(asked, "/sign-in", email="maja@hus.dk", password=PASSWORD, follow=False)
    assert "ny@hus.dk" in back.words
    sent = client.submit(back, "/organisation/invitations")
    assert "Invitationen til ny@hus.dk er på vej." in sent.text


def test_a_wrong_password_on_the_way_keeps_the_form(client: PortalClient, maja: Person, clock: FixedClock) -> None:
    client.sign_in(maja)
    page = client.get("/organisation")
    clock.advance(hours=3)
    client.is_signed_in = False
    asked = client.submit(page, "/organisation/invitations", email="ny@hus.dk", follow=False)
    again = client.submit(asked, "/sign-in", email="maja@hus.dk", password="forkert kode", follow=False)
    assert again.errors == {"password": WRONG}
    back = client.submit(again, "/sign-in", password=PASSWORD, follow=False)
    assert "ny@hus.dk" in back.words


def test_a_kept_form_that_was_tampered_with_is_dropped(client: PortalClient, maja: Person) -> None:
    answer = enter(client, "maja@hus.dk", PASSWORD, kept='{"path": "/organisation/invitations", "fields": []}.x')
    assert path_of(answer.location) == "/overview"


def test_a_page_left_open_can_be_sent_after_signing_in_again_elsewhere(
    client: PortalClient, maja: Person, clock: FixedClock
) -> None:
    client.sign_in(maja)
    left_open = client.get("/organisation")
    clock.advance(hours=3)
    client.is_signed_in = False
    enter(client, "maja@hus.dk", PASSWORD)
    assert client.submit(left_open, "/organisation/invitations", email="ny@hus.dk").status_code == 200


def test_the_demo_opens_with_one_press_and_only_in_demo_mode(
    client: PortalClient, context: Flask, make_app: Callable[..., Flask]
) -> None:
    person(email="ngo@demo.example")
    assert client.post("/sign-in/demo", data={"email": "ngo@demo.example"}).status_code == 404
    demo = make_app(demo=True).test_client()
    page = demo.get("/sign-in")
    assert demo.post("/sign-in/demo", data={"email": "somebody@else.dk"}).status_code == 404
    forms = [form for form in page.find(".//form") if form.get("action") == "/sign-in/demo"]
    assert len(forms) == 17
    assert demo.post("/sign-in/demo", data={"email": "ngo@demo.example"}).status_code == 303
    assert demo.get("/overview").status_code == 200


def test_the_password_again(client: PortalClient, maja: Person, clock: FixedClock) -> None:
    client.sign_in(maja)
    clock.advance(minutes=30)
    page = client.get("/confirm-password?next=/organisation")
    wrong = client.submit(page, "/confirm-password", password="forkert kode", follow=False)
    assert wrong.errors == {"password": "Adgangskoden er forkert."}
    answer = client.submit(wrong, "/confirm-password", password=PASSWORD, follow=False)
    assert path_of(answer.location) == "/organisation"
    assert db.session.scalar(sa.select(sa.func.max(SignIn.password_at))) == clock.now()


def test_the_password_again_leads_nowhere_else(client: PortalClient, maja: Person) -> None:
    client.sign_in(maja)
    answer = client.submit(
        client.get("/confirm-password?next=//evil.example"), "/confirm-password", password=PASSWORD, follow=False
    )
    assert path_of(answer.location) == "/overview"


def test_guessing_the_password_again_is_throttled(client: PortalClient, maja: Person) -> None:
    client.sign_in(maja)
    page = client.get("/confirm-password")
    for _ in range(10):
        assert client.submit(page, "/confirm-password", password="forkert kode", follow=False).status_code == 422
    assert client.submit(page, "/confirm-password", password=PASSWORD, follow=False).status_code == 429


@pytest.mark.parametrize("lang", ["da", "en"])
def test_the_sign_in_page_in_both_languages(client: PortalClient, lang: str) -> None:
    assert client.get(f"/sign-in?lang={lang}").heading == {"da": "Log ind", "en": "Sign in"}[lang]
