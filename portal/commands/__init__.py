"""What can be done from the command line? Each command exits 0, or non-zero with one clear sentence."""

from __future__ import annotations

from flask.cli import AppGroup
from click import Command

from portal.commands.audit import audit
from portal.commands.docs import docs
from portal.commands.outbox import outbox
from portal.commands.people import user
from portal.commands.serve import serve
from portal.demo.commands import demo

COMMANDS: tuple[Command | AppGroup, ...] = (serve, demo, user, outbox, audit, docs)
