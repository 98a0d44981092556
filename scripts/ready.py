"""What does the portal need that the repository does not hold? Compiled translations, and static files compressed beforehand.

Only what is older than its source is made, so that every start can ask: nothing to do costs a few milliseconds.
"""

from __future__ import annotations

import gzip
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts.catalogues import compile_stale  # noqa: E402 - found only once the project's folder is on the path

STATIC = ROOT / "static"
COMPRESSIBLE = {".css", ".js", ".svg"}


def compress_stale() -> None:
    """Write the .br and .gz beside each text in static/, each at once."""
    for source in sorted(STATIC.rglob("*")):
        if source.suffix not in COMPRESSIBLE:
            continue
        for ending in (".br", ".gz"):
            target = source.with_name(source.name + ending)
            if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
                half = source.with_name(f"{source.name}{ending}.{os.getpid()}")
                half.write_bytes(_packed(source.read_bytes(), ending))
                half.replace(target)


def _packed(body: bytes, ending: str) -> bytes:
    if ending == ".gz":
        return gzip.compress(body, 9, mtime=0)
    # Slow to load, and nearly always there is nothing to do.
    import brotli

    return bytes(brotli.compress(body, quality=11))


def make_ready() -> None:
    """Everything that is missing or stale."""
    compile_stale()
    compress_stale()


if __name__ == "__main__":
    make_ready()
