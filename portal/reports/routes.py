"""The public pages."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from portal.policy import Actor, Permit
from portal.web.desk import Desk
from portal.web.pages import page

desk = Desk("reports", __name__)


@desk.get("/", permit=Permit.PUBLIC)
def front(actor: Actor) -> ResponseReturnValue:
    """The fund at a glance, for anybody."""
    return page("reports/front.html")
