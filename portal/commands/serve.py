"""Serving the portal for real: migrations first, the demo world into an empty database, the outbox beside, then the server."""

from __future__ import annotations

import os
import subprocess
import sys

import click
import sqlalchemy as sa
from flask import current_app
from flask_migrate import upgrade

from portal.accounts.models import Person
from portal.commands.serving import command, environment
from portal.demo.load import load_demo
from portal.demo.people import PASSWORD, demo_accounts
from portal.settings import Settings
from portal.storage import db


@click.command()
@click.option("--workers", default=2, show_default=True)
def serve(workers: int) -> None:
    """Migrate, load the demo world when it is wanted and the database is empty, and serve."""
    settings: Settings = current_app.extensions["settings"]
    upgrade()
    is_empty = db.session.scalar(sa.select(Person.id).limit(1)) is None
    db.session.remove()
    if settings.demo and is_empty:
        click.echo("Loading the demo fund ...")
        load_demo()
    _announce(settings)
    flask = [sys.executable, "-m", "flask", "--app", "wsgi"]
    subprocess.Popen([*flask, "outbox", "send", "--follow"], stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
    server = command(settings.port, workers=workers)
    os.execve(server[0], server, environment(os.environ))  # noqa: S606 - our own server


def _announce(settings: Settings) -> None:
    click.echo(f"The portal is at {settings.base_url}")
    if settings.demo:
        click.echo(f"Demo accounts, all with the password {PASSWORD}:")
        for account in demo_accounts():
            click.echo(f"  {account.email:24} {account.part}")
