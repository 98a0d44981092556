"""A real Chromium against the real application, over loopback.

`page` is a visitor at 1280 pixels, in Danish, with JavaScript; `new_page` makes more of them: signed in, narrow, without
JavaScript. Whatever the browser complains of (errors in the console, refused by the content security policy, requests to other
hosts) fails the test at its end.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.support import chromium
from tests.support.client import session_token, settle_test_session

HERE = Path(__file__).resolve().parent
SCREENSHOTS = HERE.parent.parent / "var" / "screenshots"
EXPECTED = "Failed to load resource: the server responded with a status of 4"
"""Chromium notes every 4xx answer in the console; a form that is sent back with 422 is no fault."""
WIDE, NARROW = 1280, 360
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


class _Handler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: Any) -> None:
        """Say nothing: pytest shows what the portal itself logs."""


@dataclass
class LiveServer:
    """The portal, listening."""

    url: str
    app: Flask


@pytest.fixture(scope="session")
def _serving(running: Any) -> Iterator[LiveServer]:
    running.listener.listen(128)
    host, port = running.listener.getsockname()
    server = make_server(host, port, running.app, threaded=True, request_handler=_Handler, fd=running.listener.fileno())
    server.daemon_threads = True
    server.block_on_close = False
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield LiveServer(f"http://{host}:{port}", running.app)
    server.shutdown()
    thread.join(5)
    server.server_close()


@pytest.fixture
def live_server(app: Flask, _serving: LiveServer) -> LiveServer:
    """The portal under test on a loopback port: `live_server.url`. It shares database and clock with `app`."""
    return _serving


@pytest.fixture(scope="session")
def _playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(_playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for the session."""
    path = chromium.find(_playwright.chromium.executable_path)
    if path is None:
        pytest.skip("no Chromium; set PORTAL_CHROMIUM")
    launched = _playwright.chromium.launch(executable_path=path, args=list(chromium.FLAGS))
    yield launched
    launched.close()


@dataclass
class Watch:
    """What the browser complained of."""

    own: str
    complaints: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        """Listen to one page."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))
        page.on("request", self._request)
        page.on("response", self._response)

    def _console(self, message: Any) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(EXPECTED):
            self.complaints.append(f"console {message.type}: {message.text}")

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self.own, "data:", "blob:", "about:")):
            self.complaints.append(f"a request to another host: {request.url}")

    def _response(self, response: Any) -> None:
        if response.status >= 500 or (response.status >= 400 and "/static/" in response.url):
            self.complaints.append(f"{response.status} from {response.url}")


@pytest.fixture
def new_page(browser: Browser, live_server: LiveServer) -> Iterator[Callable[..., Page]]:
    """Makes a page in a browser profile of its own.

    `new_page(email=None, *, javascript=True, width=1280, height=900, language="da", may_complain=False) -> Page`.
    With `email` that person is signed in. Addresses are relative: `page.goto("/screening")`.
    """
    contexts: list[BrowserContext] = []
    watches: list[Watch] = []

    def make(
        email: str | None = None, *, javascript: bool = True, width: int = WIDE, height: int = 900,
        language: str = "da", may_complain: bool = False,
    ) -> Page:  # fmt: skip
        context = browser.new_context(
            base_url=live_server.url, locale="da-DK" if language == "da" else "en-DK", timezone_id="Europe/Copenhagen",
            viewport={"width": width, "height": height}, java_script_enabled=javascript, reduced_motion="reduce",
        )  # fmt: skip
        context.set_default_timeout(10_000)
        contexts.append(context)
        if language != "da":
            context.add_cookies([{"name": "language", "value": language, "url": live_server.url}])
        if email:
            context.add_cookies([{**signed_in_cookie(live_server.app, email), "url": live_server.url}])
        page = context.new_page()
        watch = Watch(live_server.url)
        context.on("page", watch.over)
        watch.over(page)
        if not may_complain:
            watches.append(watch)
        return page

    yield make
    for context in contexts:
        context.close()
    settle_test_session()
    complaints = [complaint for watch in watches for complaint in watch.complaints]
    assert not complaints, "the browser complains:\n  " + "\n  ".join(complaints)


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A visitor: 1280 pixels wide, Danish, with JavaScript."""
    return new_page()


@pytest.fixture
def plain_page(new_page: Callable[..., Page]) -> Page:
    """A visitor whose browser runs no JavaScript."""
    return new_page(javascript=False)


@pytest.fixture
def narrow_page(new_page: Callable[..., Page]) -> Page:
    """A visitor with a phone: 360 pixels wide."""
    return new_page(width=NARROW, height=740)


def signed_in_cookie(app: Flask, email: str) -> dict[str, str]:
    """The session cookie of a person who has just signed in: `name` and `value`."""
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    value = serializer.dumps({"_user_id": session_token(app, email), "_fresh": True})
    return {"name": app.config["SESSION_COOKIE_NAME"], "value": value}


def sign_in(page: Page, email: str, live_server: LiveServer) -> None:
    """Sign the page's person in without the sign-in page; for journeys that are not about signing in."""
    page.context.add_cookies([{**signed_in_cookie(live_server.app, email), "url": live_server.url}])  # type: ignore[typeddict-item]


def screenshot(page: Page, name: str) -> Path:
    """The whole page as var/screenshots/<name>.png."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    path = SCREENSHOTS / f"{name}.png"
    page.screenshot(path=path, full_page=True)
    return path


@cache
def _axe_source() -> str:
    return (HERE / "vendor" / "axe.min.js").read_text(encoding="utf-8")


def axe(page: Page, *, without: tuple[str, ...] = ()) -> list[str]:
    """What axe finds wrong by WCAG 2.2 A and AA, one line each: `assert axe(page) == []`. `without` names rules to leave out.

    The page must run JavaScript.
    """
    page.evaluate(_axe_source() + "; undefined")
    rules = {name: {"enabled": False} for name in without}
    options = {"runOnly": {"type": "tag", "values": AXE_TAGS}, "rules": rules, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(document, options).then(result => result.violations)", options)
    return [
        f"{violation['id']} ({violation['impact']}): {node['target']} {node['html'][:160]} {node['failureSummary'][:300]}"
        for violation in found
        for node in violation["nodes"]
    ]


def overflow(page: Page) -> int:
    """Pixels by which the page is wider than its window. 0 when nobody has to scroll sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@dataclass
class Transferred:
    """What came over the wire, as it was sent (compressed, with headers)."""

    addresses: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)

    @property
    def requests(self) -> int:
        """How many requests reached the server."""
        return len(self.addresses)

    @property
    def bytes(self) -> int:
        """How many bytes they brought back."""
        return sum(self.sizes.get(key, 0) for key in self.addresses)

    def __str__(self) -> str:
        parts = [f"{self.sizes.get(key, 0):>8} {address}" for key, address in self.addresses.items()]
        return "\n".join([f"{self.bytes} bytes in {self.requests} requests", *parts])


@contextmanager
def transferred(page: Page) -> Iterator[Transferred]:
    """Weigh what the block loads: `with transferred(page) as weight: page.goto("/")`, then `weight.bytes`, `weight.requests`."""
    weight = Transferred()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")

    def sent(event: dict[str, Any]) -> None:
        # A redirect comes again under the same id: both count as requests.
        if "redirectResponse" in event:
            key = f"{event['requestId']} from {len(weight.addresses)}"
            weight.addresses[key] = event["redirectResponse"]["url"]
            weight.sizes[key] = int(event["redirectResponse"].get("encodedDataLength", 0))
        if not event["request"]["url"].startswith("data:"):
            weight.addresses[event["requestId"]] = event["request"]["url"]

    session.on("Network.requestWillBeSent", sent)
    session.on("Network.requestServedFromCache", lambda event: weight.addresses.pop(event["requestId"], None))
    session.on(
        "Network.loadingFinished",
        lambda event: weight.sizes.update({event["requestId"]: int(event["encodedDataLength"])}),
    )
    yield weight
    page.wait_for_load_state("networkidle")
    session.detach()


def keeps_screenshots() -> bool:
    """Whether the run was asked to draw the pages: PORTAL_SCREENSHOTS=1."""
    return os.environ.get("PORTAL_SCREENSHOTS") == "1"
