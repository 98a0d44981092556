"""What awaits me? The first page after the sign-in, for every role."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from portal.policy import Actor, Permit
from portal.reports.overview_queries import awaiting
from portal.web.desk import Desk
from portal.web.pages import now, page

desk = Desk("overview", __name__)


@desk.get("/overview", permit=Permit.HOME)
def overview(actor: Actor) -> ResponseReturnValue:
    """Everything that waits for this person, by kind."""
    return page("reports/overview.html", groups=awaiting(actor, now()), roles={role.value for role in actor.roles})
