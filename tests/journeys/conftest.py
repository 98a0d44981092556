"""The demo world for journeys: told once for each test process, then copied."""

from __future__ import annotations

import shutil

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.demo.load import load_demo
from portal.storage import db
from tests.support.stores import SqliteStore, Store

TOLD: dict[str, SqliteStore] = {}
"""By the process's database: the same database after the demo was loaded."""


@pytest.fixture
def demo(app: Flask, database: Store) -> Flask:
    """The portal with the demo world in it."""
    assert isinstance(database, SqliteStore), "the journeys run on SQLite"
    uploads = app.extensions["settings"].var / "files"
    if database.url not in TOLD:
        with app.app_context():
            load_demo()
            db.session.remove()
            with db.engine.connect() as connection:
                connection.execute(sa.text("PRAGMA wal_checkpoint(TRUNCATE)"))
            db.engine.dispose()
        copy = database.path.with_suffix(".demo")
        shutil.copyfile(database.path, copy)
        shutil.copytree(uploads, database.path.with_suffix(".uploads"))
        TOLD[database.url] = SqliteStore(database.path, template=copy)
    with app.app_context():
        db.engine.dispose()
    TOLD[database.url].reset()
    shutil.copytree(database.path.with_suffix(".uploads"), uploads, dirs_exist_ok=True)
    return app
