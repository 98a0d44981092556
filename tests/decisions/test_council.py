"""The council's queue and the case desk, as its members use them."""

from __future__ import annotations

import sqlalchemy as sa

from portal.decisions.models import Vote
from portal.decisions.states import Choice
from portal.notices.models import Mail, Notice
from portal.proposals.models import Proposal
from portal.proposals.states import State
from portal.storage import db
from tests.support.decisions import cast, council_case_for, decided_case, freeze


def votes(proposal: Proposal) -> list[tuple[int, str, str, bool]]:
    rows = db.session.scalars(sa.select(Vote).where(Vote.proposal_id == proposal.id).order_by(Vote.id))
    return [(vote.member_id, vote.choice, vote.comment, vote.superseded_at is None) for vote in rows]


def test_the_queue_says_what_awaits_me(people, new_client) -> None:
    older = council_case_for(people, "Den ældste", waited=9)
    voted = council_case_for(people, "Den næste", waited=4)
    council_case_for(people, "Kladden", state=State.SCREENING)
    cast(voted, people.first)
    page = new_client(people.first.email).get("/council")
    rows = [[row[0], row[2], row[3], row[4].split()[0], row[5]] for row in page.rows()]
    assert rows == [
        [f"{older.case_number} Den ældste Ungdommens Hus", "15.900.000,00", "Sæt i gang", "9", "Afventer din stemme"],
        [f"{voted.case_number} Den næste Ungdommens Hus", "15.900.000,00", "Sæt i gang", "4", "Stemt"],
    ]
    assert "1 sag afventer din stemme." in page.words
    assert page.find(".//a[@class='button button-primary']")[0].get("href") == f"/council/{older.id}"


def test_an_empty_queue_says_what_will_come(people, new_client) -> None:
    page = new_client(people.first.email).get("/council")
    assert "Ingen sager hos rådet" in page.words
    assert "Intet er afgjort endnu" in new_client(people.first.email).get("/council?tab=decided").words


def test_decided_cases_have_their_own_tab(people, new_client) -> None:
    case = decided_case(people)
    member = new_client(people.second.email)
    assert member.get("/council").rows() == []
    [row] = member.get("/council?tab=decided").rows()
    assert row[0] == f"{case.case_number} {case.title} Ungdommens Hus"
    assert row[4] == "Sættes i gang"


def test_pages_by_key_show_every_case_once(people, new_client, monkeypatch) -> None:
    monkeypatch.setattr("portal.decisions.queries.PAGE", 2)
    cases = [council_case_for(people, f"Sag {n}", waited=9 if n < 3 else 2) for n in range(5)]
    member = new_client(people.first.email)
    page, seen = member.get("/council"), []
    while True:
        seen += [row[0].split()[0] for row in page.rows()]
        following = page.find(".//nav[@class='pager']/a")
        if not following:
            break
        page = member.get(following[-1].get("href"))
    assert seen == [case.case_number for case in cases]
    for key in ("x", "-1", "1.", "99999999999999999.9", "1.5; drop table"):
        assert member.get("/council", query_string={"after": key}).status_code == 200
        assert member.get("/council", query_string={"tab": "decided", "after": key}).status_code == 200


def test_a_vote_is_kept_and_leads_to_the_next_case(people, new_client) -> None:
    first, second = council_case_for(people, "Første", waited=5), council_case_for(people, "Anden", waited=4)
    member = new_client(people.first.email)
    page = member.submit(
        member.get(f"/council/{first.id}"), f"/council/{first.id}/vote", choice="start", comment="Ja tak"
    )
    assert page.heading == "Anden"
    assert votes(first) == [(people.first.id, "start", "Ja tak", True)]
    page = member.submit(page, f"/council/{second.id}/vote", choice="abstain")
    assert page.request.path == "/council"
    assert "Du har stemt om alle sager" in page.text
    assert people.first.id in db.session.get(Proposal, first.id).voter_ids


def test_a_changed_vote_keeps_the_old_one(people, new_client) -> None:
    case = council_case_for(people)
    member = new_client(people.first.email)
    address = f"/council/{case.id}/vote"
    member.submit(member.get(f"/council/{case.id}"), address, choice="start", comment="Ja")
    page = member.submit(
        member.get(f"/council/{case.id}"), address, choice="decline", comment="Nej", press="Gem og bliv på sagen"
    )
    assert page.request.path == f"/council/{case.id}"
    assert votes(case) == [(people.first.id, "start", "Ja", False), (people.first.id, "decline", "Nej", True)]
    assert "Tidligere: For" in page.words
    assert "Tidligere" not in new_client(people.second.email).get(f"/council/{case.id}").words


def test_declining_wants_a_comment_and_nothing_is_lost(people, new_client) -> None:
    case = council_case_for(people)
    member = new_client(people.first.email)
    page = member.get(f"/council/{case.id}")
    refused = member.submit(page, f"/council/{case.id}/vote", choice="decline")
    assert refused.status_code == 422
    assert refused.errors == {"comment": "Skriv, hvorfor du stemmer for at afslå."}
    assert dict(refused.form(f"/council/{case.id}/vote").fields)["choice"] == "decline"
    typed = member.submit(page, f"/council/{case.id}/vote", comment="Kun tekst")
    assert typed.errors == {"choice": "Vælg, hvad du stemmer."}
    assert "Kun tekst" in typed.text
    assert votes(case) == []


def test_a_double_click_gives_one_vote(people, new_client) -> None:
    case = council_case_for(people)
    member = new_client(people.first.email)
    page = member.get(f"/council/{case.id}")
    member.submit(page, f"/council/{case.id}/vote", choice="start", comment="Ja")
    member.submit(page, f"/council/{case.id}/vote", choice="start", comment="Ja, igen")
    assert votes(case) == [(people.first.id, "start", "Ja", True)]


def test_extra_form_fields_change_nothing(people, new_client) -> None:
    case = council_case_for(people)
    member = new_client(people.first.email)
    form = member.get(f"/council/{case.id}").form(f"/council/{case.id}/vote")
    extra = {
        "member_id": people.second.id,
        "frozen_case_id": 99,
        "state": "approved",
        "proposal_id": 99,
        "voter_ids": "1",
    }
    member.post(f"/council/{case.id}/vote", data={**dict(form.fields), "choice": "start", **extra}, csrf=False)
    assert votes(case) == [(people.first.id, "start", "", True)]
    assert db.session.get(Proposal, case.id).state is State.COUNCIL


def test_colleagues_votes_are_hidden_until_the_own_is_in(people, new_client) -> None:
    case = council_case_for(people)
    cast(case, people.second, Choice.DECLINE, "Hemmelig grund")
    member = new_client(people.first.email)
    before = member.get(f"/council/{case.id}")
    assert "Hemmelig grund" not in before.text
    assert "Imod" not in before.words
    assert "1 af 3 har stemt. Mangler: Henrik Vestergaard, Aisha Rahimi." in before.words
    assert "Hemmelig grund" not in new_client(people.chair.email).get(f"/council/{case.id}").text
    cast(case, people.first)
    after = member.get(f"/council/{case.id}")
    assert "Hemmelig grund" in after.text
    assert "1 for, 1 imod, 0 undlod at stemme." in after.words


def test_a_vote_on_an_older_version_is_refused_with_its_text(people, new_client) -> None:
    case = council_case_for(people)
    member = new_client(people.first.email)
    page = member.get(f"/council/{case.id}")
    freeze(case, people, number=2)
    stale = member.submit(page, f"/council/{case.id}/vote", choice="decline", comment="Min lange tekst")
    assert stale.status_code == 409
    assert "Min lange tekst" in stale.text
    assert "version 2" in stale.words
    assert votes(case) == []
    member.submit(stale, f"/council/{case.id}/vote")
    assert votes(case) == [(people.first.id, "decline", "Min lange tekst", True)]


def test_a_vote_after_the_decision_is_refused_with_its_text(people, new_client) -> None:
    case = council_case_for(people)
    member = new_client(people.first.email)
    page = member.get(f"/council/{case.id}")
    cast(case, people.chair)
    cast(case, people.second)
    chair = new_client(people.chair.email)
    chair.submit(chair.get(f"/council/{case.id}/moves/start"), f"/council/{case.id}/moves/start", reasons="Godt")
    late = member.submit(page, f"/council/{case.id}/vote", choice="decline", comment="For sent")
    assert late.status_code == 409
    assert "For sent" in late.text
    assert len(votes(case)) == 2


def test_the_chair_is_told_when_all_have_voted(people) -> None:
    case = council_case_for(people)
    for member in (people.chair, people.first, people.second):
        cast(case, member)
    told = db.session.scalars(sa.select(Notice.person_id).where(Notice.url == f"/council/{case.id}")).all()
    assert told == [people.chair.id]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Mail)) == 1


def test_a_case_that_was_never_forwarded_is_not_there(people, new_client) -> None:
    case = council_case_for(people, state=State.SCREENING)
    db.session.execute(sa.text("DELETE FROM frozen_case"))
    db.session.commit()
    member = new_client(people.first.email)
    for path in (f"/council/{case.id}", f"/council/{case.id}/conflict", "/council/999999", f"/council/{2**60}"):
        assert member.get(path).status_code == 404


def test_english(people, new_client) -> None:
    case = council_case_for(people)
    member = new_client(people.first.email)
    page = member.get(f"/council/{case.id}?lang=en")
    assert "How do you vote?" in page.words
    assert "Save and next" in page.text


def test_query_counts(people, new_client, queries) -> None:
    member = new_client(people.first.email)
    for number in (1, 2):
        council_case_for(people, f"Sag {number}")
        decided_case(people, title=f"Afgjort {number}")
        if number == 1:
            member.get("/council")
        with queries.exactly(3):
            member.get("/council")
        with queries.exactly(2):
            member.get("/council?tab=decided")
    case = council_case_for(people, with_file=True)
    cast(case, people.first)
    address = f"/council/{case.id}"
    with queries.at_most(6):
        member.get(address)
