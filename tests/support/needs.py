"""Is this the place where nothing may be left out? At home a test whose needs are not met is skipped; in CI it fails (conftest)."""

from __future__ import annotations

import os


def is_ci() -> bool:
    """Whether the run has to be complete."""
    return os.environ.get("CI", "").lower() not in {"", "0", "false"}
