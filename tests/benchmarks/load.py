"""How long does each answer take, with one visitor and with eight? A client that keeps its connections and does little else."""

from __future__ import annotations

import re
import selectors
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@dataclass
class Measured:
    """Latencies in seconds, and the time in which they were collected."""

    latencies: list[float] = field(default_factory=list)
    seconds: float = 0.0
    size: int = 0
    """Bytes of the last body."""

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.latencies) / self.seconds

    @property
    def p50(self) -> float:
        """Milliseconds."""
        return 1000 * median(self.latencies)

    @property
    def p95(self) -> float:
        """Milliseconds."""
        return 1000 * quantiles(self.latencies, n=20)[-1]

    def add(self, other: Measured) -> None:
        """Take in what was measured at another time."""
        self.latencies += other.latencies
        self.seconds += other.seconds
        self.size = other.size


def request(path: str, cookie: str = "", encoding: str = "") -> bytes:
    """A GET as bytes."""
    lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", "Accept: text/html"]
    lines += [f"Cookie: {cookie}"] if cookie else []
    lines += [f"Accept-Encoding: {encoding}"] if encoding else []
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


class _Visitor:
    """One connection: a request, its answer, the next request."""

    def __init__(self, port: int, requests: Sequence[bytes], start: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.requests, self.turn, self.received, self.sent_at = requests, start, b"", 0.0

    def ask(self) -> None:
        self.received, self.sent_at = b"", time.perf_counter()
        self.socket.sendall(self.requests[self.turn % len(self.requests)])
        self.turn += 1

    def take(self) -> int | None:
        """Read what is there; answers the size of the body once it is whole."""
        part = self.socket.recv(262_144)
        if not part:
            raise ConnectionError(f"the server hung up after {self.received[:200]!r}")
        self.received += part
        head, found, body = self.received.partition(b"\r\n\r\n")
        if not found:
            return None
        if not head.startswith(b"HTTP/1.1 200"):
            raise ValueError(
                f"{self.requests[(self.turn - 1) % len(self.requests)][:80]!r} was answered {head[:200]!r}"
            )
        length = LENGTH.search(head)
        if length:
            return len(body) if len(body) >= int(length[1]) else None
        return len(body) if body.endswith(b"0\r\n\r\n") else None


def measure(port: int, requests: Sequence[bytes], *, connections: int, seconds: float) -> Measured:
    """Ask for `seconds`, always `connections` requests at a time. Raises ValueError at any answer but 200."""
    visitors = [_Visitor(port, requests, start) for start in range(connections)]
    result = Measured()
    with selectors.DefaultSelector() as selector:
        for visitor in visitors:
            selector.register(visitor.socket, selectors.EVENT_READ, visitor)
            visitor.ask()
        began = time.perf_counter()
        while (now := time.perf_counter()) - began < seconds or len(result.latencies) < 40:
            for key, _events in selector.select(timeout=30):
                size = key.data.take()
                if size is not None:
                    result.latencies.append(time.perf_counter() - key.data.sent_at)
                    result.size = size
                    key.data.ask()
        result.seconds = now - began
    for visitor in visitors:
        visitor.socket.close()
    return result
