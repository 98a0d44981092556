"""What does a question say in the reader's language, how does an answer read, and what has changed between two answers?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext

from portal.questions.kinds import Kind, amount_of
from portal.questions.rules import Problem, Question, Raw, Wording, Words, is_empty
from portal.web.formats import is_danish, kr
from portal.web.pages import translate


@dataclass(frozen=True)
class ShownFile:
    """A file as a page lists it. `id` is the owning row's number, `size` in bytes."""

    id: int
    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class ShownAnswer:
    """A question and its answer in words. A group has `columns` (labels) and `rows` (texts); a file question has `files`."""

    key: str
    label: str
    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    columns: tuple[str, ...] = ()
    files: tuple[ShownFile, ...] = ()
    column_kinds: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was answered."""
        return not (self.text or self.rows or self.files)


def wording(words: Words) -> str:
    """The words in the reader's language; what was never written in English is shown in Danish."""
    if isinstance(words, Wording):
        return words.da if is_danish() else words.en or words.da
    return translate(words)


def answer_text(question: Question, raw: Raw) -> str:
    """An answer as one reads it: choices by their labels, amounts with kr., everything else as it was typed."""
    if is_empty(raw):
        return ""
    if question.kind is Kind.YES_NO:
        return str({"yes": gettext("Yes"), "no": gettext("No")}.get(raw, raw))
    if question.kind in {Kind.CHOICE, Kind.CHOICES}:
        labels = {choice.value: wording(choice.label) for choice in question.choices}
        chosen: list[str] = raw if isinstance(raw, list) else [raw]
        return ", ".join(labels.get(one, one) for one in chosen)
    if question.kind is Kind.AMOUNT and (oere := amount_of(str(raw))) is not None:
        return kr(oere)
    return str(raw)


def shown_answer(question: Question, raw: Raw, files: tuple[ShownFile, ...] = ()) -> ShownAnswer:
    """A question with its answer, ready to be read."""
    label = wording(question.label)
    if question.kind is Kind.GROUP:
        rows = tuple(
            tuple(answer_text(column, row.get(column.key)) for column in question.columns) for row in raw or ()
        )
        return ShownAnswer(
            question.key, label, question.kind.value, rows=rows, columns=tuple(wording(column.label) for column in question.columns),
            column_kinds=tuple(column.kind.value for column in question.columns),
        )  # fmt: skip
    if question.kind is Kind.FILE:
        return ShownAnswer(question.key, label, question.kind.value, files=files)
    return ShownAnswer(question.key, label, question.kind.value, answer_text(question, raw))


def told(problem: Problem) -> str:
    """A problem as the error summary says it: which question, which row, and what is wrong."""
    parts = [wording(problem.label)]
    if problem.row is not None:
        parts.insert(0, f"{wording(problem.group)} {problem.row + 1}")
    about = ", ".join(parts)
    return f"{about}{'' if about.endswith('?') else ':'} {translate(problem.sentence)}"


def errors(problems: list[Problem]) -> Mapping[str, str]:
    """Field id to the sentence that stands at the field. The first problem of a field is enough."""
    return {problem.field: translate(problem.sentence) for problem in reversed(problems)}
