"""The one desk of this room; its pages are in the modules beside it."""

from __future__ import annotations

from portal.web.desk import Desk

desk = Desk("proposals", __name__)
