"""What people type about themselves."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, StringField

from portal.web.forms import PortalForm, Required


class SignInForm(PortalForm):
    email = StringField(_l("E-mail"), [Required(_l("Write your e-mail address."))], render_kw={"autocomplete": "username", "type": "email"})
    password = PasswordField(_l("Password"), [Required(_l("Write your password."))], render_kw={"autocomplete": "current-password"})
    next = HiddenField()
    kept = HiddenField()


class ConfirmPasswordForm(PortalForm):
    password = PasswordField(_l("Password"), [Required(_l("Write your password."))], render_kw={"autocomplete": "current-password"})
    next = HiddenField()
