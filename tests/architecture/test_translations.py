"""Is everything the portal says there in Danish, and does the Danish fit the English?"""

from __future__ import annotations

import re
from collections import Counter

from babel.messages.pofile import read_po

from scripts import catalogues
from tests.architecture.exceptions import SAME_IN_BOTH_LANGUAGES

PLACE = re.compile(r"%\((\w+)\)[a-z]|%[sd]")


def entries():
    """Every entry of every Danish catalogue: (catalogue, entry)."""
    for path in sorted(catalogues.CATALOGUES.glob("da/LC_MESSAGES/*.po")):
        with path.open("rb") as source:
            yield from ((path.stem, entry) for entry in read_po(source, locale="da") if entry.id)


def forms(text) -> list[str]:
    return [text] if isinstance(text, str) else list(text or ())


def test_every_message_is_translated():
    known = catalogues.translated()
    lacking = {message: places[0] for message, places in catalogues.messages().items() if message not in known}
    assert lacking == {}, "run make messages for entries ready to fill in"


def test_no_entry_is_empty_or_fuzzy():
    poor = [
        f"{room}: {entry.id}"
        for room, entry in entries()
        if entry.fuzzy or not all(forms(entry.string)) or not forms(entry.string)
    ]
    assert poor == []


def test_places_for_values_agree():
    differing = []
    for room, entry in entries():
        wanted = set(PLACE.findall(" ".join(forms(entry.id))))
        for text in forms(entry.string):
            has = set(PLACE.findall(text))
            # A plural's own forms may leave the number out: "one day".
            if has - wanted or (wanted - has and isinstance(entry.id, str)):
                differing.append(f"{room}: {entry.id!r} has {wanted}, {text!r} has {has}")
    assert differing == []


def test_spaces_at_the_ends_agree():
    differing = []
    for room, entry in entries():
        for one, other in zip(forms(entry.id), forms(entry.string), strict=False):
            if (one[:1].isspace(), one[-1:].isspace()) != (other[:1].isspace(), other[-1:].isspace()):
                differing.append(f"{room}: {one!r} and {other!r}")
    assert differing == []


def test_a_message_has_one_translation():
    known = catalogues.translated()
    torn = {message: found for message, found in known.items() if len({str(text) for _room, text in found}) > 1}
    assert torn == {}, "the catalogues are merged: give the message one translation, or another wording"


def test_nothing_is_left_in_english():
    same = Counter(entry.id for _room, entry in entries() if entry.id == entry.string)
    words = [
        text for text in same if re.search(r"[^\W\d_]{3}", PLACE.sub("", text)) and text not in SAME_IN_BOTH_LANGUAGES
    ]
    assert words == []
