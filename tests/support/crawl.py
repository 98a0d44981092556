"""Which pages can this person reach by following links? One of each kind, in the order in which they are found."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qsl, urlsplit

NOT_PAGES = re.compile(r"\.(pdf|csv|ics|xlsx|json)$|/files/|^/static/|/receipt\.pdf$")
"""What links bring that is no page."""
PEOPLE: dict[str, str | None] = {
    "citizen": None, "applicant": "ngo@demo.example", "other applicant": "ngo2@demo.example", "provider": "provider@demo.example",
    "investor": "investor@demo.example", "officer": "officer@demo.example", "lead": "lead@demo.example",
    "member": "member1@demo.example", "chair": "chair@demo.example", "department": "department@demo.example",
    "mayor": "mayor@demo.example", "verifier": "verifier@demo.example", "auditor": "auditor@demo.example", "admin": "admin@demo.example",
}  # fmt: skip
"""The parts that people play in the demo world."""


class Crawl:
    """Iterate for addresses; tell it with `found` what each page links to. `most`: how many pages of one kind are visited."""

    def __init__(self, is_signed_in: bool, most: int = 1) -> None:
        self.most = most
        self.kinds: Counter[str] = Counter()
        self.seen: set[str] = set()
        self.downloads: dict[str, str] = {}
        """What is no page, by its kind."""
        self.waiting: deque[str] = deque()
        self.found(["/overview", "/notices", "/profile"] if is_signed_in else ["/", "/sign-in", "/register"])

    def __iter__(self) -> Iterator[str]:
        while self.waiting:
            address = self.waiting.popleft()
            if self.kinds[kind_of(address)] < self.most:
                self.kinds[kind_of(address)] += 1
                yield address

    def found(self, links: Iterable[str]) -> None:
        """Note where a page leads: `links` are its href attributes."""
        for link in links:
            address = link.partition("#")[0]
            if not address.startswith("/") or address in self.seen or "lang=" in address:
                continue
            self.seen.add(address)
            if NOT_PAGES.search(urlsplit(address).path):
                self.downloads.setdefault(kind_of(address), address)
            else:
                self.waiting.append(address)


def kind_of(address: str) -> str:
    """The address without its numbers: `/cases/7` and `/cases/8` are of one kind, and so are all states of a filter."""
    parts = urlsplit(address)
    query = ",".join(sorted({key for key, value in parse_qsl(parts.query) if value}))
    return re.sub(r"\d+", "0", parts.path) + (f"?{query}" if query else "")
