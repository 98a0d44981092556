"""How does a form read what people type, and answer in their own words? Base form and the fields of a Danish office."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import Field, Form, HiddenField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation, ValidationError

from portal.kernel import calendar, identifiers, money
from portal.kernel.errors import RuleBroken
from portal.web.formats import day
from portal.web.pages import translate
from portal.web.requests import posted

CPR = _l(
    "This looks like a personal identity number (CPR). Remove it: the portal never keeps personal identity numbers."
)


POSTED = object()
"""Stands for the fields of the request that is being answered."""


class PortalForm(FlaskForm):
    """A form with its CSRF token, a key that makes a double click harmless, and the version of what is edited."""

    once = HiddenField(default=lambda: secrets.token_urlsafe(16))
    version = HiddenField()

    def __init__(self, formdata: Any = POSTED, **kwargs: Any) -> None:
        """What was posted, unless `formdata` is something else: None for a form that is only shown, also while another is answered."""
        if formdata is POSTED:
            formdata = CombinedMultiDict([MultiDict(request.files), posted()]) if request.method == "POST" else None
        super().__init__(formdata, **kwargs)

    @property
    def seen_version(self) -> int:
        """The version that the person saw when they began to write. 0 when the field was tampered with."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

    @property
    def once_key(self) -> str:
        """The key of this very form, at most 64 characters."""
        return (self.once.data or secrets.token_urlsafe(16))[:64]

    @property
    def problems(self) -> list[tuple[str, str]]:
        """(field id, message) of every error, in the form's order, for the summary."""
        return [(field.id, str(error)) for field in self for error in field.errors]


class Required:
    """Says what to write, rather than that something is missing."""

    field_flags = {"required": True}

    def __init__(self, message: Any) -> None:
        self.message = message

    def __call__(self, form: Form, field: Field) -> None:
        raw = field.raw_data[0] if field.raw_data else None
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            field.errors = []
            raise StopValidation(self.message)


class Optional:
    """An empty field is a fine answer: ask nothing more of it."""

    def __call__(self, form: Form, field: Field) -> None:
        raw = field.raw_data[0] if field.raw_data else None
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            field.errors = []
            raise StopValidation()


def at_most(count: int) -> Callable[[Form, Field], None]:
    """No more than `count` characters; nothing is cut off."""

    def check(form: Form, field: Field) -> None:
        if len(field.data or "") > count:
            raise ValidationError(
                _l("Write at most %(count)s characters. Your text has %(has)s.", count=count, has=len(field.data))
            )

    return check


def no_cpr(form: Form, field: Field) -> None:
    """Refuse what looks like a personal identity number (requirements D6)."""
    if identifiers.has_cpr(field.data or ""):
        raise ValidationError(CPR)


class TextField(StringField):
    """One line of text, trimmed, of a sensible length, without personal identity numbers."""

    def __init__(self, label: Any, validators: Sequence[Any] = (), *, limit: int = 200, **kwargs: Any) -> None:
        super().__init__(label, [*validators, at_most(limit), no_cpr], filters=[_strip], **kwargs)


class LongTextField(TextAreaField):
    """Several lines of text, likewise."""

    def __init__(self, label: Any, validators: Sequence[Any] = (), *, limit: int = 20_000, **kwargs: Any) -> None:
        super().__init__(label, [*validators, at_most(limit), no_cpr], filters=[_strip], **kwargs)


class _ParsedField(StringField):
    """Keeps what was typed for showing again; `data` is the value it means."""

    def parse(self, text: str) -> Any:
        raise NotImplementedError

    def shown(self, value: Any) -> str:
        raise NotImplementedError

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.shown(self.data) if self.data is not None else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        if valuelist and valuelist[0].strip():
            try:
                self.data = self.parse(valuelist[0])
            except RuleBroken as refusal:
                raise ValueError(translate(refusal.sentence)) from None


class KronerField(_ParsedField):
    """An amount: `1.234,56` on the page, integer øre in `data`."""

    parse = staticmethod(money.parse_kroner)

    def shown(self, value: int) -> str:
        return money.kroner(value)


class NumberField(_ParsedField):
    """A number: `12,5` on the page, Decimal in `data`."""

    parse = staticmethod(money.parse_number)
    shown = staticmethod(money.number)


class DateField(_ParsedField):
    """A date: `15.01.2027` on the page, `date` in `data`."""

    parse = staticmethod(calendar.parse_date)

    def shown(self, value: date) -> str:
        return day(value)


def options(labels: Mapping[Any, str]) -> list[SelectChoice]:
    """What can be chosen, in the person's language: value to message id. For `choices=lambda: options(…)`."""
    return [SelectChoice(str(value), translate(label)) for value, label in labels.items()]


def cvr(form: Form, field: Field) -> None:
    """A CVR number that passes its check digit (money.md G)."""
    field.data = identifiers.clean_cvr(field.data or "")
    if not identifiers.is_cvr(field.data):
        raise ValidationError(_l("This is not a CVR number. It has 8 digits; check it at virk.dk."))


def email(form: Form, field: Field) -> None:
    """A plausible e-mail address."""
    if not identifiers.is_email(field.data or ""):
        raise ValidationError(_l("Write an e-mail address such as name@organisation.dk."))


def _strip(text: str | None) -> str | None:
    return text.strip() if text else text
