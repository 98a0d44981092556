"""Do the migrations make what the models say?"""

from __future__ import annotations

import sqlalchemy as sa
from flask import Flask
from flask_migrate import check

from portal.storage import db


def test_models_and_migrations_agree(context: Flask) -> None:
    """Raises SystemExit with the difference."""
    check()
    db.session.remove()


def test_the_citys_departments_are_there(context: Flask) -> None:
    names = list(db.session.execute(sa.text("SELECT name FROM department ORDER BY id")).scalars())
    assert names == [
        "Borgmesterens Afdeling",
        "Børn og Unge",
        "Kultur og Borgerservice",
        "Sociale Forhold og Beskæftigelse",
        "Sundhed og Omsorg",
        "Teknik og Miljø",
    ]
    db.session.remove()
