"""What may break a habit of the house, and why. Each entry is a path (or path:function) and its reason; an entry that is no longer
needed fails a test, so that the list stays short."""

from __future__ import annotations

LONGER_FILES: dict[str, str] = {}
"""Python files over 300 lines, tests over 500, templates over 150."""

LONGER_FUNCTIONS: dict[str, str] = {
    "portal/demo/story.py:told": "one argument for each answer of a proposal, in the order in which it is asked"
}
"""Functions over 40 lines."""

ALSO_OPEN = {
    "questions.kinds": "the rooms that ask questions compose them from these kinds",
    "questions.rules": "and check the answers by them",
    "proposals.sections": "a call's page says what every proposal is asked",
    "files.rules": "the rooms that take files count them against its limit",
    "contracts.rules": "what the public may see of a result is one rule",
    "screening.rules": "a list's places, and the words of what happens to a case, are the same higher up",
    "accounts.passwords": "membership makes the accounts that accounts signs in",
    "accounts.rules": "likewise",
}
"""What a room shows to the rooms above it besides states, queries, actions and models."""

ROOTLESS_FRAGMENTS = {
    "templates/errors/_problem.html": "goes inside the page's #problem, which stays: a live region must not be replaced"
}
"""Fragments that are the inside of an element rather than one."""

SAME_IN_BOTH_LANGUAGES = {
    "CVR", "PDF", "CSV", "E-mail", "OK", "kr.", "English", "Dansk", "Upload", "Administrator", "CVR %(cvr)s", "Cookies", "For",
    "Instrument", "Investor", "NGO", "Organisation", "Person", "Screening", "Send invitation", "Status", "SØM", "Type", "instrument",
    "version %(number)s", "under 3", "%(milestone)s: %(what)s",
}  # fmt: skip
"""Messages whose Danish is their English."""

UNTRANSLATED_WORDS = {
    "kr",
    "PDF",
    "CVR",
    "CSV",
    "JSON",
    "SHA",
    "kB",
    "MB",
    "h",
    "da",
    "en",
    "Dansk",
    "English",
    "SVG",
    "CPR",
}
"""Words that a template may show as they are."""
