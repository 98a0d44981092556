"""How many statements does a page send to the database?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

NOT_COUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA")


class QueryCounter:
    """Counts what one engine sends, between two moments of a test."""

    def __init__(self, engine: sa.Engine) -> None:
        self.statements: list[str] = []
        event.listen(engine, "before_cursor_execute", self._note)

    def _note(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.lstrip().upper().startswith(NOT_COUNTED):
            self.statements.append(" ".join(statement.split()))

    @contextmanager
    def counted(self) -> Iterator[list[str]]:
        """The statements of the block, in order."""
        before = len(self.statements)
        block: list[str] = []
        yield block
        block += self.statements[before:]

    @contextmanager
    def exactly(self, count: int) -> Iterator[None]:
        """The block sends `count` statements, no more and no fewer."""
        with self.counted() as block:
            yield
        assert len(block) == count, self._said(block, f"{count}")

    @contextmanager
    def at_most(self, count: int) -> Iterator[None]:
        """The block sends at most `count` statements."""
        with self.counted() as block:
            yield
        assert len(block) <= count, self._said(block, f"at most {count}")

    @staticmethod
    def _said(block: list[str], wanted: str) -> str:
        return "\n  ".join([f"{len(block)} statements, not {wanted}:", *(statement[:300] for statement in block)])
