"""A test client that looks at every page it is given: valid HTML, headings, labels, ids, tokens, security headers.

It keeps what a browser keeps: cookies, the CSRF token, the fields that a form starts with. A request runs as if it came from
outside, whatever application context the test has open.
"""

from __future__ import annotations

import contextvars
from collections.abc import Mapping
from functools import cached_property
from io import BytesIO
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import sqlalchemy as sa
from flask import Flask, current_app, has_app_context
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.datastructures import FileStorage, Headers, MultiDict
from werkzeug.test import TestResponse

from portal.accounts.actions import start_session
from portal.accounts.models import Person
from portal.storage import db
from tests.support import html

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
PROMISED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
RAW_TOKEN = "5f2c1a" * 6 + "0b9d"


class Answer(TestResponse):
    """A response that can be read as a person would read it."""

    @cached_property
    def tree(self) -> Element:
        """The parsed page or fragment."""
        return html.parse(self.text)[0]

    @property
    def heading(self) -> str:
        """The words of the page's h1."""
        return html.words(next(self.tree.iter("h1")))

    @property
    def words(self) -> str:
        """All words of the page's main part, or of the fragment, on one line."""
        return html.words(next(self.tree.iter("main"), self.tree))

    def find(self, path: str) -> list[Element]:
        """The elements at an ElementTree path: `.//table[@id='cases']/tbody/tr`."""
        return self.tree.findall(path)

    def texts(self, path: str) -> list[str]:
        """The words of each element at `path`."""
        return [html.words(element) for element in self.find(path)]

    def by_id(self, name: str) -> Element:
        """The element with that id. Raises AssertionError when there is none."""
        for element in self.tree.iter():
            if element.get("id") == name:
                return element
        raise AssertionError(f"no element has the id {name!r}")

    def rows(self, path: str = ".//tbody/tr") -> list[list[str]]:
        """The words of each cell of each row of a table's body."""
        return [[html.words(cell) for cell in row if cell.tag in {"td", "th"}] for row in self.find(path)]

    def form(self, which: str | None = None) -> html.Form:
        """The form with that id or action, or the only POST form of the main part."""
        tree = self.tree if which else next(self.tree.iter("main"), self.tree)
        found = [
            form for form in html.forms(tree) if (which in {form.id, form.action} if which else form.method == "post")
        ]
        said = [(form.id, form.method, form.action) for form in html.forms(self.tree)]
        assert len(found) == 1, f"{len(found)} forms are {which!r}; the page has {said}"
        return found[0]

    @property
    def errors(self) -> dict[str, str]:
        """The page's error summary: field id to message."""
        summary = [element for element in self.tree.iter() if "error-summary" in (element.get("class") or "").split()]
        links = [link for element in summary for link in element.iter("a")]
        return {link.get("href", "")[1:]: html.words(link) for link in links}


class PortalClient(FlaskClient):
    """See the module. `client.get(..., htmx="checklist")` asks as htmx would, for the fragment with that id."""

    def __init__(self, application: Flask, *args: Any, **kwargs: Any) -> None:
        super().__init__(application, *args, **kwargs)
        self.response_wrapper = type("PortalAnswer", (Answer, application.response_class), {})
        self.is_signed_in = False
        self.is_checking = True
        """Switch off to look at a page that is wrong on purpose."""
        self.may_break = False
        """Switch on where the test expects an answer of 500."""

    def open(self, *args: Any, htmx: bool | str = False, csrf: bool = True, **kwargs: Any) -> Answer:
        """As Flask's client. A request that changes something carries the session's CSRF token, unless `csrf=False`."""
        headers = Headers(kwargs.pop("headers", None))
        if htmx:
            headers["HX-Request"] = "true"
            if isinstance(htmx, str):
                headers["HX-Target"] = htmx
        if csrf and kwargs.get("method", "GET") not in {"GET", "HEAD", "OPTIONS"}:
            headers.setdefault("X-CSRFToken", self._csrf_token())
        settle_test_session()
        kwargs["buffered"] = True  # following a redirect hands it in once more
        answer = _outside(super().open, *args, headers=headers, **kwargs)
        settle_test_session()
        self._check(answer)
        return answer

    def submit(
        self, page: Answer, which: str | None = None, typed: Mapping[str, Any] | None = None, *,
        press: str | None = None, follow: bool = True, **more: Any,
    ) -> Answer:  # fmt: skip
        """Fill in a form of `page` and send it, as a browser would.

        `which`: the form's id or action; without it, the only POST form of the main part. `typed` and keywords: field name to
        text, to a list of texts, to (bytes, file name), or to None for a box left unticked. `press`: the words of the button.
        """
        form = page.form(which)
        fields: MultiDict[str, Any] = MultiDict(form.fields)
        for name, value in {**(typed or {}), **more}.items():
            assert name in form.names, f"the form has no field {name!r}; it has {sorted(form.names)}"
            _type(fields, name, value)
        action = form.action
        if press is not None:
            assert press in form.buttons, f"the form has no button {press!r}; it has {sorted(form.buttons)}"
            name, value, elsewhere = form.buttons[press]
            action = elsewhere or action
            if name:
                fields.add(name, value)
        address = urljoin(page.request.path, action or page.request.full_path.rstrip("?"))
        if form.method == "get":
            return self.get(address, query_string=fields, follow_redirects=follow)
        kind = "multipart/form-data" if form.is_multipart else None
        return self.post(address, data=fields, content_type=kind, follow_redirects=follow, csrf=False)

    def sign_in(self, who: str | Person) -> Person:
        """Sign in as the person with that e-mail address, without the sign-in page. Answers the person."""
        email = who if isinstance(who, str) else who.email
        token = _outside(session_token, self.application, email)
        with self.session_transaction() as session:
            session.update({"_user_id": token, "_fresh": True})
        self.is_signed_in = True
        return person_with(email) if has_app_context() else None

    def sign_out(self) -> None:
        """Forget every cookie, as a new browser would."""
        self._cookies.clear()
        self.is_signed_in = False

    def _csrf_token(self) -> str:
        def make() -> str:
            with self.session_transaction() as session:
                raw = session.setdefault("csrf_token", RAW_TOKEN)
            return str(URLSafeTimedSerializer(self.application.secret_key or "", salt="wtf-csrf-token").dumps(raw))

        return _outside(make)

    def _check(self, answer: Answer) -> None:
        where = f"{answer.request.method} {answer.request.full_path} ({answer.status_code})"
        assert self.may_break or answer.status_code != 500, f"{where} broke; the log above says why"
        if not self.is_checking or answer.request.path.startswith("/static/"):
            return
        wrong = [
            f"{name} is {answer.headers.get(name)!r}"
            for name, value in PROMISED.items()
            if answer.headers.get(name) != value
        ]
        if answer.mimetype == "text/html" and not answer.content_encoding and answer.text and answer.location is None:
            wrong += html.problems(answer.text)
            wrong += (
                []
                if answer.headers.get("Content-Security-Policy") == CSP
                else ["the content security policy is another one"]
            )
            wrong += [] if "hx-request" in answer.headers.get("Vary", "").lower() else ["Vary does not name HX-Request"]
            if self.is_signed_in and "no-store" not in answer.headers.get("Cache-Control", ""):
                wrong.append("a private page may be stored")
        assert not wrong, "\n  ".join([where, *wrong])


def session_token(app: Flask, email: str) -> str:
    """A new sign-in for that person; answers the token for the cookie. Runs in an application context of its own."""
    with app.app_context():
        person = person_with(email)
        return start_session(person, device="test", at=app.extensions["clock"].now())


def person_with(email: str) -> Person:
    """The person with that address. Raises AssertionError when there is none."""
    found = db.session.scalar(sa.select(Person).where(Person.email == email))
    assert found is not None, f"nobody has the address {email}"
    return found


def settle_test_session() -> None:
    """Let go of what the test's own session has read, so that it sees the request's work and holds no lock.

    Raises AssertionError when the test has changes that were never committed: a request could not see them.
    """
    if not has_app_context() or "sqlalchemy" not in current_app.extensions:
        return
    session = db.session()
    unkept = [*session.new, *session.dirty, *session.deleted]
    assert not unkept, f"commit before making a request (use an action, or tests.support.factories.keep): {unkept}"
    assert not session.info.get("flushed"), "commit before making a request: rows were flushed, not committed"
    session.rollback()


def _outside(call: Any, *args: Any, **kwargs: Any) -> Any:
    return contextvars.Context().run(call, *args, **kwargs)


def _type(fields: MultiDict[str, Any], name: str, value: Any) -> None:
    fields.poplist(name)
    values = value if isinstance(value, list) else [] if value is None else [value]
    for one in values:
        fields.add(name, _file(*one) if isinstance(one, tuple) else str(one))


def _file(body: bytes, name: str, kind: str | None = None) -> FileStorage:
    return FileStorage(BytesIO(body), name, content_type=kind)


def path_of(url: str) -> str:
    """The path and query of a Location, which may be absolute."""
    address = urlsplit(url)
    return address.path + (f"?{address.query}" if address.query else "")
