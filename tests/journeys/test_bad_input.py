"""What does bad input look like to the person who gives it: a clear message, and nothing lost?"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, expect

from portal.notices.outbox import send_due
from portal.proposals.models import Proposal, Submission
from portal.storage import db
from tests.support.accounts import PASSWORD, organisation, person
from tests.support.files import EXE, pdf
from tests.support.journey import Visitor
from tests.support.proposals import complete_answers, start_proposal

WRITTEN = "Ingen afdeling kan bære udgiften alene."
QUESTION = "Hvorfor kan de almindelige budgetter ikke dække indsatsen?"
OTHER = "Hvorfor kan den ikke begynde uden fonden?"


class Writer(NamedTuple):
    """A person at the draft of a complete proposal."""

    visitor: Visitor
    base: str
    email: str
    number: int


@pytest.fixture(params=[True, False], ids=["javascript", "plain"])
def writer(request, context, new_page) -> Writer:
    owner = person("Maja Holm", organisation=organisation())
    proposal = start_proposal(owner, answers=complete_answers())
    page = new_page(owner.email, javascript=request.param)
    return Writer(Visitor(page, request.param), f"/proposals/{proposal.id}", owner.email, proposal.id)


def large_file(folder: Path) -> Path:
    """26 MB that take no room on the disk."""
    path = folder / "Stor rapport.pdf"
    with path.open("wb") as made:
        made.write(b"%PDF-1.7\n")
        made.truncate(26 * 1024 * 1024)
    return path


@pytest.mark.parametrize(
    ("name", "body", "message"),
    [
        ("Rapport.pdf", EXE, "“Rapport.pdf” er ikke en PDF-fil, eller også er den beskadiget."),
        ("Tom.pdf", b"", "“Tom.pdf” er tom."),
        ("program.exe", EXE, "“program.exe” kan ikke uploades."),
        ("Stor rapport.pdf", None, "En fil må højst fylde 25 MB"),
    ],
    ids=["exe named pdf", "empty", "exe", "too large"],
)
def test_a_file_that_is_not_taken(writer: Writer, tmp_path: Path, name: str, body: bytes | None, message: str) -> None:
    visitor = writer.visitor
    visitor.open(f"{writer.base}/attachments")
    path = large_file(tmp_path) if body is None else tmp_path / name
    if body is not None:
        path.write_bytes(body)
    field = visitor.page.get_by_label("Filer").and_(visitor.page.locator("input"))
    field.set_input_files(path)
    if not visitor.has_javascript:
        visitor.press("Upload")
    visitor.sees(message)
    expect(visitor.page.get_by_role("link", name=name)).to_have_count(0)
    if visitor.page.get_by_label("Filer").count() == 0:
        visitor.page.go_back()  # what was beyond all limits was answered with a page of its own
    visitor.upload("Filer", ("Brev.pdf", pdf()))


def test_signed_out_while_typing(writer: Writer, clock) -> None:
    visitor = writer.visitor
    visitor.open(f"{writer.base}/need")
    clock.advance(hours=3)
    visitor.fill(QUESTION, WRITTEN)
    if visitor.has_javascript:
        visitor.sees("Du er blevet logget ud.", "Ikke gemt")
        expect(visitor.page.get_by_label(QUESTION)).to_have_value(WRITTEN)
    visitor.press("Gem og fortsæt")
    visitor.stands_on("Log ind igen")
    visitor.sees("Det, du har skrevet, er gemt.")
    visitor.fill("E-mail", writer.email)
    visitor.fill("Adgangskode", PASSWORD)
    visitor.press("Log ind")
    visitor.sees(WRITTEN)
    visitor.press("Send det nu")
    visitor.stands_on("Samarbejdsform")
    visitor.open(f"{writer.base}/need")
    expect(visitor.page.get_by_label(QUESTION)).to_have_value(WRITTEN)


def test_two_windows_on_one_section(writer: Writer) -> None:
    first = writer.visitor
    second = Visitor(first.page.context.new_page(), first.has_javascript)
    for visitor in (first, second):
        visitor.open(f"{writer.base}/need")
    save(first, "Det skrev jeg først.")
    second.fill(OTHER, "Det skrev jeg bagefter.")
    save(second, "En anden tekst.")
    second.sees("Du har gemt en anden tekst her", "Det skrev jeg først.", "En anden tekst.")
    expect(second.page.get_by_label(QUESTION)).to_have_value("En anden tekst.")
    expect(second.page.get_by_label(OTHER)).to_have_value("Det skrev jeg bagefter.")


def save(visitor: Visitor, text: str) -> None:
    """Write, and keep it: by itself, or with the button."""
    if visitor.has_javascript:
        with visitor.page.expect_response("**/need/save"):
            visitor.fill(QUESTION, text)
            visitor.page.keyboard.press("Tab")
    else:
        visitor.fill(QUESTION, text)
        visitor.press("Gem, og gå til oversigten")


def test_sent_with_a_double_click(writer: Writer, mailbox, clock) -> None:
    page = writer.visitor.page
    page.goto(f"{writer.base}/moves/submit")
    page.get_by_role("button", name="Send forslaget").dblclick()
    writer.visitor.stands_on("Kvittering")
    assert case_numbers(page) == ["2026-0001"]
    db.session.rollback()  # the browser's requests were other sessions'
    assert db.session.query(Submission).filter_by(proposal_id=writer.number).count() == 1
    assert db.session.get_one(Proposal, writer.number).case_number == "2026-0001"
    send_due(clock.now())
    assert len(mailbox.to(writer.email)) == 1


def case_numbers(page: Page) -> list[str]:
    """The numbers on the receipt."""
    return [text.split()[-1] for text in page.get_by_text("Sagsnummer").all_inner_texts()]
