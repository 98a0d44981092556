"""The list of contracts, and a contract's own page."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from portal.contracts.queries import contract_for, frozen_text, listing, public_contract, states_for
from portal.contracts.queries.export import calendar, contract_pdf, readable, table
from portal.contracts.queries.reading import facts_of, is_known_to
from portal.contracts.queries.view import events, lines, progress, tasks
from portal.contracts.routes.door import desk
from portal.contracts.states import CONTRACT, LOOK, PARTY_LABEL, State
from portal.kernel.calendar import today
from portal.policy import Actor, Permit, may
from portal.proposals.states import INSTRUMENT_LABEL
from portal.web.desk import turn_away
from portal.web.languages import gettext as _
from portal.web.languages import language
from portal.web.moves import buttons
from portal.web.pages import arguments, attachment, now, page, translate

CSV = "text/csv; charset=utf-8"


@desk.get("/contracts", permit=Permit.CONTRACT_READ_PUBLIC)
def index(actor: Actor) -> ResponseReturnValue:
    """The contracts that one may see: one's own first."""
    asked = arguments()
    states = states_for(actor)
    state = State(asked["state"]) if asked.get("state") in set(states) else None
    before = int(asked["before"]) if asked.get("before", "").isdecimal() and len(asked["before"]) < 16 else None
    text, only_own = asked.get("q", "")[:200], asked.get("whose") == "own"
    choices = [(one.value, translate(LOOK[one][0])) for one in states]
    found = listing(actor, state=state, text=text, before=before, only_own=only_own)
    return page("contracts/index.html", fragment="contracts", found=found, asked=asked, choices=choices, LOOK=LOOK)


@desk.get("/contracts/<int:contract_id>", permit=Permit.CONTRACT_READ_PUBLIC)
def show(actor: Actor, contract_id: int) -> ResponseReturnValue:
    """One contract: the whole to those who take part, the public part to all."""
    if not actor.is_signed_in and not is_known_to(actor, contract_id):
        return turn_away(actor, Permit.CONTRACT_READ)
    contract, is_public = public_contract(actor, contract_id)
    day = today(now())
    moves = [] if is_public else buttons(CONTRACT, actor, contract, facts_of(contract), f"/contracts/{contract.id}")
    return page(
        "contracts/show.html", contract=contract, is_public=is_public, lines=lines(contract, today=day, is_public=is_public),
        progress=progress(contract, is_public=is_public), tasks=tasks(contract, today=day), events=[] if is_public else events(contract),
        moves=moves, can_edit=not is_public and contract.is_draft and may(actor, Permit.CONTRACT_DRAFT, contract),
        can_see_case=may(actor, Permit.CASE_READ, contract), LOOK=LOOK, PARTY_LABEL=PARTY_LABEL, INSTRUMENT_LABEL=INSTRUMENT_LABEL,
    )  # fmt: skip


@desk.get("/contracts/<int:contract_id>/texts/<int:number>", permit=Permit.CONTRACT_LIST)
def text(actor: Actor, contract_id: int, number: int) -> ResponseReturnValue:
    """A frozen text and its signatures."""
    contract = contract_for(actor, contract_id)
    found = frozen_text(contract, number)
    return page("contracts/text.html", contract=contract, text=found, content=readable(found), PARTY_LABEL=PARTY_LABEL)


@desk.get("/contracts/<int:contract_id>/texts/<int:number>.pdf", permit=Permit.CONTRACT_LIST)
def text_pdf(actor: Actor, contract_id: int, number: int) -> ResponseReturnValue:
    """The same, to keep."""
    contract = contract_for(actor, contract_id)
    body = contract_pdf(contract, frozen_text(contract, number), language())
    return attachment(body, f"{contract.number}-{number}.pdf", "application/pdf")


@desk.get("/contracts/<int:contract_id>/milestones.csv", permit=Permit.CONTRACT_READ_PUBLIC)
def milestones_csv(actor: Actor, contract_id: int) -> ResponseReturnValue:
    """The table of milestones for a spreadsheet, as much of it as one may see."""
    contract, is_public = public_contract(actor, contract_id)
    shown = lines(contract, today=today(now()), is_public=is_public)
    return attachment(table(shown), f"{contract.number}-{_('milestones')}.csv", CSV)


@desk.get("/contracts/<int:contract_id>/milestones.ics", permit=Permit.CONTRACT_READ_PUBLIC)
def milestones_ics(actor: Actor, contract_id: int) -> ResponseReturnValue:
    """The due dates for a calendar."""
    contract, _is_public = public_contract(actor, contract_id)
    return attachment(calendar(contract, now()), f"{contract.number}.ics", "text/calendar; charset=utf-8")
