"""One's own page: name, language, password, and the browsers where one is signed in."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.actions import change_password, change_profile, confirm_password, end_browser
from portal.accounts.forms import ChangePasswordForm, ProfileForm
from portal.accounts.queries import browsers
from portal.accounts.routes.desk import desk
from portal.accounts.rules import device_name
from portal.policy import Actor, Permit
from portal.web.pages import go, now, page

HERE = "/profile"


@desk.get(HERE, permit=Permit.PROFILE_WRITE)
def profile(actor: Actor) -> ResponseReturnValue:
    """Who am I here?"""
    return _show(actor)


@desk.post(HERE, permit=Permit.PROFILE_WRITE)
def profile_post(actor: Actor) -> ResponseReturnValue:
    """A new name or language. `lang` in the address tells this browser, too."""
    form = ProfileForm()
    if not form.validate():
        return _show(actor, form=form, status=422)
    change_profile(actor, form.name.data, form.chosen.data, at=now())
    return go(f"{HERE}?lang={form.chosen.data}", _("Your profile is saved."))


@desk.post("/profile/password", permit=Permit.PROFILE_WRITE)
def password(actor: Actor) -> ResponseReturnValue:
    """A new password, once the present one is given. Everywhere else the person is signed out."""
    form = ChangePasswordForm(actor.email, actor.name)
    if form.validate() and not confirm_password(actor, form.present.data, at=now()):
        form.present.errors = [_("The password is wrong.")]
    if form.errors:
        return _show(actor, password_form=form, status=422)
    change_password(actor, form.password.data, at=now())
    return go(HERE, _("Your password is changed. You have been signed out in all other browsers."))


@desk.post("/profile/browsers/<int:id>/end", permit=Permit.PROFILE_WRITE)
def end(actor: Actor, id: int) -> ResponseReturnValue:
    """Sign out in another browser."""
    end_browser(actor, id, at=now())
    return go(HERE, _("You have been signed out in that browser."))


def _show(
    actor: Actor, form: ProfileForm | None = None, password_form: ChangePasswordForm | None = None, status: int = 200
) -> ResponseReturnValue:
    form = form or ProfileForm(formdata=None, name=actor.name, chosen=actor.language)
    open_ones = browsers(actor, now())
    return page("accounts/profile.html", status=status, form=form, password_form=password_form or ChangePasswordForm(formdata=None),
                browsers=open_ones, device_name=device_name)  # fmt: skip
