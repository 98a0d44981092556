"""Do the fixtures do what they promise? Each is tried against the portal itself."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage
from smtplib import SMTP

import pytest
import sqlalchemy as sa

from portal.accounts.models import Department, Person
from portal.storage import db
from tests.support.browser import axe, overflow, transferred
from tests.support.factories import keep

ANNA = "anna@example.dk"


def anna() -> Person:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    return keep(
        Person(email=ANNA, name="Anna", password_hash="none", roles=frozenset(), created_at=now, email_confirmed_at=now)
    )


@pytest.mark.parametrize("turn", [1, 2])
def test_every_test_begins_with_what_the_migrations_made(context, turn):
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Department)) == 6
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Person)) == 0
    db.session.rollback()

    assert anna().id == 1
    keep(Department(name="En ny afdeling"))


def test_a_signed_in_client_is_known(context, client):
    anna()
    client.sign_in(ANNA)
    answer = client.get("/no-such-page")
    assert answer.status_code == 404
    assert "Anna" in answer.text


def test_changes_that_were_not_committed_are_pointed_out(context, client):
    db.session.add(Department(name="Glemt"))
    with pytest.raises(AssertionError, match="commit before making a request"):
        client.get("/")
    db.session.rollback()


def test_forms_are_sent_as_a_browser_would(context, client):
    page = client.get("/sign-in")
    answer = client.submit(page, "/sign-in", email="nobody@example.dk", password="wrong")
    assert answer.status_code == 422


def test_a_post_without_its_token_is_refused(context, client):
    assert client.post("/sign-in", data={}, csrf=False).status_code == 400
    assert client.post("/sign-in", data={}).status_code == 422


def test_statements_are_counted(context, queries):
    with queries.exactly(2):
        db.session.execute(sa.select(Department.id))
        db.session.execute(sa.text("SELECT 1"))
    with pytest.raises(AssertionError, match="1 statements, not 0"), queries.exactly(0):
        db.session.execute(sa.select(Department.id))


def test_the_clock_stands_still(context, clock):
    before = clock.now()
    clock.advance(days=3)
    assert (context.extensions["clock"].now() - before).days == 3


def test_the_mailbox_takes_real_mail(mailbox, settings):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.dk", ANNA, "Prøve"
    message.set_content("Se https://example.dk/x")
    with SMTP("127.0.0.1", int(settings.smtp_url.rpartition(":")[2])) as server:
        server.send_message(message)
    assert mailbox.last(ANNA)["Subject"] == "Prøve"
    assert mailbox.links(ANNA) == ["https://example.dk/x"]


def test_other_settings_make_another_portal(make_app):
    assert "demo" in make_app(demo=True).test_client().get("/no-such-page").text.lower()


def test_the_browser_sees_the_portal(page, context, live_server):
    with transferred(page) as weight:
        page.goto("/sign-in")
    assert 3 <= weight.requests <= 12, str(weight)
    assert 5_000 < weight.bytes < 100_000, str(weight)
    assert page.locator("h1").count() == 1
    assert axe(page) == []
    assert overflow(page) == 0


def test_the_browser_can_be_somebody(new_page, context):
    anna()
    page = new_page(ANNA)
    page.goto("/")
    assert "Anna" in page.locator("header").inner_text()


def test_complaints_fail_the_test(new_page, live_server):
    page = new_page(may_complain=True)
    heard = []
    page.on("console", lambda message: heard.append(message.text))
    page.goto("/sign-in")
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">x</p>')")
    assert any("Content Security Policy" in text for text in heard), heard
