"""What is sent along with a proposal's pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import HiddenField

from portal.proposals.sections import SectionForm
from portal.questions.queries import controls, summary
from portal.questions.rules import Problem, read
from portal.web.forms import PortalForm
from portal.web.requests import posted


class StartForm(PortalForm):
    """The button on a call's page: `call_id`."""

    call_id = HiddenField()

    @property
    def call(self) -> int:
        """The call's number; 0, which no call has, when the field was tampered with."""
        text = self.call_id.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


class ConfirmForm(PortalForm):
    """A step with a page of its own: the version that was seen, and the key that makes a double click harmless."""


class WritingForm(PortalForm):
    """A section's page. `once` is the open page's own key for as long as it is open."""

    def action(self) -> tuple[str, str, int]:
        """What the pressed button asks for: (continue | overview | add | remove, a group's key, a row's number)."""
        name, _, rest = posted().get("action", "continue").partition(":")
        key, _, row = rest.partition(":")
        return name, key, int(row) if row.isascii() and row.isdigit() and len(row) < 4 else -1

    def answers(self, form: SectionForm) -> dict[str, Any]:
        """What was typed, without the row whose button for removing was pressed."""
        answers = read(form.questions, posted())
        name, key, row = self.action()
        if name == "remove" and isinstance(answers.get(key), list):
            # Empty rows are dropped when a form is read, so the row is found by its number on the page.
            keep = [(name, value) for name, value in posted().items(multi=True) if not name.startswith(f"{key}-{row}-")]
            answers = read(form.questions, type(posted())(keep))
        return answers


def drawn(form: SectionForm, answers: Mapping[str, Any], problems: list[Problem], add_to: str = "") -> dict[str, Any]:
    """What the section's page and its fragment need of the fields."""
    return {"controls": controls(form.questions, answers, problems, add_to=add_to), "problems": summary(problems)}
