"""Can a proposal become a contract with results, from the front page to the chart, by people who only read what the pages say?"""

from __future__ import annotations

import pytest

from tests.support import journey_applicant as applicant
from tests.support import journey_city as city
from tests.support import journey_contract as contract
from tests.support.journey import Story


@pytest.fixture(params=[True, False], ids=["javascript", "plain"])
def story(request, app, clock, mailbox, new_page) -> Story:
    """A fund with its staff, an investor and one open call, where nothing has happened yet."""
    told = Story(app, clock, mailbox, new_page, has_javascript=request.param)
    told.begin()
    return told


@pytest.mark.timeout(400)
def test_from_the_front_page_to_a_verified_result(story: Story) -> None:
    applicant.read_as_citizen(story)
    applicant.register(story)
    applicant.begin_proposal(story)
    applicant.come_back(story)
    applicant.fill_in_the_rest(story)
    applicant.send(story)

    city.take_the_case(story)
    city.ask_for_more(story)
    applicant.answer_the_secretariat(story)
    story.pass_time(days=1)
    city.read_the_answer(story)
    city.fill_in_the_checklist(story)
    city.ask_the_department(story)
    city.assess_and_forward(story)

    city.step_out(story)
    city.vote(story)
    city.decide(story)
    city.refer_back(story)
    city.decide(story)
    city.approve(story)

    contract.complete_the_draft(story)
    contract.offer(story)
    contract.sign_by_all(story)
    contract.report(story)
    contract.give_back(story)
    contract.report_again(story)
    contract.verify(story)
    contract.look_as_partner(story)
    contract.look_as_citizen(story)
