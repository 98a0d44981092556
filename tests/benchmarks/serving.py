"""What does a server cost that runs as in production? Two workers, their time to begin, their memory, their CPU."""

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

from portal.commands import serving

ROOT = Path(__file__).resolve().parent.parent.parent
WORKERS = 2


class Server:
    """A running server; use it in a `with`."""

    def __init__(self, target: str, path: str, environment: dict[str, str]) -> None:
        self.port = _free_port()
        self.path = path
        own = {**serving.environment(os.environ), **environment, "PORTAL_PORT": str(self.port), "PYTHONPATH": str(ROOT)}
        served = serving.command(self.port, workers=WORKERS, target=target)
        began = time.perf_counter()
        self.process = subprocess.Popen(served, cwd=ROOT, env=own, start_new_session=True)
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
