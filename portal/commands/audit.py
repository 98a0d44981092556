"""Checking the audit record."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from portal.audit.queries import first_broken_entry

audit = AppGroup("audit", help="The audit record.")


@audit.command("verify")
def verify() -> None:
    """Check the whole chain against its head."""
    broken = first_broken_entry()
    if broken is not None:
        raise click.ClickException(f"The audit record is broken at entry {broken}.")
    click.echo("The audit record holds.")
