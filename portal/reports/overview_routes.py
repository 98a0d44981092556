"""What awaits me? The first page after the sign-in, for every role."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from portal.policy import Actor, Permit
from portal.web.desk import Desk
from portal.web.pages import page

desk = Desk("overview", __name__)


@desk.get("/overview", permit=Permit.HOME)
def overview(actor: Actor) -> ResponseReturnValue:
    """Everything that waits for this person, the most pressing first."""
    return page("reports/overview.html", things=[])
