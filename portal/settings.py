"""Where does the portal run, and on what terms?

One frozen object, read from the environment once. A missing or bad value stops the start with a sentence that says what to set.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class BadSetting(SystemExit):
    """A value that the portal cannot start with."""


@dataclass(frozen=True)
class Settings:
    """See interface.md, "Environment", for what each value means to those who deploy."""

    database_url: str
    secret_key: str
    files_url: str
    smtp_url: str | None
    base_url: str
    port: int
    demo: bool
    now: datetime | None
    var: Path
    upload_limit: int = 25 * 1024 * 1024
    """Bytes in one uploaded file."""
    is_testing: bool = False

    @property
    def is_https(self) -> bool:
        """Whether cookies can carry Secure and the __Host- prefix."""
        return self.base_url.startswith("https://")

    @classmethod
    def from_environment(cls, environ: Mapping[str, str], root: Path) -> Settings:
        """Read PORTAL_* from `environ`; `root` is the project folder that holds `var/`."""
        demo = _switch(environ, "PORTAL_DEMO", default=False)
        var = Path(environ.get("PORTAL_VAR") or root / "var")
        var.mkdir(parents=True, exist_ok=True)
        port = _port(environ.get("PORTAL_PORT", "8000"))
        base_url = environ.get("PORTAL_BASE_URL", f"http://127.0.0.1:{port}").rstrip("/")
        address = urlsplit(base_url)
        if address.scheme not in {"http", "https"} or not address.hostname:
            raise BadSetting("PORTAL_BASE_URL must look like https://fund.example.dk.")
        if address.scheme == "http" and address.hostname not in LOOPBACK and not demo:
            raise BadSetting(
                "PORTAL_BASE_URL must be https outside this machine: sign-in cookies travel only over https."
            )
        return cls(
            database_url=environ.get("PORTAL_DATABASE_URL") or f"sqlite:///{var / 'portal.sqlite3'}",
            secret_key=_secret_key(environ, demo, var),
            files_url=environ.get("PORTAL_FILES_URL") or (var / "files").as_uri(),
            smtp_url=_smtp(environ.get("PORTAL_SMTP_URL")),
            base_url=base_url,
            port=port,
            demo=demo,
            now=_now(environ.get("PORTAL_NOW")) if demo else None,
            var=var,
        )


def _switch(environ: Mapping[str, str], name: str, *, default: bool) -> bool:
    value = environ.get(name, "1" if default else "0")
    if value not in {"0", "1"}:
        raise BadSetting(f"{name} must be 0 or 1, not {value!r}.")
    return value == "1"


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise BadSetting(f"PORTAL_PORT must be a port number, not {text!r}.")
    return int(text)


def _secret_key(environ: Mapping[str, str], demo: bool, var: Path) -> str:
    if key := environ.get("PORTAL_SECRET_KEY"):
        if len(key) < 32:
            raise BadSetting("PORTAL_SECRET_KEY must be at least 32 characters.")
        return key
    if not demo:
        raise BadSetting("Set PORTAL_SECRET_KEY to a long random value (or PORTAL_DEMO=1 to try the portal).")
    place = var / "secret-key"
    if not place.exists():
        place.touch(mode=0o600)
        place.write_text(secrets.token_urlsafe(48))
    return place.read_text().strip()


def _smtp(url: str | None) -> str | None:
    if url and urlsplit(url).scheme not in {"smtp", "smtps"}:
        raise BadSetting("PORTAL_SMTP_URL must look like smtp://user:password@host:25 or smtps://host:465.")
    return url or None


def _now(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadSetting(f"PORTAL_NOW must be an ISO time such as 2026-12-01T09:00:00+01:00, not {text!r}.") from None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
