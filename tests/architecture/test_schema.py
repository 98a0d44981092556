"""Do the migrations make what the models expect, on both databases?"""

from __future__ import annotations

from collections import Counter

import sqlalchemy as sa
from alembic import command

from portal.storage import Base, db


def test_models_and_migrations_agree(context):
    command.check(context.extensions["migrate"].migrate.get_config())


def test_every_table_comes_from_a_migration(context):
    there = set(sa.inspect(db.engine).get_table_names())
    assert set(Base.metadata.tables) <= there


def test_constraints_have_names_of_their_own():
    doubled = {
        table.name: names
        for table in Base.metadata.tables.values()
        if (names := [name for name, count in Counter(str(one.name) for one in table.constraints).items() if count > 1])
    }
    assert doubled == {}
