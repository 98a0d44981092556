"""What was sent, how does it read, and what has changed since? The caller has checked that the actor may see the proposal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask_babel import force_locale, gettext
from sqlalchemy.orm import load_only

from portal.proposals.models import Submission
from portal.proposals.sections import SectionForm, forms_for
from portal.questions.queries import ShownAnswer, ShownFile, shown_answer, wording
from portal.questions.rules import is_empty
from portal.storage import db
from portal.web.languages import LOCALES

Content = Mapping[str, Any]


@dataclass(frozen=True)
class ShownSection:
    """A section of a proposal as one reads it."""

    key: str
    title: str
    answers: tuple[ShownAnswer, ...]


@dataclass(frozen=True)
class Difference:
    """An answer that is not what it was. `before` and `after` are texts with line breaks; empty when there was no answer."""

    section: str
    label: str
    before: str
    after: str


def latest_submission(proposal_id: int) -> Submission | None:
    """What was sent last, with its content; nothing before the first time."""
    wanted = sa.select(Submission).where(Submission.proposal_id == proposal_id)
    return db.session.scalar(wanted.order_by(Submission.number.desc()).limit(1))


def submission(proposal_id: int, number: int) -> Submission | None:
    """What was sent the `number`th time."""
    return db.session.scalar(
        sa.select(Submission).where(Submission.proposal_id == proposal_id, Submission.number == number)
    )


def submissions(proposal_id: int) -> list[Submission]:
    """Every time the proposal was sent, oldest first. `content` is left out until somebody reads it."""
    columns = (
        Submission.number,
        Submission.sha256,
        Submission.submitted_at,
        Submission.submitted_by_id,
        Submission.proposal_id,
    )
    wanted = sa.select(Submission).options(load_only(*columns)).where(Submission.proposal_id == proposal_id)
    return list(db.session.scalars(wanted.order_by(Submission.number)))


def shown(content: Content, language: str | None = None) -> list[ShownSection]:
    """Submission.content as one reads it, in `language` (`da`, `en`) or else in the reader's own. No database."""
    with force_locale(LOCALES[language]) if language else nullcontext():
        forms = forms_for(content.get("questions", ()), content.get("departments", {}))
        return [_shown_section(form, content) for form in forms]


def _shown_section(form: SectionForm, content: Content) -> ShownSection:
    answers = content.get("sections", {}).get(form.key, {})
    files: dict[str, list[ShownFile]] = {}
    for file in content.get("files", ()):
        files.setdefault(file["question"], []).append(ShownFile(file["id"], file["name"], file["size"], file["sha256"]))
    asked = (
        one
        for one in form.questions
        if not one.required_when or one.is_required(answers) or not is_empty(answers.get(one.key))
    )
    shown = (shown_answer(one, answers.get(one.key), tuple(files.get(one.key, ()))) for one in asked)
    return ShownSection(form.key, wording(form.label), tuple(shown))


def differences(older: Content, newer: Content) -> list[Difference]:
    """The answers of `newer` that are not as they were in `older`, in the form's order. Both are Submission.content."""
    before = {(section.key, answer.key): answer for section in shown(older) for answer in section.answers}
    found = []
    for section in shown(newer):
        for answer in section.answers:
            old = before.get((section.key, answer.key))
            was, now = "\n".join(_lines(old)) if old else "", "\n".join(_lines(answer))
            if was != now:
                found.append(Difference(section.title, answer.label, was, now))
    return found


def compare(form: SectionForm, theirs: Content, mine: Content) -> list[Difference]:
    """The answers to one section's questions that are not the same: `before` is theirs, `after` mine."""
    pairs = ((shown_answer(one, theirs.get(one.key)), shown_answer(one, mine.get(one.key))) for one in form.questions)
    texts = ((old.label, "\n".join(_lines(old)), "\n".join(_lines(new))) for old, new in pairs)
    return [Difference(wording(form.label), label, was, now) for label, was, now in texts if was != now]


def _lines(answer: ShownAnswer) -> Iterator[str]:
    """An answer as lines of text: a row of a group is one line, `Unit: days · Target: 12`."""
    if answer.text:
        yield answer.text
    for row in answer.rows:
        yield " · ".join(f"{column}: {text}" for column, text in zip(answer.columns, row, strict=True) if text)
    for file in answer.files:
        yield gettext("%(name)s (checksum %(sha)s …)", name=file.name, sha=file.sha256[:12])
