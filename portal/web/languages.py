"""Which language does this person read? Danish first; English when asked for, and remembered."""

from __future__ import annotations

from typing import Any

from babel.support import NullTranslations
from flask import Flask, Response, g, has_app_context, has_request_context, request
from flask_babel import Babel, get_locale, get_translations
from flask_login import current_user
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

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


def tongue() -> str:
    """The language in force: the person's, or a mail's that is being written. Flask-Babel would look it up anew for each word."""
    here = vars(g._get_current_object()).get("_flask_babel") if has_app_context() else None
    locale = getattr(here, "babel_locale", None) or get_locale()
    return str(locale.language) if locale else "en"


def words() -> NullTranslations:
    """The catalogue in force. A list asks for some hundreds of words."""
    language = tongue()
    if language not in _catalogues:
        _catalogues[language] = get_translations()
    return _catalogues[language]


_catalogues: dict[str, NullTranslations] = {}


def gettext(text: str, /, **values: Any) -> str:
    """A message id in the language in force."""
    said: str = words().gettext(text)
    return said % values if values else said


def ngettext(one: str, many: str, count: int, /) -> str:
    """One or many, with `%(num)s` for how many."""
    said: str = words().ngettext(one, many, count)
    return said % {"num": count}


@pass_eval_context
def in_template(around: EvalContext, text: str, /, **values: Any) -> str:
    """As Jinja's own `_`: the words are safe, the values are not; `%%` stands for a per cent sign."""
    said: str = words().gettext(text)
    if around.autoescape:
        said = Markup(said)  # noqa: S704 - our own catalogue
    return said % values if values or "%" in said else said


def set_up_languages(app: Flask, folder: str) -> None:
    """One catalogue per room, merged; a cookie that remembers `?lang=`."""
    app.config["BABEL_DEFAULT_LOCALE"] = "da"
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Europe/Copenhagen"
    app.config["BABEL_DOMAIN"] = ";".join(ROOMS)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(folder for _ in ROOMS)
    Babel(app, locale_selector=lambda: LOCALES[language()])
    app.jinja_env.globals.update(_=in_template, gettext=in_template)

    @app.after_request
    def remember_language(response: Response) -> Response:
        asked = request.args.get("lang")
        if asked in LANGUAGES:
            secure = app.config["SESSION_COOKIE_SECURE"]
            response.set_cookie(COOKIE, asked, max_age=YEAR, httponly=True, samesite="Lax", secure=secure)
        return response
