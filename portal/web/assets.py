"""Where is a static file, and is it the one that the browser has already? Names carry a hash of the content."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Flask


def set_up_assets(app: Flask, folder: Path) -> None:
    """A template global: `asset("portal.css")` is `/static/portal.css?v=<hash>`, hashed once at the start."""
    hashes = {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()[:10]
        for path in folder.rglob("*")
        if path.is_file() and path.suffix not in {".gz", ".br"}
    }

    def asset(name: str) -> str:
        return f"/static/{name}?v={hashes[name]}"

    app.jinja_env.globals["asset"] = asset
