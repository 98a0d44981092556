"""Is the code in order as the tools see it: format, lint, types, import contracts, generated documents?"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.places import ROOT

BIN = Path(sys.executable).parent


def run(*command: str, **environment: str) -> None:
    """Run one of the project's tools. Raises AssertionError with what it said."""
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"


def test_format():
    run("ruff", "format", "--check", ".")


def test_lint():
    run("ruff", "check", ".")


@pytest.mark.timeout(300)
def test_types():
    run("mypy")


def test_imports():
    run("lint-imports", "--no-logo", "--no-cache")


def test_generated_documents_are_fresh(tmp_path):
    run("flask", "--app", "wsgi", "docs", "--check", PORTAL_DEMO="1", PORTAL_VAR=str(tmp_path))
