"""Does the editor of a call's own questions keep what is typed, and say what is wrong with it?"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.calls import rules
from portal.calls.rules import Line
from portal.questions.rules import Question
from tests.support.calls import EVERY_KIND

GOOD = Line(key="q1", kind="short_text", da="Hvad?", en="What?", required="yes")
CHOICE = replace(GOOD, kind="choice", choices_da="Nord\nSyd", choices_en="North\nSouth")


def said(line: Line) -> dict[str, str]:
    return {field.removeprefix("q-0-"): str(sentence) for field, sentence in rules.check([line])}


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        (GOOD, []),
        (CHOICE, []),
        (replace(GOOD, kind="long_text", word_limit="300"), []),
        (replace(GOOD, kind="short_text", word_limit="nonsense, but not shown"), []),
        (Line(), ["kind", "da", "en"]),
        (replace(GOOD, kind="group"), ["kind"]),
        (replace(GOOD, kind="<script>"), ["kind"]),
        (replace(GOOD, en=""), ["en"]),
        (replace(GOOD, hint_da="Kort"), ["hint_en"]),
        (replace(GOOD, da="x" * 301), ["da"]),
        (replace(GOOD, da="Født 010170-1234"), ["da"]),
        (replace(GOOD, kind="long_text", word_limit="0"), ["word_limit"]),
        (replace(GOOD, kind="long_text", word_limit="-5"), ["word_limit"]),
        (replace(GOOD, kind="long_text", word_limit="2001"), ["word_limit"]),
        (replace(GOOD, kind="long_text", word_limit="²"), ["word_limit"]),
        (replace(CHOICE, choices_da="Nord"), ["choices_da"]),
        (replace(CHOICE, choices_da="Nord\nNord"), ["choices_da"]),
        (replace(CHOICE, choices_en="North"), ["choices_en"]),
        (replace(CHOICE, choices_da="\n".join(map(str, range(31)))), ["choices_da"]),
    ],
)
def test_says_what_is_wrong_at_the_field(line: Line, fields: list[str]) -> None:
    assert list(said(line)) == fields


def test_questions_come_back_as_they_went_in() -> None:
    asked = [Question.from_data(data) for data in EVERY_KIND]
    lines = rules.lines_of(asked)
    assert rules.check(lines) == []
    assert [one.to_data() for one in rules.questions_of(lines)] == [one.to_data() for one in asked]


def test_reading_a_page_keeps_its_order_and_ignores_the_rest() -> None:
    form = {
        "q-10-da": "sidst",
        "q-2-da": " først ",
        "q-2-evil": "x",
        "q-x-da": "x",
        "q-100-da": "x",
        "title": "x",
        "q-2-required": "yes",
    }
    assert rules.read(form) == [Line(da="først", required="yes"), Line(da="sidst")]


def test_moving_adding_and_removing() -> None:
    a, b, c = (replace(GOOD, key=key) for key in ("q1", "q2", "q3"))
    new = Line(kind="short_text", required="yes")
    assert rules.changed([a, b, c], "up-1") == [b, a, c]
    assert rules.changed([a, b, c], "down-1") == [a, c, b]
    assert rules.changed([a, b, c], "remove-1") == [a, c]
    assert rules.changed([a], "add") == [a, new]
    for nothing in ("up-0", "down-2", "remove-3", "up-99", "save", "", "up--1", "remove-x"):
        assert rules.changed([a, b, c], nothing) == [a, b, c]


def test_there_is_an_end_to_adding() -> None:
    full = [GOOD] * rules.MOST_QUESTIONS
    assert rules.changed(full, "add") == full


def test_a_key_is_never_given_to_another_question() -> None:
    typed = [Line(key="q2"), Line(key=""), Line(key="q2"), Line(key="attachments"), Line(key="volunteers")]
    keys = [line.key for line in rules.with_keys(typed, {"q2", "q7", "volunteers"})]
    assert keys == ["q2", "q8", "q9", "q10", "volunteers"]


@given(st.lists(st.builds(Line, *(st.text(max_size=30) for _ in rules.FIELDS)), max_size=5), st.text(max_size=12))
def test_nothing_that_can_be_typed_breaks_it(lines: list[Line], action: str) -> None:
    done = rules.with_keys(rules.changed(lines, action), {"q1"})
    if not rules.check(done):
        assert [Question.from_data(one.to_data()) for one in rules.questions_of(done)] == rules.questions_of(done)
