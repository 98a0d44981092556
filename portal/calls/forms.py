"""The form of a call: its words in both languages, when it is open, and its own questions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.calls import rules
from portal.calls.actions import Terms
from portal.calls.queries import keys_of, questions
from portal.kernel import calendar
from portal.kernel.errors import RuleBroken
from portal.proposals.models import Call
from portal.questions.rules import Question
from portal.web.forms import DateField, LongTextField, Optional, PortalForm, Required, TextField, _ParsedField
from portal.web.pages import translate
from portal.web.requests import posted


class TimeField(_ParsedField):
    """A time of day: `12.00` on the page, `time` in `data`."""

    parse = staticmethod(calendar.parse_time)

    def shown(self, value: time) -> str:
        return value.strftime("%H.%M")


class CallForm(PortalForm):
    """`lines` are the call's own questions as typed; see rules.Line."""

    title_da = TextField(_l("Title in Danish"), [Required(_l("Write the title in Danish."))])
    title_en = TextField(_l("Title in English"), [Required(_l("Write the title in English."))])
    text_da = LongTextField(_l("Text in Danish"), [Required(_l("Write the text in Danish."))])
    text_en = LongTextField(_l("Text in English"), [Required(_l("Write the text in English."))])
    opens_on = DateField(_l("Opens on"), [Required(_l("Write the day on which the call opens."))])
    opens_time = TimeField(_l("Opens at"), [Required(_l("Write the time at which the call opens, for example 9.00."))])
    closes_on = DateField(_l("Closes on"), [Optional()])
    closes_time = TimeField(_l("Closes at"), [Optional()])

    def __init__(self, call: Call | None = None, *, at: datetime) -> None:
        super().__init__(data=_shown(call, at))
        self.call, self.at = call, at
        self.keys = keys_of(call) if call else set()
        if request.method == "POST":
            fields = posted()
            self.action = fields.get("action", "save")
            typed = rules.changed(rules.read(fields), self.action)
        else:
            self.action, typed = "", rules.lines_of(questions(call)) if call else []
        self.lines = rules.with_keys(typed, self.keys)
        self.line_problems: Sequence[tuple[str, str]] = ()
        self.moments: tuple[datetime, datetime | None] | None = None

    @property
    def is_saving(self) -> bool:
        """Whether the form was sent to be kept, rather than to add, move or remove a question."""
        return self.action == "save"

    def validate(self, extra_validators: Any = None) -> bool:
        """Fields, moments and questions alike: everything that is wrong is said at once."""
        are_good = super().validate(extra_validators)
        self.line_problems = [(field, translate(sentence)) for field, sentence in rules.check(self.lines)]
        return self._read_moments() and are_good and not self.line_problems

    @property
    def problems(self) -> list[tuple[str, str]]:
        """The fields' problems, then the questions', which say which question they are about."""
        numbered = [
            (field, f"{_('Question %(number)s', number=int(field.split('-')[1]) + 1)}: {text}")
            for field, text in self.line_problems
        ]
        return [*super().problems, *numbered]

    def terms(self) -> Terms:
        """What a valid form says."""
        if self.moments is None:
            raise ValueError("validate first")
        opens_at, closes_at = self.moments
        return Terms(
            title_da=self.title_da.data, title_en=self.title_en.data, text_da=self.text_da.data, text_en=self.text_en.data,
            opens_at=opens_at, closes_at=closes_at,
        )  # fmt: skip

    def questions(self) -> list[Question]:
        """The questions of a valid form."""
        return rules.questions_of(self.lines)

    def differences(self, call: Call) -> list[tuple[str, str, str]]:
        """(label, your text, saved text) of everything that differs from what somebody else has saved."""
        values = {name: value for name, value in _shown(call, self.at).items() if name != "version"}
        saved = {
            name: self[name].shown(value) if value and hasattr(self[name], "shown") else value or ""
            for name, value in values.items()
        }
        saved["lines"] = _listed(rules.lines_of(questions(call)))
        typed = {name: self[name]._value() for name in saved if name != "lines"} | {"lines": _listed(self.lines)}
        labels = {name: str(self[name].label.text) for name in saved if name != "lines"} | {
            "lines": str(_l("Questions"))
        }
        return [
            (labels[name], typed[name], text) for name, text in saved.items() if typed[name].strip() != text.strip()
        ]

    def _read_moments(self) -> bool:
        opens = _moment(self.opens_on, self.opens_time)
        closes = None
        if self.closes_on.data or self.closes_time.data:
            self._need_both()
            closes = _moment(self.closes_on, self.closes_time)
        if opens and closes and closes <= opens:
            self.closes_on.errors = [_l("The call must close after it opens.")]
            return False
        if refusal := rules.refuse_deadline(self.call.closes_at if self.call else None, closes, self.at):
            self.closes_on.errors = [translate(refusal)]
            return False
        self.moments = (opens, closes) if opens else None
        return self.moments is not None and not (self.closes_on.errors or self.closes_time.errors)

    def _need_both(self) -> None:
        if not self.closes_on.data and not self.closes_on.errors:
            self.closes_on.errors = [_l("Write the day, too, or leave both fields empty.")]
        if not self.closes_time.data and not self.closes_time.errors:
            self.closes_time.errors = [_l("Write the time, too, for example 12.00.")]


def _moment(day: DateField, at: TimeField) -> datetime | None:
    """The moment that two fields mean in Danish time; what is wrong with them together stands at the time."""
    if day.errors or at.errors or not isinstance(day.data, date) or not isinstance(at.data, time):
        return None
    try:
        return calendar.danish(day.data, at.data)
    except RuleBroken as refusal:
        at.errors = [translate(refusal.sentence)]
        return None


def _listed(lines: Sequence[rules.Line]) -> str:
    return "\n".join(f"{number}. {line.da} / {line.en}" for number, line in enumerate(lines, 1))


def _shown(call: Call | None, at: datetime) -> dict[str, Any]:
    if call is None:
        return {"opens_on": calendar.today(at), "opens_time": time(9)}
    opens, closes = calendar.local(call.opens_at), calendar.local(call.closes_at) if call.closes_at else None
    return {
        "title_da": call.title_da, "title_en": call.title_en, "text_da": call.text_da, "text_en": call.text_en, "version": call.version,
        "opens_on": opens.date(), "opens_time": opens.time(),
        "closes_on": closes.date() if closes else None, "closes_time": closes.time() if closes else None,
    }  # fmt: skip
