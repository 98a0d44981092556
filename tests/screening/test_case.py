"""The case page: everything on one screen, written piece by piece, and nothing lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.notices.models import Notice
from portal.policy import Role
from portal.proposals.models import Proposal, Submission
from portal.proposals.states import Awaits, State
from portal.screening.models import Assessment, CaseNote, Check, Hearing, Recommendation
from portal.screening.rules import ITEM_KEYS
from portal.storage import as_json, db, transactional
from tests.support import accounts, screening

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def officer(client):
    made = accounts.person("Lise", roles=[Role.CASE_OFFICER])
    client.sign_in(made)
    return made


@pytest.fixture
def proposal():
    return screening.case_in_screening(title="Bolig først", departments=[accounts.department("Børn")])


def count(kind) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(kind))


def test_answers_and_checklist_stand_on_one_page(client, officer, proposal):
    page = client.get(f"/cases/{proposal.id}")
    assert page.heading == "Bolig først"
    assert "Unge uden et hjem." in page.words
    assert [page.by_id(f"check-{key}").tag for key in ITEM_KEYS] == ["details"] * 9


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_at_most_twelve_statements(client, officer, queries, rows):
    department = accounts.department()
    proposal = screening.make_ready(screening.case_in_screening(departments=[accounts.department()]), officer)
    for number in range(rows):
        screening.hearing(proposal, department, officer, answered=True)
        client.post(f"/cases/{proposal.id}/notes", data={"note": f"Nr. {number}"})
    address = f"/cases/{proposal.id}"
    client.get(address)
    with queries.exactly(10):
        client.get(address)


def test_a_check_is_saved_alone(client, officer, proposal):
    answer = client.post(
        f"/cases/{proposal.id}/checks/risk", data={"verdict": "met", "comment": "Fint", "version": "0"}
    )
    assert answer.status_code == 303
    assert answer.location.endswith(f"/cases/{proposal.id}#check-risk")
    assert [(check.item, check.comment) for check in db.session.scalars(sa.select(Check))] == [("risk", "Fint")]


def test_htmx_gets_the_item_and_what_is_next(client, officer, proposal):
    answer = client.post(
        f"/cases/{proposal.id}/checks/risk", data={"verdict": "met", "comment": "", "version": "0"}, htmx="check-risk"
    )
    assert answer.status_code == 200
    assert [element.get("id") for element in answer.find("./*/*") if element.get("id")] or answer.text.startswith(
        "<details"
    )
    assert 'hx-swap-oob="innerHTML:#next-place"' in answer.text


def test_a_check_without_a_verdict_keeps_its_comment(client, officer, proposal):
    answer = client.post(f"/cases/{proposal.id}/checks/risk", data={"comment": "Min tekst", "version": "0"})
    assert answer.status_code == 422
    assert "Min tekst" in answer.text
    assert answer.by_id("error-summary") is not None
    assert client.post(f"/cases/{proposal.id}/checks/risk", data={"version": "0"}, htmx=True).status_code == 422


def test_a_check_of_another_name_is_not_there(client, officer, proposal):
    assert client.post(f"/cases/{proposal.id}/checks/nonsense", data={"verdict": "met"}).status_code == 404


def test_a_stale_check_shows_both(client, officer, proposal):
    client.post(f"/cases/{proposal.id}/checks/risk", data={"verdict": "met", "comment": "Først", "version": "0"})
    answer = client.post(
        f"/cases/{proposal.id}/checks/risk", data={"verdict": "not_met", "comment": "Sidst", "version": "0"}
    )
    assert answer.status_code == 409
    assert "Først" in answer.text
    assert "Sidst" in answer.text
    again = client.submit(answer, f"/cases/{proposal.id}/checks/risk")
    assert again.status_code == 200
    assert db.session.scalars(sa.select(Check)).one().comment == "Sidst"


PAPERS = [
    (
        "recommendation",
        Recommendation,
        {"proposes": "start", "text": "{}", "terms": "", "amount_oere": "1.000,00"},
        "text",
    ),
    ("assessment", Assessment, {"risk_level": "low", "risk_text": "{}", "uses_som": "yes"}, "risk_text"),
]


def filled(fields: dict[str, str], text: str, version: int) -> dict[str, str]:
    return {name: value.format(text) for name, value in fields.items()} | {"version": str(version)}


@pytest.mark.parametrize(("name", "kind", "fields", "column"), PAPERS, ids=["recommendation", "assessment"])
def test_a_stale_paper_shows_both_texts_and_can_then_be_saved(client, officer, proposal, name, kind, fields, column):
    address = f"/cases/{proposal.id}/{name}"
    assert client.post(address, data=filled(fields, "Kollegaens tekst", 0)).status_code == 303
    answer = client.post(address, data=filled(fields, "Min egen tekst", 0))
    assert answer.status_code == 409
    assert "Kollegaens tekst" in answer.words
    assert "Min egen tekst" in answer.words
    assert getattr(db.session.scalars(sa.select(kind)).one(), column) == "Kollegaens tekst"
    assert client.submit(answer, address).status_code == 200
    assert getattr(db.session.scalars(sa.select(kind)).one(), column) == "Min egen tekst"


@pytest.mark.parametrize(("name", "kind", "fields", "column"), PAPERS, ids=["recommendation", "assessment"])
def test_the_same_paper_twice_is_saved_once(client, officer, proposal, name, kind, fields, column):
    for _time in range(2):
        assert client.post(f"/cases/{proposal.id}/{name}", data=filled(fields, "Samme", 0)).status_code == 303
    assert db.session.scalars(sa.select(kind)).one().version == 1


@pytest.mark.parametrize(
    ("path", "fields", "kept"),
    [
        ("recommendation", {"proposes": "start", "text": "Min begrundelse", "amount_oere": "-5"}, "Min begrundelse"),
        ("recommendation", {"proposes": "start", "text": "Min begrundelse", "amount_oere": "1234.56"}, "1234.56"),
        ("recommendation", {"proposes": "start", "text": "Min begrundelse", "amount_oere": ""}, "Min begrundelse"),
        ("recommendation", {"proposes": "maybe", "text": "Min begrundelse"}, "Min begrundelse"),
        ("assessment", {"uses_som": "no", "risk_text": "Min risiko"}, "Min risiko"),
        ("assessment", {"risk_text": "Min risiko, cpr 010190-1234"}, "Min risiko"),
        ("notes", {"note": ""}, "Bolig først"),
        ("hearings", {"departments": ["1"], "question": "Mit spørgsmål", "due_on": "31.02.2027"}, "31.02.2027"),
        ("hearings", {"departments": ["1"], "question": "Mit spørgsmål", "due_on": "01.12.2026"}, "Mit spørgsmål"),
        ("hearings", {"departments": ["99999"], "question": "Mit spørgsmål", "due_on": "15.01.2027"}, "Mit spørgsmål"),
        ("hearings", {"question": "Mit spørgsmål", "due_on": "15.01.2027"}, "Mit spørgsmål"),
    ],
)  # fmt: skip
def test_bad_input_comes_back_with_everything_typed(client, officer, proposal, path, fields, kept):
    answer = client.post(f"/cases/{proposal.id}/{path}", data=fields)
    assert answer.status_code == 422
    assert kept in answer.text
    assert answer.by_id("error-summary") is not None
    assert count(Recommendation) + count(Assessment) + count(CaseNote) + count(Hearing) == 0


def test_a_note_sent_twice_is_one_note(client, officer, proposal):
    form = {"note": "Ringet til ansøger", "once": "same-key"}
    for _time in range(2):
        client.post(f"/cases/{proposal.id}/notes", data=form)
    assert count(CaseNote) == 1


def test_extra_fields_change_nothing(client, officer, proposal):
    client.post(
        f"/cases/{proposal.id}/assessment",
        data={
            "risk_level": "low",
            "risk_text": "x",
            "state": "approved",
            "saved_by_id": "999",
            "proposal_id": "999",
            "version": "0",
        },
    )
    kept = db.session.scalars(sa.select(Assessment)).one()
    assert (kept.saved_by_id, kept.proposal_id) == (officer.id, proposal.id)
    assert db.session.get(Proposal, proposal.id).state is State.SCREENING


def test_a_case_is_assigned_and_the_colleague_told(client, officer, proposal):
    omar = accounts.person("Omar", roles=[Role.CASE_OFFICER])
    client.post(f"/cases/{proposal.id}/officer", data={"officer": str(omar.id)})
    assert db.session.get(Proposal, proposal.id).officer_id == omar.id
    assert [notice.person_id for notice in db.session.scalars(sa.select(Notice))] == [omar.id]
    client.post(f"/cases/{proposal.id}/officer", data={"officer": ""})
    assert db.session.get(Proposal, proposal.id).officer_id is None


def test_a_case_is_not_given_to_somebody_outside_the_secretariat(client, officer, proposal):
    mayor = accounts.person(roles=[Role.MAYOR])
    assert client.post(f"/cases/{proposal.id}/officer", data={"officer": str(mayor.id)}).status_code == 422
    assert db.session.get(Proposal, proposal.id).officer_id is None


def test_what_changed_since_the_last_time_is_shown(client, officer, proposal):
    @transactional
    def send_again() -> None:
        first = db.session.scalars(sa.select(Submission).where(Submission.proposal_id == proposal.id)).one()
        sections = {**first.content["sections"]}
        sections["initiative"] = {**sections["initiative"], "problem": "Flere unge uden et hjem."}
        content = {**first.content, "sections": sections}
        db.session.add(
            Submission(proposal_id=proposal.id, number=2, content=content, sha256=as_json(content)[:64],
                       submitted_at=accounts.the_time(), submitted_by_id=first.submitted_by_id)
        )  # fmt: skip

    send_again()
    page = client.get(f"/cases/{proposal.id}")
    assert "Unge uden et hjem." in "".join(page.by_id("changes").itertext())
    assert "Flere unge uden et hjem." in "".join(page.by_id("changes").itertext())


@pytest.mark.parametrize("state", [state for state in State if state not in {State.DRAFT, State.SCREENING}])
def test_what_is_not_being_screened_is_not_written_on(client, officer, state):
    proposal = screening.case_in_screening(state=state)
    assert client.get(f"/cases/{proposal.id}").status_code == 200
    for path, fields in (
        ("checks/risk", {"verdict": "met", "version": "0"}),
        ("assessment", {"risk_level": "low", "version": "0"}),
        ("recommendation", {"proposes": "decline", "text": "Nej", "version": "0"}),
        ("hearings", {"departments": ["1"], "question": "Hvad?", "due_on": "15.01.2027"}),
    ):
        assert client.post(f"/cases/{proposal.id}/{path}", data=fields).status_code == 409
    assert client.post(f"/cases/{proposal.id}/notes", data={"note": "Noter kan altid skrives"}).status_code == 303


WRITES = {
    "checks/risk": {"verdict": "met", "version": "0"}, "assessment": {"risk_level": "low", "version": "0"},
    "recommendation": {"proposes": "decline", "text": "Nej", "version": "0"}, "notes": {"note": "x"}, "officer": {"officer": ""},
    "hearings": {"departments": ["1"], "question": "Hvad?", "due_on": "15.01.2027"}, "moves/return": {"reason": "x", "answer_by": "15.01.2027"},
    "moves/reject": {"reason": "x", "appeal": "y"}, "moves/forward": {"version": "1"},
}  # fmt: skip


def test_the_auditor_reads_everything_and_changes_nothing(client, proposal):
    client.sign_in(accounts.person(roles=[Role.AUDITOR]))
    page = client.get(f"/cases/{proposal.id}")
    assert page.status_code == 200
    assert page.find(".//main//form") == []
    assert page.find(".//main//button") == []
    assert {
        path: client.post(f"/cases/{proposal.id}/{path}", data=fields).status_code for path, fields in WRITES.items()
    } == dict.fromkeys(WRITES, 403)
    assert client.get(f"/cases/{proposal.id}/moves/return").status_code == 403
    assert count(Check) + count(CaseNote) + count(Hearing) == 0


@pytest.mark.parametrize(
    "role", [Role.DEPARTMENT, Role.MAYOR, Role.COUNCIL_MEMBER, Role.COUNCIL_CHAIR, Role.ADMIN, Role.VERIFIER, None]
)
def test_to_everybody_else_the_case_is_not_there(client, proposal, role):
    client.sign_in(accounts.person(roles=[role] if role else []))
    assert client.get(f"/cases/{proposal.id}").status_code == 404
    assert {
        client.post(f"/cases/{proposal.id}/{path}", data=fields).status_code for path, fields in WRITES.items()
    } == {404}


def test_drafts_foreign_numbers_and_conflicted_cases_are_not_there(client, officer, proposal):
    draft = screening.case_in_screening(state=State.DRAFT)

    @transactional
    def conflict() -> None:
        db.session.get(Proposal, proposal.id).conflicted_ids = frozenset({officer.id})

    conflict()
    assert client.get(f"/cases/{2**60}").status_code == 404
    for number in (draft.id, proposal.id, 999_999):
        assert client.get(f"/cases/{number}").status_code == 404
        assert {client.post(f"/cases/{number}/{path}", data=fields).status_code for path, fields in WRITES.items()} == {
            404
        }
        assert client.get(f"/cases/{number}/moves/forward").status_code == 404
        assert client.get(f"/cases/{number}/files/1").status_code == 404


def test_asking_departments_moves_the_case_to_them_and_tells_them(client, officer, proposal):
    department = next(iter(proposal.department_ids))
    contact = accounts.person(roles=[Role.DEPARTMENT], department=db.session.get(accounts.Department, department))
    page = client.get(f"/cases/{proposal.id}")
    answer = client.submit(page, f"/cases/{proposal.id}/hearings")
    assert answer.status_code == 200
    hearing = db.session.scalars(sa.select(Hearing)).one()
    assert (hearing.department_id, hearing.due_on - hearing.asked_at.date()) == (department, timedelta(days=14))
    assert db.session.get(Proposal, proposal.id).awaits is Awaits.DEPARTMENTS
    assert [notice.person_id for notice in db.session.scalars(sa.select(Notice))] == [contact.id]
    again = client.post(
        f"/cases/{proposal.id}/hearings",
        data={"departments": [str(department)], "question": "Igen?", "due_on": "15.01.2027"},
    )
    assert again.status_code == 422


def test_english_pages_are_english(client, officer, proposal):
    page = client.get(f"/cases/{proposal.id}?lang=en")
    assert "Checklist" in page.words
    assert "Screening" in client.get("/screening?lang=en").words
