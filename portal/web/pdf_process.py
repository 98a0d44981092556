"""What runs in the process that `pdf.py` starts: `make` sets a document, `look` opens one. Imports nothing of the portal."""

from __future__ import annotations

import json
import resource
import struct
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pypdf
import typst

MOST_MEMORY = 2 * 1024**3
STAND_IN = "\N{LOZENGE}"


def make() -> None:
    """Read a job from standard input, write the PDF to standard output."""
    job = json.load(sys.stdin.buffer)
    root = Path(job["root"])
    known = _characters(root / "fonts" / "IBMPlexSans-Regular.ttf")
    shown = _shown(job["data"], known)
    if shown != job["data"]:
        shown["note"] = shown["words"]["lozenges"]
    body = typst.compile(
        str(root / job["template"]),
        root=str(root),
        font_paths=typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(root / "fonts")]
        ),
        format="pdf",
        sys_inputs={"data": json.dumps(shown)},
        pdf_standards=["a-3a", "ua-1"],
        timestamp=job["at"],
    )
    sys.stdout.buffer.write(body)


def _shown(value: Any, known: set[int]) -> Any:
    """The same data with a lozenge for every character that the font cannot draw: an archival PDF may not hold one."""
    if isinstance(value, dict):
        return {name: _shown(one, known) for name, one in value.items()}
    if isinstance(value, list):
        return [_shown(one, known) for one in value]
    if not isinstance(value, str) or value.isascii():
        return value
    whole = unicodedata.normalize("NFC", value)
    return "".join(
        c if ord(c) in known or c.isspace() else "" if unicodedata.category(c) in {"Cf", "Mn"} else STAND_IN
        for c in whole
    )


def _characters(font: Path) -> set[int]:
    """The characters in the font's own table of them (OpenType `cmap`, format 4)."""
    body = font.read_bytes()
    tables = {
        body[at : at + 4]: struct.unpack_from(">I", body, at + 8)[0]
        for at in range(12, 12 + 16 * struct.unpack_from(">H", body, 4)[0], 16)
    }
    cmap = tables[b"cmap"]
    offsets = {
        struct.unpack_from(">I", body, cmap + 8 + 8 * i)[0] for i in range(struct.unpack_from(">H", body, cmap + 2)[0])
    }
    found: set[int] = set()
    for at in (cmap + offset for offset in offsets):
        if struct.unpack_from(">H", body, at)[0] == 4:
            count = struct.unpack_from(">H", body, at + 6)[0] // 2
            ends = struct.unpack_from(f">{count}H", body, at + 14)
            starts = struct.unpack_from(f">{count}H", body, at + 16 + 2 * count)
            found.update(code for start, end in zip(starts, ends, strict=True) for code in range(start, end + 1))
    return found - {0xFFFF}


def look() -> None:
    """Say `good`, `encrypted` or `unreadable` of the PDF on standard input."""
    try:
        reader = pypdf.PdfReader(sys.stdin.buffer)
        found = "encrypted" if reader.is_encrypted else "good" if len(reader.pages) else "unreadable"
    except Exception:  # noqa: BLE001 - whatever is wrong with it, we cannot read it
        found = "unreadable"
    sys.stdout.write(found)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    {"make": make, "look": look}[sys.argv[1]]()
