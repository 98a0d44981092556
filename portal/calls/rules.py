"""How does the secretariat write a call's own questions on one page, and what is wrong with them?

The editor's page holds every question as a line of texts, just as typed, so that adding, moving and removing lose nothing and
need no JavaScript. Only a page without problems becomes questions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime

from portal.kernel.identifiers import has_cpr
from portal.kernel.words import Sentence, _l, say
from portal.questions.kinds import CHOOSING, LABEL, Kind
from portal.questions.rules import Choice, Question, Wording

MOST_QUESTIONS = 20
MOST_CHOICES = 30
LONGEST = 300
LARGEST_LIMIT = 2_000
ACTION = re.compile(r"^(up|down|remove)-(\d{1,2})$")
NAME = re.compile(r"^q-(\d{1,2})-")
KEY = re.compile(r"^q(\d{1,6})$")
CPR = _l(
    "This looks like a personal identity number (CPR). Remove it: the portal never keeps personal identity numbers."
)
WITH_CHOICES = CHOOSING - {Kind.YES_NO}


@dataclass(frozen=True)
class Line:
    """One question as typed. `choices_da` and `choices_en` hold one choice a line."""

    key: str = ""
    kind: str = ""
    da: str = ""
    en: str = ""
    hint_da: str = ""
    hint_en: str = ""
    required: str = ""
    word_limit: str = ""
    choices_da: str = ""
    choices_en: str = ""


FIELDS = tuple(field.name for field in fields(Line))
Problem = tuple[str, Sentence]
"""The id of the control, and what is wrong."""


def refuse_deadline(saved: datetime | None, wanted: datetime | None, now: datetime) -> Sentence | None:
    """Why a call's deadline cannot be moved from `saved` to `wanted`, or nothing."""
    if saved == wanted:
        return None
    if saved is not None and saved <= now:
        return say(_l("The call has closed, so its deadline cannot be moved. Announce a new call instead."))
    return say(_l("The deadline must lie in the future.")) if wanted is not None and wanted <= now else None


def read(form: Mapping[str, str]) -> list[Line]:
    """The lines of a posted page, in the page's order. Anything else in it is ignored."""
    numbers = sorted({int(found[1]) for name in form if (found := NAME.match(name))})[:MOST_QUESTIONS]
    return [Line(**{field: form.get(f"q-{number}-{field}", "").strip() for field in FIELDS}) for number in numbers]


def changed(lines: Sequence[Line], action: str) -> list[Line]:
    """The lines after a press on `add`, `up-2`, `down-2` or `remove-2`; unchanged for anything else."""
    done = list(lines)
    if action == "add" and len(done) < MOST_QUESTIONS:
        return [*done, Line(kind=Kind.SHORT_TEXT, required="yes")]
    found = ACTION.match(action)
    if found is None or not 0 <= (at := int(found[2])) < len(done):
        return done
    if found[1] == "remove":
        del done[at]
        return done
    other = at - 1 if found[1] == "up" else at + 1
    if 0 <= other < len(done):
        done[at], done[other] = done[other], done[at]
    return done


def with_keys(lines: Iterable[Line], used: Iterable[str]) -> list[Line]:
    """Every line with a key of its own. A key that was never given out, or stands there twice, is replaced by a new one.

    `used` are the keys of all versions so far: a key is never used for another question.
    """
    known, seen, done = set(used), set(), []
    last = max((int(found[1]) for key in known if (found := KEY.match(key))), default=0)
    for line in lines:
        key = line.key
        if key not in known or key in seen:
            last += 1
            key = f"q{last}"
        seen.add(key)
        done.append(replace(line, key=key))
    return done


def check(lines: Sequence[Line]) -> list[Problem]:
    """Everything to put right, in the page's order."""
    return [(f"q-{number}-{field}", sentence) for number, line in enumerate(lines) for field, sentence in _check(line)]


def _check(line: Line) -> Iterable[Problem]:
    if line.kind not in LABEL:
        yield "kind", say(_l("Choose what kind of answer it is."))
    if not line.da:
        yield "da", say(_l("Write the question in Danish."))
    if not line.en:
        yield "en", say(_l("Write the question in English, too."))
    if line.hint_da and not line.hint_en:
        yield "hint_en", say(_l("Write the help text in English, too."))
    for field in FIELDS[2:6]:
        text = getattr(line, field)
        if len(text) > LONGEST:
            yield (
                field,
                say(_l("Write at most %(count)s characters. Your text has %(has)s."), count=LONGEST, has=len(text)),
            )
        elif has_cpr(text):
            yield field, say(CPR)
    if line.kind == Kind.LONG_TEXT and line.word_limit and not _limit(line):
        yield "word_limit", say(_l("Write the word limit as a whole number from 1 to %(most)s."), most=LARGEST_LIMIT)
    if line.kind in WITH_CHOICES:
        yield from _check_choices(line)


def _check_choices(line: Line) -> Iterable[Problem]:
    danish, english = _choices(line.choices_da), _choices(line.choices_en)
    if len(danish) < 2:
        yield "choices_da", say(_l("Write at least two choices, one on each line."))
    elif len(danish) > MOST_CHOICES or any(len(one) > LONGEST for one in danish + english):
        yield (
            "choices_da",
            say(
                _l("Write at most %(count)s choices of at most %(length)s characters."),
                count=MOST_CHOICES,
                length=LONGEST,
            ),
        )
    elif len(set(danish)) != len(danish):
        yield "choices_da", say(_l("Two choices are the same."))
    elif any(has_cpr(one) for one in danish + english):
        yield "choices_da", say(CPR)
    elif len(danish) != len(english):
        yield (
            "choices_en",
            say(_l("Write as many choices in English as in Danish: %(count)s, in the same order."), count=len(danish)),
        )


def questions_of(lines: Iterable[Line]) -> list[Question]:
    """The questions that lines without problems mean."""
    return [_question(line) for line in lines]


def _question(line: Line) -> Question:
    kind = Kind(line.kind)
    pairs = zip(_choices(line.choices_da), _choices(line.choices_en), strict=True) if kind in WITH_CHOICES else ()
    return Question(
        key=line.key,
        kind=kind,
        label=Wording(line.da, line.en),
        hint=Wording(line.hint_da, line.hint_en) if line.hint_da or line.hint_en else "",
        required=line.required == "yes",
        word_limit=_limit(line) if kind is Kind.LONG_TEXT else None,
        choices=tuple(Choice(danish, Wording(danish, english)) for danish, english in pairs),
    )


def lines_of(questions: Iterable[Question]) -> list[Line]:
    """The page's lines for questions that are there already."""
    return [
        Line(
            key=one.key,
            kind=one.kind,
            da=_words(one.label).da,
            en=_words(one.label).en,
            hint_da=_words(one.hint).da,
            hint_en=_words(one.hint).en,
            required="yes" if one.required else "",
            word_limit=str(one.word_limit or ""),
            choices_da="\n".join(_words(choice.label).da for choice in one.choices),
            choices_en="\n".join(_words(choice.label).en for choice in one.choices),
        )
        for one in questions
    ]


def _words(words: str | Wording) -> Wording:
    return words if isinstance(words, Wording) else Wording(words, words)


def _choices(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def _limit(line: Line) -> int | None:
    text = line.word_limit
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 and 0 < int(text) <= LARGEST_LIMIT else None
