"""What people type to get in, and to let others in."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, Form, HiddenField, PasswordField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from portal.accounts.queries import departments, person_by_email
from portal.accounts.rules import PASSWORD_HINT, password_problem
from portal.accounts.states import KIND_LABEL, ROLE_LABEL, STANDING_LABEL, Kind
from portal.membership.actions import NewStaff, Wish
from portal.policy import Role, Standing
from portal.web.forms import PortalForm, Required, TextField, cvr, email, options
from portal.web.languages import LANGUAGES
from portal.web.pages import translate
from portal.web.sign_in_again import is_own_path

NAME = _l("Write your name.")


def good_password(form: Form, field: Field) -> None:
    """Long enough, and not one of those that are guessed first."""
    own = [str(form[name].data or "") for name in ("email", "name") if name in form]
    if problem := password_problem(field.data or "", *own):
        raise ValidationError(translate(problem))


def some(message: Any) -> Any:
    """At least one of several choices."""

    def check(form: Form, field: Field) -> None:
        if not field.data:
            raise ValidationError(message)

    return check


class ChoicesField(SelectMultipleField):
    """Several of a few choices, as checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class EmailField(StringField):
    """An e-mail address, trimmed."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        checks = [Required(_l("Write an e-mail address.")), email]
        super().__init__(label, checks, filters=[lambda text: text.strip() if text else text], **kwargs)


class NewPasswordField(PasswordField):
    """A password that somebody chooses now."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        kwargs.setdefault("render_kw", {"autocomplete": "new-password"})
        super().__init__(
            label, [Required(_l("Choose a password.")), good_password], description=_l(PASSWORD_HINT), **kwargs
        )


class _NewPersonForm(PortalForm):
    name = TextField(_l("Your name"), [Required(NAME)], render_kw={"autocomplete": "name"})
    email = EmailField(_l("E-mail"), render_kw={"autocomplete": "username", "type": "email"})
    password = NewPasswordField(_l("Choose a password"))


class OrganisationForm(PortalForm):
    cvr = TextField(_l("CVR number"), [Required(_l("Write the organisation's CVR number.")), cvr], description=_l("8 digits. You find it at virk.dk."),
                    render_kw={"inputmode": "numeric"})  # fmt: skip
    organisation_name = TextField(
        _l("The organisation's name"),
        [Required(_l("Write the organisation's name."))],
        render_kw={"autocomplete": "organization"},
    )
    kinds = ChoicesField(_l("What are you?"), [some(_l("Choose at least one."))], description=_l("Choose all that fit."),
                         choices=lambda: options(KIND_LABEL))  # fmt: skip

    @property
    def chosen_kinds(self) -> frozenset[Kind]:
        """What was ticked."""
        return frozenset(Kind(kind) for kind in self.kinds.data or [])


class RegisterForm(_NewPersonForm, OrganisationForm):
    next = HiddenField()

    @property
    def way_back(self) -> str:
        """Where the person was going: a page of the portal, or nothing."""
        path = self.next.data or ""
        return path if len(path) <= 200 and is_own_path(path) else ""

    def wish(self) -> Wish:
        """What was typed, once it is valid."""
        return Wish(
            self.email.data,
            self.name.data,
            self.password.data,
            self.cvr.data,
            self.organisation_name.data,
            self.chosen_kinds,
            self.way_back,
        )


class ConfirmForm(PortalForm):
    password = PasswordField(_l("Password"), [Required(_l("Write your password."))], description=_l("The one you chose a moment ago."),
                             render_kw={"autocomplete": "current-password"})  # fmt: skip


class SetPasswordForm(PortalForm):
    password = NewPasswordField(_l("Choose a password"))


class NewcomerForm(PortalForm):
    name = TextField(_l("Your name"), [Required(NAME)], render_kw={"autocomplete": "name"})
    password = NewPasswordField(_l("Choose a password"))


class _StandingForm(PortalForm):
    standing = RadioField(
        _l("What may the person do?"), default=Standing.EDITOR.value, choices=lambda: options(STANDING_LABEL)
    )

    @property
    def chosen(self) -> Standing:
        """The standing that was chosen."""
        return Standing(self.standing.data)


class InviteForm(_StandingForm):
    email = EmailField(_l("Your colleague's e-mail"), render_kw={"type": "email", "autocomplete": "off"})


class StandingForm(_StandingForm):
    """A standing alone: for a request or a colleague."""


class StaffForm(PortalForm):
    email = EmailField(_l("E-mail"), render_kw={"type": "email", "autocomplete": "off"})
    name = TextField(_l("Name"), [Required(_l("Write the person's name."))], render_kw={"autocomplete": "off"})
    roles = ChoicesField(_l("Roles"), [some(_l("Choose at least one role."))], choices=lambda: options(ROLE_LABEL))
    department = SelectField(_l("Department"), description=_l("Only for a department's contact."), coerce=str,
                             choices=lambda: options({"": "–", **{one.id: one.name for one in departments()}}))  # fmt: skip
    language = RadioField(_l("Language of mails"), default="da", choices=lambda: options(LANGUAGES))

    def validate_email(self, field: Field) -> None:
        """One account per address. The administrator sees all accounts, so this tells them nothing new."""
        if person_by_email(field.data or ""):
            raise ValidationError(_l("There is an account with this e-mail address already."))

    def validate_department(self, field: Field) -> None:
        """A contact belongs to a department; nobody else does."""
        is_contact = Role.DEPARTMENT.value in (self.roles.data or [])
        if is_contact and not field.data:
            raise ValidationError(_l("Choose the department that the person speaks for."))
        if field.data and not is_contact:
            raise ValidationError(_l("Only a department's contact belongs to a department."))

    def new(self) -> NewStaff:
        """What was typed, once it is valid."""
        department = int(self.department.data) if self.department.data else None
        return NewStaff(
            self.email.data,
            self.name.data,
            frozenset(Role(role) for role in self.roles.data),
            department,
            self.language.data,
        )
