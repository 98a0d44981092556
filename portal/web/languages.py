"""Which language does this person read? Danish first; English when asked for, and remembered."""

from __future__ import annotations

from flask import Flask, Response, g, has_request_context, request
from flask_babel import Babel
from flask_login import current_user

LANGUAGES = {"da": "Dansk", "en": "English"}
LOCALES = {"da": "da", "en": "en_DK"}
COOKIE = "language"
YEAR = 365 * 24 * 3600
ROOMS = (
    "ui",
    "web",
    "accounts",
    "files",
    "notices",
    "questions",
    "proposals",
    "calls",
    "screening",
    "decisions",
    "contracts",
    "reports",
    "demo",
)


def language() -> str:
    """`da` or `en`."""
    if forced := g.get("language"):
        return str(forced)
    if not has_request_context():
        return "da"  # a command, or the demo being loaded
    asked = request.args.get("lang") or request.cookies.get(COOKIE) or _own()
    return asked if asked in LANGUAGES else "da"


def _own() -> str:
    """What a person who is signed in has chosen on their profile, where this browser has not been asked for a language."""
    return str(current_user.actor.language) if current_user.is_authenticated else ""


def set_up_languages(app: Flask, folder: str) -> None:
    """One catalogue per room, merged; a cookie that remembers `?lang=`."""
    app.config["BABEL_DEFAULT_LOCALE"] = "da"
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Europe/Copenhagen"
    app.config["BABEL_DOMAIN"] = ";".join(ROOMS)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(folder for _ in ROOMS)
    Babel(app, locale_selector=lambda: LOCALES[language()])

    @app.after_request
    def remember_language(response: Response) -> Response:
        asked = request.args.get("lang")
        if asked in LANGUAGES:
            secure = app.config["SESSION_COOKIE_SECURE"]
            response.set_cookie(COOKIE, asked, max_age=YEAR, httponly=True, samesite="Lax", secure=secure)
        return response
