"""The public pages."""

from __future__ import annotations

from pathlib import Path

from flask import current_app
from flask.typing import ResponseReturnValue

from portal.calls.queries import open_calls
from portal.policy import Actor, Permit
from portal.reports.queries import figures, is_ready, results_table, teasers
from portal.web.desk import Desk
from portal.web.pages import attachment, now, page

desk = Desk("reports", __name__)


@desk.get("/", permit=Permit.PUBLIC)
def front(actor: Actor) -> ResponseReturnValue:
    """The fund at a glance, for anybody."""
    at = now()
    calls = open_calls(at)
    begin = f"/calls/{calls[0].id}" if len(calls) == 1 else "/calls"
    return page(
        "reports/front.html", figures=figures(actor, at), calls=calls, begin=begin, contracts=teasers(actor), at=at
    )


@desk.get("/contact", permit=Permit.PUBLIC)
def contact(actor: Actor) -> ResponseReturnValue:
    """Whom to ask."""
    return page("reports/contact.html")


@desk.get("/accessibility", permit=Permit.PUBLIC)
def accessibility(actor: Actor) -> ResponseReturnValue:
    """How usable the portal is for everybody, and where to say that it is not."""
    return page("reports/accessibility.html")


@desk.get("/privacy", permit=Permit.PUBLIC)
def privacy(actor: Actor) -> ResponseReturnValue:
    """What is kept about people, why, and for how long."""
    return page("reports/privacy.html")


@desk.get("/open-data", permit=Permit.PUBLIC)
def open_data(actor: Actor) -> ResponseReturnValue:
    """What can be taken away and counted on."""
    return page("reports/open_data.html")


@desk.get("/open-data/results.csv", permit=Permit.PUBLIC)
def results(actor: Actor) -> ResponseReturnValue:
    """The contracts' results as a table."""
    return attachment(results_table(actor), "resultater.csv", "text/csv")


@desk.get("/health/live", permit=Permit.PUBLIC)
def live(actor: Actor) -> ResponseReturnValue:
    """Whether the process answers. Asks nobody else."""
    return {"status": "ok"}


@desk.get("/health/ready", permit=Permit.PUBLIC)
def ready(actor: Actor) -> ResponseReturnValue:
    """Whether people can be let in: database, migrations, files."""
    parts = is_ready(_head())
    is_good = all(parts.values())
    return {"status": "ok" if is_good else "unavailable", **parts}, 200 if is_good else 503


def _head() -> str:
    # The newest migration by its file's name: Alembic itself is not loaded in a server.
    return max(path.stem for path in (Path(current_app.root_path) / "migrations" / "versions").glob("[0-9]*.py"))
