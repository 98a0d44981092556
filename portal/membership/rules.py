"""How long do links and requests last, and how many may there be?"""

from __future__ import annotations

from datetime import timedelta

from portal.kernel.words import _l

INVITATION_LASTS = timedelta(days=7)
REGISTRATION_LASTS = timedelta(hours=24)
REGISTRATIONS = 20
"""How many registrations one network may begin within fifteen minutes."""
MAILS = 5
"""How many mails one address gets within fifteen minutes because somebody typed it: more would be a way to pester."""
INVITATIONS = 30
"""How many invitations one person may send within fifteen minutes."""

GONE = _l(
    "The link has been used already, has run out, or has been replaced by a newer one. Look for a newer mail, or ask for a new link."
)
LAST_OWNER = _l("An organisation needs at least one owner. Make somebody else an owner first.")
"""Said when the last owner would leave or become less."""
