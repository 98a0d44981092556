"""Is an action all or nothing, and is the second of two writers told?"""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.accounts.models import Organisation
from portal.accounts.states import Kind
from portal.kernel.errors import RuleBroken, Stale
from portal.questions.models import QuestionSet, QuestionVersion
from portal.storage import Base, Ids, as_json, db, first_time, remember, remembered, transactional

AT = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


@transactional
def found(name: str, cvr: str) -> Organisation:
    made = Organisation(name=name, cvr=cvr, kinds=frozenset({Kind.NGO}), created_at=AT)
    db.session.add(made)
    return made


@transactional
def found_two_and_fail() -> None:
    found("One", "13748136")
    found("Two", "24256790")
    raise RuleBroken("No.")


def names() -> list[str]:
    return list(db.session.scalars(sa.select(Organisation.name).order_by(Organisation.name)))


def test_an_action_is_kept(context: Flask) -> None:
    found("One", "13748136")
    db.session.remove()
    assert names() == ["One"]


def test_a_raise_undoes_the_inner_actions_too(context: Flask) -> None:
    with pytest.raises(RuleBroken):
        found_two_and_fail()
    db.session.remove()
    assert names() == []


def test_an_action_after_a_failed_one_is_kept(context: Flask) -> None:
    with pytest.raises(RuleBroken):
        found_two_and_fail()
    found("One", "13748136")
    db.session.remove()
    assert names() == ["One"]


def test_a_form_is_carried_out_once(context: Flask) -> None:
    @transactional
    def carry_out(key: str, answer: str) -> str:
        if not first_time(key, AT):
            return remembered(key)
        remember(key, answer)
        return answer

    assert [carry_out("key", "/first"), carry_out("key", "/second"), carry_out("other", "/third")] == [
        "/first",
        "/first",
        "/third",
    ]


def test_fifty_at_once_carry_out_one(context: Flask) -> None:
    carried: list[bool] = []

    @transactional
    def carry_out() -> bool:
        return first_time("key", AT)

    def run() -> None:
        with context.app_context():
            carried.append(carry_out())

    threads = [threading.Thread(target=run) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(carried) == [False] * 49 + [True]


def test_the_second_writer_is_told(context: Flask) -> None:
    """The row's version has moved on between reading and writing."""

    @transactional
    def make() -> None:
        wording = QuestionSet(name="Standing call")
        wording.versions = [QuestionVersion(number=1, questions=[], created_at=AT)]
        db.session.add(wording)

    make()
    table = Base.metadata.tables["call"]
    values = {
        "title_da": "a",
        "title_en": "a",
        "text_da": "",
        "text_en": "",
        "opens_at": AT,
        "question_set_id": 1,
        "version": 1,
    }

    @transactional
    def insert() -> None:
        db.session.execute(sa.insert(table).values(**values))

    insert()

    @transactional
    def write_behind_a_back() -> None:
        call = db.session.get(_call(), 1)
        assert call is not None
        db.session.execute(sa.update(table).values(version=2))
        call.title_da = "b"

    with pytest.raises(Stale):
        write_behind_a_back()


def _call() -> type[Base]:
    return next(mapper.class_ for mapper in Base.registry.mappers if mapper.class_.__name__ == "Call")


def test_a_moment_without_a_zone_is_refused(context: Flask) -> None:
    with pytest.raises(sa.exc.StatementError, match="time zone"):
        db.session.execute(sa.select(Organisation).where(Organisation.created_at == datetime(2026, 1, 1))).all()  # noqa: DTZ001
    db.session.remove()


def test_moments_come_back_in_utc(context: Flask) -> None:
    found("One", "13748136")
    db.session.remove()
    assert db.session.scalar(sa.select(Organisation.created_at)) == AT


@pytest.mark.parametrize(("ids", "kept"), [(frozenset(), ""), (frozenset({3}), ",3,"), (frozenset({12, 3}), ",3,12,")])
def test_a_set_of_numbers_is_kept_as_text(ids: frozenset[int], kept: str) -> None:
    dialect = sa.dialects.sqlite.dialect()
    assert Ids().process_bind_param(ids, dialect) == kept
    assert Ids().process_result_value(kept, dialect) == ids


def test_one_number_is_not_found_in_another() -> None:
    assert Ids.pattern(1) == "%,1,%"


def test_canonical_text_does_not_depend_on_order() -> None:
    assert as_json({"b": 1, "a": "æ"}) == as_json({"a": "æ", "b": 1}) == '{"a":"æ","b":1}'
