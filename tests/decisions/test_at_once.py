"""The same form twice at the very same moment: one vote, one decision, one approval."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import sqlalchemy as sa

from portal.contracts.models import Contract
from portal.decisions.models import Approval, Decision, Vote
from portal.storage import db
from tests.support.decisions import cast, council_case_for, decided_case


def twice(browsers, address: str, fields: dict[str, str]) -> list[int]:
    """The statuses of the same POST from two threads."""
    db.session.rollback()
    with ThreadPoolExecutor(2) as pool:
        sent = [pool.submit(browser.post, address, data=fields) for browser in browsers]
        return [one.result().status_code for one in sent]


def count(model: type) -> int:
    return int(db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0)


def test_two_clicks_on_a_vote(people, new_client) -> None:
    case = council_case_for(people)
    address = f"/council/{case.id}"
    browsers = [new_client(people.first.email), new_client(people.first.email)]
    fields = dict(browsers[0].get(address).form(f"{address}/vote").fields) | {"choice": "start", "comment": "Ja"}
    fields.pop("csrf_token")
    assert twice(browsers, f"{address}/vote", fields) == [303, 303]
    assert count(Vote) == 1


def test_two_clicks_on_a_decision(people, new_client) -> None:
    case = council_case_for(people)
    for member in people.members:
        cast(case, member)
    address = f"/council/{case.id}/moves/start"
    browsers = [new_client(people.chair.email), new_client(people.chair.email)]
    fields = dict(browsers[0].get(address).form().fields) | {"reasons": "Ja"}
    fields.pop("csrf_token")
    assert twice(browsers, address, fields) == [303, 303]
    assert count(Decision) == 1


def test_two_clicks_on_an_approval(people, new_client) -> None:
    case = decided_case(people)
    address = f"/mayor/{case.id}/moves/approve"
    browsers = [new_client(people.mayor.email), new_client(people.mayor.email)]
    fields = dict(browsers[0].get(address).form().fields)
    fields.pop("csrf_token")
    assert twice(browsers, address, fields) == [303, 303]
    assert (count(Approval), count(Contract)) == (1, 1)
