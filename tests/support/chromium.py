"""Where is a Chromium? One that is there, else Playwright's own, else the distribution's, where it may be installed.

`python -m tests.support.chromium` sees to it before the tests start; the fixtures only look.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.support.needs import is_ci

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


def on_this_machine() -> str | None:
    """A Chromium that somebody named or installed."""
    if given := os.environ.get("PORTAL_CHROMIUM"):
        return given
    return next((path for path in map(shutil.which, NAMES) if path), None)


def find(own: str) -> str | None:
    """The Chromium to use; `own` is where Playwright keeps its own."""
    return on_this_machine() or (own if Path(own).exists() else None)


def works(path: str) -> bool:
    """Whether it starts: Playwright's own needs libraries that a bare machine lacks."""
    try:
        flags = ["--headless", *FLAGS, "--dump-dom", "about:blank"]
        return subprocess.run([path, *flags], capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def install() -> str | None:
    """Get one, by whichever way works here."""
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    apt = [["apt-get", "update", "-q"], ["apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium"]]
    ways = [[[sys.executable, "-m", "playwright", "install", "chromium"]]]
    ways += [apt] if shutil.which("apt-get") and os.geteuid() == 0 else []
    for way in ways:
        if all(_done(command) for command in way) and (found := find(own)) and works(found):
            return found
        if Path(own).exists() and not works(own):
            _done([sys.executable, "-m", "playwright", "install-deps", "chromium"])
            if works(own):
                return own
    return None


def _done(command: list[str]) -> bool:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        return subprocess.run(command, capture_output=True, timeout=600, check=False, env=quiet).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def main() -> int:
    """Exit 0 when there is a Chromium, or when its tests may be skipped."""
    found = on_this_machine()
    if found is None:
        print("Looking for a Chromium to test with ...", flush=True)
        found = install()
    if found is None:
        print("There is no Chromium here and none could be installed: set PORTAL_CHROMIUM to one.", flush=True)
        return 1 if is_ci() else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
