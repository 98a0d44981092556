"""Where do the architecture tests look? The project's own files, as Git knows them."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = (
    "accounts", "audit", "calls", "contracts", "decisions", "files", "fund", "membership", "notices", "proposals", "questions", "reports", "screening", "tenders",
)  # fmt: skip


@cache
def files() -> tuple[Path, ...]:
    """Every file that is, or would be, in the repository."""
    try:
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout.split("\0")
        found = [ROOT / name for name in listed if name]
    except (OSError, subprocess.CalledProcessError):
        ignored = {".venv", ".git", "var", "node_modules", "__pycache__"}
        found = [
            path for path in ROOT.rglob("*") if not ignored.intersection(part for part in path.relative_to(ROOT).parts)
        ]
    return tuple(sorted(path for path in found if path.is_file()))


def name(path: Path) -> str:
    """The path as one would say it in the project."""
    return path.relative_to(ROOT).as_posix()


def python(*folders: str) -> list[Path]:
    """The Python files under the folders."""
    return [path for path in files() if path.suffix == ".py" and name(path).startswith(folders)]


def templates() -> list[Path]:
    """The HTML templates."""
    return [path for path in files() if name(path).startswith("templates/") and path.suffix == ".html"]


@cache
def tree(path: Path) -> ast.Module:
    """A Python file, parsed."""
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> list[tuple[int, str]]:
    """(line, module) of every import in a file; `from a.b import c` counts as a.b and as a.b.c."""
    found = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.append((node.lineno, node.module))
            found += [(node.lineno, f"{node.module}.{alias.name}") for alias in node.names]
    return found
