"""Can people look after their own account, and after nobody else's?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.accounts.actions import start_session
from portal.accounts.models import Person, SignIn
from portal.accounts.queries import is_fresh, require_fresh
from portal.kernel.clock import FixedClock
from portal.kernel.errors import NeedsFreshSignIn
from portal.policy import Role
from portal.storage import db
from tests.support.accounts import PASSWORD, actor, person
from tests.support.client import PortalClient

NEW = "fire grønne cykler"


@pytest.fixture
def maja(context: Flask) -> Person:
    return person("Maja Holm", email="maja@hus.dk")


def test_a_new_name_and_language(client: PortalClient, maja: Person) -> None:
    client.sign_in(maja)
    answer = client.submit(client.get("/profile"), "/profile", name="Maja Ø. Holm", chosen="en")
    assert "Your profile is saved." not in answer.text
    assert "Maja Ø. Holm" in answer.text
    assert answer.heading == "Your profile"
    assert client.get("/overview").heading == "What awaits you"


def test_a_persons_language_holds_in_a_new_browser(client: PortalClient, context: Flask) -> None:
    client.sign_in(person(language="en"))
    assert client.get("/profile").heading == "Your profile"
    assert client.get("/profile?lang=da").heading == "Din profil"


def test_extra_fields_change_nothing(client: PortalClient, maja: Person) -> None:
    client.sign_in(maja)
    client.post(
        "/profile",
        data={"name": "Maja", "chosen": "da", "roles": ",admin,", "email": "x@x.dk", "is_active": "", "id": "1"},
    )
    kept = db.session.get_one(Person, maja.id)
    assert (kept.name, kept.roles, kept.email, kept.is_active) == ("Maja", frozenset[Role](), "maja@hus.dk", True)


@pytest.mark.parametrize(("name", "language"), [("", "da"), ("Maja", "xx"), ("1" * 201, "da"), ("070761-4285", "da")])
def test_a_wrong_profile_comes_back_with_what_was_typed(
    client: PortalClient, maja: Person, name: str, language: str
) -> None:
    client.sign_in(maja)
    answer = client.post("/profile", data={"name": name, "chosen": language})
    assert answer.status_code == 422
    assert name in answer.text
    assert db.session.get_one(Person, maja.id).name == "Maja Holm"


def test_a_new_password_ends_the_other_browsers(
    client: PortalClient, new_client: Callable[..., PortalClient], maja: Person
) -> None:
    elsewhere = new_client("maja@hus.dk")
    client.sign_in(maja)
    client.submit(client.get("/profile"), "/profile/password", present=PASSWORD, password=NEW)
    assert client.get("/profile").status_code == 200
    elsewhere.is_signed_in = False
    assert elsewhere.get("/profile").status_code == 303
    assert elsewhere.post("/sign-in", data={"email": "maja@hus.dk", "password": PASSWORD}).status_code == 422
    assert elsewhere.post("/sign-in", data={"email": "maja@hus.dk", "password": NEW}).status_code == 303


@pytest.mark.parametrize(
    ("present", "new", "field"),
    [
        ("forkert kode", NEW, "present"),
        ("", NEW, "present"),
        (PASSWORD, "kort", "password"),
        (PASSWORD, "majaholm2026", "password"),
    ],
)
def test_a_bad_change_of_password_changes_nothing(
    client: PortalClient, maja: Person, present: str, new: str, field: str
) -> None:
    before = maja.password_hash
    client.sign_in(maja)
    answer = client.submit(client.get("/profile"), "/profile/password", present=present, password=new, follow=False)
    assert answer.status_code == 422
    assert list(answer.errors) == [field]
    assert db.session.get_one(Person, maja.id).password_hash == before


def test_another_browser_can_be_signed_out(
    client: PortalClient, new_client: Callable[..., PortalClient], maja: Person
) -> None:
    elsewhere = new_client("maja@hus.dk")
    client.sign_in(maja)
    page = client.get("/profile")
    (form,) = [form for form in page.find(".//form") if form.get("action", "").endswith("/end")]
    client.submit(page, form.get("action"))
    elsewhere.is_signed_in = False
    assert elsewhere.get("/profile").status_code == 303
    assert client.get("/profile").status_code == 200


def test_somebody_elses_browser_does_not_exist(client: PortalClient, maja: Person, clock: FixedClock) -> None:
    start_session(person(), device="", at=clock.now())
    theirs = db.session.scalar(sa.select(sa.func.max(SignIn.id)))
    client.sign_in(maja)
    assert client.post(f"/profile/browsers/{theirs}/end").status_code == 404
    assert client.post("/profile/browsers/9999999/end").status_code == 404


def test_a_weighty_act_asks_for_a_fresh_password(maja: Person, clock: FixedClock) -> None:
    who = actor(maja)
    assert is_fresh(who, clock.now())
    clock.advance(minutes=11)
    assert not is_fresh(who, clock.now())
    with pytest.raises(NeedsFreshSignIn):
        require_fresh(who, clock.now())


def test_a_visitor_is_asked_to_sign_in(client: PortalClient) -> None:
    for address in (
        "/profile",
        "/overview",
        "/notices",
        "/organisation",
        "/organisation/switch",
        "/confirm-password",
        "/accounts",
        "/audit",
    ):
        assert client.get(address).status_code == 303
