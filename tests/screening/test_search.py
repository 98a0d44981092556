"""Search finds the same cases on both databases: PostgreSQL stems by itself, SQLite is given the stems."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portal.policy import Role
from portal.proposals import search
from portal.proposals.models import Proposal
from portal.storage import db, transactional
from tests.support import accounts, screening

pytestmark = pytest.mark.usefixtures("context")

TEXTS = [
    "Unge hjemløse får en bolig først og et støttehold bagefter",
    "Familierådgivning for familier i Gellerup med børn under seks år",
    "Flere unge gennemfører en uddannelse, når mentoren følger dem",
    "Ældre borgere lærer at bruge deres hjem igen efter indlæggelsen",
    "Kvinder på krisecenter kommer hurtigere i egen bolig og i job",
    "Socialt udsatte borgere får arbejde i virksomheder med en virksomhedsmentor",
    "Døgnanbringelser af børn og unge kan undgås ved en tidlig indsats",
    "Sagsbehandlerens samtaler, sagsbehandling og sager i kommunerne",
    "Forebyggelse af ensomhed blandt studerende: kaffe, samtaler, fællesskaber",
    "Rusmiddelbehandling med opsøgende gadesygeplejersker på gaderne i 2027",
    "Effektmål 12,5 % i 2026-0042 hos CVR 13748136, mail@example.dk",
    "ÆBLER og ØL på ÅEN; café, crème, naïve, Straße",
    "og i det at en den til er som på de med han af for ikke der",
]
WORDS = """
ung unge unges hjemløs hjemløse hjemløshed bolig boliger boligen støtte støttehold familie familier familierne rådgivning barn børn
børnene uddannelse uddannelser uddannelserne mentor mentoren mentorer ældre ældres borger borgere borgernes hjem hjemmet indlæggelse
indlæggelser kvinde kvinder krisecenter krisecentre hurtig hurtigere job jobs arbejde arbejder arbejdet virksomhed virksomheder
virksomhedernes virksomhedsmentor anbringelse døgnanbringelse døgnanbringelser tidlig tidligt tidlige indsats indsatser indsatsen
sagsbehandler sagsbehandleren sagsbehandling sag sager sagerne kommune kommuner kommunernes forebygge forebyggelse ensom ensomhed
studerende fællesskab fællesskaber fællesskabet samtale samtaler rusmiddel behandling behandlingen gade gader gaderne sygeplejerske
2027 2026-0042 0042 13748136 effektmål 12 mail example dk æble æbler øl åen café cafe crème straße og ikke det UNGE Børn
"""
QUERIES = [
    *WORDS.split(),
    "unge bolig",
    "bolig og unge",
    "borgere arbejde",
    "unge gellerup",
    "og i det",
    "",
    "%",
    "\"'*:()&|!",
    "a" * 500,
    "unge " * 40,
]


@pytest.fixture
def cases() -> dict[int, str]:
    @transactional
    def make() -> dict[int, str]:
        made = {}
        for text in TEXTS:
            proposal = screening.case_in_screening()
            search.index_text(proposal.id, text)
            made[proposal.id] = text
        return made

    return make()


def expected(cases: dict[int, str], query: str) -> set[int]:
    """What whole words in some form of theirs would find, told without any database."""
    asked = set(search.stems(" ".join(list(search.words(query))[:12])))
    return {number for number, text in cases.items() if asked and asked <= set(search.stems(text))}


def test_every_query_finds_the_same_on_both_databases(cases):
    found = {query: set(db.session.scalars(search.matching(query))) for query in QUERIES}
    assert found == {query: expected(cases, query) for query in QUERIES}
    assert sum(bool(hits) for hits in found.values()) > 80


def test_common_and_rare_words_are_narrowed_alike(cases, monkeypatch):
    wanted = sa.select(Proposal.id)
    rare = {query: set(db.session.scalars(search.narrow(wanted, query))) for query in QUERIES}
    monkeypatch.setattr(search, "FEW", 0)
    common = {query: set(db.session.scalars(search.narrow(wanted, query))) for query in QUERIES}
    assert rare == common == {query: expected(cases, query) for query in QUERIES}


def test_a_new_submission_replaces_the_words_of_the_old(cases):
    first = min(cases)

    @transactional
    def again() -> None:
        search.index_text(first, "Noget helt andet")

    again()
    assert first not in set(db.session.scalars(search.matching("hjemløse")))
    assert set(db.session.scalars(search.matching("helt andet"))) == {first}


def test_title_number_organisation_and_answers_are_found(client):
    organisation = accounts.organisation("Fonden Havørnen")
    proposal = screening.case_in_screening(organisation, title="Vinterbadning", problem="Kulden bider hjemløse")
    client.sign_in(accounts.person(roles=[Role.CASE_OFFICER]))
    for query in ("vinterbadning", proposal.case_number, organisation.cvr, "havørnen", "kulde bider"):
        assert [row[0] for row in client.get("/screening", query_string={"q": query}).rows()] == [
            f"{proposal.case_number} Vinterbadning"
        ]
    assert client.get("/screening?q=sommerbad").rows() == []
