"""Does the record read as words, dates and kroner, and has every event its words?"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from portal.accounts.models import Person
from portal.audit.actions import record
from portal.decisions.states import Formal
from portal.kernel.clock import FixedClock
from portal.policy import Actor, Role
from portal.proposals.states import State
from portal.reports.views import DONE, NAMED, SUBJECTS
from tests.support import accounts, screening
from tests.support.client import PortalClient

RECORDERS = {"record", "_note"}
"""What writes in the record; `_note` is about a contract."""
MOVERS = {"move", "_move", "_record"}
"""What records a row of a table of moves, with details."""
NOT_DETAILS = {"at", "note", "reason", "version"}
COMPUTED = {
    ("organisation", "join_accepted"),
    ("organisation", "join_refused"),
    *(("approval", str(formal)) for formal in Formal),
}
"""Events whose names are put together."""


def calls(root: Path) -> Iterator[ast.Call]:
    for path in sorted((root / "portal").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RECORDERS | MOVERS:
                yield node


def words_in(node: ast.expr) -> set[str]:
    """The texts that an expression may be: of a choice, both."""
    if isinstance(node, ast.IfExp):
        return words_in(node.body) | words_in(node.orelse)
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


def recorded(root: Path) -> set[tuple[str, str]]:
    found = set(COMPUTED)
    for call in calls(root):
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        if name in MOVERS:
            continue
        is_note = name == "_note"
        subjects = {"contract"} if is_note else words_in(call.args[1])
        events = words_in(call.args[2 if is_note else 3])
        found |= {(subject, event) for subject in subjects for event in events}
    return found


def test_every_recorded_event_has_its_words(root: Path) -> None:
    events = recorded(root)
    assert len(events) > 30
    assert events - set(DONE) == set()
    assert {subject for subject, _event in events} <= set(SUBJECTS)


def test_every_detail_has_its_name(root: Path) -> None:
    details = {word.arg for call in calls(root) for word in call.keywords if word.arg}
    assert details - NOT_DETAILS - set(NAMED) == set()


def test_details_are_words_dates_and_kroner(client: PortalClient, context: object, clock: FixedClock) -> None:
    lise, department = accounts.person("Lise Holm", roles=[Role.CASE_OFFICER]), accounts.department("Sundhed")
    who, proposal = Actor(id=lise.id), screening.case_in_screening()
    record(who, "proposal", proposal.id, "checked", at=clock.now(), item="risk", verdict="met")
    record(who, "proposal", proposal.id, "recommended", at=clock.now(), proposes="start", amount_oere=640_000_000)
    record(
        who,
        "proposal",
        proposal.id,
        "departments_asked",
        at=clock.now(),
        departments=[department.id],
        due_on="2026-11-22",
    )
    record(who, "proposal", proposal.id, "assigned", at=clock.now(), officer_id=lise.id)
    auditor = accounts.person(roles=[Role.AUDITOR])
    client.sign_in(auditor)
    found = [(row[4], row[5]) for row in client.get("/audit?subject=proposal").rows()]
    assert found[:4] == [
        ("Sagsbehandler valgt", "Sagsbehandler: Lise Holm"),
        ("Afdelinger spurgt", "Magistratsafdelinger: Sundhed, Svar senest: 22.11.2026"),
        (
            "Indstilling skrevet",
            "Indstilling: Sekretariatet indstiller, at indsatsen sættes i gang, Beløb: 6.400.000,00 kr.",
        ),
        ("Tjekliste udfyldt", "Krav: Risiko, Vurdering af kravet: Opfyldt"),
    ]


def test_what_the_reader_cannot_open_is_no_link(client: PortalClient, context: object, clock: FixedClock) -> None:
    sent, draft = screening.case_in_screening(), screening.case_in_screening(state=State.DRAFT)
    for proposal in (sent, draft):
        record(Actor(id=None), "proposal", proposal.id, "begun", at=clock.now())
    auditor: Person = accounts.person(roles=[Role.AUDITOR])
    client.sign_in(auditor)
    links = {link.get("href") for link in client.get("/audit").find(".//main//tbody//a")}
    assert links == {f"/cases/{sent.id}"}
