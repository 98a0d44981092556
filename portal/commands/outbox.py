"""Sending what waits in the outbox."""

from __future__ import annotations

import logging
import os
import time

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError

from portal.notices.outbox import send_due
from portal.storage import db

log = logging.getLogger("portal.outbox")
outbox = AppGroup("outbox", help="Outgoing mail.")
PAUSE = 2
"""Seconds between two looks at the outbox."""


@outbox.command("send")
@click.option("--follow", is_flag=True, help="Go on sending for as long as the process that started this one lives.")
def send(follow: bool) -> None:
    """Send the mails that are due."""
    clock = current_app.extensions["clock"]
    click.echo(f"{send_due(clock.now())} sent.")
    parent = os.getppid()
    while follow and os.getppid() == parent:
        time.sleep(PAUSE)
        try:
            send_due(clock.now())
        except OperationalError as failure:
            # The database is away or busy: what is due now is due later, too.
            log.warning("the outbox waits for the database: %s", failure)
            db.session.remove()
