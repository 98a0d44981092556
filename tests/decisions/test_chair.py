"""Recording what the council decided."""

from __future__ import annotations

import sqlalchemy as sa

from portal.audit.queries import first_broken_entry, history
from portal.decisions.models import Decision
from portal.decisions.states import Choice, Outcome
from portal.notices.models import Mail, Notice
from portal.proposals.models import Proposal
from portal.storage import db
from tests.support.decisions import cast, council_case_for, decided_case, decision_of, freeze


def voted_case(people, *choices: Choice):
    case = council_case_for(people)
    for member, choice in zip(people.members, choices or [Choice.START] * 3, strict=False):
        cast(case, member, choice)
    return case


def test_the_page_shows_the_votes_and_the_arithmetic(people, new_client) -> None:
    case = voted_case(people, Choice.START, Choice.DECLINE, Choice.ABSTAIN)
    page = new_client(people.chair.email).get(f"/council/{case.id}/moves/start")
    assert page.heading == "Registrér afgørelsen: Indsatsen sættes i gang"
    assert "Torben Skov Undlod" in page.words
    assert "1 for, 1 imod, 1 undlod at stemme." in page.words
    assert "Stemmerne står lige. Formandens stemme er afgørende" in page.words


def test_a_start_goes_to_the_mayor(people, new_client) -> None:
    case = voted_case(people)
    chair = new_client(people.chair.email)
    page = chair.get(f"/council/{case.id}/moves/start")
    after = chair.submit(page, reasons="Veldokumenteret.", conditions="Bostøtte fra start.")
    assert after.request.path == f"/council/{case.id}"
    assert "Bostøtte fra start." in after.words
    decision = decision_of(case)
    assert (decision.outcome, decision.reasons, decision.conditions) == (
        "start",
        "Veldokumenteret.",
        "Bostøtte fra start.",
    )
    told = dict(db.session.execute(sa.select(Notice.person_id, Notice.url)).all())
    assert told == {
        people.chair.id: f"/council/{case.id}",  # when all had voted
        people.mayor.id: f"/mayor/{case.id}",
        people.officer.id: f"/cases/{case.id}",
        people.lead.id: f"/cases/{case.id}",
    }


def test_a_decline_tells_the_applicant_why_and_how_to_complain_without_names(people, new_client) -> None:
    case = voted_case(people, *[Choice.DECLINE] * 3)
    chair = new_client(people.chair.email)
    page = chair.get(f"/council/{case.id}/moves/decline")
    chair.submit(page, reasons="Effekten er ikke sandsynliggjort.")
    assert decision_of(case).conditions == ""
    body = db.session.scalar(sa.select(Mail.body).where(Mail.recipient == people.applicant.email))
    assert "Effekten er ikke sandsynliggjort." in body
    assert "Ankestyrelsen" in body
    for member in people.members:
        assert member.name not in body


def test_reasons_are_wanted_and_what_was_typed_is_kept(people, new_client) -> None:
    case = voted_case(people)
    chair = new_client(people.chair.email)
    page = chair.get(f"/council/{case.id}/moves/start")
    refused = chair.submit(page, reasons=" ", conditions="Mine betingelser")
    assert (refused.status_code, refused.errors) == (422, {"reasons": "Skriv rådets begrundelse."})
    assert "Mine betingelser" in refused.text
    assert db.session.scalar(sa.select(Decision.id)) is None


def test_a_double_click_gives_one_decision(people, new_client) -> None:
    case = voted_case(people)
    chair = new_client(people.chair.email)
    page = chair.get(f"/council/{case.id}/moves/start")
    first = chair.submit(page, reasons="Ja")
    again = chair.submit(page, reasons="Ja")
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.request.path == f"/council/{case.id}"
    assert len(db.session.scalars(sa.select(Decision)).all()) == 1
    assert len([entry for entry in history("proposal", case.id) if entry.event == "start"]) == 1
    assert first_broken_entry() is None


def test_a_vote_that_came_in_meanwhile_is_shown_and_the_text_kept(people, new_client) -> None:
    case = voted_case(people, Choice.START, Choice.START, Choice.START)
    chair = new_client(people.chair.email)
    page = chair.get(f"/council/{case.id}/moves/start")
    cast(case, people.second, Choice.DECLINE, "Jeg har ombestemt mig")
    stale = chair.submit(page, reasons="Min lange begrundelse")
    assert stale.status_code == 409
    assert "Min lange begrundelse" in stale.text
    assert "Jeg har ombestemt mig" in stale.words
    assert db.session.scalar(sa.select(Decision.id)) is None
    assert chair.submit(stale).status_code == 200
    assert [vote["choice"] for vote in decision_of(case).votes] == ["start", "start", "decline"]


def test_extra_form_fields_change_nothing(people, new_client) -> None:
    case = voted_case(people)
    chair = new_client(people.chair.email)
    form = chair.get(f"/council/{case.id}/moves/start").form()
    extra = {
        "outcome": "decline",
        "decided_by_id": people.first.id,
        "votes": "[]",
        "state": "approved",
        "frozen_case_id": 9,
    }
    chair.post(f"/council/{case.id}/moves/start", data={**dict(form.fields), "reasons": "Ja", **extra}, csrf=False)
    decision = decision_of(case)
    assert (decision.outcome, decision.decided_by_id, len(decision.votes)) == (Outcome.START, people.chair.id, 3)
    assert db.session.get(Proposal, case.id).state == "decided"


def test_sent_back_it_comes_again_as_a_new_version_and_all_vote_anew(people, new_client) -> None:
    case = voted_case(people)
    chair = new_client(people.chair.email)
    refused = chair.submit(chair.get(f"/council/{case.id}/moves/send-back"), reason="")
    assert refused.status_code == 422
    page = chair.submit(chair.get(f"/council/{case.id}/moves/send-back"), reason="Økonomien mangler")
    assert page.request.path == "/council"
    assert db.session.get(Proposal, case.id).state == "screening"
    told = db.session.scalars(sa.select(Notice.person_id).where(Notice.text.contains("back to you"))).all()
    assert set(told) == {people.officer.id, people.lead.id}
    freeze(case, people, number=2)
    db.session.execute(sa.update(Proposal).where(Proposal.id == case.id).values(state="council"))
    db.session.commit()
    again = chair.get(f"/council/{case.id}")
    assert "0 af 3 har stemt." in again.words
    assert "version 2" in again.words


def test_declined_cases_are_the_end(people, new_client) -> None:
    case = decided_case(people, outcome=Outcome.DECLINE)
    page = new_client(people.chair.email).get(f"/council/{case.id}")
    assert "Rådets afgørelse Afslået" in page.words or "Rådets afgørelse" in page.words
    assert page.find(".//ul[@class='moves']//a") == []
    assert new_client(people.mayor.email).get(f"/mayor/{case.id}").status_code == 404
