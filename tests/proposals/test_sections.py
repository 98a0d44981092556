"""Are the fund's own questions what the contract between the rooms says, and do budgets add up?"""

from __future__ import annotations

import pytest

from portal.proposals.rules import listed, status, way
from portal.proposals.sections import ATTACHMENTS_FORM, BUILT_IN, check_budget, forms_for
from portal.proposals.states import Instrument, State
from portal.questions.rules import Question

KEYS = {
    "applicant": ["contact_name", "contact_email", "contact_phone", "experience", "partners"],
    "initiative": [
        "title",
        "summary",
        "problem",
        "target_group",
        "citizens",
        "intervention",
        "evidence_level",
        "evidence",
        "untested_reason",
    ],
    "need": ["why_not_budget", "why_fund"],
    "instrument": ["instrument", "instrument_reason", "investor", "investor_name"],
    "outcomes": ["metrics"],
    "budget": ["amount", "years"],
    "departments": ["departments", "department_effect", "dialogue"],
    "risks": ["risks"],
}


def year(**more: str) -> dict[str, str]:
    return {"year": "2027", "cost": "100", "fund": "100", "investor": "", "own": "", **more}


def test_the_keys_are_as_agreed():
    assert {form.key: [one.key for one in form.questions] for form in BUILT_IN} == KEYS
    columns = {
        one.key: [column.key for column in one.columns] for form in BUILT_IN for one in form.questions if one.columns
    }
    assert columns == {
        "partners": ["name", "cvr", "part"],
        "metrics": ["name", "unit", "baseline", "target", "data_source", "verified_by"],
        "years": ["year", "cost", "fund", "investor", "own"],
        "risks": ["risk", "probability", "consequence", "mitigation"],
    }


def test_every_question_can_be_kept_as_data():
    assert all(Question.from_data(one.to_data()) == one for form in BUILT_IN for one in form.questions)


def test_a_call_adds_its_own_section():
    assert [form.key for form in forms_for([], {})][-2:] == ["risks", "attachments"]
    asked = [{"key": "volunteers", "kind": "number", "label": {"da": "Hvor mange?", "en": "How many?"}}]
    assert [form.key for form in forms_for(asked, {})][-2:] == ["extra", "attachments"]


@pytest.mark.parametrize(("answers", "said"), [
    ({"amount": "100", "years": [year()]}, []),
    ({"amount": "1.234,56", "years": [year(cost="1.234,56", fund="1.234,56")]}, []),
    ({"amount": "100", "years": [year(cost="150", investor="30", own="20")]}, []),
    ({"amount": "", "years": [year()]}, []),
    ({"amount": "100", "years": [year(fund="et hundrede")]}, []),
    ({"amount": "100", "years": [year(cost="150")]},
     [("years-0-cost", "The year costs 150,00 kr., but fund, investor and own funds add up to 100,00 kr. The two must be the same.")]),
    ({"amount": "250", "years": [year(), year(year="2028")]},
     [("amount", "You apply for 250,00 kr., but the fund's shares of the years add up to 200,00 kr. The two must be the same.")]),
])  # fmt: skip
def test_a_budget_adds_up(answers, said):
    assert [(one.field, str(one.sentence)) for one in check_budget(answers)] == said


@pytest.mark.parametrize(("key", "answers", "columns"), [
    ("initiative", {"title": "Hus", "citizens": "1.450"}, {"title": "Hus", "citizens": 1450}),
    ("initiative", {"title": "Hus", "citizens": "mange"}, {"title": "Hus", "citizens": None}),
    ("instrument", {"instrument": "co_funding"}, {"instrument": Instrument.CO_FUNDING}),
    ("instrument", {"instrument": "gift"}, {"instrument": None}),
    ("budget", {"amount": "1.000,50"}, {"amount_oere": 100_050}),
    ("budget", {"amount": "1000.50"}, {"amount_oere": None}),
    ("departments", {"departments": ["3", "x", "1"]}, {"department_ids": frozenset({1, 3})}),
    ("need", {"why_fund": "Fordi"}, {}),
])  # fmt: skip
def test_lists_repeat_what_can_be_read(key, answers, columns):
    assert listed(key, answers) == columns


@pytest.mark.parametrize(("answers", "said", "tone"), [
    ({}, "Not started", "neutral"),
    ({"why_not_budget": "", "why_fund": ""}, "Not started", "neutral"),
    ({"why_not_budget": "Fordi", "why_fund": ""}, "1 answer is missing", "waiting"),
    ({"why_not_budget": "ord " * 251, "why_fund": "Fordi"}, "Put 1 answer right", "warn"),
    ({"why_not_budget": "Fordi", "why_fund": "Derfor"}, "Filled in", "good"),
])  # fmt: skip
def test_a_section_says_how_far_it_is(answers, said, tone):
    need = next(form for form in BUILT_IN if form.key == "need")
    found = status(need, answers, {})
    assert (str(found.words), found.tone) == (said, tone)


def test_a_section_that_demands_much_is_begun_before_it_is_counted_down():
    initiative = next(form for form in BUILT_IN if form.key == "initiative")
    assert str(status(initiative, {"title": "Hus"}, {}).words) == "Begun"


def test_attachments_are_optional():
    assert str(status(ATTACHMENTS_FORM, {}, {}).words) == "Optional"
    assert str(status(ATTACHMENTS_FORM, {}, {"attachments": 1}).words) == "Filled in"


def test_the_way_of_a_case():
    assert [step for _label, step in way(State.COUNCIL)] == ["done", "done", "current", "coming", "coming"]
