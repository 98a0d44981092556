"""Are documents made as people's words say, whatever they wrote, and are given ones looked into safely?"""

from __future__ import annotations

import io
import re

import pypdf
import pytest
from flask import Flask

from portal.web.pdf import Condition, look_into, make_pdf
from tests.support import files


def made(app: Flask, text: str = "Svar", language: str = "da") -> pypdf.PdfReader:
    with app.app_context():
        data = {"title": "Initiativforslag", "number": "2026-0042", "text": text}
        return pypdf.PdfReader(io.BytesIO(make_pdf("specimen", data, language)))


def words(pdf: pypdf.PdfReader) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pdf.pages))


@pytest.mark.databases("sqlite")
def test_a_document_is_archival_accessible_and_titled(app: Flask) -> None:
    pdf = made(app)
    root = pdf.trailer["/Root"]
    assert root["/Lang"] == "da"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    about = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part>" in about
    assert "<pdfuaid:part>1</pdfuaid:part>" in about
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Initiativforslag"


@pytest.mark.databases("sqlite")
@pytest.mark.parametrize(("language", "foot"), [("da", "Side 1 af 1"), ("en", "Page 1 of 1")])
def test_every_page_says_what_it_belongs_to(app: Flask, language: str, foot: str) -> None:
    said = words(made(app, language=language))
    assert "2026-0042" in said
    assert foot in said


@pytest.mark.databases("sqlite")
@pytest.mark.parametrize(
    "text",
    [
        "#panic()",
        '#read("/etc/passwd")',
        "*ikke fed* _ikke kursiv_",
        "$x^2$",
        '"; #sys',
        "= Ikke en overskrift",
        "<b>x</b>",
        "\\u{41}",
    ],
)
def test_a_persons_words_are_text(app: Flask, text: str) -> None:
    assert text in words(made(app, text))


@pytest.mark.databases("sqlite")
def test_characters_without_a_shape_are_said_to_be_missing(app: Flask) -> None:
    said = words(made(app, "Ærlig talt 😀 \u0639 Łódź"))
    assert "Ærlig talt ◊ ◊ Łódź" in said
    assert "Tegn, som skriften ikke har, er vist som ◊." in said
    assert "◊" not in words(made(app, "Ærlig talt"))


@pytest.mark.databases("sqlite")
def test_a_template_that_fails_says_so(app: Flask) -> None:
    with app.app_context(), pytest.raises(RuntimeError, match="specimen"):
        make_pdf("specimen", {"title": "No text"}, "da")


@pytest.mark.parametrize(
    ("body", "condition"),
    [
        (files.pdf(), Condition.GOOD),
        (files.pdf(password="x"), Condition.ENCRYPTED),
        (files.pdf()[:100], Condition.UNREADABLE),
        (b"%PDF-1.7 nonsense", Condition.UNREADABLE),
        (b"", Condition.UNREADABLE),
    ],
)
def test_looking_into_a_document(body: bytes, condition: Condition) -> None:
    assert look_into(io.BytesIO(body)) is condition
