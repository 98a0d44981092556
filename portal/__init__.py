"""The Fund Portal. `create_app` is the one place where the parts meet."""

from __future__ import annotations

import importlib
import os
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from flask_compress import Compress
from flask_login import LoginManager
from flask_wtf import CSRFProtect
from htmx_flask import Htmx
from whitenoise import WhiteNoise

from portal.accounts.actions import note_seen
from portal.accounts.queries import SignedIn, signed_in
from portal.demo.people import demo_accounts
from portal.desks import DESKS
from portal.kernel.clock import Clock, ShiftedClock, SystemClock
from portal.notices.queries import unread_count
from portal.settings import Settings
from portal.storage import db, tune_sqlite
from portal.web.assets import set_up_assets
from portal.web.desk import Anonymous
from portal.web.errors import set_up_errors
from portal.web.headers import set_up_headers
from portal.web.languages import set_up_languages
from portal.web.layout import set_up_layout
from portal.web.requests import IdConverter, set_up_requests

ROOT = Path(__file__).resolve().parent.parent


def create_app(settings: Settings | None = None, clock: Clock | None = None) -> Flask:
    """The whole portal, ready to serve. Reads the environment when no settings are handed in."""
    settings = settings or Settings.from_environment(os.environ, ROOT)
    app = Flask("portal", root_path=str(ROOT), template_folder="templates", static_folder=None)
    app.config.update(_config(settings))
    app.extensions["settings"] = settings
    app.extensions["clock"] = clock or _clock(settings)
    app.extensions["demo_accounts"] = demo_accounts() if settings.demo else []
    app.url_map.converters["int"] = IdConverter
    db.init_app(app)
    with app.app_context():
        tune_sqlite(db.engine)
    CSRFProtect(app)
    Htmx(app)
    Compress(app)
    set_up_languages(app, str(ROOT / "translations"))
    set_up_requests(app)
    set_up_errors(app)
    set_up_headers(app)
    set_up_assets(app, ROOT / "static")
    set_up_layout(app)
    _set_up_sign_in(app)
    for desk in DESKS:
        app.register_blueprint(desk)
    if "FLASK_RUN_FROM_CLI" in os.environ or settings.is_testing:
        # The commands bring Alembic along, 11 MB and 0.15 s that a server's worker has no use for.
        importlib.import_module("portal.commands").set_up_commands(app, ROOT / "migrations")
    app.wsgi_app = WhiteNoise(app.wsgi_app, root=str(ROOT / "static"), prefix="static/", allow_all_origins=False,  # type: ignore[method-assign]
                              max_age=31_536_000, immutable_file_test=lambda path, url: True)  # fmt: skip
    return app


def _config(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": {}
        if settings.database_url.startswith("sqlite")
        else {"pool_size": 8, "pool_pre_ping": True},
        "MAX_CONTENT_LENGTH": settings.upload_limit + 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "SESSION_COOKIE_NAME": "__Host-portal" if settings.is_https else "portal",
        "SESSION_COOKIE_SECURE": settings.is_https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": settings.is_https,
        "COMPRESS_ALGORITHM": ["br", "gzip"],
        "COMPRESS_MIN_SIZE": 500,
        "TESTING": settings.is_testing,
    }


def _clock(settings: Settings) -> Clock:
    return ShiftedClock(settings.now, datetime.now(UTC)) if settings.now else SystemClock()


def _set_up_sign_in(app: Flask) -> None:
    manager = LoginManager(app)
    manager.session_protection = None
    manager.anonymous_user = Anonymous

    @manager.user_loader
    def load(token: str) -> SignedIn | None:
        now = app.extensions["clock"].now()
        who = signed_in(token, now, unread_count())
        if who:
            note_seen(who, at=now)
        return who
