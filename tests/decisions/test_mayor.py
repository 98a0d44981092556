"""The mayor's approval: a separate act, by another person, of the version that was decided."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portal.contracts.models import Contract
from portal.decisions.models import Approval, Decision
from portal.decisions.states import Choice
from portal.notices.models import Notice
from portal.policy import Role
from portal.proposals.models import Proposal
from portal.storage import db
from tests.support.decisions import approved_case, cast, council_case_for, decided_case, decision_of, freeze


def change(case: Proposal, **values: object) -> None:
    db.session.execute(sa.update(Proposal).where(Proposal.id == case.id).values(**values))
    db.session.commit()


def test_the_queue(people, new_client) -> None:
    mayor = new_client(people.mayor.email)
    assert "Ingen afgørelser afventer dig" in mayor.get("/mayor").words
    case = decided_case(people)
    council_case_for(people, "Endnu hos rådet")
    [row] = mayor.get("/mayor").rows()
    assert row[0] == f"{case.case_number} {case.title} Ungdommens Hus"
    approved = approved_case(people, title="Godkendt sag")
    [done] = mayor.get("/mayor?tab=done").rows()
    assert (done[0].split()[0], done[4]) == (approved.case_number, "Godkendt") or done[0].split()[
        0
    ] == approved.case_number


def test_the_page_shows_the_decision_and_numbers_but_no_names(people, new_client) -> None:
    case = decided_case(people)
    page = new_client(people.mayor.email).get(f"/mayor/{case.id}")
    assert "Indsatsen er veldokumenteret." in page.words
    assert "Bostøtten er på plads fra start." in page.words
    assert "3 for, 0 imod, 0 undlod at stemme." in page.words
    assert "Rådet har afgjort version 1, som er den, du ser her." in page.words
    for member in people.members:
        assert member.name not in page.text


def test_approving_opens_the_contract_and_tells_people(people, new_client) -> None:
    case = decided_case(people)
    db.session.execute(sa.delete(Notice))
    db.session.commit()
    mayor = new_client(people.mayor.email)
    page = mayor.get(f"/mayor/{case.id}/moves/approve")
    assert "udkast til kontrakt" in page.words
    after = mayor.submit(page)
    assert (after.status_code, after.request.path) == (200, "/mayor")
    assert db.session.get(Proposal, case.id).state == "approved"
    decision = decision_of(case)
    [act] = db.session.scalars(sa.select(Approval))
    assert (act.decision_id, act.formal, act.by_id) == (decision.id, "approved", people.mayor.id)
    [contract] = db.session.scalars(sa.select(Contract))
    assert (contract.proposal_id, contract.decision_id, contract.state) == (case.id, decision.id, "draft")
    told = dict(db.session.execute(sa.select(Notice.person_id, Notice.url)).all())
    assert told == {
        people.applicant.id: f"/proposals/{case.id}",
        people.chair.id: f"/council/{case.id}",
        people.officer.id: f"/contracts/{contract.id}",
        people.lead.id: f"/contracts/{contract.id}",
    }


def test_a_double_click_approves_once(people, new_client) -> None:
    case = decided_case(people)
    mayor = new_client(people.mayor.email)
    page = mayor.get(f"/mayor/{case.id}/moves/approve")
    assert mayor.submit(page).status_code == 200
    assert mayor.submit(page).status_code == 200
    assert len(db.session.scalars(sa.select(Approval)).all()) == 1
    assert len(db.session.scalars(sa.select(Contract)).all()) == 1


@pytest.mark.parametrize(
    ("column", "words"), [("voter_ids", "Du har deltaget"), ("forwarder_ids", "Du har sendt sagen til rådet")]
)
def test_four_eyes(people, new_client, column: str, words: str) -> None:
    case = decided_case(people)
    change(case, **{column: frozenset({people.mayor.id})})
    mayor = new_client(people.mayor.email)
    page = mayor.get(f"/mayor/{case.id}")
    assert words in page.words
    assert page.find(".//ul[@class='moves']//a") == []
    for name in ("approve", "refer-back"):
        assert mayor.get(f"/mayor/{case.id}/moves/{name}").status_code == 403
        version = db.session.scalar(sa.select(Proposal.version).where(Proposal.id == case.id))
        answer = mayor.post(f"/mayor/{case.id}/moves/{name}", data={"version": str(version), "reason": "x"})
        assert answer.status_code == 403
    assert db.session.get(Proposal, case.id).state == "decided"
    assert db.session.scalar(sa.select(Contract.id)) is None


def test_a_mayor_who_voted_as_a_member_cannot_approve(people, new_client) -> None:
    people.mayor.roles = frozenset({Role.MAYOR, Role.COUNCIL_MEMBER})
    db.session.commit()
    case = council_case_for(people)
    cast(case, people.mayor)
    cast(case, people.chair)
    chair = new_client(people.chair.email)
    chair.submit(chair.get(f"/council/{case.id}/moves/start"), reasons="Ja")
    assert new_client(people.mayor.email).get(f"/mayor/{case.id}/moves/approve").status_code == 403


def test_another_version_than_the_decided_one_is_not_approved(people, new_client) -> None:
    case = decided_case(people)
    freeze(case, people, number=2)
    mayor = new_client(people.mayor.email)
    page = mayor.get(f"/mayor/{case.id}")
    assert "Rådet har afgjort en tidligere version" in page.words
    assert mayor.get(f"/mayor/{case.id}/moves/approve").status_code == 422
    version = db.session.scalar(sa.select(Proposal.version).where(Proposal.id == case.id))
    assert mayor.post(f"/mayor/{case.id}/moves/approve", data={"version": str(version)}).status_code == 422
    assert db.session.scalar(sa.select(Approval.id)) is None


def test_a_stale_page_is_shown_again_with_the_text(people, new_client) -> None:
    case = decided_case(people)
    mayor = new_client(people.mayor.email)
    approve, refer = (mayor.get(f"/mayor/{case.id}/moves/{name}") for name in ("approve", "refer-back"))
    change(case, version=Proposal.version + 1)
    assert mayor.submit(approve).status_code == 409
    stale = mayor.submit(refer, reason="Mine tanker")
    assert (stale.status_code, "Mine tanker" in stale.text) == (409, True)
    assert db.session.get(Proposal, case.id).state == "decided"


def test_referred_back_the_votes_stand_and_a_new_decision_follows(people, new_client) -> None:
    case = decided_case(people)
    mayor = new_client(people.mayor.email)
    refused = mayor.submit(mayor.get(f"/mayor/{case.id}/moves/refer-back"), reason="")
    assert refused.status_code == 422
    mayor.submit(mayor.get(f"/mayor/{case.id}/moves/refer-back"), reason="Beløbet er for højt")
    chair = new_client(people.chair.email)
    page = chair.get(f"/council/{case.id}")
    assert "Beløbet er for højt" in page.words
    assert "3 af 3 har stemt." in page.words
    told = set(db.session.scalars(sa.select(Notice.person_id).where(Notice.text.contains("referred"))))
    assert told == {member.id for member in people.members} | {people.officer.id, people.lead.id}
    cast(case, people.second, Choice.DECLINE, "Enig med borgmesteren")
    chair.submit(chair.get(f"/council/{case.id}/moves/start"), reasons="Vi fastholder")
    assert [decision.reasons for decision in db.session.scalars(sa.select(Decision).order_by(Decision.id))] == [
        "Indsatsen er veldokumenteret.", "Vi fastholder",
    ]  # fmt: skip
    mayor.submit(mayor.get(f"/mayor/{case.id}/moves/approve"))
    assert db.session.get(Proposal, case.id).state == "approved"
    assert [act.formal for act in db.session.scalars(sa.select(Approval).order_by(Approval.id))] == [
        "referred_back",
        "approved",
    ]


def test_while_referred_back_who_has_not_voted_sees_no_votes(people, new_client) -> None:
    case = council_case_for(people)
    cast(case, people.chair, comment="Formandens grund")
    cast(case, people.first)
    chair = new_client(people.chair.email)
    chair.submit(chair.get(f"/council/{case.id}/moves/start"), reasons="Ja")
    mayor = new_client(people.mayor.email)
    mayor.submit(mayor.get(f"/mayor/{case.id}/moves/refer-back"), reason="Se igen")
    assert "Formandens grund" not in new_client(people.second.email).get(f"/council/{case.id}").text


def test_extra_form_fields_change_nothing(people, new_client) -> None:
    case = decided_case(people)
    mayor = new_client(people.mayor.email)
    form = mayor.get(f"/mayor/{case.id}/moves/approve").form()
    extra = {
        "formal": "referred_back",
        "by_id": people.first.id,
        "decision_id": 99,
        "state": "council",
        "conditions": "ingen",
    }
    mayor.post(f"/mayor/{case.id}/moves/approve", data={**dict(form.fields), **extra}, csrf=False)
    [act] = db.session.scalars(sa.select(Approval))
    assert (act.formal, act.by_id) == ("approved", people.mayor.id)


def test_a_case_that_is_not_decided_is_not_the_mayors(people, new_client) -> None:
    case = council_case_for(people)
    mayor = new_client(people.mayor.email)
    for path in (f"/mayor/{case.id}", f"/mayor/{case.id}/moves/approve", "/mayor/999999"):
        assert mayor.get(path).status_code == 404


def test_files_of_other_cases_are_not_there(people, new_client) -> None:
    case, other = decided_case(people), decided_case(people, title="Anden", with_file=True)
    file_id = db.session.scalar(sa.text("SELECT id FROM proposal_file"))
    mayor = new_client(people.mayor.email)
    assert mayor.get(f"/mayor/{case.id}/files/{file_id}").status_code == 404
    assert new_client(people.first.email).get(f"/council/{case.id}/files/{file_id}").status_code == 404
    assert f"/mayor/{other.id}/files/{file_id}" in mayor.get(f"/mayor/{other.id}").text


def test_the_auditor_reads_and_votes_nowhere(people, new_client) -> None:
    case = decided_case(people)
    auditor = new_client(people.auditor.email)
    page = auditor.get(f"/council/{case.id}")
    assert "Torben Skov For" in page.words
    assert page.find(".//main//form") == []
    assert auditor.post(f"/council/{case.id}/vote", data={"choice": "start"}).status_code == 404
    assert auditor.get("/council").status_code == 404


def test_query_counts(people, new_client, queries) -> None:
    mayor = new_client(people.mayor.email)
    for number in (1, 2, 3):
        case = decided_case(people, title=f"Sag {number}")
        approved_case(people, title=f"Godkendt {number}")
        if number == 2:
            continue
        mayor.get("/mayor")
        with queries.exactly(3):
            mayor.get("/mayor")
        with queries.exactly(2):
            mayor.get("/mayor?tab=done")
        with queries.at_most(6):
            mayor.get(f"/mayor/{case.id}")
