"""A person at a browser, and the story that many such persons walk together.

A `Visitor` finds things as a person does: by the words on labels, buttons and links, never by ids or classes. A `Story` is one
portal with its clock, its mail and its people.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Locator, Page, expect

from portal.accounts.models import Department
from portal.accounts.states import Kind
from portal.kernel.clock import FixedClock
from portal.notices.outbox import send_due
from portal.policy import Role
from portal.proposals.models import Call
from portal.storage import db
from tests.support.accounts import PASSWORD, organisation, person
from tests.support.mail import Mailbox
from tests.support.proposals import open_call

Upload = tuple[str, bytes]
"""A file as a person has it: its name, its content."""
STAFF: dict[str, tuple[str, tuple[Role, ...]]] = {
    "officer": ("Lise Mogensen", (Role.CASE_OFFICER,)),
    "lead": ("Birgitte Frost", (Role.SECRETARIAT_LEAD, Role.CASE_OFFICER)),
    "member1": ("Aisha Rahimi", (Role.COUNCIL_MEMBER,)),
    "member2": ("Torben Skov", (Role.COUNCIL_MEMBER,)),
    "chair": ("Henrik Vestergaard", (Role.COUNCIL_CHAIR, Role.COUNCIL_MEMBER)),
    "mayor": ("Borgmesteren", (Role.MAYOR,)),
    "verifier": ("Ellen Juhl", (Role.VERIFIER,)),
}
INVESTOR = "Nordlys Kapital"
EXTRA: tuple[dict[str, object], ...] = (
    {"key": "volunteers", "kind": "whole_number", "required": True,
     "label": {"da": "Hvor mange frivillige deltager?", "en": "How many volunteers take part?"}},
    {"key": "learning", "kind": "long_text", "required": False, "word_limit": 50,
     "label": {"da": "Hvad kan andre lære?", "en": "What can others learn?"}},
    {"key": "support", "kind": "file", "required": True, "label": {"da": "Støttebrev", "en": "Letter of support"}},
)  # fmt: skip
"""What the story's call asks on top."""


@dataclass(frozen=True)
class Visitor:
    """Somebody who looks at a page, or, after `part` and `region`, at a part of it."""

    page: Page
    has_javascript: bool = True
    root: Locator | None = None

    @property
    def where(self) -> Locator:
        return self.root or self.page.locator("body")

    def open(self, path: str) -> int:
        """Go to an address of the portal; answers its status."""
        response = self.page.goto(path)
        assert response is not None
        return response.status

    def stands_on(self, heading: str) -> None:
        """The page's heading has these words."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(heading)

    def sees(self, *texts: str) -> None:
        """Each of the texts is there to be read."""
        for text in texts:
            expect(self.where).to_contain_text(text, use_inner_text=True)

    def misses(self, *texts: str) -> None:
        """None of the texts is there."""
        for text in texts:
            expect(self.where).not_to_contain_text(text)

    def follow(self, words: str, *, exactly: bool = False) -> None:
        """Click the one link with these words."""
        self.where.get_by_role("link", name=_whole(words) if exactly else words).click()

    def go_to(self, words: str) -> None:
        """Choose from the main menu."""
        menu = self.page.get_by_role("navigation", name="Hovedmenu")
        menu.get_by_role("link", name=words, exact=True).click()

    def press(self, words: str) -> None:
        """Press the one button with exactly these words."""
        self.where.get_by_role("button", name=_whole(words)).click()

    def fill(self, label: str, text: str) -> None:
        """Type into the field with that label; whatever stood there is replaced."""
        self._field(label).fill(text)

    def choose(self, question: str, answer: str) -> None:
        """Mark one of several answers."""
        self._group(question).get_by_role("radio", name=_beginning(answer)).check()

    def tick(self, question: str, *answers: str) -> None:
        """Tick answers of a question that takes several."""
        for answer in answers:
            self._group(question).get_by_role("checkbox", name=_beginning(answer)).check()

    def pick(self, label: str, option: str) -> None:
        """Choose from a drop-down list."""
        self._field(label).select_option(label=option)

    def upload(self, label: str, *files: Upload) -> None:
        """Send files, one after the other. Without JavaScript they go on their way at the button beside the field."""
        chosen = self._field(label)
        for name, body in files:
            chosen.set_input_files({"name": name, "mimeType": "", "buffer": body})
            if not self.has_javascript:
                chosen.locator("xpath=following::button[normalize-space()='Upload'][1]").click()
            expect(self.page.get_by_role("link", name=name)).to_be_visible()

    def download(self, words: str) -> tuple[str, bytes]:
        """Follow a link that brings a file: its name and content."""
        with self.page.expect_download() as waiting:
            self.follow(words)
        return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()

    def part(self, legend: str) -> Visitor:
        """The same person, looking only at the group of fields with that legend."""
        return replace(self, root=self._group(legend))

    def row(self, words: str) -> Visitor:
        """The same person, looking only at the table row with these words."""
        return replace(self, root=self.where.get_by_role("row").filter(has_text=words))

    def _field(self, label: str) -> Locator:
        controls = self.page.locator("input, textarea, select")
        return self.where.get_by_label(_question(label)).and_(controls)

    def _group(self, name: str) -> Locator:
        return self.where.get_by_role("group", name=_question(name))


def _question(label: str) -> re.Pattern[str]:
    """A label's own words, whether or not the page adds that the answer is optional."""
    return re.compile(rf"^\s*{re.escape(label)}\s*(\(valgfrit\))?\s*$")


def _whole(words: str) -> re.Pattern[str]:
    """Exactly these words. What is said to screen readers only may stand after a space: "Tilføj : Risiko"."""
    pattern = re.escape(words).replace(":", r"\s*:")
    return re.compile(rf"^\s*{pattern}\s*$")


def _beginning(words: str) -> re.Pattern[str]:
    return re.compile(rf"^\s*{re.escape(words)}")


@dataclass
class Story:
    """A portal in which people meet. `has_javascript` holds for every browser in it."""

    app: Flask
    clock: FixedClock
    mailbox: Mailbox
    new_page: Callable[..., Page]
    has_javascript: bool = True
    visitors: dict[str, Visitor] = field(default_factory=dict)
    department: str = ""
    call_title: str = "Løbende indkaldelse"

    def begin(self) -> None:
        """Make what the portal knows before the first citizen comes: staff, an investor, one open call."""
        with self.app.app_context():
            for name, (full_name, roles) in STAFF.items():
                person(full_name, email=f"{name}@aarhus.example", roles=roles)
            chosen = db.session.scalars(sa.select(Department).order_by(Department.id)).first()
            assert chosen is not None
            self.department = chosen.name
            person("Mette Bang", email="department@aarhus.example", roles=[Role.DEPARTMENT], department=chosen)
            capital = organisation(INVESTOR, kinds=[Kind.INVESTOR])
            person("Karen Winther", email="investor@aarhus.example", organisation=capital)
            made: Call = open_call(self.call_title, questions=EXTRA)
            self.call_title = made.title_da
            db.session.remove()

    def citizen(self) -> Visitor:
        """Somebody who is not signed in, in a browser of their own."""
        return Visitor(self.new_page(javascript=self.has_javascript), self.has_javascript)

    def sit_down(self, who: str) -> Visitor:
        """One of the people, signed in. Whoever has been away for too long signs in anew, at the same browser."""
        address = f"{who}@aarhus.example"
        visitor = self.visitors.get(who) or self.citizen()
        self.visitors[who] = visitor
        visitor.open("/overview")
        if "/sign-in" in visitor.page.url:
            self.sign_in(visitor, address)
        return visitor

    def sign_in(self, visitor: Visitor, address: str, password: str = PASSWORD) -> None:
        """Through the page, as everybody does."""
        visitor.fill("E-mail", address)
        visitor.fill("Adgangskode", password)
        visitor.press("Log ind")
        visitor.stands_on("Det venter på dig")

    def pass_time(self, **spans: float) -> None:
        """Let time go by."""
        self.clock.at += timedelta(**spans)

    def post(self) -> None:
        """Deliver the mail that waits."""
        with self.app.app_context():
            send_due(self.clock.now())
            db.session.remove()

    def mails(self, address: str) -> str:
        """All mail to that person so far, subjects and texts."""
        self.post()
        found = self.mailbox.to(address)
        return "\n".join(f"{mail['Subject']}\n{mail.get_body(('plain',)).get_content()}" for mail in found)  # type: ignore[union-attr]
