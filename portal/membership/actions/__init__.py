"""Everything that leads to an account or a membership, or ends one."""

from __future__ import annotations

from portal.membership.actions.organisation import (
    accept_as_newcomer,
    accept_invitation,
    answer_request,
    change_standing,
    invite,
    remove_member,
    withdraw_invitation,
)
from portal.membership.actions.registration import Wish, confirm, join_or_found, register
from portal.membership.actions.staff import NewStaff, create_staff, send_password_link, set_active, set_password

__all__ = [
    "NewStaff",
    "Wish",
    "accept_as_newcomer",
    "accept_invitation",
    "answer_request",
    "change_standing",
    "confirm",
    "create_staff",
    "invite",
    "join_or_found",
    "register",
    "remove_member",
    "send_password_link",
    "set_active",
    "set_password",
    "withdraw_invitation",
]
