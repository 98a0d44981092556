"""What the tests of registration and membership share."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from portal.kernel.clock import FixedClock
from portal.notices.outbox import send_due
from tests.support.mail import Mailbox


@pytest.fixture
def link_to(app: Flask, mailbox: Mailbox, clock: FixedClock) -> Callable[[str], str]:
    """Send the mail that waits; answers the path of the first link in the newest mail to an address."""

    def follow(address: str) -> str:
        with app.app_context():
            send_due(clock.now())
        base = str(app.extensions["settings"].base_url)
        return mailbox.links(address)[0].removeprefix(base)

    return follow
