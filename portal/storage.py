"""How is something kept, and when is it kept for good?

The only module that commits. An action is wrapped in `@transactional`: the outermost one commits, any raise rolls back, so
business data, audit entries and outgoing mail are kept together or not at all.
"""

from __future__ import annotations

import functools
import json
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ParamSpec, TypeVar

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.orm.exc import StaleDataError

from portal.kernel.errors import Stale

NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


P = ParamSpec("P")
R = TypeVar("R")


class Moment(sa.TypeDecorator[datetime]):
    """A moment in UTC. Refuses a time without a zone, so that a local time is never stored by mistake."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A stored moment must know its time zone.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Choices(sa.TypeDecorator[frozenset[Any]]):
    """A small set of choices, kept as sorted words between commas: `,ngo,provider,`, so that LIKE '%,ngo,%' finds one."""

    impl = sa.String(200)
    cache_ok = True

    def __init__(self, of: type[StrEnum]) -> None:
        super().__init__()
        self.of = of

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> str | None:
        if value is None or isinstance(value, str):
            return value
        return "," + "".join(f"{choice}," for choice in sorted(value)) if value else ""

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> frozenset[Any]:
        return frozenset(self.of(word) for word in (value or "").split(",") if word)


class Ids(sa.TypeDecorator[frozenset[int]]):
    """A small set of rows' numbers, kept as `,12,15,`, so that a list can be scoped by it without a join."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> str | None:
        if value is None or isinstance(value, str):
            return value
        return "," + "".join(f"{number}," for number in sorted(value)) if value else ""

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> frozenset[int]:
        return frozenset(int(word) for word in (value or "").split(",") if word)

    @staticmethod
    def pattern(number: int | None) -> str:
        """What a LIKE looks for to find `number` in such a set."""
        return f"%,{number or 0},%"


def one_of(choices: type[StrEnum], name: str) -> sa.Enum:
    """A column type for one word of an enumeration, with a CHECK of that name in the database."""
    return sa.Enum(
        choices,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=lambda cls: [member.value for member in cls],
    )


WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TREE = sa.JSON().with_variant(JSONB(), "postgresql")


class Base(DeclarativeBase):
    """What every table stands on."""

    metadata = sa.MetaData(naming_convention=NAMES)
    type_annotation_map = {
        datetime: Moment,
        dict[str, Any]: TREE,
        list[Any]: TREE,
        int: WHOLE,
        str: sa.Text(),
    }


db = SQLAlchemy()
"""Sessions and engines. Models stand on our own Base, which a type checker understands; migrations read its metadata."""


class Once(Base):
    """One row per form that was carried out, so that a double click or a retry gets the first answer again."""

    __tablename__ = "once"
    key: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    answer: Mapped[str] = mapped_column(sa.String(300), default="")
    at: Mapped[datetime]


def transactional(action: Callable[P, R]) -> Callable[P, R]:
    """Make `action` all or nothing. Within another transactional action it is part of that one.

    Raises Stale when another session changed a row that carries a version.
    """

    @functools.wraps(action)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        session = db.session()
        if session.info.get("is_writing"):
            return action(*args, **kwargs)
        # Reads of the request so far belong to an older snapshot: let go of them, then take the write lock at once.
        session.rollback()
        session.info["is_writing"] = True
        try:
            session.connection(execution_options={"is_writing": True})
            answer = action(*args, **kwargs)
            session.commit()
        except StaleDataError:
            session.rollback()
            raise Stale() from None
        except BaseException:
            session.rollback()
            raise
        finally:
            session.info["is_writing"] = False
        return answer

    return run


def first_time(key: str, at: datetime) -> bool:
    """Claim `key` for the running transaction. False when the same form was already carried out."""
    statement = sa.insert(Once).values(key=key, at=at)
    try:
        with db.session.begin_nested():
            db.session.execute(statement)
    except IntegrityError:
        return False
    return True


def remember(key: str, answer: str) -> None:
    """Keep where the answer to the form `key` is, for a replay."""
    db.session.execute(sa.update(Once).where(Once.key == key).values(answer=answer))


def remembered(key: str) -> str:
    """Where the answer to the form `key` is. Empty when there is none."""
    return db.session.scalar(sa.select(Once.answer).where(Once.key == key)) or ""


def as_json(value: object) -> str:
    """One canonical text for a value, for hashing: sorted keys, no spaces, no escapes."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


def tune_sqlite(engine: sa.Engine) -> None:
    """SQLite as a server database: foreign keys, a write-ahead log, waiting for locks, and real transactions."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for pragma in (
            "foreign_keys=ON",
            "journal_mode=WAL",
            "synchronous=FULL",
            "busy_timeout=10000",
            "cache_size=-2000",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        is_writing = connection.get_execution_options().get("is_writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")
