"""A council, its cases, and a browser for each of its people."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.support.decisions import Council, council


@pytest.fixture
def people(context: Flask) -> Council:
    """The people around a case."""
    return council()
