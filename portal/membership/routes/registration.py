"""Asking for an account, and confirming the address by the mail that comes."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.queries import myself
from portal.membership.actions import confirm, join_or_found, register
from portal.membership.forms import ConfirmForm, OrganisationForm, RegisterForm
from portal.membership.queries import own_requests, usable_registration
from portal.membership.routes.desk import desk
from portal.policy import Actor, Permit
from portal.web.browser import device, let_in, network
from portal.web.languages import language
from portal.web.pages import go, now, page


@desk.get("/register", permit=Permit.PUBLIC)
def register_page(actor: Actor) -> ResponseReturnValue:
    """The form for an account and its organisation."""
    return page("accounts/register.html", form=RegisterForm(next=request.args.get("next", "")))


@desk.post("/register", permit=Permit.PUBLIC)
def register_post(actor: Actor) -> ResponseReturnValue:
    """The same answer for known and unknown addresses: look in your mail."""
    form = RegisterForm()
    if not form.validate():
        return page("accounts/register.html", status=422, form=form)
    register(form.wish(), language=language(), network=network(), at=now())
    return page("accounts/register_sent.html", email=form.email.data)


@desk.get("/register/confirm/<token>", permit=Permit.PUBLIC)
def confirm_page(actor: Actor, token: str) -> ResponseReturnValue:
    """Opened from the mail. Nothing happens before the password is given: mail scanners open links, too."""
    return page("accounts/confirm.html", form=ConfirmForm(), waiting=usable_registration(token, now()), token=token)


@desk.post("/register/confirm/<token>", permit=Permit.PUBLIC)
def confirm_post(actor: Actor, token: str) -> ResponseReturnValue:
    form, waiting = ConfirmForm(), usable_registration(token, now())
    entry = confirm(token, form.password.data, device=device(), at=now()) if form.validate() else None
    if entry is None:
        form.password.errors = form.password.errors or [
            _("The password is not the one you chose when you asked for the account.")
        ]
        return page("accounts/confirm.html", status=422, form=form, waiting=waiting, token=token)
    let_in(entry)
    return go(waiting.next or "/overview", _("Your account is ready. Welcome."))


@desk.get("/organisation/add", permit=Permit.HOME)
def add_organisation_page(actor: Actor) -> ResponseReturnValue:
    """Act for one more organisation, or for the first one."""
    return page("accounts/add_organisation.html", form=OrganisationForm(), waiting=own_requests(actor))


@desk.post("/organisation/add", permit=Permit.HOME)
def add_organisation_post(actor: Actor) -> ResponseReturnValue:
    form = OrganisationForm()
    if not form.validate():
        return page("accounts/add_organisation.html", status=422, form=form, waiting=own_requests(actor))
    is_new = join_or_found(
        myself(actor), cvr=form.cvr.data, name=form.organisation_name.data, kinds=form.chosen_kinds, at=now()
    )
    return go(
        "/overview",
        _("The organisation is registered.")
        if is_new
        else _("Its owners have been asked to let you in. You will get a mail."),
    )
