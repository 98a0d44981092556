"""How does the demo fund become one with 100,000 cases? By copying: every case with all that belongs to it, number by number.

The demo's cases are made by the portal's own actions. A copy is the same rows with their numbers moved on, so that each has its
answers, checks, hearings, votes, contract, milestones and history. What belongs to a case is read from the foreign keys.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from portal.storage import Base

ROOT = "proposal"
EARLIER = timedelta(minutes=7)
"""Each copy is so much older than the one before, so that lists have an order."""
AGED = {"waiting_since", "submitted_at", "created_at", "saved_at", "decided_at", "frozen_at"}
Row = tuple[Any, ...]
Change = Callable[[Any, int], Any]


@dataclass(frozen=True)
class Plan:
    """How the rows of one table are copied: each column's change, from its value as text and the copy's number."""

    table: str
    columns: tuple[str, ...]
    changes: tuple[Change, ...]
    rows: list[Row]

    def copies(self, count: int) -> Iterator[Row]:
        """All rows of `count` copies."""
        for copy in range(1, count + 1):
            for row in self.rows:
                yield tuple(change(value, copy) for change, value in zip(self.changes, row, strict=True))


def family() -> list[sa.Table]:
    """The tables whose rows belong to a case, those that are pointed at first."""
    names = {ROOT}
    tables = Base.metadata.sorted_tables
    while grown := {
        t.name for t in tables if t.name not in names and {f.column.table.name for f in t.foreign_keys} & names
    }:
        names |= grown
    return [table for table in tables if table.name in names]


def fill(engine: sa.Engine, wanted: int) -> int:
    """Copy until there are at least `wanted` cases. Answers how many there are."""
    with engine.connect() as connection:
        step = _step(connection)
        there = connection.scalar(sa.select(sa.func.count()).select_from(sa.table(ROOT))) or 0
        copies = -(-wanted // there) - 1
        plans = [_plan(connection, table, step) for table in family()]
        plans += [_history(connection, step), _search(connection, step)]
    write = _write_sqlite if engine.dialect.name == "sqlite" else _write_postgres
    write(engine, plans, copies)
    return there * (copies + 1)


def _step(connection: sa.Connection) -> int:
    """A round number larger than any row's."""
    largest = [
        connection.scalar(sa.select(sa.func.max(table.c.id))) or 0 for table in [*family(), _audit()] if "id" in table.c
    ]
    return int(10 ** len(str(max(largest))))


def _audit() -> sa.Table:
    return Base.metadata.tables["audit_entry"]


def _plan(connection: sa.Connection, table: sa.Table, step: int) -> Plan:
    own = {one.name for one in family()}
    moved = {column.name for column in table.columns for key in column.foreign_keys if key.column.table.name in own}
    moved |= {"id"} & set(table.c.keys())
    changes = [_change(column, column.name in moved, step) for column in table.columns]
    return Plan(table.name, tuple(table.c.keys()), tuple(changes), _read(connection, table.name, list(table.c.keys())))


def _change(column: sa.Column[Any], is_moved: bool, step: int) -> Change:
    if is_moved:
        return lambda value, copy: value and int(value) + copy * step
    if column.unique and isinstance(column.type, sa.String):
        return lambda value, copy: value and f"{value}-{copy}"
    if column.name in AGED:
        return lambda value, copy: value and str(datetime.fromisoformat(value) - copy * EARLIER)
    return lambda value, copy: value


def _history(connection: sa.Connection, step: int) -> Plan:
    """The audit entries of the cases. Copies are not chained: nothing here verifies the chain."""
    names = list(_audit().c.keys())
    own = {one.name for one in family()}
    rows = [row for row in _read(connection, "audit_entry", names) if row[names.index("subject")] in own]
    moved = {"id", "subject_id"}
    changes = tuple(_change(column, column.name in moved, step) for column in _audit().columns)
    return Plan("audit_entry", tuple(names), changes, rows)


def _search(connection: sa.Connection, step: int) -> Plan:
    number, words = ("rowid", "stems") if connection.dialect.name == "sqlite" else ("proposal_id", "document")
    changes: tuple[Change, ...] = (lambda value, copy: int(value) + copy * step, lambda value, copy: value)
    return Plan("proposal_search", (number, words), changes, _read(connection, "proposal_search", [number, words]))


def _read(connection: sa.Connection, table: str, columns: list[str]) -> list[Row]:
    """The rows as the database writes them in text, so that they can be written back as they are."""
    as_text = "{}::text" if connection.dialect.name == "postgresql" else "{}"
    listed = ", ".join(as_text.format(f'"{name}"' if name != "rowid" else name) for name in columns)
    return [tuple(row) for row in connection.exec_driver_sql(f'SELECT {listed} FROM "{table}"')]  # noqa: S608 - our own names


TALLY = "INSERT INTO proposal_tally (state, awaits, count) SELECT state, awaits, count(*) FROM proposal GROUP BY state, awaits"


def _write_sqlite(engine: sa.Engine, plans: list[Plan], copies: int) -> None:
    with closing(engine.raw_connection()) as pooled:
        raw: Any = pooled.driver_connection
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute("PRAGMA synchronous=OFF")
        raw.execute("BEGIN")
        for plan in plans:
            columns, places = (
                ", ".join(f'"{name}"' if name != "rowid" else name for name in plan.columns),
                ", ".join("?" * len(plan.columns)),
            )
            raw.executemany(f'INSERT INTO "{plan.table}" ({columns}) VALUES ({places})', plan.copies(copies))  # noqa: S608 - our own names
        raw.execute("DELETE FROM proposal_tally")
        raw.execute(TALLY)
        raw.execute("COMMIT")
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _write_postgres(engine: sa.Engine, plans: list[Plan], copies: int) -> None:
    with closing(engine.raw_connection()) as pooled:
        raw: Any = pooled.driver_connection
        with raw.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            for plan in plans:
                columns = ", ".join(f'"{name}"' for name in plan.columns)
                with cursor.copy(f'COPY "{plan.table}" ({columns}) FROM STDIN') as copy:
                    for row in plan.copies(copies):
                        copy.write_row(row)
            cursor.execute("DELETE FROM proposal_tally")
            cursor.execute(TALLY)
            cursor.execute("SET session_replication_role = DEFAULT")
        raw.commit()
        raw.autocommit = True
        raw.execute("VACUUM (ANALYZE)")  # as autovacuum would, some minutes later
        raw.autocommit = False
