"""What happens when a machine lacks something that a test needs? At home the test is skipped and says so; in CI it fails."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def lacking(what: str) -> NoReturn:
    """Skip the running test, or in CI fail it."""
    if os.environ.get("CI", "").lower() not in {"", "0", "false"}:
        pytest.fail(f"in CI nothing is skipped: {what}")
    pytest.skip(what)
