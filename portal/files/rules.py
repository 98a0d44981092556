"""May this file be kept? Checked by what is in it, not by what it claims to be.

Limits are told before anybody uploads (`queries.describe_limits`). Office files are zip archives, so what they unpack to is
bounded too; pictures are bounded by the dimensions in their header. Nothing here unpacks or draws anything.
"""

from __future__ import annotations

import re
import struct
import unicodedata
import zipfile
from dataclasses import dataclass
from typing import IO

import puremagic

from portal.kernel.errors import RuleBroken
from portal.kernel.identifiers import has_cpr
from portal.kernel.words import _l

MEGABYTE = 1024 * 1024
LARGEST_FILE = 25 * MEGABYTE
MOST_FILES = 20
"""On one proposal, or one report."""
QUOTA = 500 * MEGABYTE
"""Of one organisation, over all its cases."""

LONGEST_NAME = 150
MOST_MEMBERS = 5_000
LARGEST_UNPACKED = 300 * MEGABYTE
LARGEST_RATIO = 100
"""Unpacked bytes for each packed one, once there is enough for it to matter."""
SMALL_UNPACKED = 10 * MEGABYTE
MOST_PIXELS = 100_000_000
LONGEST_SIDE = 20_000

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEAD = 4096
FORBIDDEN_IN_NAMES = re.compile(r'[<>:"|?*]')
FRAME_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""JPEG segments that hold the picture's dimensions."""


@dataclass(frozen=True)
class Format:
    """A type that we take: what a person calls it, what it is served as, and what puremagic may find in it."""

    label: str
    media_type: str
    signatures: frozenset[str]
    main_part: str = ""
    """The part without which an office file is not what it claims to be."""


OFFICE = "application/vnd.openxmlformats-officedocument"
PDF = Format("PDF", "application/pdf", frozenset({".pdf"}))
DOCX = Format("Word", f"{OFFICE}.wordprocessingml.document", frozenset({".docx"}), "word/document.xml")
XLSX = Format("Excel", f"{OFFICE}.spreadsheetml.sheet", frozenset({".xlsx"}), "xl/workbook.xml")
PNG = Format("PNG", "image/png", frozenset({".png"}))
JPEG = Format("JPG", "image/jpeg", frozenset({".jpg"}))
FORMATS = {".pdf": PDF, ".docx": DOCX, ".xlsx": XLSX, ".png": PNG, ".jpg": JPEG, ".jpeg": JPEG}
EXTENSIONS = tuple(FORMATS)
"""For the file chooser's `accept`."""


def clean_name(name: str) -> str:
    """The file's own name as it can be kept: no path, nothing invisible, at most 150 characters, the extension whole."""
    last = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    visible = "".join(
        " " if unicodedata.category(c).startswith("Z") else c for c in last if unicodedata.category(c)[0] != "C"
    )
    tidy = " ".join(FORBIDDEN_IN_NAMES.sub("-", visible).split()).strip(". ")
    stem, dot, ending = tidy.rpartition(".")
    if not dot:
        return tidy[:LONGEST_NAME] or "file"
    return f"{stem[: LONGEST_NAME - len(ending) - 1].strip()}.{ending}"[-LONGEST_NAME:]


def check(name: str, body: IO[bytes], size: int) -> Format:
    """What kind of file `body` is. `name` is the cleaned name, `size` in bytes. Raises RuleBroken, naming the file, when we cannot take it.

    Encrypted PDFs are left to the caller, who has a PDF reader. `body` is left at its start.
    """
    wanted = FORMATS.get(_extension(name))
    if wanted is None:
        raise RuleBroken(
            _l("“%(name)s” cannot be uploaded. You can upload PDF, Word (docx), Excel (xlsx), PNG and JPG files."),
            name=name,
        )
    if has_cpr(name):
        raise RuleBroken(
            _l(
                "The name of “%(name)s” looks like it holds a personal identity number (CPR). Rename the file and upload it again."
            ),
            name=name,
        )
    if size == 0:
        raise RuleBroken(_l("“%(name)s” is empty. Check the file and upload it again."), name=name)
    if size > LARGEST_FILE:
        raise RuleBroken(
            _l("“%(name)s” is too large. A file may be at most %(limit)s MB."),
            name=name,
            limit=LARGEST_FILE // MEGABYTE,
        )
    head = body.read(HEAD)
    body.seek(0)
    if wanted.main_part and head.startswith(OLE):
        raise RuleBroken(_l("“%(name)s” is locked with a password or saved in an old format. Save it as %(kind)s without a password."),
                         name=name, kind=_extension(name)[1:])  # fmt: skip
    if not _looks_like(head, wanted):
        raise _not_what_it_says(name, wanted)
    if wanted.main_part:
        _check_office(name, body, wanted, size)
    elif wanted in (PNG, JPEG):
        _check_picture(name, body, wanted)
    body.seek(0)
    return wanted


def check_room(name: str, size: int, used: int) -> None:
    """Whether a file of `size` bytes fits beside the `used` ones. Raises RuleBroken."""
    if used + size > QUOTA:
        raise RuleBroken(
            _l("There is no room for “%(name)s”. Your organisation can keep %(quota)s MB, and has used %(used)s MB."),
            name=name, quota=QUOTA // MEGABYTE, used=-(-used // MEGABYTE),
        )  # fmt: skip


def check_count(count: int) -> None:
    """Whether one more file may join `count` others. Raises RuleBroken."""
    if count >= MOST_FILES:
        raise RuleBroken(
            _l("You can upload at most %(count)s files here. Remove one before you upload another."), count=MOST_FILES
        )


def _extension(name: str) -> str:
    _stem, dot, ending = name.lower().rpartition(".")
    return dot + ending


def _not_what_it_says(name: str, wanted: Format) -> RuleBroken:
    return RuleBroken(_l("“%(name)s” is not a %(kind)s file, or it is damaged. Open it, save it again and upload the new one."),
                      name=name, kind=wanted.label)  # fmt: skip


def _looks_like(head: bytes, wanted: Format) -> bool:
    if wanted.main_part and not head.startswith(ZIP):
        return False
    try:
        found = {match.extension for match in puremagic.magic_string(head)}
    except puremagic.PureError:
        return False
    return not found.isdisjoint(wanted.signatures)


def _check_office(name: str, body: IO[bytes], wanted: Format, size: int) -> None:
    try:
        with zipfile.ZipFile(body) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error):
        raise _not_what_it_says(name, wanted) from None
    names = {member.filename.lower() for member in members}
    if not {"[content_types].xml", wanted.main_part} <= names:
        raise _not_what_it_says(name, wanted)
    if any(part.endswith("vbaproject.bin") for part in names):
        raise RuleBroken(
            _l("“%(name)s” holds macros (small programs). Save it without macros and upload it again."), name=name
        )
    if any(member.flag_bits & 1 for member in members):
        raise RuleBroken(
            _l("“%(name)s” is locked with a password. Save it without a password and upload it again."), name=name
        )
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if (
        len(members) > MOST_MEMBERS
        or unpacked > LARGEST_UNPACKED
        or packed > size  # members that share the same bytes
        or (unpacked > SMALL_UNPACKED and unpacked > packed * LARGEST_RATIO)
    ):
        raise RuleBroken(
            _l("“%(name)s” unpacks to far more than it seems to hold, so we cannot take it. Save it as a PDF instead."),
            name=name,
        )


def _check_picture(name: str, body: IO[bytes], wanted: Format) -> None:
    dimensions = _png_dimensions(body) if wanted is PNG else _jpeg_dimensions(body)
    if dimensions is None:
        raise _not_what_it_says(name, wanted)
    width, height = dimensions
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise RuleBroken(_l("The picture “%(name)s” is too large: %(width)s × %(height)s points. Make it smaller and upload it again."),
                         name=name, width=width, height=height)  # fmt: skip


def _png_dimensions(body: IO[bytes]) -> tuple[int, int] | None:
    head = body.read(24)
    if len(head) < 24 or head[12:16] != b"IHDR":
        return None
    width, height = struct.unpack(">II", head[16:24])
    return (width, height) if width and height else None


def _jpeg_dimensions(body: IO[bytes]) -> tuple[int, int] | None:
    """Walk the segments until the frame header; each names its own length."""
    body.seek(2)
    while True:
        byte = body.read(1)
        if byte != b"\xff":
            return None
        while byte == b"\xff":
            byte = body.read(1)
        length = body.read(2)
        if not byte or len(length) < 2:
            return None
        (size,) = struct.unpack(">H", length)
        if byte[0] in FRAME_MARKERS:
            frame = body.read(5)
            if len(frame) < 5:
                return None
            height, width = struct.unpack(">HH", frame[1:5])
            return (width, height) if width and height else None
        if size < 2 or byte[0] == 0xDA:
            return None
        body.seek(size - 2, 1)
