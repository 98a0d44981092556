"""The administrator's pages: accounts of people, and organisations. Nothing here leads into a case."""

from __future__ import annotations

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.membership.actions import create_staff, send_password_link, set_active
from portal.membership.forms import StaffForm
from portal.membership.queries import PAGE, last_sign_in, organisations_page, people_page, person_page
from portal.membership.routes.desk import desk
from portal.policy import Actor, Permit
from portal.web.pages import arguments, go, now, page


@desk.get("/accounts", permit=Permit.ACCOUNTS_MANAGE)
def people(actor: Actor) -> ResponseReturnValue:
    """All accounts, the newest first."""
    return page("accounts/people.html", fragment="people", **_listed(people_page))


@desk.get("/accounts/organisations", permit=Permit.ACCOUNTS_MANAGE)
def organisations(actor: Actor) -> ResponseReturnValue:
    """All organisations, the newest first."""
    return page("accounts/organisations.html", fragment="organisations", **_listed(organisations_page))


@desk.get("/accounts/new", permit=Permit.ACCOUNTS_MANAGE)
def new_page(actor: Actor) -> ResponseReturnValue:
    """An account for a colleague."""
    return page("accounts/new.html", form=StaffForm())


@desk.post("/accounts/new", permit=Permit.ACCOUNTS_MANAGE)
def new(actor: Actor) -> ResponseReturnValue:
    form = StaffForm()
    if not form.validate():
        return page("accounts/new.html", status=422, form=form)
    made = create_staff(actor, form.new(), at=now())
    return go(
        f"/accounts/{made.id}",
        _("The account is made. A link to choose a password is on its way to %(email)s.", email=made.email),
    )


@desk.get("/accounts/<int:id>", permit=Permit.ACCOUNTS_MANAGE)
def show(actor: Actor, id: int) -> ResponseReturnValue:
    """One account: what it may do, and the way to close it."""
    return page("accounts/person.html", person=person_page(id), last=last_sign_in(id))


@desk.post("/accounts/<int:id>/link", permit=Permit.ACCOUNTS_MANAGE)
def link(actor: Actor, id: int) -> ResponseReturnValue:
    """A new link for somebody who has not chosen a password yet."""
    send_password_link(actor, id, at=now())
    return go(f"/accounts/{id}", _("A new link is on its way. Older ones no longer work."))


@desk.post("/accounts/<int:id>/active", permit=Permit.ACCOUNTS_MANAGE)
def active(actor: Actor, id: int) -> ResponseReturnValue:
    """Open or close the account."""
    opens = request.form.get("active") == "yes"
    set_active(actor, id, opens, at=now())
    return go(
        f"/accounts/{id}",
        _("The account is open.") if opens else _("The account is closed, and the person is signed out everywhere."),
    )


def _listed(query: Any) -> dict[str, Any]:
    asked = arguments()
    search, before = asked.get("q", "")[:100], request.args.get("before", None, type=int)
    rows = query(search, before if before and 0 < before < 2**53 else None)
    return {
        "rows": rows[:PAGE],
        "q": search,
        "next_before": rows[PAGE - 1].id if len(rows) > PAGE else None,
        "is_first": not before,
    }
