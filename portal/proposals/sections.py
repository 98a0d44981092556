"""What is every proposal asked, section by section? The fund's requirements (R10-R18, R23-R25) as questions; a call adds its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from portal.kernel.money import kroner
from portal.kernel.words import _l, say
from portal.questions.kinds import Kind, amount_of
from portal.questions.rules import Choice, Problem, Question, Raw, Words, check_all, is_empty

Answers = Mapping[str, Raw]
ATTACHMENTS = "attachments"
EXTRA = "extra"


def _nothing(_answers: Answers) -> list[Problem]:
    return []


@dataclass(frozen=True)
class SectionForm:
    """One page of the form. `check` looks across the answers of the section."""

    key: str
    label: Words
    intro: Words
    questions: tuple[Question, ...]
    check: Callable[[Answers], list[Problem]] = _nothing

    def problems(self, answers: Answers, files: Mapping[str, int] | None = None) -> list[Problem]:
        """Everything that is missing or wrong, in the page's order. `files`: how many files answer each file question."""
        return check_all(self.questions, answers, files) + self.check(answers)

    def required(self, answers: Answers) -> int:
        """How many answers the section demands."""
        return sum(question.is_required(answers) for question in self.questions)

    def is_begun(self, answers: Answers, files: Mapping[str, int] | None = None) -> bool:
        """Whether anything at all was answered."""
        return not is_empty(list(answers.values())) or any((files or {}).get(one.key) for one in self.questions)


def check_budget(answers: Answers) -> list[Problem]:
    """Each year's cost is paid by somebody, and the fund's shares add up to the amount applied for."""
    rows = answers.get("years") or []
    found = [problem for number, row in enumerate(rows) if (problem := _check_year(number, row))]
    amount = amount_of(answers.get("amount") or "")
    shares = [amount_of(row.get("fund") or "0") for row in rows]
    total = sum(share or 0 for share in shares)
    if rows and amount is not None and None not in shares and total != amount:
        sentence = say(
            _l("You apply for %(amount)s kr., but the fund's shares of the years add up to %(sum)s kr. The two must be the same."),
            amount=kroner(amount), sum=kroner(total),
        )  # fmt: skip
        found.append(Problem("amount", AMOUNT.label, sentence))
    return found


def _check_year(number: int, row: Mapping[str, str]) -> Problem | None:
    cost, *shares = (amount_of(row.get(key) or "0") for key in ("cost", "fund", "investor", "own"))
    if cost is None or None in shares or not row.get("cost"):
        return None
    paid = sum(share or 0 for share in shares)
    if paid == cost:
        return None
    sentence = say(
        _l("The year costs %(cost)s kr., but fund, investor and own funds add up to %(sum)s kr. The two must be the same."),
        cost=kroner(cost), sum=kroner(paid),
    )  # fmt: skip
    return Problem(f"years-{number}-cost", YEAR_COST.label, sentence, group=YEARS.row_label, row=number)


LINE, TEXT, NUMBER, WHOLE, AMOUNT_KIND = Kind.SHORT_TEXT, Kind.LONG_TEXT, Kind.NUMBER, Kind.WHOLE_NUMBER, Kind.AMOUNT
ONE_TO_FIVE = tuple(Choice(str(number), str(number)) for number in range(1, 6))

AMOUNT = Question("amount", AMOUNT_KIND, _l("How much do you apply for from the fund?"),
                  _l("The whole amount over all years, for example 1.250.000,00."), required=True)  # fmt: skip
YEAR_COST = Question("cost", AMOUNT_KIND, _l("Cost in the year"), required=True)
YEARS = Question("years", Kind.GROUP, _l("Cost and financing, year by year"),
    _l("For each year: what the initiative costs, and who pays. Fund, investor and own funds must add up to the cost."),
    required=True, max_rows=10, row_label=_l("Year"), columns=(
        Question("year", WHOLE, _l("Calendar year"), required=True, lowest=2020, highest=2060),
        YEAR_COST,
        Question("fund", AMOUNT_KIND, _l("From the fund"), required=True),
        Question("investor", AMOUNT_KIND, _l("From an investor")),
        Question("own", AMOUNT_KIND, _l("Own funds and others")),
    ))  # fmt: skip

BUILT_IN: tuple[SectionForm, ...] = (
    SectionForm("applicant", _l("Applicant and partners"), _l("Whom can we write to, and with whom do you work?"), (
        Question("contact_name", LINE, _l("Contact person"), _l("The one who can answer our questions."), required=True),
        Question("contact_email", Kind.EMAIL, _l("The contact person's e-mail"), required=True),
        Question("contact_phone", Kind.PHONE, _l("The contact person's telephone"), required=True),
        Question("experience", TEXT, _l("What experience do you have with work like this?"),
                 _l("Tell of results, not only of activities."), required=True, word_limit=300),
        Question("partners", Kind.GROUP, _l("Partners"), _l("Others who take part in the initiative. Leave it empty if you do it alone."),
                 row_label=_l("Partner"), max_rows=15, columns=(
                     Question("name", LINE, _l("Name"), required=True),
                     Question("cvr", Kind.CVR, _l("CVR number"), _l("8 digits, if the partner has one")),
                     Question("part", LINE, _l("What does the partner do?"), required=True),
                 )),
    )),
    SectionForm("initiative", _l("The initiative"), _l("What do you want to do, for whom, and why do you believe that it works?"), (
        Question("title", LINE, _l("Title"), _l("A few words that everybody understands."), required=True),
        Question("summary", TEXT, _l("The initiative in short"),
                 _l("Two or three sentences. They stand first when the council reads your proposal."), required=True, word_limit=80),
        Question("problem", TEXT, _l("Which problem do you want to solve?"), _l("How large is it, and what does it mean for the people concerned?"),
                 required=True, word_limit=400),
        Question("target_group", TEXT, _l("Who is the target group?"), _l("Age, situation, and how they are found and join."),
                 required=True, word_limit=250),
        Question("citizens", WHOLE, _l("How many citizens will take part?"), _l("In all, over all years."), required=True, lowest=1, highest=1_000_000),
        Question("intervention", TEXT, _l("What will you do?"), _l("Describe it so that one can see what a citizen meets, and for how long."),
                 required=True, word_limit=500),
        Question("evidence_level", Kind.CHOICE, _l("How well is the method known?"), required=True, choices=(
            Choice("documented", _l("Documented"), _l("Studies with a comparison group show that it works.")),
            Choice("promising", _l("Promising"), _l("It has been tried with good results, but not compared.")),
            Choice("untested", _l("Untested"), _l("It is new. The fund takes such initiatives when they are small.")),
        )),
        Question("evidence", TEXT, _l("What do you know about the effect?"), _l("Name studies or evaluations, or your own results."),
                 required=True, word_limit=300),
        Question("untested_reason", TEXT, _l("Why should it be tried?"),
                 _l("Only if the method is untested: what can be learned from it, and why is it worth the risk?"),
                 required_when=("evidence_level", ("untested",)), word_limit=200),
    )),
    SectionForm("need", _l("Why the fund"), _l("The fund supplements the municipality's budgets. It does not replace them."), (
        Question("why_not_budget", TEXT, _l("Why can existing budgets not cover the initiative?"),
                 _l("Which department would otherwise pay, and why does it not?"), required=True, word_limit=250),
        Question("why_fund", TEXT, _l("Why can it not begin without the fund?"), _l("What else have you tried?"), required=True, word_limit=250),
    )),
    SectionForm("instrument", _l("Form of cooperation"), _l("The fund has two ways of taking part. Choose the one that fits best; we can talk about it later."), (
        Question("instrument", Kind.CHOICE, _l("How should the fund take part?"), required=True, choices=(
            Choice("social_investment", _l("Social investment"),
                   _l("An investor pays first. The municipality pays back, with interest, when the agreed effect shows.")),
            Choice("co_funding", _l("Co-funding"), _l("The fund pays a part of a smaller, innovative initiative.")),
        )),
        Question("instrument_reason", TEXT, _l("Why does that fit?"), required=True, word_limit=200),
        Question("investor", Kind.YES_NO, _l("Have you found an investor?"), _l("It is fine if you have not. The fund can help."), required=True),
        Question("investor_name", LINE, _l("Who is the investor?"), _l("Only if you have found one."), required_when=("investor", ("yes",))),
    )),
    SectionForm("outcomes", _l("Outcomes wanted"), _l("What will be different for the citizens, and how can it be seen? The fund pays for results."), (
        Question("metrics", Kind.GROUP, _l("Outcome metrics"), _l("One to three are often enough."), required=True, max_rows=10,
                 row_label=_l("Metric"), columns=(
                     Question("name", LINE, _l("Which change is to be measured?"), _l("For example: young people with a stable home after 12 months"),
                              required=True),
                     Question("unit", LINE, _l("Unit"), _l("For example citizens, days or per cent"), required=True),
                     Question("baseline", NUMBER, _l("Baseline today"), _l("What would be reached without the initiative"), required=True),
                     Question("target", NUMBER, _l("Target"), _l("What is to be reached with it"), required=True),
                     Question("data_source", LINE, _l("Where does the figure come from?"), required=True),
                     Question("verified_by", LINE, _l("Who verifies the result?"), _l("Somebody who neither does the work nor invests in it"), required=True),
                 )),
    )),
    SectionForm("budget", _l("Budget and financing"), _l("What does it cost, and who pays?"), (AMOUNT, YEARS), check_budget),
    SectionForm("departments", _l("Departments concerned"), _l("The municipality's departments take part in the agreement on gains."), (
        Question("departments", Kind.CHOICES, _l("Which departments are concerned?"), _l("Tick all that the initiative touches."), required=True),
        Question("department_effect", TEXT, _l("What will the departments notice?"), _l("Fewer costs, less need for support, other tasks."),
                 required=True, word_limit=250),
        Question("dialogue", Kind.YES_NO, _l("Have you spoken with a department about it?"), required=True),
    )),
    SectionForm("risks", _l("Risks"), _l("What can go wrong, and what will you do about it?"), (
        Question("risks", Kind.GROUP, _l("The most important risks"), _l("Three to five are often enough."), required=True, row_label=_l("Risk"), columns=(
            Question("risk", LINE, _l("What can go wrong?"), required=True),
            Question("probability", Kind.CHOICE, _l("Probability"), _l("1 is very small, 5 is very large"), required=True, choices=ONE_TO_FIVE),
            Question("consequence", Kind.CHOICE, _l("Consequence"), _l("1 is very small, 5 is very large"), required=True, choices=ONE_TO_FIVE),
            Question("mitigation", LINE, _l("What will you do about it?"), required=True),
        )),
    )),
)  # fmt: skip

EXTRA_FORM = SectionForm(EXTRA, _l("This call's own questions"), _l("Questions that belong to this call alone."), ())
ATTACHMENTS_FORM = SectionForm(ATTACHMENTS, _l("Attachments"), _l("Evaluations, budgets, letters of support. Attach only what helps the reader."), (
    Question(ATTACHMENTS, Kind.FILE, _l("Files")),
))  # fmt: skip


def forms_for(questions: Iterable[Mapping[str, Any]], departments: Mapping[str, str]) -> list[SectionForm]:
    """All sections of a proposal: `questions` are the call's own as data, `departments` number (as text) to name."""
    choices = tuple(Choice(number, name) for number, name in departments.items())
    forms = [_with_departments(form, choices) if form.key == "departments" else form for form in BUILT_IN]
    extra = tuple(Question.from_data(data) for data in questions)
    return [*forms, *([replace(EXTRA_FORM, questions=extra)] if extra else []), ATTACHMENTS_FORM]


def _with_departments(form: SectionForm, choices: tuple[Choice, ...]) -> SectionForm:
    first, *rest = form.questions
    return replace(form, questions=(first.with_choices(choices), *rest))
