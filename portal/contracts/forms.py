"""What people type about contracts, milestones and results."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, ClassVar

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from portal.contracts.actions import MetricRow, MilestoneRow, Report, Terms, Verdict
from portal.contracts.models import Contract
from portal.contracts.rules import LARGEST_COUNT
from portal.contracts.states import FINDING_LOOK, PARTY_LABEL, Finding, PartyRole
from portal.web.forms import (
    DateField,
    KronerField,
    LongTextField,
    NumberField,
    Optional,
    PortalForm,
    Required,
    TextField,
)

MOST_ROWS = 60


def sane_count(form: Form, field: Field) -> None:
    """A count that can be one: not beyond a million, at most two decimals."""
    if field.data is None:
        return
    if field.data > LARGEST_COUNT:
        raise ValidationError(_l("Write a number of at most 1.000.000."))
    if field.data != round(field.data, 2):
        raise ValidationError(_l("Write at most two decimals."))


def _number(value: Any) -> int | None:
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


class TermsForm(PortalForm):
    title = TextField(_l("Title"), [Required(_l("Write a title."))])
    purpose = LongTextField(
        _l("Purpose"),
        description=_l("What is to become better, and for whom. The public sees it when the contract is signed."),
        limit=5000,
    )
    terms = LongTextField(
        _l("Terms"), description=_l("What is paid for which result, and what the parties owe each other.")
    )
    value_oere = KronerField(
        _l("The contract's value"),
        [Required(_l("Write the most that the municipality pays."))],
        description=_l("The most that the municipality pays."),
    )
    starts_on = DateField(_l("Starts"), [Optional()])
    ends_on = DateField(_l("Ends"), [Optional()])

    def validate_ends_on(self, field: Field) -> None:
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(_l("The end must not be before the start."))

    def terms_(self) -> Terms:
        """What was typed, as the action wants it."""
        fields = {name: self[name].data for name in Terms.__dataclass_fields__}
        return Terms(**{**fields, "purpose": fields["purpose"] or "", "terms": fields["terms"] or ""})


class MetricRowForm(Form):
    id = HiddenField()
    name = TextField(_l("Outcome"), [Required(_l("Write what is measured."))])
    unit = TextField(_l("Unit"), [Required(_l("Write the unit, for example citizens."))], limit=60)
    baseline = NumberField(_l("Baseline"), [Optional(), sane_count])
    target = NumberField(_l("Target"), [Optional(), sane_count])
    data_source = TextField(_l("Data source"), limit=300)
    verifier_id = SelectField(_l("Verifier"), coerce=_number)


class MilestoneRowForm(Form):
    id = HiddenField()
    title = TextField(_l("Milestone"), [Required(_l("Write what the milestone is called."))])
    metric_id = SelectField(_l("Outcome"), [Required(_l("Choose the outcome it is measured on."))], coerce=_number)
    due_on = DateField(_l("Date"), [Required(_l("Write the date."))])
    target = NumberField(_l("Target"), [Required(_l("Write the target.")), sane_count])
    payment_oere = KronerField(_l("Payment when met (kr.)"), [Required(_l("Write the payment; 0 if there is none."))])


class RowsForm(PortalForm):
    """A form with a table whose rows are added and taken away, with or without JavaScript."""

    rows: FieldList
    typed: ClassVar[tuple[str, ...]]
    """The cells that tell whether anything was written in a row."""

    def settle(self) -> None:
        """Do what the pressed button asks: one row more or one fewer."""
        gone = _number(request.form.get("remove", ""))
        if gone is not None:
            self.rows.entries = [entry for entry in self.rows.entries if entry.name != f"rows-{gone}"]
        if request.form.get("action") == "add" and len(self.rows.entries) < MOST_ROWS:
            self.rows.append_entry()

    @property
    def is_only_shaping(self) -> bool:
        """Whether the button pressed changes the table, rather than saving it."""
        return "remove" in request.form or request.form.get("action") in {"add", "sum"}

    def drop_empty(self) -> None:
        """Leave out the rows where nothing was written."""
        self.rows.entries = [
            entry
            for entry in self.rows.entries
            if any((entry.form[name].raw_data or [""])[0].strip() for name in self.typed)
        ]

    @property
    def problems(self) -> list[tuple[str, str]]:
        own = [(field.id, str(error)) for field in self if field is not self.rows for error in field.errors]
        cells = [(cell.id, str(error)) for entry in self.rows.entries for cell in entry.form for error in cell.errors]
        return own + cells


class MetricsForm(RowsForm):
    rows = FieldList(FormField(MetricRowForm), max_entries=MOST_ROWS)
    typed = ("name", "unit", "target", "baseline", "data_source")

    def offer_verifiers(self, contract: Contract) -> None:
        """Fill each row's choices with the persons appointed."""
        people = [
            SelectChoice(str(party.person_id), party.name)
            for party in contract.parties
            if party.role is PartyRole.VERIFIER
        ]
        for entry in self.rows.entries:
            entry.form.verifier_id.choices = [SelectChoice("", _l("Not chosen")), *people]

    def metrics(self) -> list[MetricRow]:
        """The rows, as the action wants them."""
        return [
            MetricRow(**{**entry.data, "id": _number(entry.data["id"]), "data_source": entry.data["data_source"] or ""})
            for entry in self.rows.entries
        ]


class MilestonesForm(RowsForm):
    rows = FieldList(FormField(MilestoneRowForm), max_entries=MOST_ROWS)
    typed = ("title", "due_on", "target", "payment_oere")

    def offer_metrics(self, contract: Contract) -> None:
        """Fill each row's choices with the contract's outcomes."""
        metrics = [SelectChoice(str(metric.id), metric.name) for metric in contract.metrics]
        for entry in self.rows.entries:
            entry.form.metric_id.choices = metrics

    @property
    def fragment(self) -> str:
        """The part of the page that the pressed button changes."""
        return "payments" if request.form.get("action") == "sum" else "milestone-rows"

    @property
    def sum_oere(self) -> int:
        """What the payments add up to, so far as they can be read."""
        return sum(entry.form.payment_oere.data or 0 for entry in self.rows.entries)

    def milestones(self) -> list[MilestoneRow]:
        """The rows, as the action wants them."""
        return [MilestoneRow(**{**entry.data, "id": _number(entry.data["id"])}) for entry in self.rows.entries]


class FindOrganisationForm(PortalForm):
    role = RadioField(
        _l("Takes part as"),
        choices=[SelectChoice(role.value, _l(PARTY_LABEL[role])) for role in (PartyRole.PROVIDER, PartyRole.INVESTOR)],
        default=PartyRole.INVESTOR.value,
    )
    who = TextField(_l("CVR number or name"), [Required(_l("Write a CVR number or a part of the name."))])


class OthersForm(PortalForm):
    """The departments and the verifiers, all at once."""

    departments = SelectMultipleField(
        _l("Departments"), coerce=_number, widget=ListWidget(), option_widget=CheckboxInput()
    )
    verifiers = SelectMultipleField(
        _l("Verifiers"),
        coerce=_number,
        widget=ListWidget(),
        option_widget=CheckboxInput(),
        description=_l("Verifiers confirm results. They may not work for the provider or the investor."),
    )

    def offer(self, departments: Iterable[tuple[int, str]], verifiers: Iterable[tuple[int, str]]) -> None:
        """Fill the choices."""
        self.departments.choices = [SelectChoice(str(number), name) for number, name in departments]
        self.verifiers.choices = [SelectChoice(str(number), name) for number, name in verifiers]


class MoveForm(PortalForm):
    """A move that needs no more than a press."""


class ReasonForm(PortalForm):
    reason = LongTextField(_l("Reason"), [Required(_l("Write the reason."))], limit=5000)


class ResultReasonForm(ReasonForm):
    result = HiddenField()

    @property
    def result_id(self) -> int:
        """The report that the person was looking at."""
        return _number(self.result.data) or 0


class SignForm(PortalForm):
    party = HiddenField()
    sha256 = HiddenField()
    confirm = BooleanField(_l("I have read the contract and sign it"), [Required(_l("Tick the box to sign."))])

    @property
    def party_id(self) -> int:
        """The party that is signed for."""
        return _number(self.party.data) or 0


class ReportForm(PortalForm):
    achieved = NumberField(_l("Achieved"), [Required(_l("Write how many were achieved.")), sane_count])
    text = LongTextField(
        _l("How it went"),
        [Required(_l("Write how it went."))],
        limit=5000,
        description=_l(
            "How was it counted, and what should the verifier know? Write no names or personal identity numbers."
        ),
    )

    def report(self) -> Report:
        """What was typed, as the action wants it."""
        return Report(self.achieved.data or Decimal(0), self.text.data or "")


class VerifyForm(PortalForm):
    result = HiddenField()
    finding = RadioField(
        _l("Finding"),
        choices=[SelectChoice(finding.value, _l(look[0])) for finding, look in FINDING_LOOK.items()],
        validate_choice=False,
    )
    verified = NumberField(_l("Verified"), [Required(_l("Write how many you can confirm.")), sane_count])
    comment = LongTextField(
        _l("Comment"), limit=5000, description=_l("What did you look at? All parties see your comment.")
    )

    def validate_finding(self, field: Field) -> None:
        if field.data not in set(Finding):
            raise ValidationError(_l("Choose what you found."))

    @property
    def result_id(self) -> int:
        """The report that the person was looking at."""
        return _number(self.result.data) or 0

    def verdict(self) -> Verdict:
        """What was typed, as the action wants it."""
        return Verdict(Finding(self.finding.data), self.verified.data or Decimal(0), self.comment.data or "")
