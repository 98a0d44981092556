"""What can go wrong, and which sentence does the person get?

Every refusal is one of these; the web room has one handler that turns each into a page or a fragment. The sentence is a
message id, translated where it is shown, and safe to show to anybody.
"""

from __future__ import annotations

from portal.kernel.words import Sentence, _l


class PortalError(Exception):
    """A refusal with a public sentence."""

    status = 400
    title = _l("That could not be done")
    default = _l("The request could not be understood.")

    def __init__(self, text: str | Sentence | None = None, /, **values: object) -> None:
        if isinstance(text, Sentence):
            self.sentence = text
        else:
            self.sentence = Sentence(text or self.default, values)
        super().__init__(str(self.sentence))


class BadRequest(PortalError):
    """The request itself makes no sense: control characters, a malformed number."""


class NotFound(PortalError):
    """It does not exist, or the person may not know that it does. The two are never told apart."""

    status = 404
    title = _l("We cannot find that page")
    default = _l("The address may be wrong, or you may not have access. Check it, or go to the front page.")


class NotPermitted(PortalError):
    """The person may see the thing, but not do this to it."""

    status = 403
    title = _l("You cannot do that")
    default = _l("Your role does not allow this.")


class NeedsFreshSignIn(PortalError):
    """The act weighs so much that the password is asked for again."""

    status = 401
    title = _l("Enter your password again")
    default = _l("For your safety, enter your password again before you go on.")


class IllegalMove(PortalError):
    """The thing is in a state where this cannot happen."""

    status = 409
    title = _l("That cannot be done now")
    default = _l("The case has moved on since you opened the page. Open it again to see where it is.")


class Stale(PortalError):
    """Somebody else saved first. Neither text is lost."""

    status = 409
    title = _l("Somebody else has saved a change")
    default = _l("Somebody else changed this while you were writing. Your text is kept below so that you can compare.")


class RuleBroken(PortalError):
    """A rule of the fund says no, and says why."""

    status = 422
    title = _l("Something must be put right first")


class TooLarge(PortalError):
    """More bytes than we take."""

    status = 413
    title = _l("That is too large")
    default = _l("The file or form is larger than we can receive.")


class TooMany(PortalError):
    """Too many tries in a short time."""

    status = 429
    title = _l("Too many attempts")
    default = _l("Wait a few minutes, then try again.")
