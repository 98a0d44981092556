"""Does the record in the database hold, through crowds and crashes, and say where it was touched?"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.audit.actions import record
from portal.audit.models import AuditEntry, AuditHead
from portal.audit.queries import first_broken_entry, history
from portal.kernel.clock import FixedClock
from portal.policy import Actor
from portal.storage import db, transactional

ACTOR = Actor(id=7)


def write(clock: FixedClock, count: int = 5) -> None:
    for n in range(count):
        clock.advance(seconds=1)
        record(ACTOR, "proposal", n % 2 + 1, "moved", at=clock.now(), note=f"note {n}", number=n, word="ærø")


@transactional
def tamper(*statements: sa.Executable) -> None:
    for statement in statements:
        db.session.execute(statement)


def change(number: int, **values: object) -> sa.Executable:
    return sa.update(AuditEntry).where(AuditEntry.id == number).values(**values)


def test_an_empty_record_holds(context: Flask) -> None:
    assert first_broken_entry() is None


def test_what_was_recorded_can_be_read_again(context: Flask, clock: FixedClock) -> None:
    write(clock)
    assert [(one.id, one.data["number"], one.note) for one in history("proposal", 1)] == [
        (1, 0, "note 0"),
        (3, 2, "note 2"),
        (5, 4, "note 4"),
    ]
    assert first_broken_entry() is None


@pytest.mark.parametrize("number", [1, 3, 5])
@pytest.mark.parametrize(
    "values",
    [{"actor_id": 8}, {"actor_id": None}, {"subject": "contract"}, {"subject_id": 99}, {"event": "approved"},
     {"data": {"number": 9}}, {"hash": "0" * 64}, {"previous": "1" * 64}],
    ids=lambda values: next(iter(values)),
)  # fmt: skip
def test_any_change_is_named(context: Flask, clock: FixedClock, number: int, values: dict[str, object]) -> None:
    write(clock)
    tamper(change(number, **values))
    assert first_broken_entry() == number


@pytest.mark.parametrize("number", [1, 3, 5])
def test_another_time_is_named(context: Flask, clock: FixedClock, number: int) -> None:
    write(clock)
    tamper(change(number, at=clock.now() - timedelta(days=1)))
    assert first_broken_entry() == number


@pytest.mark.parametrize("number", [1, 3, 5])
def test_a_deleted_entry_is_named(context: Flask, clock: FixedClock, number: int) -> None:
    write(clock)
    tamper(sa.delete(AuditEntry).where(AuditEntry.id == number))
    assert first_broken_entry() == number


def test_a_deleted_entry_stays_deleted_when_the_rest_is_numbered_anew(context: Flask, clock: FixedClock) -> None:
    write(clock)
    tamper(sa.delete(AuditEntry).where(AuditEntry.id == 3), change(4, id=3), change(5, id=4))
    assert first_broken_entry() == 3


@pytest.mark.parametrize("kept", [0, 2, 4])
def test_a_truncated_record_is_named(context: Flask, clock: FixedClock, kept: int) -> None:
    write(clock)
    tamper(sa.delete(AuditEntry).where(AuditEntry.id > kept))
    assert first_broken_entry() == kept + 1


def test_a_head_that_was_removed_is_noticed(context: Flask, clock: FixedClock) -> None:
    write(clock)
    tamper(sa.delete(AuditHead))
    assert first_broken_entry() is not None


def test_erasing_a_persons_words_breaks_nothing(context: Flask, clock: FixedClock) -> None:
    write(clock)
    tamper(change(2, note=None))
    assert first_broken_entry() is None


def test_what_was_rolled_back_is_not_recorded(context: Flask, clock: FixedClock) -> None:
    @transactional
    def breaks() -> None:
        record(ACTOR, "proposal", 1, "moved", at=clock.now())
        raise RuntimeError

    write(clock, 2)
    with pytest.raises(RuntimeError):
        breaks()
    write(clock, 1)
    assert (first_broken_entry(), db.session.scalar(sa.select(sa.func.max(AuditEntry.id)))) == (None, 3)


def test_a_crowd_keeps_the_chain(context: Flask, app: Flask, clock: FixedClock) -> None:
    """Six at once, each with an action that records twice."""
    start = threading.Barrier(6)
    failures: list[BaseException] = []

    @transactional
    def act(n: int) -> None:
        record(Actor(id=n), "proposal", n, "moved", at=clock.now())
        record(Actor(id=n), "proposal", n, "saved", at=clock.now())

    def work(n: int) -> None:
        with app.app_context():
            start.wait()
            try:
                for _ in range(5):
                    act(n)
            except BaseException as failure:  # noqa: BLE001 - told by the test itself
                failures.append(failure)

    crowd = [threading.Thread(target=work, args=(n,)) for n in range(1, 7)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert failures == []
    assert (first_broken_entry(), db.session.scalar(sa.select(sa.func.count(AuditEntry.id)))) == (None, 60)
    events = [one.event for one in db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id))]
    assert events == ["moved", "saved"] * 30


def test_the_command_says_what_it_found(app: Flask, context: Flask, clock: FixedClock) -> None:
    runner: Callable[..., object] = app.test_cli_runner().invoke
    write(clock)
    assert "holds" in str(runner(args=["audit", "verify"]).output)  # type: ignore[attr-defined]
    tamper(change(4, event="approved"))
    db.session.rollback()
    answer = runner(args=["audit", "verify"])
    assert "entry 4" in str(answer.output)  # type: ignore[attr-defined]
    assert answer.exit_code == 1  # type: ignore[attr-defined]
