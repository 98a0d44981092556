"""Are attachments kept one by one, refused in words, taken off without a trace of loss, and fetched by the right people only?"""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portal.proposals.models import ProposalFile
from portal.proposals.queries import latest_submission
from portal.storage import db
from tests.support import files
from tests.support.accounts import organisation, person
from tests.support.proposals import complete_answers, open_call, start_proposal

LETTER = {"key": "letter", "kind": "file", "label": {"da": "Støttebrev", "en": "Letter of support"}, "required": True}
GREETING = {"key": "greeting", "kind": "short_text", "label": {"da": "Hilsen", "en": "Greeting"}, "required": False}


@pytest.fixture
def maja(context):
    return person("Maja Holm", organisation=organisation())


@pytest.fixture
def mine(maja, client):
    client.sign_in(maja)
    return start_proposal(maja, open_call(questions=[LETTER, GREETING]), complete_answers()).id


def attached() -> list[ProposalFile]:
    return list(db.session.scalars(sa.select(ProposalFile).order_by(ProposalFile.id)))


def upload(
    client,
    proposal_id: int,
    body: bytes,
    name: str,
    *,
    section: str = "attachments",
    question: str = "attachments",
    **more,
):
    url = f"/proposals/{proposal_id}/{section}/files/{question}"
    return client.post(url, data={question: files_of(body, name)}, content_type="multipart/form-data", **more)


def files_of(body: bytes, name: str):
    from io import BytesIO  # noqa: PLC0415

    return (BytesIO(body), name)


def test_a_file_is_kept_by_itself(client, mine):
    answer = upload(client, mine, files.pdf(), "Evaluering æøå.pdf", htmx="files-attachments")
    assert answer.status_code == 200
    assert answer.by_id("files-attachments") is not None
    assert "Evaluering æøå.pdf" in answer.words
    assert [(one.question, one.file.name) for one in attached()] == [("attachments", "Evaluering æøå.pdf")]


def test_a_file_is_fetched_as_an_attachment(client, mine):
    upload(client, mine, files.pdf(), "Evaluering.pdf")
    client.is_checking = False  # a file has headers of its own
    answer = client.get(f"/proposals/{mine}/files/{attached()[0].id}")
    assert answer.data == files.pdf()
    assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(("name", "body"), [("regning.pdf", files.EXE), ("tom.pdf", b""), ("virus.exe", files.EXE)])
def test_a_refused_file_is_named_and_nothing_is_lost(client, mine, name, body):
    upload(client, mine, files.pdf(), "God.pdf")
    answer = upload(client, mine, body, name, htmx="files-attachments")
    assert answer.status_code == 422
    assert name in answer.words
    assert "God.pdf" in answer.words
    assert [one.file.name for one in attached()] == ["God.pdf"]


def test_without_javascript_the_rest_of_the_page_is_kept(client, mine):
    page = client.get(f"/proposals/{mine}/extra")
    answer = client.submit(page, greeting="Hej", letter=(files.EXE, "brev.pdf"), press="Upload")
    assert answer.status_code == 422
    assert "brev.pdf" in answer.words
    assert answer.by_id("q-greeting").get("value") == "Hej"
    again = client.get(answer.request.path, follow_redirects=True)
    assert (again.status_code, again.request.path) == (200, f"/proposals/{mine}/extra")
    assert again.by_id("q-greeting").get("value") == "Hej"
    answer = client.submit(answer, letter=(files.pdf(), "brev.pdf"), press="Upload")
    assert answer.by_id("q-greeting").get("value") == "Hej"
    assert [(one.question, one.file.name) for one in attached()] == [("letter", "brev.pdf")]


def test_a_required_file_is_missed_and_then_found(client, mine):
    page = client.get(f"/proposals/{mine}/extra?lang=en")
    assert client.submit(page).errors == {"q-letter": "Letter of support: Attach a file."}
    upload(client, mine, files.pdf(), "brev.pdf", section="extra", question="letter")
    assert client.submit(client.get(f"/proposals/{mine}/extra"), follow=False).status_code == 303


def test_a_removed_file_stays_in_what_was_sent(client, mine):
    upload(client, mine, files.pdf(), "brev.pdf", section="extra", question="letter")
    upload(client, mine, files.pdf(), "Fortrudt.pdf")
    letter, regretted = attached()
    page = client.get(f"/proposals/{mine}/attachments")
    client.post(f"/proposals/{mine}/files/{regretted.id}/remove")
    assert "Fortrudt.pdf" not in client.get(f"/proposals/{mine}/attachments").words
    assert attached()[1].removed_at is not None
    answer = client.submit(client.get(f"/proposals/{mine}/moves/submit"))
    assert letter.file.sha256 in answer.words
    assert [file["name"] for file in latest_submission(mine).content["files"]] == ["brev.pdf"]
    assert page.status_code == 200


def test_another_organisation_gets_no_file(client, mine, new_client):
    upload(client, mine, files.pdf(), "Hemmelig.pdf")
    stranger = person(organisation=organisation())
    other, number = new_client(stranger.email), attached()[0].id
    own = start_proposal(stranger).id
    assert other.get(f"/proposals/{mine}/files/{number}").status_code == 404
    assert other.get(f"/proposals/{own}/files/{number}").status_code == 404
    assert other.post(f"/proposals/{own}/files/{number}/remove").status_code == 404
    assert attached()[0].removed_at is None


@pytest.mark.parametrize(
    ("section", "question"),
    [("attachments", "letter"), ("extra", "greeting"), ("need", "why_fund"), ("nowhere", "attachments")],
)
def test_only_file_questions_take_files(client, mine, section, question):
    assert upload(client, mine, files.pdf(), "a.pdf", section=section, question=question).status_code == 404
