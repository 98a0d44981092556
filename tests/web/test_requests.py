"""Is what no person can send turned away, and what people do send kept?"""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from portal.accounts.models import SignIn
from portal.storage import db
from portal.web.requests import clean
from portal.web.sign_in_again import is_own_path
from tests.support.accounts import PASSWORD, person
from tests.support.client import PortalClient


@pytest.mark.parametrize(
    "path",
    [
        "/calls?before=%00",
        "/calls?%00=1",
        "/calls/%00",
        "/%08",
        "/calls?q=%1f",
        "/calls?q=%7f",
        "/calls?q=%ff%fe",
        "/%c3%28",
        "/calls?q=%ed%a0%80",
    ],
)
def test_control_characters_and_broken_text_are_a_bad_request(client: PortalClient, path: str) -> None:
    assert client.get(path).status_code == 400


@pytest.mark.parametrize(
    "path", ["/calls?q=%C3%A6%C3%B8%C3%A5", "/calls?q=line%0abreak%09tab", "/calls?q=%F0%9F%98%80"]
)
def test_what_people_write_is_let_through(client: PortalClient, path: str) -> None:
    assert client.get(path).status_code == 200


@given(st.text())
def test_cleaned_text_can_be_kept_and_stays_as_it_is(text: str) -> None:
    kept = clean(text)
    assert "\x00" not in kept
    assert "\r" not in kept
    kept.encode()
    assert clean(kept) == kept


def test_a_word_processors_breaks_become_line_breaks() -> None:
    assert clean("a\r\nb\rc\x0bd\u2028e\tf\x00g") == "a\nb\nc\nd\ne\tfg"


@pytest.mark.parametrize("path", ["/", "/calls/1", "/sign-in?next=/calls/1", "/calls#open", "/a//b"])
def test_own_paths(path: str) -> None:
    assert is_own_path(path)


FOREIGN = [
    "", "calls", "https://evil.example/", "//evil.example/", "///evil.example", "/\\evil.example", "\\\\evil.example", "/a\\..\\evil",
    "javascript:alert(1)", "http:evil.example", "%2F%2Fevil.example", " //evil.example", "@evil.example", "mailto:a@b.dk",
]  # fmt: skip


@pytest.mark.parametrize("path", FOREIGN)
def test_other_peoples_paths(path: str) -> None:
    assert not is_own_path(path)


@pytest.mark.parametrize("target", FOREIGN)
def test_nobody_is_sent_elsewhere_after_signing_in(context: Flask, client: PortalClient, target: str) -> None:
    maja = person()
    answer = client.post("/sign-in", data={"email": maja.email, "password": PASSWORD, "next": target})
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/overview"
    assert db.session.query(SignIn).count() == 1


def test_one_comes_back_to_where_one_was_going(context: Flask, client: PortalClient) -> None:
    maja = person()
    asked = client.get("/notices")
    assert (asked.status_code, asked.headers["Location"]) == (303, "/sign-in?next=%2Fnotices")
    answer = client.post("/sign-in", data={"email": maja.email, "password": PASSWORD, "next": "/notices"})
    assert answer.headers["Location"] == "/notices"
