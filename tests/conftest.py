"""The fixtures that every test may ask for.

`app`, `client`, `context`, `clock`, `queries` and `mailbox` stand on `database`, which is a real SQLite file and then a real
PostgreSQL database: a test that asks for one of them runs on both. `browser_page` and its kin drive a real Chromium against the
same application, on SQLite.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event

from portal import create_app
from portal.kernel.clock import FixedClock
from portal.settings import Settings
from portal.storage import db
from scripts.ready import make_ready
from tests.support import mail, stores
from tests.support.client import PortalClient
from tests.support.needs import is_ci
from tests.support.queries import QueryCounter

pytest_plugins = ["tests.support.browser"]
KINDS = ("sqlite", "postgresql")
START = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
"""When every test begins: a Tuesday, ten o'clock in Denmark."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--databases", default=",".join(KINDS), help="the kinds of database to test on")


def pytest_configure(config: pytest.Config) -> None:
    is_controller = not hasattr(config, "workerinput")
    if is_controller:
        make_ready()
    folder = stores.open_folder()
    if is_controller:
        config.add_cleanup(lambda: (stores.drop_given(folder), stores.close_folder(folder)))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run on each kind of database: browser tests on SQLite only, others on both, or as `databases` says."""
    if "database_kind" not in metafunc.fixturenames:
        return
    wanted = metafunc.config.getoption("--databases").split(",")
    marker = metafunc.definition.get_closest_marker("databases")
    is_browser = "browser" in metafunc.fixturenames
    kinds = marker.args if marker else KINDS[:1] if is_browser else KINDS
    chosen = [kind for kind in kinds if kind in wanted]
    metafunc.parametrize("database_kind", chosen, scope="session")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever asks for a browser is marked so, and can be left out with `-m "not browser"`."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI nothing is skipped: what is missing fails."""
    report = yield
    if report.skipped and is_ci() and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"in CI nothing is skipped: {report.longrepr}"
    return report


@dataclass
class Running:
    """One portal under test: its application, its database, its clock, its ports."""

    app: Flask
    store: stores.Store
    settings: Settings
    clock: FixedClock
    listener: socket.socket
    queries: QueryCounter


def _free_port() -> socket.socket:
    taken = socket.socket()
    taken.bind(("127.0.0.1", 0))
    return taken


@pytest.fixture(scope="session")
def worker(request: pytest.FixtureRequest) -> str:
    """The name of this test process."""
    return str(getattr(request.config, "workerinput", {}).get("workerid", "main"))


@pytest.fixture(scope="session")
def smtp_port() -> int:
    with _free_port() as taken:
        return int(taken.getsockname()[1])


@pytest.fixture(scope="session")
def running(database_kind: str, worker: str, smtp_port: int) -> Iterator[Running]:
    """The portal under test, made once for each worker and kind of database."""
    folder = stores.open_folder()
    store = stores.open_store(database_kind, folder, worker)
    store.reset()
    listener = _free_port()
    settings = stores.settings_for(
        store.url, folder / f"var-{worker}-{database_kind}", listener.getsockname()[1], smtp_port
    )
    clock = FixedClock(START)
    app = create_app(settings, clock)
    with app.app_context():
        queries = QueryCounter(db.engine)
        _hasten(db.engine)
    yield Running(app, store, settings, clock, listener, queries)
    with app.app_context():
        db.engine.dispose()
    listener.close()


def _hasten(engine: sa.Engine) -> None:
    """A test's database need not survive a power cut."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda connection, _record: connection.execute("PRAGMA synchronous=OFF"))


@pytest.fixture
def database(running: Running) -> stores.Store:
    """A database as the migrations made it: `.kind` is sqlite or postgresql, `.url` leads there."""
    with running.app.app_context():
        db.engine.dispose()
    running.store.reset()
    return running.store


@pytest.fixture
def settings(running: Running) -> Settings:
    """The settings of the portal under test; its folders are empty."""
    for path in running.settings.var.rglob("*"):
        if path.is_file():
            path.unlink()
    return running.settings


@pytest.fixture
def app(running: Running, database: stores.Store, settings: Settings) -> Flask:
    """The portal, on an empty database, at `START`. No application context is open: ask for `context` where you need one."""
    running.clock.at = START
    running.app.test_client_class = PortalClient
    return running.app


@pytest.fixture
def make_app(app: Flask, running: Running) -> Iterator[Callable[..., Flask]]:
    """Another portal on the same database with other settings: `make_app(demo=True, smtp_url=None)`."""
    made: list[Flask] = []

    def make(**changes: Any) -> Flask:
        other = create_app(replace(running.settings, **changes), running.clock)
        other.test_client_class = PortalClient
        made.append(other)
        return other

    yield make
    for other in made:
        with other.app_context():
            db.engine.dispose()


@pytest.fixture
def context(app: Flask) -> Iterator[Flask]:
    """The portal with an application context open: `db.session`, queries and actions can be used in the test itself."""
    with app.app_context():
        session = db.session()
        event.listen(session, "after_flush", lambda one, _context: one.info.update(flushed=True))
        event.listen(session, "after_commit", lambda one: one.info.update(flushed=False))
        event.listen(session, "after_rollback", lambda one: one.info.update(flushed=False))
        yield app
        db.session.remove()


@pytest.fixture
def client(app: Flask) -> PortalClient:
    """A browser without JavaScript that checks every page; see tests/support/client.py."""
    made = app.test_client()
    assert isinstance(made, PortalClient)
    return made


@pytest.fixture
def new_client(app: Flask) -> Callable[..., PortalClient]:
    """More browsers, for more people: `officer = new_client("officer@example.dk")`."""

    def make(email: str | None = None) -> PortalClient:
        made = app.test_client()
        assert isinstance(made, PortalClient)
        if email:
            made.sign_in(email)
        return made

    return make


@pytest.fixture
def clock(app: Flask, running: Running) -> FixedClock:
    """The portal's clock: `clock.at = …` sets it, `clock.advance(days=3)` moves it on."""
    return running.clock


@pytest.fixture
def queries(app: Flask, running: Running) -> QueryCounter:
    """Counts SQL statements: `with queries.exactly(3):`, `with queries.at_most(6):`, `with queries.counted() as statements:`."""
    return running.queries


@pytest.fixture(scope="session")
def _mail_server(smtp_port: int) -> Iterator[mail.Mailbox]:
    box, controller = mail.start(smtp_port)
    yield box
    controller.stop()


@pytest.fixture
def mailbox(app: Flask, _mail_server: mail.Mailbox) -> mail.Mailbox:
    """A real mail server that the portal sends to; call `send_due` or `flask outbox send` in the test."""
    _mail_server.clear()
    return _mail_server


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return Path(__file__).resolve().parent.parent
