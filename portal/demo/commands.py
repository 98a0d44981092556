"""Loading the demo world from the command line."""

from __future__ import annotations

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import AppGroup

from portal.accounts.models import Person
from portal.demo.load import load_demo
from portal.storage import db

demo = AppGroup("demo", help="The demo world.")


@demo.command("load")
def load() -> None:
    """Load the demo fund into an empty database."""
    if not current_app.extensions["settings"].demo:
        raise click.ClickException("The demo world is loaded only with PORTAL_DEMO=1.")
    if db.session.scalar(sa.select(Person.id).limit(1)) is not None:
        raise click.ClickException("The database holds people already; the demo world wants an empty one.")
    load_demo()
    click.echo("The demo fund is loaded.")
