"""What is a question, how is its answer read from a form, and what is wrong with the answer?

A question is data: the built-in ones carry message ids of the catalogues, a call's own ones carry their Danish and English words.
Answers are kept as typed: a text, a list of texts (several choices), or a list of rows (a group), each a dict of texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeAlias

from portal.kernel.words import Sentence, _l, say
from portal.questions.kinds import CHOOSING, LONGEST_TEXT, Kind, refuse, whole_of, words_in

MOST_ROWS = 30
KEY = re.compile(r"^[a-z][a-z0-9_]{0,39}$")


@dataclass(frozen=True)
class Wording:
    """Words that live in data: Danish and English."""

    da: str
    en: str = ""


Words: TypeAlias = str | Wording
"""A message id of our catalogues, or words in both languages."""

Raw: TypeAlias = Any
"""An answer as typed: str, list[str] or list[dict[str, str]]; None when there is none."""


class Typed(Protocol):
    """A posted form, as werkzeug's MultiDict is one."""

    def getlist(self, key: str) -> list[str]: ...

    def keys(self) -> Iterable[str]: ...


@dataclass(frozen=True)
class Choice:
    """One of the answers to choose from."""

    value: str
    label: Words
    hint: Words = ""


@dataclass(frozen=True)
class Question:
    """What is asked. `required_when` is (another question's key, the answers to it that make this one required)."""

    key: str
    kind: Kind
    label: Words
    hint: Words = ""
    required: bool = False
    required_when: tuple[str, tuple[str, ...]] | None = None
    word_limit: int | None = None
    choices: tuple[Choice, ...] = ()
    columns: tuple[Question, ...] = ()
    max_rows: int = MOST_ROWS
    lowest: int | None = None
    highest: int | None = None
    row_label: Words = ""
    """What one row of a group is called: "Metric"."""

    def is_required(self, answers: Mapping[str, Raw]) -> bool:
        """Whether an answer must be given, in view of the section's other answers."""
        if self.required_when:
            other, values = self.required_when
            return answers.get(other) in values
        return self.required

    def with_choices(self, choices: Iterable[Choice]) -> Question:
        """The same question with the choices of the day."""
        return replace(self, choices=tuple(choices))

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Question:
        """Read the data form. Raises ValueError for a bad key or kind."""
        if not KEY.match(str(data.get("key", ""))):
            raise ValueError(f"not a question's key: {data.get('key')!r}")
        condition = data.get("required_when")
        return cls(
            key=data["key"],
            kind=Kind(data["kind"]),
            label=_wording(data.get("label")),
            hint=_wording(data.get("hint")),
            required=bool(data.get("required")),
            required_when=(condition[0], tuple(condition[1])) if condition else None,
            word_limit=data.get("word_limit"),
            choices=tuple(
                Choice(one["value"], _wording(one.get("label")), _wording(one.get("hint")))
                for one in data.get("choices", ())
            ),
            columns=tuple(cls.from_data(one) for one in data.get("columns", ())),
            max_rows=min(data.get("max_rows") or MOST_ROWS, MOST_ROWS),
            lowest=data.get("lowest"),
            highest=data.get("highest"),
            row_label=_wording(data.get("row_label")),
        )

    def to_data(self) -> dict[str, Any]:
        """The data form: JSON without what is empty. `from_data` reads it back."""
        data: dict[str, Any] = {
            "key": self.key,
            "kind": self.kind.value,
            "label": _data(self.label),
            "required": self.required,
        }
        optional = {
            "hint": _data(self.hint),
            "required_when": [self.required_when[0], list(self.required_when[1])] if self.required_when else None,
            "word_limit": self.word_limit,
            "choices": [
                {"value": one.value, "label": _data(one.label), "hint": _data(one.hint)} for one in self.choices
            ],
            "columns": [one.to_data() for one in self.columns],
            "max_rows": self.max_rows if self.columns else None,
            "lowest": self.lowest,
            "highest": self.highest,
            "row_label": _data(self.row_label),
        }
        return data | {key: value for key, value in optional.items() if value not in (None, "", [])}


@dataclass(frozen=True)
class Problem:
    """Something to put right. `field` is the id of the control, `row` counts from 0 within a group."""

    field: str
    label: Words
    sentence: Sentence
    is_missing: bool = False
    group: Words = ""
    row: int | None = None


def _wording(data: Any) -> Words:
    return Wording(data.get("da", ""), data.get("en", "")) if isinstance(data, Mapping) else str(data or "")


def _data(words: Words) -> Any:
    return {"da": words.da, "en": words.en} if isinstance(words, Wording) else words


def is_empty(raw: Raw) -> bool:
    """Whether nothing was answered: no text, nothing chosen, only empty rows."""
    if isinstance(raw, str):
        return not raw.strip()
    if isinstance(raw, Mapping):
        return all(is_empty(one) for one in raw.values())
    return all(is_empty(one) for one in raw or ())


def read(questions: Iterable[Question], form: Typed) -> dict[str, Raw]:
    """The answers in a posted form, as typed. Fields that no question asks for are ignored, empty rows dropped, sizes bounded."""
    return {question.key: _read(question, form) for question in questions if question.kind is not Kind.FILE}


def _read(question: Question, form: Typed) -> Raw:
    if question.kind is Kind.GROUP:
        name = re.compile(rf"^{question.key}-(\d{{1,3}})-")
        numbers = sorted({int(found[1]) for key in form.keys() if (found := name.match(key))})  # noqa: SIM118 - a MultiDict yields keys only so
        rows = [
            {column.key: _one(form, f"{question.key}-{number}-{column.key}") for column in question.columns}
            for number in numbers
        ]
        return [row for row in rows if not is_empty(row)][: question.max_rows]
    if question.kind is Kind.CHOICES:
        return [text[:LONGEST_TEXT] for text in form.getlist(question.key)][:MOST_ROWS]
    return _one(form, question.key)


def _one(form: Typed, name: str) -> str:
    return next(iter(form.getlist(name)), "").strip()[:LONGEST_TEXT]


def check(question: Question, raw: Raw, answers: Mapping[str, Raw] | None = None, files: int = 0) -> list[Problem]:
    """Everything that is wrong with an answer, in the order of the page. `files`: how many answer a file question."""
    answers = answers or {}
    is_missing = not files if question.kind is Kind.FILE else is_empty(raw)
    if is_missing:
        return [_missing(question, question.key)] if question.is_required(answers) else []
    if question.kind is Kind.FILE:
        return []
    if question.kind is Kind.GROUP:
        return _check_rows(question, raw)
    refusal = _refuse(question, raw)
    return [Problem(question.key, question.label, refusal)] if refusal else []


def check_all(
    questions: Iterable[Question], answers: Mapping[str, Raw], files: Mapping[str, int] | None = None
) -> list[Problem]:
    """Everything that is wrong with a section's answers."""
    counts = files or {}
    return [
        problem for one in questions for problem in check(one, answers.get(one.key), answers, counts.get(one.key, 0))
    ]


def _check_rows(question: Question, rows: Any) -> list[Problem]:
    found: list[Problem] = []
    for number, row in enumerate(rows):
        for column in question.columns:
            name = f"{question.key}-{number}-{column.key}"
            raw = row.get(column.key, "")
            if is_empty(raw):
                problem = _missing(column, name) if column.is_required(row) else None
            else:
                refusal = _refuse(column, raw)
                problem = Problem(name, column.label, refusal) if refusal else None
            if problem:
                found.append(replace(problem, group=question.row_label or question.label, row=number))
    return found


def _missing(question: Question, name: str) -> Problem:
    if question.kind is Kind.GROUP:
        sentence = say(_l("Fill in at least one."))
        name = f"{name}-0-{question.columns[0].key}"
    elif question.kind is Kind.FILE:
        sentence = say(_l("Attach a file."))
    elif question.kind in CHOOSING:
        sentence = say(_l("Choose an answer."))
    else:
        sentence = say(_l("Write an answer."))
    return Problem(name, question.label, sentence, is_missing=True)


def _refuse(question: Question, raw: Raw) -> Sentence | None:
    """Why the answer is not one to this question."""
    if question.kind in CHOOSING:
        known = {"yes", "no"} if question.kind is Kind.YES_NO else {one.value for one in question.choices}
        chosen = raw if isinstance(raw, list) else [raw]
        return None if set(chosen) <= known else say(_l("Choose one of the answers on the page."))
    if not isinstance(raw, str):
        return say(_l("Write the answer as text."))
    return refuse(question.kind, raw) or _beyond(question, raw)


def _beyond(question: Question, text: str) -> Sentence | None:
    """Why a proper answer is too long, too low or too high."""
    if question.word_limit and (over := words_in(text) - question.word_limit) > 0:
        return say(
            _l("The text may have at most %(limit)s words. It has %(has)s, so shorten it by %(over)s."),
            limit=question.word_limit, has=question.word_limit + over, over=over,
        )  # fmt: skip
    if question.kind is Kind.WHOLE_NUMBER and (value := whole_of(text)) is not None:
        if question.lowest is not None and value < question.lowest:
            return say(_l("The number must be at least %(count)s."), count=question.lowest)
        if question.highest is not None and value > question.highest:
            return say(_l("The number can be at most %(count)s."), count=question.highest)
    return None
