"""What does every answer promise the browser, and what does the session cookie?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.support.accounts import PASSWORD, person
from tests.support.client import CSP, PortalClient

PATHS = ["/", "/calls", "/nowhere", "/sign-in", "/health/live"]


@pytest.mark.parametrize("path", PATHS)
def test_promises(client: PortalClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["Content-Security-Policy"] == CSP
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-cache"
    assert "Strict-Transport-Security" not in headers
    assert "Server" not in headers


def test_private_pages_are_not_kept(context: Flask, client: PortalClient) -> None:
    client.sign_in(person())
    for path in ("/", "/overview", "/notices", "/nowhere"):
        assert client.get(path).headers["Cache-Control"] == "no-store"


def test_a_page_and_its_fragment_are_told_apart(client: PortalClient) -> None:
    assert {"HX-Request", "Cookie"} <= {name.strip() for name in client.get("/calls").headers["Vary"].split(",")}


def test_static_files_are_kept_for_a_year(client: PortalClient) -> None:
    client.is_checking = False
    answer = client.get("/static/portal.css?v=1")
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]


def cookie_of(app: Flask, scheme: str) -> str:
    client = app.test_client()
    client.is_checking = False  # type: ignore[attr-defined]
    with app.app_context():
        maja = person().email
    answer = client.post(
        "/sign-in",
        data={"email": maja, "password": PASSWORD},
        base_url=f"{scheme}://localhost",
        headers={"Referer": f"{scheme}://localhost/sign-in"},
    )
    assert answer.status_code == 303
    (cookie,) = (value for value in answer.headers.getlist("Set-Cookie") if "portal=" in value)
    return cookie


def test_the_session_cookie_here(app: Flask) -> None:
    cookie = cookie_of(app, "http")
    assert cookie.startswith("portal=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie


def test_the_session_cookie_under_https(make_app: Callable[..., Flask]) -> None:
    app = make_app(base_url="https://fund.example.dk")
    cookie = cookie_of(app, "https")
    assert cookie.startswith("__Host-portal=")
    for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in cookie
    assert "Domain" not in cookie
    headers: Any = app.test_client().get("/", base_url="https://localhost").headers
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_the_language_is_remembered(client: PortalClient) -> None:
    danish = client.get("/calls")
    assert (danish.heading, danish.tree.get("lang")) == ("Indkaldelser", "da")
    english = client.get("/calls?lang=en")
    assert (english.heading, english.tree.get("lang")) == ("Calls", "en")
    (cookie,) = english.headers.getlist("Set-Cookie")
    assert cookie.startswith("language=en;")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert client.get("/calls").heading == "Calls"
    assert client.get("/calls?lang=da").heading == "Indkaldelser"
    assert client.get("/calls").heading == "Indkaldelser"


@pytest.mark.parametrize("odd", ["de", "", "en_DK", "../en", "da;en"])
def test_a_language_we_do_not_speak(client: PortalClient, odd: str) -> None:
    page = client.get("/calls", query_string={"lang": odd})
    assert page.heading == "Indkaldelser"
    assert "Set-Cookie" not in page.headers


def test_the_switch_keeps_the_place(client: PortalClient) -> None:
    page = client.get("/calls?before=5")
    (link,) = (link for link in page.tree.iter("a") if "lang" in (link.get("class") or ""))
    assert link.get("href") == "/calls?before=5&lang=en"
