"""What does every page need around its own content?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask, request

from portal.policy import Actor
from portal.web.desk import current_actor
from portal.web.formats import FILTERS
from portal.web.languages import LANGUAGES, language
from portal.web.navigation import navigation
from portal.web.pages import translate


@dataclass(frozen=True)
class LanguageSwitch:
    """The way to the same page in the other language."""

    url: str
    label: str
    lang: str


def set_up_layout(app: Flask) -> None:
    """Globals and filters of all templates. `t` translates a message id or a Sentence that data carries."""
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.filters["t"] = translate
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.autoescape = True
    app.jinja_env.globals["largest_file"] = app.extensions["settings"].upload_limit
    demo = app.extensions["settings"].demo

    @app.context_processor
    def around() -> dict[str, Any]:
        actor: Actor = current_actor()
        return {
            "actor": actor,
            "navigation": navigation(actor),
            "language": language(),
            "language_switch": _switch(),
            "demo": demo,
        }


def _switch() -> LanguageSwitch:
    other = next(code for code in LANGUAGES if code != language())
    # A page that answers a form has no address of its own to come back to.
    query = {**request.args.to_dict(), "lang": other} if request.method == "GET" else {"lang": other}
    path = quote(request.path) if request.method == "GET" else "/"
    return LanguageSwitch(f"{path}?{urlencode(query)}", LANGUAGES[other], other)
