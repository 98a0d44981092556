"""What council and mayor fill in."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import ValidationError

from portal.decisions.rules import COMMENT_MISSING, asks_for_comment
from portal.decisions.states import CHOICE_LABEL, Choice
from portal.web.forms import LongTextField, PortalForm, Required
from portal.web.pages import translate

REASONS = 10_000


class VoteForm(PortalForm):
    """A member's vote. `version` is the number of the frozen version that the member has read."""

    choice = RadioField(
        _l("How do you vote?"), [Required(_l("Choose how you vote."))], choices=[], validate_choice=True
    )
    comment = LongTextField(_l("Comment"), limit=4000)

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.choice.choices = [(str(choice), translate(label)) for choice, label in CHOICE_LABEL.items()]

    def validate_comment(form, field: LongTextField) -> None:  # noqa: N805 - WTForms calls it so
        choice = form.choice.data if form.choice.data in set(Choice) else None
        if asks_for_comment(Choice(choice) if choice else None, field.data or ""):
            raise ValidationError(translate(COMMENT_MISSING))


class ConflictForm(PortalForm):
    """Why a member steps out of a case."""

    reason = LongTextField(
        _l("Why do you have a conflict of interest?"), [Required(_l("Write the reason."))], limit=2000
    )


class DecisionForm(PortalForm):
    """The council's decision in words."""

    reasons = LongTextField(_l("Reasons"), [Required(_l("Write the council's reasons."))], limit=REASONS)
    conditions = LongTextField(_l("Conditions"), limit=REASONS)


class ReasonForm(PortalForm):
    """A step back, and why."""

    reason = LongTextField(_l("Reason"), [Required(_l("Write the reason."))], limit=REASONS)


class ConfirmForm(PortalForm):
    """A step that names what it does and asks for nothing more."""
