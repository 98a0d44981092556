"""Signing in and out."""

from __future__ import annotations

from flask import current_app, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import login_user, logout_user

from portal.accounts.actions import sign_in, sign_out
from portal.accounts.forms import SignInForm
from portal.accounts.queries import SignedIn
from portal.policy import Actor, Permit
from portal.web.desk import Desk
from portal.web.pages import go, now, page
from portal.web.sign_in_again import is_own_path, kept_form

desk = Desk("accounts", __name__)


@desk.get("/sign-in", permit=Permit.PUBLIC)
def sign_in_page(actor: Actor) -> ResponseReturnValue:
    """The sign-in page. In demo mode it offers the demo accounts."""
    form = SignInForm(next=request.args.get("next", ""))
    return page("accounts/sign_in.html", form=form, demo_accounts=current_app.extensions["demo_accounts"])


@desk.post("/sign-in", permit=Permit.PUBLIC)
def sign_in_post(actor: Actor) -> ResponseReturnValue:
    form = SignInForm()
    accounts = current_app.extensions["demo_accounts"]
    if not form.validate():
        return page("accounts/sign_in.html", status=422, form=form, demo_accounts=accounts)
    device = request.user_agent.string
    answer = sign_in(form.email.data, form.password.data, network=request.remote_addr or "", device=device, at=now())
    if answer is None:
        form.password.errors = [_("The e-mail address or the password is wrong.")]
        return page("accounts/sign_in.html", status=422, form=form, demo_accounts=accounts)
    person, token = answer
    session.clear()
    login_user(SignedIn(token, Actor(id=person.id), now()))
    if kept := kept_form(form.kept.data or ""):
        return render_template("accounts/resume.html", path=kept["path"], fields=kept["fields"])
    return go(form.next.data if is_own_path(form.next.data or "") else "/overview")


@desk.post("/sign-out", permit=Permit.PUBLIC)
def sign_out_post(actor: Actor) -> ResponseReturnValue:
    if actor.is_signed_in:
        sign_out(actor, at=now())
    logout_user()
    session.clear()
    return go("/", _("You have signed out."))
