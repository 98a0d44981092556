"""Do owners decide who acts for the organisation, and nobody else?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.accounts.models import Membership, Organisation, Person
from portal.kernel.clock import FixedClock
from portal.kernel.errors import RuleBroken
from portal.membership.actions import change_standing, join_or_found, remove_member
from portal.membership.models import Invitation, JoinRequest
from portal.membership.states import Asking
from portal.policy import Standing
from portal.storage import db
from tests.support.accounts import PASSWORD, actor, member, organisation, person
from tests.support.client import PortalClient, path_of
from tests.support.mail import Mailbox
from tests.support.queries import QueryCounter

LinkTo = Callable[[str], str]
NewClient = Callable[..., PortalClient]


@pytest.fixture
def house(context: Flask) -> Organisation:
    return organisation("Ungdommens Hus", cvr="13748136")


@pytest.fixture
def owner(house: Organisation) -> Person:
    return person("Ejer Andersen", email="ejer@hus.dk", organisation=house)


@pytest.fixture
def editor(house: Organisation) -> Person:
    return person("Rita Redaktør", email="rita@hus.dk", organisation=house, standing=Standing.EDITOR)


def standings() -> dict[str, Standing]:
    rows = db.session.execute(
        sa.select(Person.email, Membership.standing).join(Membership, Membership.person_id == Person.id)
    )
    return dict(rows.all())


def membership_of(who: Person) -> int:
    return db.session.scalars(sa.select(Membership.id).where(Membership.person_id == who.id)).one()


def invite(client: PortalClient, email: str, standing: str = "editor") -> int:
    return client.submit(
        client.get("/organisation"), "/organisation/invitations", email=email, standing=standing
    ).status_code


def ask(name: str, email: str, clock: FixedClock) -> tuple[Person, int]:
    newcomer = person(name, email=email)
    join_or_found(newcomer, cvr="13748136", name="", kinds=frozenset(), at=clock.now())
    return newcomer, db.session.scalars(sa.select(JoinRequest.id).where(JoinRequest.person_id == newcomer.id)).one()


@pytest.mark.parametrize("standing", ["owner", "editor", "viewer"])
def test_a_request_is_accepted_with_a_standing(
    client: PortalClient,
    new_client: NewClient,
    owner: Person,
    clock: FixedClock,
    link_to: LinkTo,
    mailbox: Mailbox,
    standing: str,
) -> None:
    _, number = ask("Nye Niels", "niels@hus.dk", clock)
    newcomer = new_client("niels@hus.dk")
    client.sign_in(owner)
    page = client.get("/organisation")
    assert "Nye Niels vil gerne være med" in page.words
    client.submit(page, f"/organisation/requests/{number}", standing=standing, press="Luk Nye Niels ind")
    assert standings()["niels@hus.dk"] == standing
    assert newcomer.get("/organisation").heading == "Ungdommens Hus"
    assert link_to("niels@hus.dk") == "/overview"
    assert mailbox.last("niels@hus.dk")["Subject"] == "Du kan nu handle for Ungdommens Hus"


def test_a_request_is_refused_and_the_person_told(
    client: PortalClient, owner: Person, clock: FixedClock, link_to: LinkTo, mailbox: Mailbox
) -> None:
    newcomer, number = ask("Nye Niels", "niels@hus.dk", clock)
    client.sign_in(owner)
    page = client.get("/organisation")
    client.submit(page, f"/organisation/requests/{number}", press="Sig nej")
    assert db.session.get_one(JoinRequest, number).asking is Asking.REFUSED
    assert "niels@hus.dk" not in standings()
    link_to("niels@hus.dk")
    assert "sagt nej" in mailbox.last("niels@hus.dk")["Subject"]
    again = client.submit(page, f"/organisation/requests/{number}", press="Luk Nye Niels ind")
    assert again.status_code == 409
    assert newcomer.email not in standings()


def test_others_cannot_answer_a_request(
    new_client: NewClient, owner: Person, editor: Person, clock: FixedClock
) -> None:
    newcomer, number = ask("Nye Niels", "niels@hus.dk", clock)
    stranger = person(organisation=organisation())
    for who in (editor, newcomer, stranger):
        browser = new_client(who.email)
        answer = browser.post(f"/organisation/requests/{number}", data={"answer": "accept", "standing": "owner"})
        assert answer.status_code == 404
    assert "niels@hus.dk" not in standings()


def test_a_standing_that_does_not_exist_is_refused(client: PortalClient, owner: Person, clock: FixedClock) -> None:
    _, number = ask("Nye Niels", "niels@hus.dk", clock)
    client.sign_in(owner)
    assert (
        client.post(f"/organisation/requests/{number}", data={"answer": "accept", "standing": "god"}).status_code == 422
    )
    assert client.post(f"/organisation/people/{membership_of(owner)}", data={"standing": "god"}).status_code == 422


def test_somebody_new_is_invited(
    client: PortalClient, new_client: NewClient, owner: Person, link_to: LinkTo, mailbox: Mailbox
) -> None:
    client.sign_in(owner)
    assert invite(client, "Ny@Hus.dk", "viewer") == 200
    link = link_to("ny@hus.dk")
    assert mailbox.last("ny@hus.dk")["Subject"] == "Ejer Andersen inviterer dig til at handle for Ungdommens Hus"
    newcomer = new_client()
    answer = newcomer.submit(newcomer.get(link), f"{link}/new", name="Ny Person", password=PASSWORD, follow=False)
    assert path_of(answer.location) == "/overview"
    assert "Ny Person · Ungdommens Hus" in newcomer.get("/overview").text
    assert standings()["ny@hus.dk"] is Standing.VIEWER
    assert newcomer.get(link).status_code == 404


def test_somebody_with_an_account_is_invited(
    client: PortalClient, new_client: NewClient, owner: Person, link_to: LinkTo
) -> None:
    person("Kendte Karen", email="karen@fund.dk", organisation=organisation("Familiens Fundament"))
    client.sign_in(owner)
    invite(client, "karen@fund.dk")
    link = link_to("karen@fund.dk")
    visitor = new_client()
    assert "Log ind for at tage imod" in visitor.get(link).words
    assert visitor.post(f"{link}/new", data={"name": "Tyv", "password": PASSWORD}).status_code == 422
    visitor.post("/sign-in", data={"email": "karen@fund.dk", "password": PASSWORD})
    visitor.submit(visitor.get(link), link)
    assert "Kendte Karen · Ungdommens Hus" in visitor.get("/overview").text


def test_only_the_invited_address_can_use_the_link(
    client: PortalClient, new_client: NewClient, owner: Person, link_to: LinkTo
) -> None:
    thief = person("Tyven", email="tyv@fund.dk", organisation=organisation())
    client.sign_in(owner)
    invite(client, "ny@hus.dk")
    link = link_to("ny@hus.dk")
    browser = new_client(thief.email)
    assert "Kun ny@hus.dk kan bruge invitationen" in browser.get(link).words
    assert browser.post(link).status_code == 403
    assert thief.email in standings()
    assert len(standings()) == 2


def test_an_invitation_runs_out_is_superseded_and_withdrawn(
    client: PortalClient, new_client: NewClient, owner: Person, clock: FixedClock, link_to: LinkTo
) -> None:
    client.sign_in(owner)
    invite(client, "ny@hus.dk")
    first = link_to("ny@hus.dk")
    clock.advance(minutes=1)
    invite(client, "ny@hus.dk")
    second = link_to("ny@hus.dk")
    visitor = new_client()
    assert (visitor.get(first).status_code, visitor.get(second).status_code) == (404, 200)
    number = db.session.scalar(sa.select(sa.func.max(Invitation.id)))
    client.submit(client.get("/organisation"), f"/organisation/invitations/{number}/withdraw")
    assert visitor.get(second).status_code == 404
    invite(client, "ny@hus.dk")
    third = link_to("ny@hus.dk")
    clock.advance(days=7)
    assert visitor.get(third).status_code == 404


def test_a_colleague_is_not_invited_again(client: PortalClient, owner: Person, editor: Person) -> None:
    client.sign_in(owner)
    answer = client.submit(
        client.get("/organisation"), "/organisation/invitations", email="Rita@hus.dk", standing="viewer"
    )
    assert answer.status_code == 422
    assert answer.errors == {"email": "Rita Redaktør kan allerede handle for organisationen."}
    assert 'value="Rita@hus.dk"' in answer.text


def test_a_wrong_address_comes_back(client: PortalClient, owner: Person) -> None:
    client.sign_in(owner)
    answer = client.submit(
        client.get("/organisation"), "/organisation/invitations", email="rita(at)hus", standing="viewer"
    )
    assert (answer.status_code, list(answer.errors)) == (422, ["email"])
    assert 'value="rita(at)hus"' in answer.text


def test_another_organisations_invitation_does_not_exist(
    client: PortalClient, new_client: NewClient, owner: Person
) -> None:
    client.sign_in(owner)
    invite(client, "ny@hus.dk")
    number = db.session.scalar(sa.select(sa.func.max(Invitation.id)))
    stranger = new_client(person(organisation=organisation()).email)
    assert stranger.post(f"/organisation/invitations/{number}/withdraw").status_code == 404
    assert db.session.get_one(Invitation, number).withdrawn_at is None


def test_an_owner_changes_a_standing(client: PortalClient, owner: Person, editor: Person) -> None:
    client.sign_in(owner)
    address = f"/organisation/people/{membership_of(editor)}"
    client.submit(client.get(address), address, standing="owner")
    assert standings()["rita@hus.dk"] is Standing.OWNER


def test_the_last_owner_stays(client: PortalClient, owner: Person, editor: Person) -> None:
    client.sign_in(owner)
    address = f"/organisation/people/{membership_of(owner)}"
    assert client.submit(client.get(address), address, standing="viewer").status_code == 422
    assert client.submit(client.get(f"{address}/remove"), f"{address}/remove").status_code == 422
    assert standings()["ejer@hus.dk"] is Standing.OWNER


def test_an_owner_may_leave_when_there_is_another(client: PortalClient, house: Organisation, owner: Person) -> None:
    person(organisation=house)
    client.sign_in(owner)
    address = f"/organisation/people/{membership_of(owner)}/remove"
    client.submit(client.get(address), address)
    assert "ejer@hus.dk" not in standings()
    assert client.get("/organisation").status_code == 404


def test_a_removed_colleague_is_out_at_once(
    client: PortalClient, new_client: NewClient, owner: Person, editor: Person
) -> None:
    theirs = new_client("rita@hus.dk")
    assert theirs.get("/organisation").status_code == 200
    client.sign_in(owner)
    address = f"/organisation/people/{membership_of(editor)}/remove"
    client.submit(client.get(address), address)
    assert theirs.get("/organisation").status_code == 404


def test_two_owners_cannot_leave_at_once(house: Organisation, owner: Person, clock: FixedClock) -> None:
    second = person(organisation=house)
    remove_member(actor(second), membership_of(owner), at=clock.now())
    with pytest.raises(RuleBroken):
        change_standing(actor(second), membership_of(second), Standing.EDITOR, at=clock.now())


@pytest.mark.parametrize("path", ["", "/remove"])
def test_editors_and_strangers_manage_nobody(new_client: NewClient, owner: Person, editor: Person, path: str) -> None:
    address = f"/organisation/people/{membership_of(owner)}{path}"
    stranger = person(organisation=organisation())
    for who in (editor, stranger):
        browser = new_client(who.email)
        assert browser.get(address).status_code == 404
        assert browser.post(address, data={"standing": "viewer"}).status_code == 404
    assert standings()["ejer@hus.dk"] is Standing.OWNER


def test_an_editor_sees_the_people_and_no_controls(
    client: PortalClient, owner: Person, editor: Person, clock: FixedClock
) -> None:
    ask("Nye Niels", "niels@hus.dk", clock)
    client.sign_in(editor)
    page = client.get("/organisation")
    assert [row[0] for row in page.rows()] == ["Ejer Andersen", "Rita Redaktør (dig)"]
    assert "Nye Niels" not in page.words
    assert not list(page.find(".//main//form"))


def test_switching_between_organisations(client: PortalClient, house: Organisation, owner: Person) -> None:
    other, foreign = organisation("Familiens Fundament"), organisation("Fremmed")
    member(owner, other, Standing.VIEWER)
    client.sign_in(owner)
    client.submit(client.get("/organisation/switch"), "/organisation/switch", press="Handl for Familiens Fundament")
    assert client.get("/organisation").heading == "Familiens Fundament"
    for number in (foreign.id, 0, "x", 10**17):
        assert client.post("/organisation/switch", data={"organisation": number}).status_code == 404
    assert client.get("/organisation").heading == "Familiens Fundament"


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_of_the_database_whatever_its_length(
    client: PortalClient, owner: Person, house: Organisation, clock: FixedClock, queries: QueryCounter, count: int
) -> None:
    for n in range(count):
        person(organisation=house)
        ask(f"Ny {n}", f"ny{n}@hus.dk", clock)
    client.sign_in(owner)
    invite(client, "x@hus.dk")
    with queries.exactly(5):
        client.get("/organisation")
