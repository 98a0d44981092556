"""Does every mail go out at least once, never twice at the same time, exactly as written?"""

from __future__ import annotations

import email
import threading
from collections.abc import Callable
from datetime import timedelta
from email.policy import default
from typing import Any

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller
from flask import Flask

from portal.kernel.clock import FixedClock
from portal.notices.actions import queue_mail
from portal.notices.models import Mail
from portal.notices.outbox import LEASE, claim, send_due, settle
from portal.storage import db
from tests.support.mail import Mailbox


def put(
    clock: FixedClock,
    recipient: str = "maja@hus.dk",
    subject: str = "Dit forslag er modtaget",
    text: str = "Tak.",
    name: str = "Maja",
) -> None:
    queue_mail(recipient, subject, text, name=name, url="/overview", at=clock.now())


def unsent() -> int:
    return db.session.scalar(sa.select(sa.func.count(Mail.id)).where(Mail.sent_at.is_(None))) or 0


def test_danish_arrives_as_written(context: Flask, clock: FixedClock, mailbox: Mailbox) -> None:
    put(
        clock,
        subject="Ærø: blåbærgrød på Østerå – 15.900.000,00 kr.",
        text="Æblegrød\nog 'citater' & <tegn>.",
        name="Åse Ørsted",
    )
    assert send_due(clock.now()) == 1
    mail = mailbox.last("maja@hus.dk")
    body = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert mail["Subject"] == "Ærø: blåbærgrød på Østerå – 15.900.000,00 kr."
    assert "Kære Åse Ørsted" in body
    assert "Æblegrød\nog 'citater' & <tegn>." in body.replace("\r\n", "\n")
    assert mailbox.links("maja@hus.dk") == [context.extensions["settings"].base_url + "/overview"]
    assert (mail["Auto-Submitted"], mail["Message-ID"].startswith("<")) == ("auto-generated", True)


@pytest.mark.parametrize(
    "evil",
    [
        "Hej\r\nBcc: x@evil.dk",
        "Hej\nBcc: x@evil.dk",
        "Hej\rBcc: x@evil.dk",
        "Hej\x0bBcc: x@evil.dk",
        "Hej\u2028Bcc: x@evil.dk",
        "=?utf-8?q?Hej=0ABcc:_x@evil.dk?=",
    ],
)
def test_nobody_adds_a_header(context: Flask, clock: FixedClock, mailbox: Mailbox, evil: str) -> None:
    put(clock, subject=evil, text=evil, name=evil)
    send_due(clock.now())
    mail = mailbox.last("maja@hus.dk")
    assert (mail["Bcc"], mail["Cc"]) == (None, None)
    assert mail.get_all("To") == ["maja@hus.dk"]
    assert "Hej" in str(mail["Subject"])


def test_a_mail_goes_out_once(context: Flask, clock: FixedClock, mailbox: Mailbox) -> None:
    put(clock)
    assert [send_due(clock.now()) for _ in range(3)] == [1, 0, 0]
    assert len(mailbox.messages) == 1


def test_a_refused_mail_is_tried_later_with_the_same_id(context: Flask, clock: FixedClock, mailbox: Mailbox) -> None:
    put(clock)
    mailbox.refusal = "451 try again"
    assert send_due(clock.now()) == 0
    kept = db.session.scalars(sa.select(Mail)).one()
    assert (kept.tries, "451" in (kept.failure or ""), kept.next_try_at) == (
        1,
        True,
        clock.now() + timedelta(minutes=1),
    )
    number, mailbox.refusal = kept.message_id, None
    assert send_due(clock.now()) == 0
    clock.advance(minutes=1)
    assert send_due(clock.now()) == 1
    assert mailbox.messages[0]["Message-ID"] == number


class Picky(Mailbox):
    """A server that knows one address less."""

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if address == "ukendt@hus.dk":
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"


def test_one_refused_address_holds_up_nobody_else(
    context: Flask, clock: FixedClock, make_app: Callable[..., Flask], unused_port: int
) -> None:
    box = Picky()
    server = Controller(box, hostname="127.0.0.1", port=unused_port, ready_timeout=10)
    server.start()
    for address in ("a@hus.dk", "ukendt@hus.dk", "b@hus.dk"):
        put(clock, address)
    with make_app(smtp_url=f"smtp://127.0.0.1:{unused_port}").app_context():
        assert send_due(clock.now()) == 2
    server.stop()
    assert sorted(str(one["To"]) for one in box.messages) == ["a@hus.dk", "b@hus.dk"]
    assert unsent() == 1


def test_a_server_that_is_down_loses_nothing(
    context: Flask, clock: FixedClock, make_app: Callable[..., Flask], unused_port: int, mailbox: Mailbox
) -> None:
    put(clock)
    put(clock, "jonas@hus.dk")
    with make_app(smtp_url=f"smtp://127.0.0.1:{unused_port}").app_context():
        assert send_due(clock.now()) == 0
    assert unsent() == 2
    clock.advance(minutes=2)
    assert send_due(clock.now()) == 2


def test_trying_ends_after_some_days(context: Flask, clock: FixedClock, mailbox: Mailbox) -> None:
    put(clock)
    mailbox.refusal = "554 never"
    for _ in range(20):
        clock.advance(days=3)
        send_due(clock.now())
    kept = db.session.scalars(sa.select(Mail)).one()
    assert (kept.tries, kept.sent_at, kept.failure is not None) == (12, None, True)


def test_a_sender_that_died_leaves_its_mail_to_the_next(context: Flask, clock: FixedClock, mailbox: Mailbox) -> None:
    put(clock)
    assert len(claim(clock.now())) == 1
    assert send_due(clock.now()) == 0
    clock.advance(seconds=LEASE.total_seconds() + 1)
    assert send_due(clock.now()) == 1


def test_without_a_server_mails_are_files(context: Flask, clock: FixedClock, make_app: Callable[..., Flask]) -> None:
    put(clock, subject="Ærø")
    other = make_app(smtp_url=None)
    with other.app_context():
        assert send_due(clock.now()) == 1
    (file,) = (other.extensions["settings"].var / "mail").glob("*.eml")
    read = email.message_from_bytes(file.read_bytes(), policy=default)
    assert (read["To"], read["Subject"]) == ("maja@hus.dk", "Ærø")


def test_two_senders_at_once_never_send_the_same_mail_twice(
    context: Flask, app: Flask, clock: FixedClock, mailbox: Mailbox
) -> None:
    for n in range(60):
        put(clock, f"x{n}@hus.dk")
    sent, start = [], threading.Barrier(3)

    def send() -> None:
        with app.app_context():
            start.wait()
            sent.append(send_due(clock.now()))

    senders = [threading.Thread(target=send) for _ in range(3)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert sum(sent) == 60
    assert sorted(str(one["To"]) for one in mailbox.messages) == sorted(f"x{n}@hus.dk" for n in range(60))


def test_a_settled_mail_stays_sent(context: Flask, clock: FixedClock, mailbox: Mailbox) -> None:
    put(clock)
    (mail,) = claim(clock.now())
    settle(mail.id, None, clock.now())
    clock.advance(days=1)
    assert send_due(clock.now()) == 0
