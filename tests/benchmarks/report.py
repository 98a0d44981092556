"""What do the measurements say, beside what the portal has to reach?"""

from __future__ import annotations

import platform
import sys
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from tests.benchmarks.__main__ import Case, Page

HEADINGS = (
    "page", "SQL", "p50, 1 visitor", "× bare", "p95, 1 visitor", "× bare", "req/s, 8 visitors", "p50", "p95", "CPU ms a request", "× bare", "HTML kB", "compressed",
)  # fmt: skip
P50_TO_BARE = 3.0
P95_TO_BARE = 4.0
MOST_STATEMENTS = {True: 6, False: 12}
MOST_COMPRESSED = 8_000
SLOWER = 1.15
LONGEST_START = 0.8
MOST_MEMORY = 85


def written(found: list[Case]) -> str:
    """docs/benchmarks.md."""
    machine = f"Python {platform.python_version()}, {psutil.cpu_count()} cores"
    parts = [
        "# How fast it is\n",
        f"Written by `make bench` on {machine}. Absolute figures are that machine's; the ratios are to a bare Flask + SQLAlchemy Core + Jinja",
        "page of the same 50 rows, served the same way in the same run. Times in milliseconds; the client ran on the same machine.\n",
    ]
    for case in found:
        parts += [f"## {case.kind}, {case.cases:,} cases\n", *_table(case), ""]
    parts += ["## What is to be reached\n", *_verdicts(found)]
    return "\n".join(parts) + "\n"


def _table(case: Case) -> list[str]:
    rows = [_bare_row(case), *(_row(case, page) for page in case.pages)]
    return [
        "| " + " | ".join(HEADINGS) + " |",
        "|---" + "|---:" * (len(HEADINGS) - 1) + "|",
        *("| " + " | ".join(row) + " |" for row in rows),
    ]


def _bare_row(case: Case) -> list[str]:
    one, eight = case.bare[1], case.bare[8]
    return [
        "bare", "1", f"{one.p50:.1f}", "1", f"{one.p95:.1f}", "1", f"{eight.rate:.0f}", f"{eight.p50:.1f}", f"{eight.p95:.1f}",
        f"{case.cpu['bare']:.1f}", "1", f"{one.size / 1000:.1f}", "",
    ]  # fmt: skip


def _row(case: Case, page: Page) -> list[str]:
    one, eight, bare, cpu = case.measured[page.name][1], case.measured[page.name][8], case.bare[1], case.cpu[page.name]
    return [
        page.name, str(page.statements), f"{one.p50:.1f}", f"{one.p50 / bare.p50:.1f}", f"{one.p95:.1f}", f"{one.p95 / bare.p95:.1f}",
        f"{eight.rate:.0f}", f"{eight.p50:.1f}", f"{eight.p95:.1f}", f"{cpu:.1f}", f"{cpu / case.cpu['bare']:.1f}",
        f"{page.size / 1000:.1f}", f"{page.compressed / 1000:.1f}",
    ]  # fmt: skip


def _verdicts(found: list[Case]) -> list[str]:
    lines = []
    for case in found:
        for page in case.pages:
            lines += _page_verdicts(case, page)
        name = f"{case.kind}, {case.cases:,}"
        lines.append(_line(f"{name}: from the start to the first answer", case.start_seconds, LONGEST_START, "s"))
        lines.append(_line(f"{name}: resident memory of a worker at its start", case.megabytes[0], MOST_MEMORY, "MB"))
        lines.append(_line(f"{name}: and after all pages", case.megabytes[1], MOST_MEMORY, "MB"))
    return lines + _growth(found)


def _page_verdicts(case: Case, page: Page) -> list[str]:
    name = f"{case.kind}, {case.cases:,}, {page.name}"
    one, bare = case.measured[page.name][1], case.bare[1]
    lines = [
        _line(f"{name}: statements", page.statements, MOST_STATEMENTS[page.is_list]),
        _line(f"{name}: p50 × bare", one.p50 / bare.p50, P50_TO_BARE),
    ]
    if page.is_list:
        lines.append(_line(f"{name}: p95 × bare", one.p95 / bare.p95, P95_TO_BARE))
        lines.append(_line(f"{name}: bytes compressed", page.compressed, MOST_COMPRESSED))
    return lines


def _growth(found: list[Case]) -> list[str]:
    lines = []
    for kind in dict.fromkeys(case.kind for case in found):
        ordered = sorted((case for case in found if case.kind == kind), key=lambda case: case.cases)
        small, large = ordered[0], ordered[-1]
        if small.cases == large.cases:
            continue
        for page in small.pages:
            growth = large.measured[page.name][1].p50 / small.measured[page.name][1].p50
            lines.append(_line(f"{kind}, {page.name}: p50 at {large.cases:,} to {small.cases:,} cases", growth, SLOWER))
    return lines


def _line(what: str, value: float, limit: float, unit: str = "") -> str:
    shown = f"{value:g}" if float(value).is_integer() else f"{value:.2f}"
    mark = "reached" if value <= limit else "**missed**"
    return f"- {what}: {shown} {unit}".rstrip() + f" (at most {limit:g}): {mark}"


if __name__ == "__main__":
    sys.exit("Use: make bench")
