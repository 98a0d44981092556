"""The room's one desk, and the words that the macros of a frozen case need everywhere."""

from __future__ import annotations

from datetime import datetime

from portal.screening.rules import checklist_item
from portal.screening.states import frozen_tone, frozen_word
from portal.web.desk import Desk
from portal.web.formats import day

desk = Desk("screening", __name__)


def isoday(text: str) -> str:
    """The moment that a frozen case keeps as text, as a date."""
    return day(datetime.fromisoformat(text))


desk.add_app_template_filter(isoday)
for word in (frozen_word, frozen_tone, checklist_item):
    desk.add_app_template_global(word)
