"""What does a server cost that runs as in production? Two granian workers, their time to begin, their memory, their CPU."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent.parent
OPTIONS = (
    "--interface",
    "wsgi",
    "--host",
    "127.0.0.1",
    "--blocking-threads",
    "4",
    "--backlog",
    "1024",
    "--no-ws",
    "--log-level",
    "warning",
)
WORKERS = 2


def check_options() -> None:
    """Stop when the portal is served with other options than these."""
    source = (ROOT / "portal" / "commands" / "serve.py").read_text(encoding="utf-8")
    changed = [option for option in OPTIONS if f'"{option}"' not in source]
    if changed:
        sys.exit(f"portal/commands/serve.py no longer says {changed}: bring tests/benchmarks/serving.py up to date")


class Server:
    """A running server; use it in a `with`."""

    def __init__(self, target: str, path: str, environment: dict[str, str]) -> None:
        self.port = _free_port()
        self.path = path
        command = [
            sys.executable,
            "-m",
            "granian",
            "--port",
            str(self.port),
            "--workers",
            str(WORKERS),
            *OPTIONS,
            target,
        ]
        own = {**os.environ, **environment, "PORTAL_PORT": str(self.port), "PYTHONPATH": str(ROOT)}
        began = time.perf_counter()
        self.process = subprocess.Popen(command, cwd=ROOT, env=own, start_new_session=True)
        self._wait()
        self.start_seconds = time.perf_counter() - began

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)

    @property
    def workers(self) -> list[psutil.Process]:
        """The processes that answer requests."""
        return psutil.Process(self.process.pid).children()

    def cpu(self) -> float:
        """Seconds of CPU that the workers have used."""
        return sum(sum(worker.cpu_times()[:2]) for worker in self.workers)

    def megabytes(self) -> float:
        """Resident memory of the largest worker."""
        return max(worker.memory_info().rss for worker in self.workers) / 1_000_000

    def _wait(self) -> None:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{self.path}", timeout=5):
                    return
            except urllib.error.HTTPError as answer:
                sys.exit(f"{self.path} was answered {answer.code}")
            except OSError:
                time.sleep(0.01)
        sys.exit("the server did not start")


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
