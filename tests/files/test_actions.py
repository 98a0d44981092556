"""What is left after an upload, and after a refused one?"""

from __future__ import annotations

import hashlib
import io
from typing import Any

import obstore
import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.audit.queries import first_broken_entry, history
from portal.files import rules
from portal.files.actions import store
from portal.files.models import StoredFile
from portal.files.queries import describe_limits, is_reachable, place, serve, used_by
from portal.kernel.errors import RuleBroken
from portal.storage import db, transactional
from tests.support import files
from tests.support.accounts import actor, organisation, person, the_time


def kept_keys() -> list[str]:
    return [found["path"] for batch in obstore.list(place()) for found in batch]


def test_keeps_the_bytes_and_the_facts(context: Flask) -> None:
    house = organisation()
    maja = person(organisation=house)
    body = files.pdf(3)
    kept = store(actor(maja), files.upload(body, "..\\Budget 2027.pdf"), organisation_id=house.id, at=the_time())
    assert (kept.name, kept.media_type, kept.size) == ("Budget 2027.pdf", "application/pdf", len(body))
    assert kept.sha256 == hashlib.sha256(body).hexdigest()
    assert bytes(obstore.get(place(), kept.key).bytes()) == body
    assert [(entry.event, entry.data["sha256"]) for entry in history("file", kept.id)] == [("stored", kept.sha256)]
    assert first_broken_entry() is None


def test_streams_a_file_of_the_largest_size(context: Flask) -> None:
    house = organisation()
    maja = person(organisation=house)
    body = files.png() + bytes(rules.LARGEST_FILE - len(files.png()))
    kept = store(actor(maja), files.upload(body, "stor.png"), organisation_id=house.id, at=the_time())
    assert (kept.size, kept.sha256) == (rules.LARGEST_FILE, hashlib.sha256(body).hexdigest())
    with context.test_request_context():
        assert b"".join(serve(kept).iter_encoded()) == body


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("hemmelig.pdf", files.pdf(password="x"), "“hemmelig.pdf” is locked with a password."),
        ("rod.pdf", b"%PDF-1.7\n" + b"nonsense" * 100, "“rod.pdf” cannot be read as a PDF."),
        ("regning.pdf", files.EXE, "“regning.pdf” is not a PDF file"),
        ("tom.docx", b"", "“tom.docx” is empty."),
    ],
)
def test_a_refused_file_leaves_nothing(context: Flask, name: str, body: bytes, said: str) -> None:
    house = organisation()
    maja = person(organisation=house)
    with pytest.raises(RuleBroken) as refusal:
        store(actor(maja), files.upload(body, name), organisation_id=house.id, at=the_time())
    assert str(refusal.value.sentence).startswith(said)
    assert (db.session.scalars(sa.select(StoredFile)).all(), kept_keys()) == ([], [])


def test_the_quota_is_the_organisations(context: Flask) -> None:
    house, other = organisation(), organisation()
    maja, bo = person(organisation=house), person(organisation=other)
    full = files.stored(maja, house)
    _let_it_weigh(full, rules.QUOTA)
    with pytest.raises(RuleBroken, match=r"There is no room for “mere\.pdf”"):
        files.stored(maja, house, name="mere.pdf")
    assert files.stored(bo, other).organisation_id == other.id
    assert used_by(house.id, maja.id) == rules.QUOTA


def test_what_belongs_to_no_organisation_counts_against_the_person(context: Flask) -> None:
    maja, bo = person(), person()
    _let_it_weigh(files.stored(maja), rules.QUOTA)
    with pytest.raises(RuleBroken, match="There is no room"):
        files.stored(maja)
    assert files.stored(bo).organisation_id is None


def test_a_failed_transaction_leaves_no_row(context: Flask) -> None:
    maja = person()

    @transactional
    def attach_and_fail() -> None:
        files.stored(maja)
        raise RuleBroken("no")

    with pytest.raises(RuleBroken):
        attach_and_fail()
    assert db.session.scalars(sa.select(StoredFile)).all() == []


@pytest.mark.parametrize(
    ("name", "disposition"),
    [
        ("Budget.pdf", "attachment; filename=\"Budget.pdf\"; filename*=UTF-8''Budget.pdf"),
        (
            "Ærø “æ”.pdf",
            "attachment; filename=\"r .pdf\"; filename*=UTF-8''%C3%86r%C3%B8%20%E2%80%9C%C3%A6%E2%80%9D.pdf",
        ),
    ],
)
def test_is_served_as_a_powerless_attachment(context: Flask, name: str, disposition: str) -> None:
    kept = files.stored(person(), name=name)
    with context.test_request_context():
        answer: Any = serve(kept)
        answer = context.process_response(answer)
    assert answer.headers["Content-Disposition"] == disposition
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert (answer.mimetype, answer.content_length) == ("application/pdf", kept.size)


@given(name=st.text(min_size=1, max_size=200))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_name_can_add_a_header(context: Flask, name: str) -> None:
    stored = StoredFile(
        key="0" * 32, name=rules.clean_name(name + ".pdf"), media_type="application/pdf", size=1, sha256=""
    )
    obstore.put(place(), stored.key, io.BytesIO(b"x"))
    with context.test_request_context():
        answer = serve(stored)
    assert answer.headers["Content-Disposition"].isascii()
    assert answer.headers["Content-Disposition"].isprintable()
    assert answer.headers["Content-Disposition"].startswith("attachment; filename")


def test_says_its_limits_beforehand(context: Flask) -> None:
    assert str(describe_limits()) == "PDF, Word (docx), Excel (xlsx), PNG or JPG. At most 25 MB a file and 20 files."


def test_says_whether_the_store_answers(context: Flask) -> None:
    assert is_reachable()


@transactional
def _let_it_weigh(kept: StoredFile, size: int) -> None:
    db.session.execute(sa.update(StoredFile).where(StoredFile.id == kept.id).values(size=size))
