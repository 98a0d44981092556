"""Can somebody with a phone and a CVR number get to work, and nobody learn who has an account?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.accounts.models import Membership, Organisation, Person
from portal.accounts.states import Kind
from portal.kernel.clock import FixedClock
from portal.membership.models import JoinRequest, Registration
from portal.membership.states import Asking
from portal.policy import Standing
from portal.storage import db
from tests.support.accounts import organisation, person
from tests.support.client import Answer, PortalClient, path_of
from tests.support.mail import Mailbox

PASSWORD = "fire grønne cykler"
LinkTo = Callable[[str], str]


def register(client: PortalClient, **typed: Any) -> Answer:
    fields = {
        "name": "Maja Holm",
        "email": "maja@hus.dk",
        "password": PASSWORD,
        "cvr": "DK 13 74 81 36",
        "organisation_name": "Ungdommens Hus",
        "kinds": ["ngo"],
    }
    return client.submit(client.get("/register"), "/register", {**fields, **typed})


def confirm(client: PortalClient, link: str, password: str = PASSWORD) -> Answer:
    return client.submit(client.get(link), link, password=password, follow=False)


def test_from_the_form_to_work(client: PortalClient, context: Flask, link_to: LinkTo) -> None:
    assert register(client, kinds=["ngo", "provider"]).heading == "Se i din mail"
    answer = confirm(client, link_to("maja@hus.dk"))
    assert path_of(answer.location) == "/overview"
    assert "Maja Holm · Ungdommens Hus" in client.get("/overview").text
    made = db.session.scalars(sa.select(Membership)).one()
    assert (made.standing, made.organisation.cvr, made.organisation.kinds) == (
        Standing.OWNER,
        "13748136",
        {Kind.NGO, Kind.PROVIDER},
    )


@pytest.mark.parametrize(
    ("asked", "reached"),
    [("/calls/1", "/calls/1"), ("//evil.example", "/overview"), ("https://evil.example/", "/overview"), ("", "/overview"),
     ("/" + 300 * "x", "/overview")],
)  # fmt: skip
def test_a_newcomer_comes_back_to_where_they_were(
    client: PortalClient, context: Flask, link_to: LinkTo, asked: str, reached: str
) -> None:
    register(client, next=asked)
    assert path_of(confirm(client, link_to("maja@hus.dk")).location) == reached


def test_the_way_back_goes_through_the_form_and_the_sign_in_page(client: PortalClient, context: Flask) -> None:
    (link,) = [one.get("href") for one in client.get("/sign-in?next=/calls/1").find(".//main//a")]
    assert link == "/register?next=/calls/1"
    assert dict(client.get(link).form("/register").fields)["next"] == "/calls/1"


def test_the_mail_is_in_the_persons_language(
    client: PortalClient, context: Flask, link_to: LinkTo, mailbox: Mailbox
) -> None:
    client.get("/register?lang=en")
    register(client)
    link_to("maja@hus.dk")
    assert mailbox.last("maja@hus.dk")["Subject"] == "Confirm your e-mail address"


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("cvr", "12345678", "Det er ikke et CVR-nummer"),
        ("cvr", "1374813", ""),
        ("cvr", "", "Skriv organisationens CVR-nummer."),
        ("email", "maja@hus", ""),
        ("email", "maja hus@hus.dk", ""),
        ("email", "a@b.dk\nBcc: x@y.dk", ""),
        ("email", "=?utf-8?q?a=0ABcc=3Ax?=@evil.dk", ""),
        ("name", " ", "Skriv dit navn."),
        ("name", "Maja 070761-4285", ""),
        ("password", "kort", "Brug mindst 12 tegn."),
        ("password", "x1!" * 67, "Brug højst 200 tegn."),
        ("password", "password1234", "gættet først"),
        ("password", "majaholm2026", "dit eget navn"),
        ("kinds", None, "Vælg mindst én."),
        ("kinds", "bank", ""),
    ],
)
def test_a_wrong_answer_comes_back_with_everything_typed(
    client: PortalClient, context: Flask, field: str, typed: Any, says: str
) -> None:
    answer = register(client, **{field: typed})
    assert answer.status_code == 422
    assert list(answer.errors) == [field] or field == "kinds"
    assert says in answer.words or "CVR" in says
    kept = {"name": "Maja Holm", "email": "maja@hus.dk", "organisation_name": "Ungdommens Hus"}
    assert all(f'value="{value}"' in answer.text for name, value in kept.items() if name != field)
    assert db.session.scalar(sa.select(sa.func.count(Registration.id))) == 0


def test_a_taken_address_gets_the_same_page_and_its_owner_a_mail(
    client: PortalClient, context: Flask, link_to: LinkTo, mailbox: Mailbox
) -> None:
    person("Rigtige Maja", email="maja@hus.dk")
    before = db.session.scalars(sa.select(Person)).one().password_hash
    taken, free = register(client), register(client, email="fri@hus.dk")
    assert taken.words.replace("maja@hus.dk", "") == free.words.replace("fri@hus.dk", "")
    assert link_to("maja@hus.dk") == "/sign-in"
    assert mailbox.last("maja@hus.dk")["Subject"] == "Du har allerede en konto"
    kept = db.session.scalars(sa.select(Person)).one()
    assert (kept.name, kept.password_hash) == ("Rigtige Maja", before)


def test_somebody_else_who_opens_the_link_gets_nowhere(client: PortalClient, context: Flask, link_to: LinkTo) -> None:
    register(client)
    link = link_to("maja@hus.dk")
    answer = confirm(client, link, "en anden adgangskode")
    assert list(answer.errors) == ["password"]
    assert db.session.scalar(sa.select(sa.func.count(Person.id))) == 0
    for _ in range(9):
        confirm(client, link, "en anden adgangskode")
    assert confirm(client, link).status_code == 429


def test_opening_the_link_alone_changes_nothing(client: PortalClient, context: Flask, link_to: LinkTo) -> None:
    register(client)
    link = link_to("maja@hus.dk")
    client.get(link)
    client.get(link)
    assert db.session.scalar(sa.select(sa.func.count(Person.id))) == 0


def test_a_link_works_once(
    client: PortalClient, new_client: Callable[..., PortalClient], context: Flask, link_to: LinkTo
) -> None:
    register(client)
    link = link_to("maja@hus.dk")
    page = client.get(link)
    assert confirm(client, link).status_code == 303
    assert new_client().get(link).status_code == 404
    assert client.submit(page, link, password=PASSWORD).status_code == 404
    assert db.session.scalar(sa.select(sa.func.count(Person.id))) == 1


def test_a_link_runs_out_after_a_day(client: PortalClient, context: Flask, link_to: LinkTo, clock: FixedClock) -> None:
    register(client)
    link = link_to("maja@hus.dk")
    clock.advance(hours=24)
    assert client.get(link).status_code == 404


def test_a_newer_link_supersedes_an_older_one(
    client: PortalClient, context: Flask, link_to: LinkTo, clock: FixedClock
) -> None:
    register(client)
    older = link_to("maja@hus.dk")
    clock.advance(minutes=1)
    register(client, password="fem gule sokker")
    newer = link_to("maja@hus.dk")
    assert client.get(older).status_code == 404
    assert confirm(client, newer, "fem gule sokker").status_code == 303


@pytest.mark.parametrize("token", ["x", "a" * 300, "æøå", "..%2f..", "%27%20or%201=1"])
def test_a_made_up_link_is_not_there(client: PortalClient, context: Flask, token: str) -> None:
    for place in ("/register/confirm/", "/invitations/", "/set-password/"):
        assert client.get(place + token).status_code == 404


def test_one_address_is_not_pestered_with_mail(
    client: PortalClient, context: Flask, link_to: LinkTo, mailbox: Mailbox
) -> None:
    for _ in range(8):
        assert register(client).status_code == 200
    link_to("maja@hus.dk")
    assert len(mailbox.to("maja@hus.dk")) == 5


def test_a_network_that_registers_many_is_slowed(client: PortalClient, context: Flask) -> None:
    for n in range(20):
        assert register(client, email=f"x{n}@hus.dk").status_code == 200
    assert register(client, email="y@hus.dk").status_code == 429


def test_a_registered_cvr_asks_its_owners(
    client: PortalClient, context: Flask, link_to: LinkTo, mailbox: Mailbox
) -> None:
    house = organisation("Ungdommens Hus", cvr="13748136")
    owner = person("Ejer Andersen", email="ejer@hus.dk", organisation=house)
    person("Læser", email="laeser@hus.dk", organisation=house, standing=Standing.VIEWER)
    register(client, organisation_name="Noget andet")
    confirm(client, link_to("maja@hus.dk"))
    page = client.get("/overview")
    assert "Du venter på svar" in page.words
    assert "Ungdommens Hus" in page.words
    assert client.get("/organisation").status_code == 404
    link_to("ejer@hus.dk")
    assert mailbox.last("ejer@hus.dk")["Subject"] == "Maja Holm beder om at handle for Ungdommens Hus"
    assert not mailbox.to("laeser@hus.dk")
    asked = db.session.scalars(sa.select(JoinRequest)).one()
    assert (asked.organisation_id, asked.asking) == (house.id, Asking.WAITING)
    assert db.session.scalars(sa.select(Membership.person_id).where(Membership.standing == Standing.OWNER)).all() == [
        owner.id
    ]
    assert db.session.scalar(sa.select(sa.func.count(Organisation.id))) == 1


def test_somebody_with_an_account_registers_one_more_organisation(client: PortalClient, context: Flask) -> None:
    client.sign_in(person("Maja", organisation=organisation("Ungdommens Hus")))
    page = client.get("/organisation/add")
    client.submit(
        page, "/organisation/add", cvr="24256790", organisation_name="Familiens Fundament", kinds=["investor"]
    )
    assert {one.standing for one in db.session.scalars(sa.select(Membership))} == {Standing.OWNER}
    again = client.submit(
        page, "/organisation/add", cvr="24256790", organisation_name="Familiens Fundament", kinds=["investor"]
    )
    assert again.status_code == 422


def test_asking_twice_is_said_and_changes_nothing(client: PortalClient, context: Flask) -> None:
    organisation("Ungdommens Hus", cvr="13748136")
    client.sign_in(person("Maja"))
    page = client.get("/organisation/add")
    typed = {"cvr": "13748136", "organisation_name": "Ungdommens Hus", "kinds": ["ngo"]}
    assert client.submit(page, "/organisation/add", typed).status_code == 200
    assert client.submit(page, "/organisation/add", typed).status_code == 422
    assert db.session.scalar(sa.select(sa.func.count(JoinRequest.id))) == 1


@pytest.mark.parametrize("lang", ["da", "en"])
def test_the_form_in_both_languages(client: PortalClient, lang: str) -> None:
    page = client.get(f"/register?lang={lang}")
    assert page.heading == {"da": "Opret en konto", "en": "Create an account"}[lang]
