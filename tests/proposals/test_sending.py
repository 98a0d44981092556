"""Is a proposal sent once, whole, in time, and with proof?"""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from portal.audit.actions import record
from portal.audit.queries import first_broken_entry, history
from portal.kernel.errors import PortalError
from portal.notices.models import Mail, Notice
from portal.policy import PUBLIC, Role, Standing
from portal.proposals.actions import move, retally, save_section, submit
from portal.proposals.counts import drifted
from portal.proposals.models import Proposal, Submission
from portal.proposals.queries import changes, latest_submission, proposal_for, submissions
from portal.proposals.states import AWAITS, PROPOSAL, State
from portal.storage import db, transactional
from tests.support.accounts import actor, organisation, person
from tests.support.proposals import complete_answers, open_call, start_proposal, submitted_proposal


@pytest.fixture
def ngo(context):
    return organisation("Ungdommens Hus")


@pytest.fixture
def maja(ngo):
    return person("Maja Holm", organisation=ngo)


@pytest.fixture
def officer(context):
    return person("Lise Mogensen", roles=[Role.CASE_OFFICER])


def states() -> list[State]:
    return list(db.session.scalars(sa.select(Proposal.state).order_by(Proposal.id)))


def count(model) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model))


@transactional
def give_back(officer, proposal_id: int, reason: str, at) -> None:
    proposal = db.session.get(Proposal, proposal_id)
    move(actor(officer), proposal, "return", None, at=at, reason=reason)
    proposal.answer_by = date(2026, 12, 15)


@transactional
def refuse(proposal_id: int, name: str, reason: str, at) -> None:
    """As the lead or the chair does, without what else they need for it."""
    proposal, row = db.session.get(Proposal, proposal_id), PROPOSAL[name]
    retally(proposal, state=row.target, awaits=AWAITS[row.target], at=at)
    record(PUBLIC, "proposal", proposal_id, row.event, at=at, note=reason)


def test_sending_gives_a_case_number_a_receipt_and_mails(maja, officer, client, clock):
    client.sign_in(maja)
    proposal = start_proposal(maja, answers=complete_answers())
    page = client.get(f"/proposals/{proposal.id}/moves/submit?lang=en")
    answer = client.submit(page)
    assert answer.request.path == f"/proposals/{proposal.id}/receipt"
    assert "2026-0001" in answer.words
    assert "Received 1 Dec 2026 10:00, Danish time." in answer.words
    sent = latest_submission(proposal.id)
    assert sent.sha256 in answer.words
    told = {(notice.person_id, notice.url) for notice in db.session.scalars(sa.select(Notice))}
    assert told == {(maja.id, f"/proposals/{proposal.id}/receipt"), (officer.id, f"/cases/{proposal.id}")}
    mail = db.session.scalars(sa.select(Mail).where(Mail.recipient == maja.email)).one()
    assert mail.subject == "Vi har modtaget jeres forslag “Housing First for unge hjemløse”. Sagsnummeret er 2026-0001"
    assert drifted() == []
    assert first_broken_entry() is None


def test_the_same_form_twice_gives_one_receipt(maja, officer, client):
    client.sign_in(maja)
    proposal = start_proposal(maja, answers=complete_answers())
    page = client.get(f"/proposals/{proposal.id}/moves/submit")
    first, again = client.submit(page, follow=False), client.submit(page, follow=False)
    assert (first.status_code, again.status_code) == (303, 303)
    assert first.location == again.location == f"/proposals/{proposal.id}/receipt"
    assert (count(Submission), count(Mail), count(Notice)) == (1, 2, 2)


@pytest.mark.parametrize("keys", [("same", "same"), ("one", "two")])
def test_two_at_once_give_one_submission(maja, context, clock, keys):
    acting = actor(maja)
    proposal_id = start_proposal(acting, answers=complete_answers()).id
    db.session.remove()
    together, answers = threading.Barrier(2), []

    def send(key: str) -> None:
        with context.app_context():
            proposal = proposal_for(acting, proposal_id)
            together.wait()
            try:
                answers.append(submit(acting, proposal, once_key=key, at=clock.now()))
            except PortalError as refusal:
                answers.append(refusal.status)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=send, args=[key]) for key in keys]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    receipt = f"/proposals/{proposal_id}/receipt"
    assert sorted(answers, key=str) == ([receipt, receipt] if keys[0] == keys[1] else [receipt, 409])
    assert (count(Submission), count(Mail)) == (1, 1)


def test_what_is_missing_stops_it(maja, client):
    client.sign_in(maja)
    answers = complete_answers()
    answers["need"]["why_fund"] = ""
    proposal = start_proposal(maja, answers=answers)
    page = client.get(f"/proposals/{proposal.id}/check?lang=en")
    assert "Why can it not begin without the fund? Write an answer." in page.words
    assert "Go on and send" not in page.words
    assert "The proposal cannot be sent yet" in client.get(f"/proposals/{proposal.id}/moves/submit").words
    answer = client.post(f"/proposals/{proposal.id}/moves/submit")
    assert answer.status_code == 422
    assert "1 required answers are missing" in answer.words
    assert (states(), count(Submission)) == ([State.DRAFT], 0)


def test_a_form_opened_before_and_posted_after_the_close_is_refused_and_kept(maja, client, clock):
    client.sign_in(maja)
    call = open_call(closes_at=clock.now() + timedelta(minutes=5))
    proposal = start_proposal(maja, call, complete_answers())
    page = client.get(f"/proposals/{proposal.id}/moves/submit?lang=en")
    clock.advance(minutes=6)
    answer = client.submit(page)
    assert answer.status_code == 422
    assert "The call closed 1 Dec 2026 10:05, and you sent this 1 Dec 2026 10:06. Your draft is kept." in answer.words
    assert (states(), count(Submission)) == ([State.DRAFT], 0)
    assert "The call closed 1 Dec 2026 10:05" in client.get(f"/proposals/{proposal.id}").words
    page = client.get(f"/proposals/{proposal.id}/need")
    assert client.submit(page, why_fund="Kan stadig gemmes", follow=False).status_code == 303


def test_the_very_moment_of_closing_is_too_late(maja, clock):
    call = open_call(closes_at=clock.now() + timedelta(minutes=5))
    proposal = start_proposal(maja, call, complete_answers())
    with pytest.raises(PortalError):
        submit(actor(maja), proposal, once_key="late", at=clock.now() + timedelta(minutes=5))


def test_an_answer_to_a_returned_case_is_taken_after_the_close(maja, officer, client, clock):
    client.sign_in(maja)
    proposal_id = submitted_proposal(maja, open_call(closes_at=clock.now() + timedelta(days=1))).id
    clock.advance(days=3)
    client.sign_in(maja)
    give_back(officer, proposal_id, "Hvem ejer boligerne?", clock.now())
    assert client.get("/proposals").rows()[0][2].startswith("Venter på dig")
    page = client.get(f"/proposals/{proposal_id}?lang=en")
    assert "The secretariat asks for more. Answer by 15 Dec 2026. Hvem ejer boligerne?" in page.words
    assert "Lise Mogensen" not in page.words
    client.submit(client.get(f"/proposals/{proposal_id}/need"), why_fund="Boligforeningen ejer boligerne.")
    answer = client.submit(client.get(f"/proposals/{proposal_id}/moves/submit"))
    assert "We have received your new answers" in answer.words
    assert [one.number for one in submissions(proposal_id)] == [1, 2]
    (change,) = changes(proposal_id, latest_submission(proposal_id))
    assert (change.before, change.after) == ("Gevinsten kommer senere.", "Boligforeningen ejer boligerne.")
    page = client.get(f"/proposals/{proposal_id}")
    assert "What you changed when you sent it again" in page.words
    assert "2026-0001" in page.words
    proposal = db.session.get(Proposal, proposal_id)
    assert (proposal.state, proposal.answer_by) == (State.SCREENING, None)


@pytest.mark.parametrize(("name", "guidance"), [("reject", "Klag til sekretariatet"), ("decline", "Ankestyrelsen")])
def test_a_refused_case_begins_with_the_reasons_and_how_to_complain(maja, client, clock, name, guidance):
    proposal_id = submitted_proposal(maja).id
    refuse(proposal_id, name, "Ligger uden for formålet.\n\nKlag til sekretariatet.", clock.now())
    client.sign_in(maja)
    words = client.get(f"/proposals/{proposal_id}").words
    assert "Begrundelsen, og hvordan du kan klage" in words
    assert words.index("Ligger uden for formålet.") < words.index("Kvittering")
    assert guidance in words


def test_the_history_names_ones_own_colleagues_only(maja, officer, client, clock):
    client.sign_in(maja)
    proposal_id = submitted_proposal(maja).id
    give_back(officer, proposal_id, "Hvem ejer boligerne?", clock.now())
    proposal = proposal_for(actor(maja), proposal_id)
    save_section(
        actor(maja), proposal, "need", {"why_fund": "A", "why_not_budget": "B"}, version=1, page_key="x", at=clock.now()
    )
    submit(actor(maja), proposal_for(actor(maja), proposal_id), once_key="again", at=clock.now())
    page = client.get(f"/proposals/{proposal_id}?lang=en")
    lines = page.texts(".//ol[@class='timeline']/li")
    assert lines == [
        "Proposal sent1 Dec 2026 10:00 · Maja Holm", "Returned to the applicant1 Dec 2026 10:00Hvem ejer boligerne?",
        "Proposal sent1 Dec 2026 10:00 · Maja Holm", "Started writing1 Dec 2026 10:00 · Maja Holm",
    ]  # fmt: skip


def test_case_numbers_follow_each_other(maja):
    assert [submitted_proposal(maja).case_number for _turn in range(3)] == ["2026-0001", "2026-0002", "2026-0003"]


def test_a_refused_submission_takes_no_number(maja, clock):
    proposal = start_proposal(maja)
    with pytest.raises(PortalError):
        submit(actor(maja), proposal, once_key="x", at=clock.now())
    assert submitted_proposal(maja).case_number == "2026-0001"


def test_a_viewer_cannot_send(ngo, maja, new_client):
    proposal = start_proposal(maja, answers=complete_answers())
    viewer = new_client(person(organisation=ngo, standing=Standing.VIEWER).email)
    assert viewer.post(f"/proposals/{proposal.id}/moves/submit").status_code == 404
    assert states() == [State.DRAFT]


def test_withdrawing_says_what_it_does_and_deletes_nothing(maja, officer, client):
    client.sign_in(maja)
    proposal_id = submitted_proposal(maja).id
    page = client.get(f"/proposals/{proposal_id}/moves/withdraw?lang=en")
    assert "Nothing is deleted" in page.words
    answer = client.submit(page)
    assert states() == [State.WITHDRAWN]
    assert "Withdrawn" in answer.words
    assert "Ti års arbejde med unge." in answer.words
    assert [entry.event for entry in history("proposal", proposal_id)][-1] == "withdraw"
    assert client.submit(page).status_code == 409
    assert drifted() == []


def test_a_draft_can_be_withdrawn_quietly(maja, officer, client):
    client.sign_in(maja)
    proposal_id = start_proposal(maja).id
    client.submit(client.get(f"/proposals/{proposal_id}/moves/withdraw"))
    assert states() == [State.WITHDRAWN]
    assert {notice.person_id for notice in db.session.scalars(sa.select(Notice))} == {maja.id}


@pytest.mark.parametrize("lang", ["da", "en"])
def test_the_copy_is_a_pdf(maja, client, lang):
    client.sign_in(maja)
    proposal = submitted_proposal(maja, title="#panic[x] $1$ «bolig»")
    answer = client.get(f"/proposals/{proposal.id}/receipt.pdf?lang={lang}")
    assert (answer.status_code, answer.mimetype, answer.data[:5]) == (200, "application/pdf", b"%PDF-")
    assert "2026-0001.pdf" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("path", ["", "/receipt"])
def test_pages_of_a_sent_case_take_few_statements(maja, client, queries, path):
    client.sign_in(maja)
    proposal = submitted_proposal(maja)
    with queries.at_most(12):
        assert client.get(f"/proposals/{proposal.id}{path}").status_code == 200


def test_a_visitor_is_asked_to_sign_in(maja, new_client):
    proposal = start_proposal(maja, answers=complete_answers())
    visitor = new_client()
    assert visitor.get(f"/proposals/{proposal.id}").location == f"/sign-in?next=%2Fproposals%2F{proposal.id}"
    assert visitor.post(f"/proposals/{proposal.id}/need", data={"why_fund": "Ikke tabt"}).status_code == 401
    visitor.is_checking = False  # the error goes inside the page's own place for problems
    assert (
        visitor.post(f"/proposals/{proposal.id}/need/save", data={"why_fund": "Ikke tabt"}, htmx="saved").status_code
        == 401
    )


def test_a_draft_has_no_receipt(maja, client):
    client.sign_in(maja)
    proposal = start_proposal(maja)
    assert client.get(f"/proposals/{proposal.id}/receipt").status_code == 404
