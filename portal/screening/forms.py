"""What the secretariat and the departments type."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Form, RadioField, SelectField, SelectMultipleField
from wtforms.validators import ValidationError

from portal.kernel.calendar import today
from portal.screening.actions import AssessmentDraft, RecommendationDraft
from portal.screening.states import (
    LEVEL_LABEL,
    POSITION_LABEL,
    PROPOSES_LABEL,
    VERDICT_LABEL,
    Level,
    Position,
    Proposes,
    Verdict,
)
from portal.web.forms import DateField, KronerField, LongTextField, Optional, PortalForm, Required
from portal.web.pages import now, translate


def _options(labels: Any) -> list[tuple[str, str]]:
    return [(str(word), translate(label)) for word, label in labels.items()]


class CheckForm(PortalForm):
    """One item of the checklist."""

    verdict = RadioField(
        _l("Verdict"), [Required(_l("Choose whether the requirement is met."))], choices=lambda: _options(VERDICT_LABEL)
    )
    comment = LongTextField(_l("Comment"), limit=4_000)

    @property
    def answer(self) -> Verdict:
        return Verdict(self.verdict.data)


class NoteForm(PortalForm):
    note = LongTextField(_l("Note"), [Required(_l("Write the note."))], limit=10_000)


class AssessmentForm(PortalForm):
    """May be saved half done; what is missing is said where the case is forwarded."""

    risk_level = RadioField(_l("The risk as a whole"), [Optional()], choices=lambda: _options(LEVEL_LABEL))
    risk_text = LongTextField(
        _l("Assessment of the risk"), description=_l("What can go wrong, how likely is it, and what is done about it?")
    )
    fund_effect = LongTextField(
        _l("The fund in the long term"),
        description=_l("What the case means for the fund's balance over at least ten years."),
    )
    business_case = LongTextField(
        _l("Business case"), description=_l("The investment, the concrete effects, and whether the figures hold.")
    )
    uses_som = RadioField(
        _l("Does the calculation follow SØM?"),
        [Optional()],
        choices=lambda: [("yes", translate(_l("Yes"))), ("no", translate(_l("No")))],
    )
    no_som_reason = LongTextField(
        _l("Why not?"), description=_l("Only when the calculation does not follow SØM."), limit=4_000
    )

    def validate_no_som_reason(self, field: Any) -> None:
        if self.uses_som.data == "no" and not field.data:
            raise ValidationError(_l("Write why the calculation does not follow SØM."))

    @property
    def draft(self) -> AssessmentDraft:
        level, uses = self.risk_level.data, self.uses_som.data
        return AssessmentDraft(
            risk_level=Level(level) if level else None,
            risk_text=self.risk_text.data or "",
            fund_effect=self.fund_effect.data or "",
            uses_som={"yes": True, "no": False}.get(uses or ""),
            no_som_reason=self.no_som_reason.data or "",
            business_case=self.business_case.data or "",
        )


class RecommendationForm(PortalForm):
    proposes = RadioField(
        _l("What do we recommend?"),
        [Required(_l("Choose what the secretariat recommends."))],
        choices=lambda: _options(PROPOSES_LABEL),
    )
    text = LongTextField(
        _l("Recommendation"),
        [Required(_l("Write the recommendation."))],
        description=_l("The reasons, so that the council can decide from them."),
    )
    terms = LongTextField(_l("Terms"), description=_l("What is paid for which result, and what else must hold."))
    amount_oere = KronerField(_l("The most that the fund pays"))

    def validate_amount_oere(self, field: Any) -> None:
        if self.proposes.data == Proposes.START and field.data is None and not field.errors:
            raise ValidationError(_l("Write the most that the fund is to pay."))

    @property
    def draft(self) -> RecommendationDraft:
        return RecommendationDraft(
            Proposes(self.proposes.data), self.text.data or "", self.terms.data or "", self.amount_oere.data
        )


class DayField(DateField):
    """A date that a valid form always has."""

    @property
    def day(self) -> date:
        """The date. Only asked for once the form is valid."""
        assert isinstance(self.data, date)  # noqa: S101 - for the type checker
        return self.data


def not_passed(form: Form, field: Any) -> None:
    """A date to answer by lies ahead."""
    if field.data and field.data <= today(now()):
        raise ValidationError(_l("Choose a date after today."))


class HearingForm(PortalForm):
    departments = SelectMultipleField(_l("Which departments?"), coerce=int)
    question = LongTextField(_l("Question"), [Required(_l("Write what the department is asked."))], limit=4_000)
    due_on = DayField(_l("Answer by"), [Required(_l("Write the date to answer by.")), not_passed])

    def validate_departments(self, field: Any) -> None:
        if not field.data:
            raise ValidationError(_l("Choose at least one department."))


class WithoutAnswerForm(PortalForm):
    reason = LongTextField(_l("Why can the case go on?"), [Required(_l("Write the reason."))],
                           description=_l("The council and the mayor read this with the case."), limit=4_000)  # fmt: skip


class OfficerForm(PortalForm):
    officer = SelectField(_l("Who has the case?"), [Optional()], validate_choice=False)

    @property
    def chosen(self) -> int | None:
        text = self.officer.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) <= 15 else None


class ReturnForm(PortalForm):
    reason = LongTextField(_l("What is missing?"), [Required(_l("Write what the applicant is to answer."))],
                           description=_l("The applicant reads this. Write it to “you”, point by point."), limit=10_000)  # fmt: skip
    answer_by = DayField(_l("Answer by"), [Required(_l("Write the date to answer by.")), not_passed])


class RejectForm(PortalForm):
    reason = LongTextField(_l("Reasons"), [Required(_l("Write the reasons."))],
                           description=_l("The applicant reads this. Name the requirement that is not met, and why."), limit=10_000)  # fmt: skip
    appeal = LongTextField(_l("How to complain"), [Required(_l("Write how the applicant can complain."))], limit=4_000)


class ForwardForm(PortalForm):
    """Nothing is typed: the version seen and the key are all."""


class AnswerForm(PortalForm):
    position = RadioField(
        _l("What does the department say?"),
        [Required(_l("Choose what the department says."))],
        choices=lambda: _options(POSITION_LABEL),
    )
    answer = LongTextField(_l("Answer"), [Required(_l("Write the department's answer."))],
                           description=_l("What the initiative means for you, and which gains you expect."), limit=10_000)  # fmt: skip

    @property
    def said(self) -> Position:
        return Position(self.position.data)
