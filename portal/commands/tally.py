"""Checking the tally that the inbox shows against the proposals themselves."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from portal.proposals.counts import drifted

tally = AppGroup("tally", help="Counts kept beside the proposals.")


@tally.command("verify")
def verify() -> None:
    """Recount, and fail where the kept count differs."""
    wrong = drifted()
    if wrong:
        lines = (f"{state}/{awaits}: kept {kept}, counted {counted}" for (state, awaits), kept, counted in wrong)
        raise click.ClickException("The tally is wrong: " + "; ".join(lines))
    click.echo("The tally holds.")
