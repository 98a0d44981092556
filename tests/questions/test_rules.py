"""Is this an answer, and does the sentence say what to do about it?"""

from __future__ import annotations

import pytest
from werkzeug.datastructures import MultiDict

from portal.questions.kinds import Kind
from portal.questions.rules import Choice, Question, Wording, check, check_all, is_empty, read

LONG = Question("text", Kind.LONG_TEXT, "Text", required=True, word_limit=5)
CHOOSE = Question("pick", Kind.CHOICE, "Pick", required=True, choices=(Choice("a", "A"), Choice("b", "B")))
ROWS = Question("rows", Kind.GROUP, "Rows", required=True, max_rows=3, row_label="Row", columns=(
    Question("name", Kind.SHORT_TEXT, "Name", required=True), Question("cvr", Kind.CVR, "CVR"), Question("sum", Kind.AMOUNT, "Sum"),
))  # fmt: skip


def asked(kind: Kind, **more: object) -> Question:
    return Question("q", kind, "Question", **more)


@pytest.mark.parametrize(("kind", "text"), [
    (Kind.SHORT_TEXT, "Housing First"), (Kind.LONG_TEXT, "To\nlinjer"), (Kind.NUMBER, "12,5"), (Kind.NUMBER, "1.450"),
    (Kind.WHOLE_NUMBER, "36"), (Kind.AMOUNT, "1.234,56"), (Kind.AMOUNT, "40.000.000 kr."), (Kind.AMOUNT, "0"), (Kind.DATE, "29.02.2028"),
    (Kind.YES_NO, "yes"), (Kind.EMAIL, "maja@example.dk"), (Kind.PHONE, "+45 87 65 43 21"), (Kind.CVR, "DK 13 58 56 28"),
])  # fmt: skip
def test_these_are_answers(kind, text):
    assert check(asked(kind), text) == []


@pytest.mark.parametrize(("kind", "text", "said"), [
    (Kind.SHORT_TEXT, "x" * 201, "Write at most 200 characters. Your text has 201."),
    (Kind.LONG_TEXT, "Født 010190-1234", "This looks like a personal identity number (CPR). Remove it: the portal never keeps personal identity numbers."),
    (Kind.SHORT_TEXT, "0101901234", "This looks like a personal identity number (CPR). Remove it: the portal never keeps personal identity numbers."),
    (Kind.NUMBER, "ca. 12", "Write a number, for example 12,5."), (Kind.NUMBER, "-3", "The number cannot be negative."),
    (Kind.WHOLE_NUMBER, "2,5", "Write a whole number, without decimals."), (Kind.AMOUNT, "-100", "The amount cannot be negative."),
    (Kind.AMOUNT, "1234.56", "1234.56 could mean two things. Write a comma before the øre and points between thousands, for example 1.234,56."),
    (Kind.AMOUNT, "1000 EUR", "Write the amount in kroner with a comma before the øre, for example 1.234,56."),
    (Kind.DATE, "31.02.2027", "The date 31.02.2027 does not exist."), (Kind.DATE, "snart", "Write the date as day.month.year, for example 15.01.2027."),
    (Kind.YES_NO, "perhaps", "Choose one of the answers on the page."), (Kind.EMAIL, "maja", "Write an e-mail address such as name@organisation.dk."),
    (Kind.PHONE, "ring", "Write a telephone number of 8 digits, for example 89 40 20 00."),
    (Kind.CVR, "12345678", "This is not a CVR number. It has 8 digits; check it at virk.dk."),
    (Kind.LONG_TEXT, "x" * 20_000, "The text is too long: only the first 20,000 characters are kept."),
])  # fmt: skip
def test_these_are_refused_and_say_why(kind, text, said):
    (problem,) = check(asked(kind), text)
    assert (problem.field, str(problem.sentence), problem.is_missing) == ("q", said, False)


def test_a_text_over_its_limit_says_by_how_much():
    (problem,) = check(LONG, "et to tre fire fem seks syv")
    assert str(problem.sentence) == "The text may have at most 5 words. It has 7, so shorten it by 2."


def test_a_number_has_bounds():
    year = asked(Kind.WHOLE_NUMBER, lowest=2020, highest=2060)
    assert [str(check(year, text)[0].sentence) for text in ("1999", "2061")] == [
        "The number must be at least 2020.", "The number can be at most 2060.",
    ]  # fmt: skip
    assert check(year, "2027") == []


@pytest.mark.parametrize("question", [LONG, CHOOSE, ROWS, asked(Kind.FILE, required=True)])
def test_what_is_required_is_missed(question):
    (problem,) = check(question, None)
    assert problem.is_missing


def test_what_is_not_required_may_be_empty():
    assert check_all([asked(Kind.AMOUNT), asked(Kind.FILE), asked(Kind.GROUP)], {}) == []


def test_a_file_question_counts_files():
    assert check(asked(Kind.FILE, required=True), None, files=1) == []


def test_only_the_offered_choices_are_answers():
    assert check(CHOOSE, "b") == []
    assert len(check(CHOOSE, "c")) == 1
    several = asked(Kind.CHOICES, choices=CHOOSE.choices)
    assert check(several, ["a", "b"]) == []
    assert len(check(several, ["a", "c"])) == 1


def test_a_requirement_may_depend_on_another_answer():
    reason = asked(Kind.LONG_TEXT, required_when=("level", ("untested",)))
    assert check(reason, "", {"level": "documented"}) == []
    assert check(reason, "", {"level": "untested"})[0].is_missing


def test_rows_are_checked_one_by_one():
    problems = check(ROWS, [{"name": "A", "cvr": "", "sum": ""}, {"name": "", "cvr": "1", "sum": "-1"}])
    assert [(one.field, one.row, one.is_missing) for one in problems] == [
        ("rows-1-name", 1, True), ("rows-1-cvr", 1, False), ("rows-1-sum", 1, False),
    ]  # fmt: skip


def test_a_form_is_read_as_typed():
    form = MultiDict([
        ("text", "  hej  "), ("pick", "a"), ("status", "approved"), ("rows-0-name", ""), ("rows-0-cvr", " "), ("rows-2-name", "B"), ("rows-1-name", "A"),
        ("rows-1-hacked", "x"), ("rows-12345-name", "never"),
    ])  # fmt: skip
    assert read([LONG, CHOOSE, ROWS], form) == {
        "text": "hej", "pick": "a", "rows": [{"name": "A", "cvr": "", "sum": ""}, {"name": "B", "cvr": "", "sum": ""}],
    }  # fmt: skip


def test_sizes_are_bounded():
    form = MultiDict([("text", "x" * 30_000), *((f"rows-{number}-name", "A") for number in range(100))])
    answers = read([LONG, ROWS], form)
    assert (len(answers["text"]), len(answers["rows"])) == (20_000, 3)


@pytest.mark.parametrize(("raw", "said"), [
    (None, True), ("", True), ("  ", True), ([], True), ([{"a": ""}], True), ("x", False), (["a"], False), ([{"a": "x"}], False),
])  # fmt: skip
def test_what_is_empty(raw, said):
    assert is_empty(raw) is said


def test_the_data_form_is_read_back():
    question = Question(
        "rows", Kind.GROUP, Wording("Rækker", "Rows"), Wording("Råd"), required=True, columns=ROWS.columns, max_rows=4, row_label=Wording("Række", "Row"),
    )  # fmt: skip
    assert Question.from_data(question.to_data()) == question
    conditional = asked(Kind.LONG_TEXT, required_when=("level", ("untested",)), word_limit=100)
    assert Question.from_data(conditional.to_data()) == conditional


@pytest.mark.parametrize(
    "data", [{"key": "Bad key", "kind": "date"}, {"key": "", "kind": "date"}, {"key": "a", "kind": "colour"}]
)
def test_bad_data_is_refused(data):
    with pytest.raises(ValueError):
        Question.from_data(data)
