"""Where the links in invitations and in new staff accounts lead."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.membership.actions import accept_as_newcomer, accept_invitation, set_password
from portal.membership.forms import NewcomerForm, SetPasswordForm
from portal.membership.models import Invitation
from portal.membership.queries import has_account, usable_invitation, usable_password_link
from portal.membership.routes.desk import desk
from portal.policy import Actor, Permit
from portal.web.browser import device, let_in
from portal.web.languages import language
from portal.web.pages import go, now, page


@desk.get("/invitations/<token>", permit=Permit.PUBLIC)
def invitation(actor: Actor, token: str) -> ResponseReturnValue:
    """Opened from the mail: says yes with one press, or makes an account, or asks to sign in first."""
    return _show(actor, usable_invitation(token, now()), token, NewcomerForm())


@desk.post("/invitations/<token>", permit=Permit.HOME)
def accept(actor: Actor, token: str) -> ResponseReturnValue:
    """Somebody who is signed in says yes."""
    accept_invitation(actor, token, at=now())
    return go("/overview", _("Welcome. You can start right away."))


@desk.post("/invitations/<token>/new", permit=Permit.PUBLIC)
def accept_new(actor: Actor, token: str) -> ResponseReturnValue:
    """Somebody without an account makes one."""
    form, invited = NewcomerForm(), usable_invitation(token, now())
    if not form.validate():
        return _show(actor, invited, token, form, 422)
    let_in(
        accept_as_newcomer(token, form.name.data, form.password.data, language=language(), device=device(), at=now())
    )
    return go("/overview", _("Welcome. You can start right away."))


@desk.get("/set-password/<token>", permit=Permit.PUBLIC)
def set_password_page(actor: Actor, token: str) -> ResponseReturnValue:
    """The first password of an account that the administrator made."""
    return page(
        "accounts/set_password.html", form=SetPasswordForm(), link=usable_password_link(token, now()), token=token
    )


@desk.post("/set-password/<token>", permit=Permit.PUBLIC)
def set_password_post(actor: Actor, token: str) -> ResponseReturnValue:
    form, link = SetPasswordForm(), usable_password_link(token, now())
    if not form.validate():
        return page("accounts/set_password.html", status=422, form=form, link=link, token=token)
    let_in(set_password(token, form.password.data, device=device(), at=now()))
    return go("/overview", _("Your account is ready. Welcome."))


def _show(actor: Actor, invited: Invitation, token: str, form: NewcomerForm, status: int = 200) -> ResponseReturnValue:
    is_theirs = actor.email == invited.email
    return page(
        "accounts/invitation.html",
        status=status,
        invited=invited,
        token=token,
        form=form,
        is_theirs=is_theirs,
        has_account=has_account(invited),
    )
