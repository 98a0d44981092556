"""The desk that all pages about contracts stand on."""

from __future__ import annotations

from portal.web.desk import Desk

desk = Desk("contracts", "portal.contracts.routes")
