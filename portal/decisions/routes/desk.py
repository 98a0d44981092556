"""The one desk of this room."""

from __future__ import annotations

from portal.web.desk import Desk

desk = Desk("decisions", __name__)
