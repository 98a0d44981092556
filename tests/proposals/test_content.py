"""Is what was sent kept whole, shown in both languages, and compared?"""

from __future__ import annotations

import hashlib

import pytest

from portal.accounts.queries import departments
from portal.kernel.errors import NotFound
from portal.proposals.queries import differences, latest_submission, proposal_for, shown, submissions
from portal.proposals.states import Instrument, State
from portal.storage import as_json
from tests.support.proposals import QUESTIONS, author, open_call, start_proposal, submitted_proposal


def test_what_was_sent_is_frozen(context):
    proposal = submitted_proposal()
    sent = latest_submission(proposal.id)
    assert proposal.state is State.SCREENING
    assert proposal.case_number == "2026-0001"
    assert (proposal.title, proposal.instrument, proposal.amount_oere, proposal.citizens) == (
        "Housing First for unge hjemløse", Instrument.SOCIAL_INVESTMENT, 125_000_000, 36,
    )  # fmt: skip
    assert proposal.department_ids == {departments()[0].id}
    assert set(sent.content) == {"call", "organisation", "sections", "questions", "departments", "files"}
    assert sent.content["departments"] == {str(departments()[0].id): departments()[0].name}
    assert sent.sha256 == hashlib.sha256(as_json(sent.content).encode()).hexdigest()
    assert [one.number for one in submissions(proposal.id)] == [1]


def test_what_was_sent_reads_in_both_languages(context):
    call = open_call(questions=QUESTIONS)
    proposal = submitted_proposal(call=call, answers={"extra": {"volunteers": "12", "learning": ""}})
    content = latest_submission(proposal.id).content
    danish, english = shown(content, "da"), shown(content, "en")
    assert [section.key for section in danish] == [
        "applicant", "initiative", "need", "instrument", "outcomes", "budget", "departments", "risks", "extra", "attachments",
    ]  # fmt: skip
    assert [answer.label for answer in danish[8].answers] == ["Hvor mange frivillige deltager?", "Hvad kan andre lære?"]
    assert [answer.label for answer in english[8].answers] == [
        "How many volunteers take part?",
        "What can others learn?",
    ]
    budget = english[5].answers
    assert budget[0].text == "1.250.000,00 kr."
    assert budget[1].rows[0] == ("2027", "750.000,00 kr.", "700.000,00 kr.", "50.000,00 kr.", "")
    assert english[3].answers[0].text == "Social investment"


def test_what_changed_is_found(context):
    content = latest_submission(submitted_proposal().id).content
    newer = {
        **content,
        "sections": {
            **content["sections"],
            "need": {**content["sections"]["need"], "why_fund": "Vi har søgt to puljer."},
        },
    }
    (found,) = differences(content, newer)
    assert (found.before, found.after) == ("Gevinsten kommer senere.", "Vi har søgt to puljer.")
    assert differences(content, content) == []


def test_another_organisations_proposal_does_not_exist(context):
    proposal = start_proposal()
    with pytest.raises(NotFound):
        proposal_for(author(), proposal.id)
