"""What has the portal told me?"""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.notices.actions import mark_read
from portal.notices.queries import PAGE, notices_of
from portal.policy import Actor, Permit
from portal.web.desk import Desk
from portal.web.pages import go, now, page

desk = Desk("notices", __name__)


@desk.get("/notices", permit=Permit.NOTICES_READ)
def notices(actor: Actor) -> ResponseReturnValue:
    """The newest first."""
    before = request.args.get("before", None, type=int)
    found = notices_of(actor, before)
    following = found[PAGE - 1].id if len(found) > PAGE else None
    return page("notices/notices.html", notices=found[:PAGE], next_before=following, is_first=not before)


@desk.post("/notices/read", permit=Permit.NOTICES_READ)
def read(actor: Actor) -> ResponseReturnValue:
    """Mark all as read."""
    mark_read(actor, at=now())
    return go("/notices", _("All notices are marked as read."))
