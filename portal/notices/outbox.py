"""Getting mail out of the outbox: at least once, never twice at the same time, and never while a page waits."""

from __future__ import annotations

import smtplib
import ssl
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from urllib.parse import unquote, urlsplit

import sqlalchemy as sa
from flask import current_app

from portal.notices.models import Mail
from portal.storage import db, transactional

LEASE = timedelta(minutes=5)
LAST_TRY = 12
BATCH = 20
SENDER = "Den Sociale Investeringsfond <socialinvesteringsfond@aarhus.example>"


def send_due(now: datetime) -> int:
    """Send what is due at `now`; answers how many went out. A failure is kept and tried again, later each time."""
    sent = 0
    while mails := claim(now):
        for mail in mails:
            failure = _deliver(mail)
            settle(mail.id, failure, now)
            sent += failure is None
    return sent


@transactional
def claim(now: datetime) -> list[Mail]:
    """Lease some due mails to this sender: another one passes over them until the lease ends."""
    due = (
        sa.select(Mail.id)
        .where(Mail.sent_at.is_(None), Mail.next_try_at <= now, Mail.tries < LAST_TRY)
        .where(sa.or_(Mail.claimed_until.is_(None), Mail.claimed_until < now))
        .order_by(Mail.next_try_at, Mail.id).limit(BATCH).with_for_update(skip_locked=True)
    )  # fmt: skip
    claimed = (
        sa.update(Mail).where(Mail.id.in_(due)).values(claimed_until=now + LEASE, tries=Mail.tries + 1).returning(Mail)
    )
    return list(db.session.scalars(claimed.execution_options(synchronize_session=False)))


@transactional
def settle(mail_id: int, failure: str | None, now: datetime) -> None:
    """Note that a claimed mail went out, or why it did not and when to try again: after 1, 2, 4 … minutes."""
    tries = db.session.scalar(sa.select(Mail.tries).where(Mail.id == mail_id)) or 1
    later = now + timedelta(minutes=2 ** (tries - 1))
    result = {"sent_at": now, "failure": None} if failure is None else {"failure": failure[:300], "next_try_at": later}
    db.session.execute(sa.update(Mail).where(Mail.id == mail_id).values(claimed_until=None, **result))


def message(mail: Mail) -> EmailMessage:
    """The mail as it travels."""
    made = EmailMessage(policy=SMTP)
    # An encoded word in what people typed would be decoded while the header is written, line ends and all.
    subject = mail.subject.replace("=?", "= ?")
    made["From"], made["To"], made["Subject"] = SENDER, mail.recipient, subject
    made["Message-ID"], made["Date"] = mail.message_id, mail.created_at
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(mail.body)
    return made


def _deliver(mail: Mail) -> str | None:
    """Hand the mail over. Answers what went wrong, or nothing."""
    settings = current_app.extensions["settings"]
    try:
        if settings.smtp_url is None:
            _write(settings.var / "mail", mail)
        else:
            _send(settings.smtp_url, message(mail))
    except (OSError, smtplib.SMTPException) as failure:
        return f"{type(failure).__name__}: {failure}"
    return None


def _write(folder: Path, mail: Mail) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{mail.created_at:%Y%m%d-%H%M%S}-{mail.id}.eml").write_bytes(bytes(message(mail)))


def _send(url: str, made: EmailMessage) -> None:
    address = urlsplit(url)
    host = address.hostname or "localhost"
    if address.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, address.port or 465, timeout=20, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(host, address.port or 25, timeout=20)
    with server:
        if address.username:
            if address.scheme == "smtp":
                server.starttls(context=ssl.create_default_context())
            server.login(unquote(address.username), unquote(address.password or ""))
        server.send_message(made)
