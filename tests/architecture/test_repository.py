"""Does the repository speak of the portal alone: no machine, no package registry, nothing that stays behind?"""

from __future__ import annotations

import re

from tests.architecture.places import ROOT, files, name

REGISTRIES = [
    ".".join(parts)
    for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"), ("yarnpkg", "com"))
]
MACHINE = re.compile(r"(?<![\w./:<>-])/(?:" + "|".join(("work", "root", "home", "Users", "opt", "mnt")) + r")/[\w.-]")
LARGEST = 1_500_000


def texts():
    """(path, text) of every text file."""
    for path in files():
        body = path.read_bytes()
        if b"\0" not in body[:4096]:
            yield name(path), body.decode("utf-8")


def test_no_package_registry_is_named():
    assert [f"{path}: {host}" for path, text in texts() for host in REGISTRIES if host in text] == []


def test_no_path_of_a_machine_is_named():
    found = [
        f"{path}: {text[match.start() : match.start() + 60]!r}"
        for path, text in texts()
        for match in MACHINE.finditer(text)
    ]
    assert found == []


def test_nothing_large_is_kept():
    assert [f"{name(path)}: {path.stat().st_size}" for path in files() if path.stat().st_size > LARGEST] == []


def test_locks_name_no_place():
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        assert "://" not in text, path.name
        assert all("--hash=sha256:" in line or "==" in line or not line.strip() for line in text.splitlines()), (
            path.name
        )
