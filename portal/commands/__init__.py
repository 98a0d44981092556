"""What can be done from the command line? Each command exits 0, or non-zero with one clear sentence."""

from __future__ import annotations

from pathlib import Path

from click import Command
from flask import Flask
from flask_migrate import Migrate

from portal.commands.audit import audit
from portal.commands.docs import docs
from portal.commands.outbox import outbox
from portal.commands.people import user
from portal.commands.serve import serve
from portal.commands.tally import tally
from portal.demo.commands import demo
from portal.storage import db

COMMANDS: tuple[Command, ...] = (serve, demo, user, outbox, audit, tally, docs)


def set_up_commands(app: Flask, migrations: Path) -> None:
    """Make the commands known to `flask --app wsgi`."""
    Migrate(app, db, directory=str(migrations), render_as_batch=True, compare_type=True)
    for command in COMMANDS:
        app.cli.add_command(command)
