"""Which files are kept, and what is said of those that are not?"""

from __future__ import annotations

import io
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.files import rules
from portal.kernel.errors import RuleBroken
from tests.support import files

GOOD = {
    "Budget.pdf": files.pdf(),
    "Budget.PDF": files.pdf(),
    "Ansøgning.docx": files.docx(),
    "Tal.xlsx": files.xlsx(),
    "Huset.png": files.png(),
    "Huset.jpg": files.jpg(4000, 3000),
    "Huset.jpeg": files.jpg(),
}

REFUSED = {
    "an exe named pdf": ("regning.pdf", files.EXE, "“regning.pdf” is not a PDF file"),
    "an exe named docx": ("brev.docx", files.EXE, "“brev.docx” is not a Word file"),
    "an exe named png": ("billede.png", files.EXE, "“billede.png” is not a PNG file"),
    "an exe": ("program.exe", files.EXE, "“program.exe” cannot be uploaded"),
    "a script": ("side.html", b"<script>", "“side.html” cannot be uploaded"),
    "a picture that is a program": ("tegning.svg", b"<svg/>", "“tegning.svg” cannot be uploaded"),
    "two extensions": ("regning.pdf.exe", files.pdf(), "“regning.pdf.exe” cannot be uploaded"),
    "no extension": ("regning", files.pdf(), "“regning” cannot be uploaded"),
    "an empty file": ("tom.pdf", b"", "“tom.pdf” is empty"),
    "text named jpg": ("huset.jpg", b"just text, long enough to be looked at", "“huset.jpg” is not a JPG file"),
    "a png named jpg": ("huset.jpg", files.png(), "“huset.jpg” is not a JPG file"),
    "a pdf named docx": ("brev.docx", files.pdf(), "“brev.docx” is not a Word file"),
    "an excel file named docx": ("brev.docx", files.xlsx(), "“brev.docx” is not a Word file"),
    "a plain zip named docx": ("brev.docx", files.archive({"virus.exe": files.EXE}), "“brev.docx” is not a Word file"),
    "a cut-off docx": ("brev.docx", files.docx()[:60], "“brev.docx” is not a Word file"),
    "a locked docx": ("brev.docx", files.OLE, "“brev.docx” is locked with a password or saved in an old format"),
    "macros in word": ("brev.docx", files.docx(**{"word__vbaProject.bin": b"x"}), "“brev.docx” holds macros"),
    "macros in excel": ("tal.xlsx", files.xlsx(**{"xl__VBAPROJECT.BIN": b"x"}), "“tal.xlsx” holds macros"),
    "a zip bomb": ("brev.docx", files.docx(bomb=bytes(30_000_000)), "“brev.docx” unpacks to far more"),
    "many members": ("brev.docx", files.docx(**{f"m{n}": b"" for n in range(5000)}), "“brev.docx” unpacks to far more"),
    "an image bomb": ("huset.png", files.png(50_000, 50_000), "The picture “huset.png” is too large: 50000 × 50000"),
    "a long thin bomb": ("huset.jpg", files.jpg(60_000, 10), "The picture “huset.jpg” is too large: 60000 × 10"),
    "a png without a size": ("huset.png", files.png(0, 10), "“huset.png” is not a PNG file"),
    "a cut-off jpg": ("huset.jpg", files.jpg()[:22], "“huset.jpg” is not a JPG file"),
    "a jpg without a frame": (
        "huset.jpg",
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(9) + b"\xff\xda\x00\x02",
        "“huset.jpg” is not a JPG file",
    ),
    "a personal number in the name": (
        "0101701234.pdf",
        files.pdf(),
        "The name of “0101701234.pdf” looks like it holds a personal identity number",
    ),
}


def take(name: str, body: bytes) -> rules.Format:
    return rules.check(rules.clean_name(name), io.BytesIO(body), len(body))


@pytest.mark.parametrize("name", GOOD)
def test_takes_what_it_says_it_takes(name: str) -> None:
    assert take(name, GOOD[name]) is rules.FORMATS["." + name.lower().rpartition(".")[2]]


@pytest.mark.parametrize("case", REFUSED)
def test_refuses_and_names_the_file(case: str) -> None:
    name, body, said = REFUSED[case]
    with pytest.raises(RuleBroken) as refusal:
        take(name, body)
    assert str(refusal.value.sentence).startswith(said)


def test_refuses_one_byte_more_than_the_limit() -> None:
    body = io.BytesIO(files.pdf())
    assert rules.check("a.pdf", body, rules.LARGEST_FILE) is rules.PDF
    with pytest.raises(RuleBroken, match=r"“a.pdf” is too large. A file may be at most 25 MB."):
        rules.check("a.pdf", body, rules.LARGEST_FILE + 1)


def test_the_file_is_left_at_its_start() -> None:
    for name, content in GOOD.items():
        body = io.BytesIO(content)
        rules.check(name, body, len(content))
        assert body.tell() == 0


def test_the_quota_counts_what_is_there_already() -> None:
    rules.check_room("a.pdf", 1, rules.QUOTA - 1)
    with pytest.raises(RuleBroken, match=r"can keep 500 MB, and has used 500 MB"):
        rules.check_room("a.pdf", 2, rules.QUOTA - 1)


def test_the_twentieth_file_is_the_last() -> None:
    rules.check_count(19)
    with pytest.raises(RuleBroken, match="at most 20 files"):
        rules.check_count(20)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Budget 2027.pdf", "Budget 2027.pdf"),
        ("Ærø – årsregnskab (endelig).PDF", "Ærø – årsregnskab (endelig).PDF"),
        ("C:\\Users\\maja\\Budget.pdf", "Budget.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie- x.pdf"),
        ("regning\u202efdp.exe", "regningfdp.exe"),
        ("  Budget   2027 .pdf ", "Budget 2027.pdf"),
        ("a\u030astra\u0308t.pdf", "åsträt.pdf"),
        ("x" * 300 + ".docx", "x" * 145 + ".docx"),
        ("", "file"),
        ("\x00\x01", "file"),
    ],
)
def test_names_are_kept_readable(typed: str, kept: str) -> None:
    assert rules.clean_name(typed) == kept


@given(st.text(max_size=400))
def test_a_cleaned_name_is_safe_and_stays_as_it_is(text: str) -> None:
    name = rules.clean_name(text)
    assert 0 < len(name) <= rules.LONGEST_NAME
    assert not any(unicodedata.category(c)[0] == "C" or c in '/\\<>:"|?*' for c in name)
    assert rules.clean_name(name) == name


@given(st.binary(max_size=300), st.sampled_from(sorted(GOOD)), st.integers(0, 200))
def test_damaged_files_are_taken_or_refused_but_never_break(noise: bytes, name: str, at: int) -> None:
    body = GOOD[name][:at] + noise
    try:
        found: Any = take(name, body)
    except RuleBroken:
        return
    assert found.media_type
