"""How long is a sign-in good for, and what may a password be? Numbers from OWASP ASVS 5.0 level 2 and safety.md."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from portal.kernel.words import Sentence, _l, say

IDLE = timedelta(hours=2)
ABSOLUTE = timedelta(hours=12)
FRESH = timedelta(minutes=10)
SEEN_EVERY = timedelta(minutes=1)
"""How often a sign-in's last sight is written: not at every page."""

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
PASSWORD_HINT = _l("At least 12 characters. A few words in a row are easy to remember.")
COMMON = (
    "password", "passord", "adgangskode", "kodeord", "kodeordet", "hemmelig", "hemmeligt", "velkommen", "welcome", "letmein", "iloveyou", "jegelskerdig",
    "qwertyuiop", "qwertyuiopå", "asdfghjklæøå", "asdfghjkl", "qwerty", "zxcvbnm", "1q2w3e4r5t6y", "1qaz2wsx3edc", "123456789012", "1234567890", "0987654321",
    "abcdefghijkl", "abc123abc123", "qwerty123456", "administrator", "changeme", "sommer", "vinter", "fodbold", "football", "baseball", "superman", "sunshine",
    "princess", "dragon", "monkey", "master", "danmark", "aarhus", "københavn", "aarhuskommune", "investeringsfond", "socialinvesteringsfond", "trustno", "computer",
)  # fmt: skip
"""Words that passwords which get guessed are made of; a short list, kept here so that no password leaves the portal."""

ATTEMPTS = 10
ATTEMPTS_WITHIN = timedelta(minutes=15)


def token_hash(token: str) -> str:
    """What is kept of a secret that travels in a cookie or a link."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_alive(started_at: datetime, seen_at: datetime, now: datetime) -> bool:
    """Whether a sign-in still counts: neither idle nor old for too long."""
    return now - seen_at < IDLE and now - started_at < ABSOLUTE


def has_fresh_password(password_at: datetime | None, now: datetime) -> bool:
    """Whether the password was given recently enough for a weighty act."""
    return password_at is not None and now - password_at < FRESH


def password_problem(password: str, *own_words: str) -> Sentence | None:
    """What is wrong with a new password, or nothing. `own_words`: the person's address and name, which others guess first."""
    if len(password) < SHORTEST_PASSWORD:
        return say(
            _l("Use at least %(count)s characters. A few words in a row are easy to remember."), count=SHORTEST_PASSWORD
        )
    if len(password) > LONGEST_PASSWORD:
        return say(_l("Use at most %(count)s characters."), count=LONGEST_PASSWORD)
    plain = "".join(character for character in password.lower() if character.isalnum())
    if len(set(plain)) < 4 or any(_is_made_of(plain, word) for word in COMMON):
        return say(_l("This password is one of those that are guessed first. Choose another."))
    if any(_is_made_of(plain, part) for word in own_words for part in _parts(word)):
        return say(_l("The password is nearly your own name or address. Choose another."))
    return None


def _is_made_of(password: str, word: str) -> bool:
    """Whether little is left of the password once `word` is taken out: `password123456` is still `password`."""
    rest = password.replace(word, "")
    return len(rest) < len(password) and (len(rest) <= 4 or (rest.isdigit() and len(rest) <= 8))


def _parts(word: str) -> list[str]:
    whole = "".join(character for character in word.lower() if character.isalnum())
    name = "".join(character for character in word.lower().partition("@")[0] if character.isalnum())
    return [part for part in (whole, name) if len(part) >= 4]


BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"),
            ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"))  # fmt: skip
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def device_name(user_agent: str) -> str:
    """`Firefox, Android`: what a person recognises of what their browser says of itself. Empty when nothing is known."""
    browser = next((name for sign, name in BROWSERS if sign in user_agent), "")
    system = next((name for sign, name in SYSTEMS if sign in user_agent), "")
    return ", ".join(part for part in (browser, system) if part)
