"""With which server, and on which terms, is the portal served? The benchmarks use the same words (docs/adr/ says why these)."""

from __future__ import annotations

import sys
from collections.abc import Mapping

MEMORY = {"MALLOC_ARENA_MAX": "1", "MALLOC_MMAP_THRESHOLD_": "1048576", "MALLOC_TRIM_THRESHOLD_": "1048576"}
"""Give memory back: a password's 19 MB would otherwise stay with each thread that ever checked one."""


def command(port: int, *, workers: int, target: str = "wsgi:app") -> list[str]:
    """The server as a command: `workers` processes of four threads on the loopback, behind a proxy that ends TLS."""
    options = ["--preload", "--worker-class", "gthread", "--threads", "4", "--workers", str(workers)]
    options += ["--bind", f"127.0.0.1:{port}", "--backlog", "1024", "--keep-alive", "15", "--graceful-timeout", "30"]
    return [sys.executable, "-m", "gunicorn", *options, "--no-control-socket", "--log-level", "warning", target]


def environment(own: Mapping[str, str]) -> dict[str, str]:
    """The server's environment. Without the mark of the command line it leaves the commands, and Alembic with them, alone."""
    return {name: value for name, value in own.items() if name != "FLASK_RUN_FROM_CLI"} | MEMORY
