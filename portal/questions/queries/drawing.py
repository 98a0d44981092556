"""How is a question drawn, so that somebody can answer it? Plain values for the macros of templates/questions/_ui/field.html."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from portal.questions.kinds import Kind
from portal.questions.queries.reading import errors, told, wording
from portal.questions.rules import Problem, Question, Raw

SHORT = frozenset({Kind.NUMBER.value, Kind.WHOLE_NUMBER.value, Kind.AMOUNT.value, Kind.CHOICE.value})


@dataclass(frozen=True)
class Control:
    """One field of the page. `name` is the question's key, or for a row's field `group-row-column`."""

    name: str
    kind: str
    label: str
    hint: str = ""
    value: Raw = ""
    error: str = ""
    optional: bool = False
    word_limit: int | None = None
    options: tuple[tuple[str, str, str], ...] = ()
    rows: tuple[Row, ...] = ()
    row_label: str = ""
    can_add: bool = False

    @property
    def id(self) -> str:
        """The id of the control, apart from all other ids of a page."""
        return f"q-{self.name}"


@dataclass(frozen=True)
class Row:
    """One row of a group: its fields, and whether it was added just now."""

    number: int
    controls: tuple[Control, ...]
    is_new: bool = False

    @property
    def lines(self) -> list[list[Control]]:
        """The fields as they stand: short ones side by side where there is room, long ones each by itself."""
        grouped = groupby(self.controls, key=lambda one: one.kind in SHORT)
        return [
            line for is_short, found in grouped for line in ([list(found)] if is_short else [[one] for one in found])
        ]


def controls(
    questions: Iterable[Question], answers: Mapping[str, Raw], problems: Iterable[Problem] = (), *, add_to: str = ""
) -> list[Control]:
    """A section's fields with what was typed and what is wrong with it. `add_to`: the group that gets one more empty row."""
    wrong = errors(list(problems))
    return [_control(one, one.key, answers.get(one.key), wrong, is_growing=one.key == add_to) for one in questions]


def summary(problems: Iterable[Problem]) -> list[tuple[str, str]]:
    """(field id, message) of every problem, for the error summary."""
    return [(f"q-{problem.field}", told(problem)) for problem in problems]


def _control(question: Question, name: str, raw: Raw, wrong: Mapping[str, str], *, is_growing: bool = False) -> Control:
    rows = _rows(question, raw or [], wrong, is_growing) if question.kind is Kind.GROUP else ()
    return Control(
        name=name,
        kind=question.kind.value,
        label=wording(question.label),
        hint=wording(question.hint),
        value=raw if raw is not None else "",
        error=wrong.get(name, ""),
        optional=not question.required and not question.required_when,
        word_limit=question.word_limit,
        options=tuple((one.value, wording(one.label), wording(one.hint)) for one in question.choices),
        rows=rows,
        row_label=wording(question.row_label or question.label),
        can_add=len(rows) < question.max_rows,
    )


def _rows(question: Question, raw: Raw, wrong: Mapping[str, str], is_growing: bool) -> tuple[Row, ...]:
    kept: list[Mapping[str, str]] = list(raw) or ([{}] if question.required else [])
    if is_growing and len(kept) < question.max_rows and (raw or not question.required):
        kept.append({})
    last = len(kept) - 1
    return tuple(
        Row(
            number,
            tuple(
                _control(one, f"{question.key}-{number}-{one.key}", row.get(one.key), wrong) for one in question.columns
            ),
            is_new=is_growing and number == last,
        )
        for number, row in enumerate(kept)
    )
