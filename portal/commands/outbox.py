"""Sending what waits in the outbox."""

from __future__ import annotations

import time

import click
from flask import current_app
from flask.cli import AppGroup

from portal.notices.outbox import send_due

outbox = AppGroup("outbox", help="Outgoing mail.")
PAUSE = 2
"""Seconds between two looks at the outbox."""


@outbox.command("send")
@click.option("--follow", is_flag=True, help="Go on sending until stopped.")
def send(follow: bool) -> None:
    """Send the mails that are due."""
    clock = current_app.extensions["clock"]
    sent = send_due(clock.now())
    click.echo(f"{sent} sent.")
    while follow:
        time.sleep(PAUSE)
        send_due(clock.now())
