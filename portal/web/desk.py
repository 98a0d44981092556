"""Which door does a request come through, and who stands at it?

A Desk is a Blueprint whose routes must name a permit: leaving it out is a TypeError at import. The view gets the actor as its
first argument, after the door has let them in.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, cast

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_login import AnonymousUserMixin, current_user

from portal.kernel.errors import NotFound
from portal.policy import PUBLIC, Actor, Permit, may_enter
from portal.web.denials import record_denial
from portal.web.sign_in_again import ask_to_sign_in

View = Callable[..., ResponseReturnValue]


class Anonymous(AnonymousUserMixin):
    """A visitor who has not signed in, as flask-login sees them."""

    actor = PUBLIC


def current_actor() -> Actor:
    """Who is asking now. For the door, the templates and nothing else: actions get the actor as an argument."""
    return cast(Actor, current_user.actor)


class Desk(Blueprint):
    """A Blueprint with a guarded door at every route."""

    def route(self, rule: str, *, permit: Permit, **options: Any) -> Callable[[View], View]:  # type: ignore[override]
        """As Blueprint.route, for those whom `permit` may let in."""

        def decorate(view: View) -> View:
            @functools.wraps(view)
            def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
                actor = current_actor()
                if not may_enter(actor, permit):
                    return turn_away(actor, permit)
                return view(actor, *args, **kwargs)

            guarded.permit = permit  # type: ignore[attr-defined]
            self.add_url_rule(rule, options.pop("endpoint", None), guarded, **options)
            return guarded

        return decorate


def turn_away(actor: Actor, permit: Permit) -> ResponseReturnValue:
    """Ask a visitor to sign in; to anybody else the page does not exist."""
    if not actor.is_signed_in:
        return ask_to_sign_in()
    record_denial(actor, permit, request.path)
    raise NotFound()
