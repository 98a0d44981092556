"""Signing in and out, and giving the password again before a weighty act."""

from __future__ import annotations

from flask import current_app, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import logout_user

from portal.accounts.actions import confirm_password, must_wait, sign_in, sign_out, start_session
from portal.accounts.forms import ConfirmPasswordForm, SignInForm
from portal.accounts.queries import demo_person
from portal.accounts.routes.desk import desk
from portal.accounts.rules import ATTEMPTS_WITHIN
from portal.policy import Actor, Permit
from portal.web.browser import device, let_in, network
from portal.web.pages import go, now, page
from portal.web.sign_in_again import is_own_path, kept_form

HOME = "/overview"


@desk.get("/sign-in", permit=Permit.PUBLIC)
def sign_in_page(actor: Actor) -> ResponseReturnValue:
    """The sign-in page. In demo mode it offers the demo accounts."""
    return _sign_in_page(SignInForm(next=request.args.get("next", "")))


@desk.post("/sign-in", permit=Permit.PUBLIC)
def sign_in_post(actor: Actor) -> ResponseReturnValue:
    """Sign in, and go on where the person was going."""
    form = SignInForm()
    if not form.validate():
        return _sign_in_page(form, 422)
    if must_wait(form.email.data, network(), now()):
        form.password.errors = [_("Too many attempts. Wait %(minutes)s minutes, then try again: what you have written is kept.",
                                  minutes=int(ATTEMPTS_WITHIN.total_seconds()) // 60)]  # fmt: skip
        return _sign_in_page(form, 429)
    answer = sign_in(form.email.data, form.password.data, network=network(), device=device(), at=now())
    if answer is None:
        form.password.errors = [_("The e-mail address or the password is wrong.")]
        return _sign_in_page(form, 422)
    let_in(answer[1])
    return _go_on(form)


@desk.post("/sign-in/demo", permit=Permit.PUBLIC)
def sign_in_demo(actor: Actor) -> ResponseReturnValue:
    """One press signs in as somebody of the demo world. Outside demo mode there is nobody there."""
    form = SignInForm()
    person = demo_person(form.email.data or "", current_app.extensions["demo_accounts"])
    let_in(start_session(person, device=device(), at=now()))
    return _go_on(form)


@desk.post("/sign-out", permit=Permit.PUBLIC)
def sign_out_post(actor: Actor) -> ResponseReturnValue:
    """Sign out of this browser, at once."""
    if actor.is_signed_in:
        sign_out(actor, at=now())
    logout_user()
    session.clear()
    return go("/", _("You have signed out."))


@desk.get("/confirm-password", permit=Permit.PROFILE_WRITE)
def confirm_password_page(actor: Actor) -> ResponseReturnValue:
    """Ask for the password again; `?next=` is where the person goes then."""
    return page("accounts/confirm_password.html", form=ConfirmPasswordForm(next=request.args.get("next", "")))


@desk.post("/confirm-password", permit=Permit.PROFILE_WRITE)
def confirm_password_post(actor: Actor) -> ResponseReturnValue:
    form = ConfirmPasswordForm()
    if form.validate() and not confirm_password(actor, form.password.data, at=now()):
        form.password.errors = [_("The password is wrong.")]
    if form.errors:
        return page("accounts/confirm_password.html", status=422, form=form)
    return go(_own(form.next.data))


def _go_on(form: SignInForm) -> ResponseReturnValue:
    if kept := kept_form(form.kept.data or ""):
        return render_template("accounts/resume.html", path=kept["path"], fields=kept["fields"])
    return go(_own(form.next.data))


def _own(path: str | None) -> str:
    return path if path and is_own_path(path) else HOME


def _sign_in_page(form: SignInForm, status: int = 200) -> ResponseReturnValue:
    return page(
        "accounts/sign_in.html", status=status, form=form, demo_accounts=current_app.extensions["demo_accounts"]
    )
