"""Files for the tests: good ones of every kind that the portal takes, bad ones of every kind that it refuses, and uploads of them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pypdf
from werkzeug.datastructures import FileStorage

from portal.accounts.models import Organisation, Person
from portal.files.actions import store
from portal.files.models import StoredFile
from tests.support.accounts import actor, the_time

EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + bytes(200)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
"""What an office file locked with a password looks like, and an old .doc."""


def pdf(pages: int = 1, password: str = "") -> bytes:
    """A PDF of empty pages."""
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=595, height=842)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    return _written(writer.write)


def docx(**parts: bytes) -> bytes:
    """A Word file; further parts by their name, with `__` for a slash: `word__vbaProject.bin`."""
    return archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>", **_named(parts)})


def xlsx(**parts: bytes) -> bytes:
    """An Excel file, likewise."""
    return archive({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>", **_named(parts)})


def archive(parts: dict[str, bytes]) -> bytes:
    """A zip archive of those parts."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return body.getvalue()


def png(width: int = 2, height: int = 2) -> bytes:
    """A picture; a large one lies about itself, as a bomb does: only its header is large."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    lines = zlib.compress(b"".join(b"\x00" + bytes(3 * min(width, 2)) for _ in range(min(height, 2))))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def jpg(width: int = 2, height: int = 2) -> bytes:
    """The segments of a picture up to its frame header."""
    comment = b"\xff\xfe" + struct.pack(">H", 7) + b"hello"
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 17, 8, height, width, 3) + bytes(9)
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(9) + comment + frame + b"\xff\xda\x00\x02\xff\xd9"


def upload(body: bytes, name: str) -> FileStorage:
    """What a form hands over."""
    return FileStorage(io.BytesIO(body), name)


def stored(
    person: Person, organisation: Organisation | None = None, *, body: bytes = b"", name: str = "Bilag.pdf"
) -> StoredFile:
    """A file that `person` has uploaded, for the organisation's quota."""
    number = organisation.id if organisation else None
    return store(actor(person), upload(body or pdf(), name), organisation_id=number, at=the_time())


def _named(parts: dict[str, bytes]) -> dict[str, bytes]:
    return {name.replace("__", "/"): content for name, content in parts.items()}


def _written(write: object) -> bytes:
    body = io.BytesIO()
    write(body)  # type: ignore[operator]
    return body.getvalue()
