"""Does the code keep the habits of the house that no tool knows?"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture import exceptions
from tests.architecture.places import ROOMS, imports, name, python, templates, tree

OPEN_FILES = {"states", "queries", "actions", "models", "search"}
"""What a room shows to the rooms above it."""
PORTAL = python("portal/")
ROUTES = [path for path in PORTAL if "routes" in path.parts or path.stem.endswith("routes")]


def ids(paths: list[Path]) -> list[str]:
    return [name(path) for path in paths]


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_files_are_short():
    limits = [(python("portal/", "scripts/", "wsgi.py"), 300), (python("tests/"), 500), (templates(), 150)]
    over = {name(path) for paths, limit in limits for path in paths if lines(path) > limit}
    assert over == set(exceptions.LONGER_FILES), "too long, or no longer in need of an exception"


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def test_functions_are_short():
    over = {
        f"{name(path)}:{function.name}"
        for path in python("portal/", "scripts/", "tests/", "wsgi.py")
        for function in functions(path)
        if (function.end_lineno or 0) - function.lineno + 1 > 40
    }
    assert over == set(exceptions.LONGER_FUNCTIONS), "too long, or no longer in need of an exception"


@pytest.mark.parametrize("path", PORTAL, ids=ids(PORTAL))
def test_modules_open_with_the_question_they_answer(path):
    assert ast.get_docstring(tree(path)), f"{name(path)} has no docstring"


def test_only_storage_commits():
    calls = [
        f"{name(path)}:{node.lineno}"
        for path in PORTAL
        if name(path) != "portal/storage.py"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"commit", "rollback"}
    ]
    assert calls == []


def test_imports_stand_at_the_top():
    deep = [
        f"{name(path)}:{node.lineno}"
        for path in PORTAL
        for function in functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert deep == []


def test_routes_do_not_touch_the_database():
    touching = [
        f"{name(path)}:{line} {module}"
        for path in ROUTES
        for line, module in imports(path)
        if module.startswith(("sqlalchemy", "flask_sqlalchemy")) or module in {"portal.storage.db", "portal.storage"}
    ]
    assert touching == []


def test_routes_leave_errors_to_the_one_handler():
    trying = [
        f"{name(path)}:{node.lineno}" for path in ROUTES for node in ast.walk(tree(path)) if isinstance(node, ast.Try)
    ]
    assert trying == []


def test_rooms_show_each_other_only_their_open_files():
    closed = []
    for path in PORTAL:
        room = name(path).split("/")[1]
        for line, module in imports(path):
            parts = module.split(".")
            crosses = (
                room in ROOMS and len(parts) > 2 and parts[0] == "portal" and parts[1] in ROOMS and parts[1] != room
            )
            if crosses and parts[2] not in OPEN_FILES and ".".join(parts[1:3]) not in exceptions.ALSO_OPEN:
                closed.append(f"{name(path)}:{line} {module}")
    assert closed == []


def test_the_kernel_needs_nothing_but_python():
    foreign = [
        f"{name(path)}:{line} {module}"
        for path in python("portal/kernel/")
        for line, module in imports(path)
        if module.split(".")[0] not in sys.stdlib_module_names and not module.startswith("portal.kernel")
    ]
    assert foreign == []


def test_every_room_has_its_import_contract(root):
    contracts = (root / "pyproject.toml").read_text(encoding="utf-8")
    there = {name(path).split("/")[1] for path in PORTAL if path.name == "__init__.py" and name(path).count("/") == 2}
    missing = [room for room in sorted(there & set(ROOMS)) if f'"portal.{room}"' not in contracts]
    assert missing == []


def test_nobody_asks_the_machine_for_the_time():
    asking = [
        f"{name(path)}:{node.lineno}"
        for path in PORTAL
        if name(path) not in {"portal/kernel/clock.py", "portal/__init__.py"}
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in {"now", "utcnow", "today"}
        if isinstance(node.value, ast.Name) and node.value.id in {"datetime", "date"}
    ]
    assert asking == []
