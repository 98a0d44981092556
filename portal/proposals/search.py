"""Which cases hold these words?

PostgreSQL stems with its own `danish` configuration and keeps a GIN index; SQLite's FTS5 has no Danish stemmer, so words are
stemmed here first, with the same Snowball algorithm and PostgreSQL's list of stop words. Both are given plain words in lower
case, cut the same way, so that they find the same.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from typing import Any

import snowballstemmer
import sqlalchemy as sa

from portal.proposals.models import Proposal
from portal.storage import db

WORD = re.compile(r"[^\W_]+")
LONGEST_WORD = 60
MOST_WORDS = 12
"""Of a query: more only make it slower."""
FEW = 1_000
"""Up to so many hits are fetched by number and then sorted; with more, the list is walked in its order and asked row by row."""

STOP = """
og i jeg det at en den til er som på de med han af for ikke der var mig sig men et har om vi min havde ham hun nu over da fra du ud sin dem
os op man hans hvor eller hvad skal selv her alle vil blev kunne ind når være dog noget ville jo deres efter ned skulle denne end dette mit
også under have dig anden hende mine alt meget sit sine vor mod disse hvis din nogle hos blive mange ad bliver hendes været thi jer sådan
"""
STOP_WORDS = frozenset(STOP.split())
"""PostgreSQL's danish.stop."""

POSTGRESQL = sa.table("proposal_search", sa.column("proposal_id"), sa.column("document"))
SQLITE = sa.table("proposal_search", sa.column("rowid"), sa.column("stems"))

_thread = threading.local()


def index_case(proposal: Proposal, content: dict[str, Any]) -> None:
    """Make a case findable by what was sent: title, case number, organisation, CVR number and the text of the answers.

    Called in the transaction of each submission; the newest submission's words replace the older ones.
    """
    organisation = content.get("organisation", {})
    texts = [proposal.case_number or "", proposal.title, organisation.get("name", ""), organisation.get("cvr", "")]
    index_text(proposal.id, " ".join([*texts, *_texts(content.get("sections", {}))]))


def index_text(proposal_id: int, text: str) -> None:
    """Keep the words of `text` for a case."""
    if _is_postgresql():
        row = {"id": proposal_id, "words": " ".join(words(text))}
        db.session.execute(
            sa.text(
                "INSERT INTO proposal_search (proposal_id, document) VALUES (:id, to_tsvector('danish', :words)) "
                "ON CONFLICT (proposal_id) DO UPDATE SET document = EXCLUDED.document"
            ),
            row,
        )
        return
    db.session.execute(sa.delete(SQLITE).where(SQLITE.c.rowid == proposal_id))
    db.session.execute(sa.insert(SQLITE).values(rowid=proposal_id, stems=" ".join(stems(text))))


def matching(query: str) -> sa.Select[Any]:
    """The numbers of the cases that hold every word of `query`, in some form of the word. None for a query without words."""
    if _is_postgresql():
        return sa.select(POSTGRESQL.c.proposal_id).where(_holds_postgresql(query))
    return sa.select(SQLITE.c.rowid).where(_holds_sqlite(query))


def narrow(wanted: sa.Select[Any], query: str) -> sa.Select[Any]:
    """`wanted`, a select of proposals, narrowed to those that hold `query`. One statement probes how many there are.

    A rare word's cases are named by number: a planner that guesses wrong would walk the whole list for them. A common word
    is asked of each case in the list's own order, which ends as soon as the page is full.
    """
    few = list(db.session.scalars(matching(query).limit(FEW + 1)))
    if len(few) <= FEW:
        return wanted.where(Proposal.id.in_(few))
    if _is_postgresql():
        here = sa.select(sa.literal(1)).where(POSTGRESQL.c.proposal_id == Proposal.id, _holds_postgresql(query))
        return wanted.where(here.correlate(Proposal).exists())
    # The plus keeps SQLite from fetching every hit: it walks the list's own index and looks each case up among the hits.
    return wanted.where(sa.literal_column("+proposal.id").in_(matching(query)))


def words(text: str) -> Iterator[str]:
    """The words of `text` in lower case: runs of letters and digits."""
    return (word for word in WORD.findall(text.lower()) if len(word) <= LONGEST_WORD)


def stems(text: str) -> Iterator[str]:
    """The words as PostgreSQL's `danish` configuration keeps them: without stop words, cut to their stems, numbers as they are."""
    stemmer = _stemmer()
    return (stemmer.stemWord(word) if word.isalpha() else word for word in words(text) if word not in STOP_WORDS)


def _holds_postgresql(query: str) -> sa.ColumnElement[bool]:
    asked = " ".join(list(words(query))[:MOST_WORDS])
    return POSTGRESQL.c.document.op("@@")(sa.func.plainto_tsquery(sa.literal_column("'danish'::regconfig"), asked))


def _holds_sqlite(query: str) -> sa.ColumnElement[bool]:
    asked = list(dict.fromkeys(stems(" ".join(list(words(query))[:MOST_WORDS]))))
    if not asked:
        return sa.false()
    return sa.literal_column("proposal_search").op("MATCH")(" ".join(f'"{stem}"' for stem in asked))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, str):
        yield value


def _stemmer() -> Any:
    # A stemmer keeps the word it works on, so that no two threads may share one.
    if not hasattr(_thread, "stemmer"):
        _thread.stemmer = snowballstemmer.stemmer("danish")
    return _thread.stemmer


def _is_postgresql() -> bool:
    return db.engine.dialect.name == "postgresql"
