"""Telling people: a notice in the portal and a mail in the outbox, written in the transaction that gives the reason."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from flask import current_app
from flask_babel import force_locale

from portal.accounts.models import Person
from portal.kernel.words import Sentence, _l
from portal.notices.models import Mail, Notice
from portal.policy import Actor
from portal.storage import db, transactional
from portal.web.languages import LOCALES
from portal.web.pages import translate

MORE = _l("See it in the portal")


@transactional
def tell(
    people: Iterable[Person], text: str, /, *, url: str, at: datetime, body: str | Sentence = "", **values: object
) -> None:
    """Tell each person `text` (a message id with `values`), as a notice leading to `url` and as a mail in their language.

    `body` is a longer sentence for the mail alone. Values must be texts or numbers: they are kept as JSON. Each person is told once.
    """
    for person in {person.id: person for person in people}.values():
        db.session.add(Notice(person_id=person.id, text=text, values=values, url=url, created_at=at))
        with force_locale(LOCALES[person.language]):
            queue_mail(
                person.email, translate(Sentence(text, values)), translate(body), name=person.name, url=url, at=at
            )


@transactional
def queue_mail(recipient: str, subject: str, text: str, *, name: str, url: str, at: datetime) -> None:
    """Put a mail into the outbox, in the language that is in force. Line ends are taken out of the subject: no header can be added."""
    settings = current_app.extensions["settings"]
    # Not render_template: a mail has nothing of a page around it, and is also written where no request is.
    template = current_app.jinja_env.get_template("notices/mail.txt")
    body = template.render(name=name, subject=subject, text=text, url=settings.base_url + url)
    domain = settings.base_url.split("//")[1].split(":")[0]
    message_id = f"<{secrets.token_hex(16)}@{domain}>"
    one_line = " ".join(subject.split())[:240]
    db.session.add(
        Mail(message_id=message_id, recipient=recipient, subject=one_line, body=body, created_at=at, next_try_at=at)
    )


@transactional
def mark_read(actor: Actor, *, at: datetime) -> None:
    """All of the actor's notices are read."""
    db.session.execute(
        sa.update(Notice).where(Notice.person_id == actor.id, Notice.read_at.is_(None)).values(read_at=at)
    )


@transactional
def withdraw(person_id: int, url: str) -> None:
    """Take back what a person was told of the page `url`: it is no longer there for them."""
    db.session.execute(sa.delete(Notice).where(Notice.person_id == person_id, Notice.url == url))
