"""The inbox: who sees which cases, in what order, narrowed by what, page by page."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.policy import Role
from portal.proposals.states import Awaits, Instrument, State
from portal.storage import db, transactional
from tests.support import accounts, screening

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def officer(client):
    made = accounts.person("Lise", roles=[Role.CASE_OFFICER])
    client.sign_in(made)
    return made


@transactional
def make(count: int, **case) -> None:
    now = accounts.the_time()
    organisation = case.pop("organisation", None) or accounts.organisation()
    for number in range(count):
        screening.case_in_screening(organisation, title=f"Sag nr. {number}", at=now - timedelta(hours=number), **case)


def titles(answer) -> list[str]:
    return answer.texts(".//tbody/tr/td[1]")


def test_an_empty_inbox_says_what_comes(client, officer):
    assert "Intet" in client.get("/screening").words or client.get("/screening").status_code == 200


def test_tabs_count_by_turn_and_drafts_are_nowhere(client, officer):
    screening.case_in_screening(title="Os")
    screening.case_in_screening(title="Rådet", state=State.COUNCIL)
    screening.case_in_screening(title="Kladde", state=State.DRAFT)
    page = client.get("/screening?tab=all")
    assert sorted(title.split(" ", 1)[1] for title in titles(page)) == ["Os", "Rådet"]
    assert page.texts(".//div[@id='tabs']//span") == ["1", "0", "0", "1", "0", "0", "2"]
    assert client.get("/screening?tab=author").words == client.get("/screening").words


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_five_statements_and_six_with_a_search(client, officer, queries, count):
    make(count)
    client.get("/screening")
    with queries.exactly(5):
        client.get("/screening")
    with queries.exactly(6):
        client.get("/screening?q=sag")


def test_keyset_pages_neither_skip_nor_repeat(client, officer):
    make(120)
    for sort in ("waiting", "newest", "amount"):
        page, seen = client.get(f"/screening?sort={sort}"), []
        while True:
            seen += titles(page)
            following = page.find(".//a[@rel='next']")
            if not following:
                break
            page = client.get(following[0].get("href"))
        assert (len(seen), len(set(seen))) == (120, 120), sort
        back = list(titles(page))
        while previous := page.find(".//a[@rel='prev']"):
            page = client.get(previous[0].get("href"))
            back = titles(page) + back
        assert back == seen


@pytest.mark.parametrize(
    "key", ["", "x", "after.1", "after.99999999999999999.1.1", "before.0.0.0", "after.-1.2.3", "after.١.1.1", "9" * 400]
)
def test_a_broken_key_shows_the_first_page(client, officer, key):
    make(2)
    assert len(titles(client.get("/screening", query_string={"page": key, "sort": "amount"}))) == 2
    assert len(titles(client.get("/screening", query_string={"page": key}))) == 2


@pytest.mark.parametrize(
    "query",
    [
        "state=nonsense",
        "officer=abc",
        "officer=99999999999999999999",
        "department=-1",
        "age=5",
        "sort=id",
        "tab=x",
        "instrument=x",
        "q=%20",
    ],
)
def test_absurd_filters_are_left_out(client, officer, query):
    make(1)
    assert len(titles(client.get(f"/screening?{query}"))) == 1


def test_filters_narrow(client, officer):
    children = accounts.department("Børn")
    now = accounts.the_time()
    screening.case_in_screening(title="Min", officer=officer, departments=[children])
    screening.case_in_screening(title="Anonym", instrument=Instrument.CO_FUNDING, at=now - timedelta(days=40))
    found = {
        query: [title.split(" ", 1)[1] for title in titles(client.get(f"/screening?{query}"))]
        for query in (
            "officer=me",
            "officer=none",
            f"officer={officer.id}",
            "instrument=co_funding",
            f"department={children.id}",
            "age=30",
            "q=anonyme",
        )
    }
    assert found == {
        "officer=me": ["Min"], "officer=none": ["Anonym"], f"officer={officer.id}": ["Min"], "instrument=co_funding": ["Anonym"],
        f"department={children.id}": ["Min"], "age=30": ["Anonym"], "q=anonyme": ["Anonym"],
    }  # fmt: skip


def test_a_conflicted_person_sees_neither_the_case_nor_its_count(client, officer):
    proposal = screening.case_in_screening(title="Egen")
    screening.case_in_screening(title="Anden")

    @transactional
    def conflict() -> None:
        proposal.conflicted_ids = frozenset({officer.id})
        db.session.add(proposal)

    conflict()
    page = client.get("/screening?tab=all")
    assert [title.split(" ", 1)[1] for title in titles(page)] == ["Anden"]
    assert page.texts(".//div[@id='tabs']//span")[-1] == "1"
    assert titles(client.get("/screening?q=egen&tab=all")) == []


def test_a_passed_deadline_is_the_case_s_one_tag(client, officer):
    now = accounts.the_time()
    department = accounts.department()
    late = screening.case_in_screening(title="Sen", awaits=Awaits.DEPARTMENTS)
    screening.hearing(late, department, officer, due_on=now.date() - timedelta(days=1))
    on_time = screening.case_in_screening(title="I tide", awaits=Awaits.DEPARTMENTS)
    screening.hearing(on_time, department, officer, due_on=now.date())
    tags = {row[0].split(" ", 1)[1]: row[4] for row in client.get("/screening?tab=departments&lang=en").rows()}
    assert tags == {"Sen": "Past its deadline", "I tide": "Hearing in departments"}


def test_htmx_gets_the_list_and_its_address(client, officer):
    make(1)
    answer = client.get("/screening?tab=secretariat&q=&sort=amount", htmx="cases")
    assert answer.text.lstrip().startswith('<div class="flow" id="cases">')
    assert answer.headers["HX-Push-Url"] == "/screening?sort=amount"


@pytest.mark.parametrize("role", [Role.DEPARTMENT, Role.MAYOR, Role.COUNCIL_MEMBER, Role.ADMIN, Role.VERIFIER])
def test_others_have_no_inbox(client, role):
    client.sign_in(accounts.person(roles=[role]))
    assert client.get("/screening").status_code == 404
