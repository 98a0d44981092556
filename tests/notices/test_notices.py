"""Is everybody told once, in their own language, and can they find it again?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.accounts.models import Person
from portal.kernel.clock import FixedClock
from portal.notices.actions import tell
from portal.notices.models import Mail, Notice
from portal.storage import db, transactional
from tests.support.accounts import person
from tests.support.client import PortalClient
from tests.support.queries import QueryCounter

ACCEPTED = "%(name)s has accepted your invitation"


@pytest.fixture
def maja(context: Flask) -> Person:
    return person("Maja Holm", email="maja@hus.dk")


def test_a_notice_and_a_mail_in_each_persons_language(client: PortalClient, maja: Person, clock: FixedClock) -> None:
    guest = person("Ann", email="ann@fund.uk", language="en")
    tell([maja, guest, maja], ACCEPTED, url="/organisation", at=clock.now(), name="Åse")
    subjects = dict(db.session.execute(sa.select(Mail.recipient, Mail.subject)).all())
    assert subjects == {
        "maja@hus.dk": "Åse har sagt ja til din invitation",
        "ann@fund.uk": "Åse has accepted your invitation",
    }
    assert db.session.scalar(sa.select(sa.func.count(Notice.id))) == 2
    client.sign_in(maja)
    page = client.get("/notices")
    assert [link.get("href") for link in page.find(".//main//ul[@class='tasks']//a")] == ["/organisation"]
    assert "Åse har sagt ja til din invitation" in page.words


def test_unread_notices_are_counted_until_they_are_read(client: PortalClient, maja: Person, clock: FixedClock) -> None:
    for n in range(3):
        tell([maja], ACCEPTED, url="/organisation", at=clock.now(), name=f"Nr {n}")
    client.sign_in(maja)
    page = client.get("/notices")
    assert "(3" in page.text
    assert page.words.index("Nr 2") < page.words.index("Nr 1") < page.words.index("Nr 0")
    again = client.submit(page, "/notices/read")
    assert "(3" not in again.text
    assert not again.find(".//form[@action='/notices/read']")


def test_others_notices_are_not_there(
    client: PortalClient, new_client: Callable[..., PortalClient], maja: Person, clock: FixedClock
) -> None:
    other = person("Jonas", email="jonas@hus.dk")
    tell([maja], ACCEPTED, url="/organisation", at=clock.now(), name="Hemmelig Person")
    client.sign_in(other)
    assert "Hemmelig Person" not in client.get("/notices").text
    client.post("/notices/read")
    assert db.session.scalar(sa.select(Notice.read_at)) is None


def test_names_are_text_in_notices_and_mails(client: PortalClient, maja: Person, clock: FixedClock) -> None:
    tell(
        [maja],
        ACCEPTED,
        url="/organisation",
        at=clock.now(),
        name="<script>alert(1)</script> & 100 %(x)s\r\nBcc: x@y.dk",
    )
    client.sign_in(maja)
    page = client.get("/notices")
    assert "<script>alert" not in page.text
    assert "<script>alert(1)</script> & 100 %(x)s" in page.words
    mail = db.session.scalars(sa.select(Mail)).one()
    assert "\n" not in mail.subject
    assert "<script>alert(1)</script> &" in mail.body


def test_a_rolled_back_action_tells_nobody(maja: Person, clock: FixedClock) -> None:
    @transactional
    def breaks() -> None:
        tell([maja], ACCEPTED, url="/organisation", at=clock.now(), name="Åse")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        breaks()
    assert db.session.scalar(sa.select(sa.func.count(Mail.id))) == 0
    assert db.session.scalar(sa.select(sa.func.count(Notice.id))) == 0


def test_pages_follow_each_other_by_key(client: PortalClient, maja: Person, clock: FixedClock) -> None:
    for n in range(55):
        tell([maja], ACCEPTED, url="/organisation", at=clock.now(), name=f"Nr {n:02d}")
    client.sign_in(maja)
    first = client.get("/notices")
    assert len(first.find(".//ul[@class='tasks']/li")) == 50
    (following,) = [link.get("href") for link in first.find(".//a[@rel='next']")]
    assert len(client.get(following).find(".//ul[@class='tasks']/li")) == 5


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_two_statements(
    client: PortalClient, maja: Person, clock: FixedClock, queries: QueryCounter, count: int
) -> None:
    for _ in range(count):
        tell([maja], ACCEPTED, url="/organisation", at=clock.now(), name="Åse")
    client.sign_in(maja)
    with queries.exactly(2):
        client.get("/notices")


@pytest.mark.parametrize("query", ["before=0", "before=x", f"before={10**30}", "before=-5"])
def test_absurd_addresses_are_harmless(client: PortalClient, maja: Person, query: str) -> None:
    client.sign_in(maja)
    assert client.get(f"/notices?{query}").status_code == 200


def test_an_empty_page_says_what_comes_here(client: PortalClient, maja: Person) -> None:
    client.sign_in(maja)
    assert "Ingen beskeder endnu" in client.get("/notices").words
    assert "No notices yet" in client.get("/notices?lang=en").words
