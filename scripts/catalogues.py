"""Are the translations ready to be used, and is any missing?

`compile` writes each .mo that is older than its .po; with nothing to do it costs a few milliseconds, because `make run` asks
every time. `missing` prints entries for the messages that no catalogue translates yet, under the room whose catalogue they
belong in.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = ROOT / "translations"
KEYWORDS = ("_", "_l", "gettext", "lazy_gettext", "ngettext:1,2")


def stale() -> list[Path]:
    """The catalogues whose compiled form is missing or older."""
    found = sorted(CATALOGUES.glob("*/LC_MESSAGES/*.po"))
    return [po for po in found if not (mo := po.with_suffix(".mo")).exists() or mo.stat().st_mtime < po.stat().st_mtime]


def compile_stale() -> None:
    """Write what is stale, each file at once, so that a running portal never reads half of one."""
    for po in stale():
        # Babel is slow to load, and nearly always there is nothing to do.
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        with po.open("rb") as source:
            catalogue = read_po(source, locale=po.parent.parent.name)
        half = po.with_suffix(f".{os.getpid()}")
        with half.open("wb") as target:
            write_mo(target, catalogue)
        half.replace(po.with_suffix(".mo"))


def messages() -> dict[str | tuple[str, str], list[str]]:
    """Every message in the code and templates, with the places that use it (`portal/web/errors.py:19`)."""
    from babel.messages.extract import extract_from_dir

    found: dict[str | tuple[str, str], list[str]] = {}
    keywords = dict(_keyword(word) for word in KEYWORDS)
    for folder, method in (("portal", "python"), ("templates", "jinja2")):
        mapping = [("**.py", method)] if method == "python" else [("**.html", method), ("**.txt", method)]
        options = {"**.html": {"trimmed": "true"}, "**.txt": {"trimmed": "true"}}
        for name, line, message, _comments, _context in extract_from_dir(
            str(ROOT / folder),
            method_map=mapping,
            options_map=options,
            keywords=keywords,
            directory_filter=lambda _path: True,  # Babel passes by folders such as templates/_ui
        ):
            pair = message if isinstance(message, str) else (message[0], message[1])
            found.setdefault(pair, []).append(f"{folder}/{name}:{line}")
    return found


def _keyword(word: str) -> tuple[str, tuple[int, ...] | None]:
    name, _, places = word.partition(":")
    return name, tuple(int(place) for place in places.split(",")) if places else None


def room(place: str) -> str:
    """The catalogue that a place's messages belong in: its capability's."""
    folder = re.sub(r"^(portal|templates)/", "", place).split("/")
    known = folder[0].strip("_") if len(folder) > 1 else "web"
    return {"kernel": "web", "commands": "web", "errors": "web", "storage": "web"}.get(known, known)


def translated() -> dict[str | tuple[str, str], list[tuple[str, object]]]:
    """Every catalogue entry that has a translation: message to (catalogue, translation)."""
    from babel.messages.pofile import read_po

    found: dict[str | tuple[str, str], list[tuple[str, object]]] = {}
    for po in sorted(CATALOGUES.glob("da/LC_MESSAGES/*.po")):
        with po.open("rb") as source:
            for entry in read_po(source, locale="da"):
                whole = entry.string if isinstance(entry.string, str) else all(entry.string or ())
                if entry.id and whole and not entry.fuzzy:
                    pair = entry.id if isinstance(entry.id, str) else (entry.id[0], entry.id[1])
                    found.setdefault(pair, []).append((po.stem, entry.string))
    return found


def print_missing() -> int:
    """Entries ready to be put in the catalogues."""
    known = translated()
    lacking: dict[str, list[str]] = {}
    for message, places in sorted(messages().items(), key=lambda item: item[1]):
        if message not in known:
            lacking.setdefault(room(places[0]), []).append(_entry(message, places))
    for name, entries in sorted(lacking.items()):
        print(f"# ---- translations/da/LC_MESSAGES/{name}.po\n")
        print("\n".join(entries))
    return 1 if lacking else 0


def _entry(message: str | tuple[str, str], places: list[str]) -> str:
    lines = [f"#: {place}" for place in places[:3]]
    one, many = (message, None) if isinstance(message, str) else message
    text = f"{one}{many or ''}"
    lines += ["#, python-format"] if re.search(r"%\(\w+\)", text) else []
    lines += [f"msgid {_quoted(one)}"]
    lines += ['msgstr ""'] if many is None else [f"msgid_plural {_quoted(many)}", 'msgstr[0] ""', 'msgstr[1] ""']
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


if __name__ == "__main__":
    if sys.argv[1:] == ["compile"]:
        compile_stale()
    elif sys.argv[1:] == ["missing"]:
        sys.exit(print_missing())
    else:
        sys.exit("Use: catalogues.py compile | missing")
