"""A real mail server on this machine, which keeps what it is sent."""

from __future__ import annotations

import email
import re
import time
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller


class Mailbox:
    """What has arrived. Also the server's handler: aiosmtpd calls `handle_DATA`."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.refusal: str | None = None
        """Set to answer every message with this line, such as `451 try again`."""

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        if self.refusal:
            return self.refusal
        self.messages.append(email.message_from_bytes(envelope.content, policy=default))  # type: ignore[arg-type]
        return "250 kept"

    def clear(self) -> None:
        """Empty the box, and take mail again."""
        self.messages.clear()
        self.refusal = None

    def to(self, address: str) -> list[EmailMessage]:
        """What that person got, oldest first."""
        return [message for message in self.messages if address in str(message["To"])]

    def last(self, address: str) -> EmailMessage:
        """The newest mail to that person. Waits a moment for a sender in another process."""
        until = time.monotonic() + 5
        while not self.to(address) and time.monotonic() < until:
            time.sleep(0.05)
        assert self.to(address), f"no mail to {address}; there are {[str(message['To']) for message in self.messages]}"
        return self.to(address)[-1]

    def links(self, address: str) -> list[str]:
        """The addresses in the newest mail to that person."""
        body = self.last(address).get_body(("plain",))
        assert body is not None
        return re.findall(r"https?://[^\s>]+", body.get_content())


def start(port: int) -> tuple[Mailbox, Controller]:
    """A mailbox listening on that loopback port. Stop the controller afterwards."""
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=port, ready_timeout=10)
    controller.start()
    return box, controller
