"""`make bench`: is the portal as quick with 100,000 cases as with 1,000, and how far is it from a bare page?

For SQLite and PostgreSQL, and for each number of cases: the demo fund is multiplied, the portal and a bare page of the same
fifty rows are served one after the other with the portal's own settings, and both are asked by one visitor and by eight.
Absolute figures are this machine's; the ratios are what counts. Writes docs/benchmarks.md.

`python -m tests.benchmarks [--sizes 1000,100000] [--databases sqlite,postgresql] [--seconds 3] [--no-report]`
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import make_url

from portal import create_app
from portal.contracts.models import Contract
from portal.contracts.states import State as ContractState
from portal.demo.load import load_demo
from portal.proposals.models import Proposal
from portal.proposals.states import Awaits
from portal.settings import Settings
from portal.storage import db
from tests.benchmarks import report
from tests.benchmarks.fill import fill
from tests.benchmarks.load import Measured, measure, request
from tests.benchmarks.serving import Server
from tests.support import stores
from tests.support.browser import signed_in_cookie
from tests.support.client import PortalClient
from tests.support.queries import QueryCounter

SECRET = "only for measuring, and long enough for everybody"
VISITORS = (1, 8)
ENCODING = "br, gzip"


@dataclass
class Page:
    """A page to measure: its addresses are asked in turn."""

    name: str
    email: str
    paths: list[str]
    is_list: bool = False
    statements: int = 0
    size: int = 0
    compressed: int = 0


@dataclass
class Case:
    """What was measured on one database with so many cases."""

    kind: str
    cases: int
    bare: dict[int, Measured]
    pages: list[Page]
    measured: dict[str, dict[int, Measured]] = field(default_factory=dict)
    cpu: dict[str, float] = field(default_factory=dict)
    """Milliseconds of the workers' CPU a request, with eight visitors; also of "bare"."""
    start_seconds: float = 0.0
    megabytes: tuple[float, float] = (0.0, 0.0)
    """Resident memory of the larger worker, at the start and after all pages."""


def pages() -> list[Page]:
    """The pages of issue and design, with numbers from the middle of the tables. Runs in an application context."""
    return [
        Page("inbox", "officer@demo.example", ["/screening"], is_list=True),
        Page("inbox, searched", "officer@demo.example", ["/screening?tab=all&q=unge"], is_list=True),
        Page("council queue", "member1@demo.example", ["/council"], is_list=True),
        Page(
            "case page",
            "officer@demo.example",
            [f"/cases/{n}" for n in some(Proposal.id, Proposal.awaits == Awaits.SECRETARIAT)],
        ),
        Page(
            "contract page",
            "lead@demo.example",
            [f"/contracts/{n}" for n in some(Contract.id, Contract.state == ContractState.ACTIVE)],
        ),
    ]


def some(column: sa.orm.InstrumentedAttribute[int], condition: sa.ColumnElement[bool]) -> list[int]:
    """Twenty numbers, spread over the table."""
    numbers = list(db.session.scalars(sa.select(column).where(condition).order_by(column)))
    if not numbers:
        sys.exit(f"the demo fund has nothing for {column}")
    return numbers[:: max(1, len(numbers) // 20)][:20]


@contextmanager
def filled(kind: str, cases: int, folder: Path) -> Iterator[tuple[Flask, Settings]]:
    """A portal with so many cases on a database of that kind."""
    url = f"sqlite:///{folder / f'{cases}.sqlite3'}" if kind == "sqlite" else postgres(folder, cases)
    settings = replace(stores.settings_for(url, folder / "var"), demo=True, secret_key=SECRET, is_testing=False)
    stores.migrate(url, folder / "var")
    app = create_app(settings)
    app.test_client_class = PortalClient
    with app.app_context():
        load_demo()
        db.session.remove()
        began = time.perf_counter()
        there = fill(db.engine, cases)
        print(f"{kind}: {there} cases after {time.perf_counter() - began:.0f} s", flush=True)
        yield app, settings
        db.engine.dispose()


def postgres(folder: Path, cases: int) -> str:
    """A database of its own on the lent server or on a cluster in the folder."""
    admin = make_url(os.environ.get(stores.GIVEN) or stores._cluster(folder)).set(drivername="postgresql+psycopg")
    name = f"portal_bench_{os.getpid()}_{cases}"
    stores._run(admin, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}"')
    return stores._text(admin.set(database=name))


def count(app: Flask, page: Page) -> None:
    """The statements and bytes of one view."""
    queries = QueryCounter(db.engine)
    client = app.test_client()
    client.sign_in(page.email)
    for _ in range(2):  # the first view of a page compiles its template
        with queries.counted() as statements:
            answer = client.get(page.paths[0])
    if answer.status_code != 200:
        sys.exit(f"{page.paths[0]} was answered {answer.status_code}")
    page.statements, page.size = len(statements), len(answer.data)
    page.compressed = len(client.get(page.paths[0], headers={"Accept-Encoding": ENCODING}).data)


def measure_case(kind: str, cases: int, folder: Path, seconds: float) -> Case:
    """Everything on one database with one number of cases."""
    with filled(kind, cases, folder) as (app, settings):
        found = Case(kind, cases, {}, pages())
        for page in found.pages:
            count(app, page)
        cookies = {page.email: "{name}={value}".format(**signed_in_cookie(app, page.email)) for page in found.pages}
        db.session.remove()
    environment = {
        "PORTAL_DATABASE_URL": settings.database_url, "PORTAL_DEMO": "1", "PORTAL_SECRET_KEY": SECRET, "PORTAL_VAR": str(settings.var),
    }  # fmt: skip
    bare = [request("/")]
    with Server("tests.benchmarks.bare:app", "/", environment) as server:
        found.bare = {1: ask(server, bare, 1, seconds)}
        found.bare[8], found.cpu["bare"] = ask_costing(server, bare, seconds)
    with Server("wsgi:app", "/health/live", environment) as server:
        found.start_seconds, at_start = server.start_seconds, server.megabytes()
        for page in found.pages:
            asked = [request(path, cookies[page.email]) for path in page.paths]
            measure(server.port, asked, connections=8, seconds=0.5)
            found.measured[page.name] = {1: ask(server, asked, 1, seconds)}
            found.measured[page.name][8], found.cpu[page.name] = ask_costing(server, asked, seconds)
            print(
                f"  {page.name:16} p50 {found.measured[page.name][1].p50:6.1f} ms, bare {found.bare[1].p50:.1f} ms",
                flush=True,
            )
        found.megabytes = (at_start, server.megabytes())
    with Server("tests.benchmarks.bare:app", "/", environment) as server:
        # Before and after: a machine that was busy in between shows.
        for visitors in VISITORS:
            found.bare[visitors].add(ask(server, bare, visitors, seconds))
    return found


def ask(server: Server, asked: list[bytes], visitors: int, seconds: float) -> Measured:
    """Warm, then measure."""
    measure(server.port, asked, connections=visitors, seconds=0.3)
    return measure(server.port, asked, connections=visitors, seconds=seconds)


def ask_costing(server: Server, asked: list[bytes], seconds: float) -> tuple[Measured, float]:
    """The same with eight visitors, and the milliseconds of CPU that a request took."""
    measure(server.port, asked, connections=8, seconds=0.3)
    before = server.cpu()
    result = measure(server.port, asked, connections=8, seconds=seconds)
    return result, 1000 * (server.cpu() - before) / len(result.latencies)


def main() -> int:
    """Measure, print, and write docs/benchmarks.md."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks", description="See the module.")
    parser.add_argument("--sizes", default="1000,100000")
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--no-report", action="store_true", help="print only")
    chosen = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix=f"{stores.PREFIX}{os.getpid()}-"))
    folder.chmod(0o755)
    found: list[Case] = []
    try:
        for kind in chosen.databases.split(","):
            found += [measure_case(kind, int(cases), folder, chosen.seconds) for cases in chosen.sizes.split(",")]
    finally:
        stores.close_folder(folder)
    text = report.written(found)
    print(text)
    if not chosen.no_report:
        (Path(__file__).resolve().parent.parent.parent / "docs" / "benchmarks.md").write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
