"""What people type to sign in, and about themselves."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, PasswordField, RadioField, StringField
from wtforms.validators import ValidationError

from portal.accounts.rules import PASSWORD_HINT, password_problem
from portal.web.forms import PortalForm, Required, TextField, options
from portal.web.languages import LANGUAGES
from portal.web.pages import translate


class SignInForm(PortalForm):
    email = StringField(
        _l("E-mail"),
        [Required(_l("Write your e-mail address."))],
        render_kw={"autocomplete": "username", "type": "email"},
    )
    password = PasswordField(
        _l("Password"), [Required(_l("Write your password."))], render_kw={"autocomplete": "current-password"}
    )
    next = HiddenField()
    kept = HiddenField()


class ConfirmPasswordForm(PortalForm):
    password = PasswordField(
        _l("Password"), [Required(_l("Write your password."))], render_kw={"autocomplete": "current-password"}
    )
    next = HiddenField()


class ProfileForm(PortalForm):
    name = TextField(_l("Your name"), [Required(_l("Write your name."))], render_kw={"autocomplete": "name"})
    chosen = RadioField(_l("Language of pages and mails"), choices=lambda: options(LANGUAGES))


class ChangePasswordForm(PortalForm):
    present = PasswordField(
        _l("Present password"),
        [Required(_l("Write your present password."))],
        render_kw={"autocomplete": "current-password"},
    )
    password = PasswordField(_l("New password"), [Required(_l("Choose a password."))], description=_l(PASSWORD_HINT),
                             render_kw={"autocomplete": "new-password"})  # fmt: skip

    def __init__(self, *own_words: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.own_words = own_words

    def validate_password(self, field: Field) -> None:
        """Long enough, and not one of those that are guessed first."""
        if problem := password_problem(field.data or "", *self.own_words):
            raise ValidationError(translate(problem))
