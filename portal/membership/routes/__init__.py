"""The pages of this room: registration, the organisation's people, the administrator's accounts."""

from __future__ import annotations

from portal.membership.routes import accounts, invitations, organisation, registration
from portal.membership.routes.desk import desk

__all__ = ["accounts", "desk", "invitations", "organisation", "registration"]
