"""The pages where a contract is offered, signed, taken back and ended."""

from __future__ import annotations

from urllib.parse import quote

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.queries import is_fresh
from portal.contracts.actions import end, offer, sign, take_back
from portal.contracts.forms import MoveForm, ReasonForm, SignForm
from portal.contracts.models import Contract
from portal.contracts.queries import contract_for, facts_of
from portal.contracts.queries.export import readable
from portal.contracts.queries.reading import open_for
from portal.contracts.routes.door import desk
from portal.contracts.states import CONTRACT, OFFER_CHECKS, PARTY_LABEL
from portal.policy import Actor, Permit
from portal.web.pages import go, now, page


@desk.get("/contracts/<int:contract_id>/moves/offer", permit=Permit.CONTRACT_LEAD)
def offer_page(actor: Actor, contract_id: int) -> ResponseReturnValue:
    """What is missing before the contract can be offered; and the button, when nothing is."""
    contract = open_for(actor, contract_id, CONTRACT["offer"])
    form = MoveForm(version=contract.version)
    return page("contracts/offer.html", contract=contract, form=form, checks=checks(contract), PARTY_LABEL=PARTY_LABEL)


@desk.post("/contracts/<int:contract_id>/moves/offer", permit=Permit.CONTRACT_LEAD)
def offer_post(actor: Actor, contract_id: int) -> ResponseReturnValue:
    offer(actor, contract_id, version=MoveForm().seen_version, at=now())
    return go(f"/contracts/{contract_id}", _("The contract is offered for signing. The parties have been told."))


def checks(contract: Contract) -> list[tuple[str, object]]:
    """Each thing that an offer asks for, and what is missing of it."""
    facts = facts_of(contract)
    return [(label, guard(facts)) for label, guard in OFFER_CHECKS]


@desk.get("/contracts/<int:contract_id>/moves/sign", permit=Permit.CONTRACT_LIST)
def sign_page(actor: Actor, contract_id: int) -> ResponseReturnValue:
    """The frozen text in full, who has signed, and the box for those who can sign."""
    return _sign_page(actor, contract_for(actor, contract_id), None)


@desk.post("/contracts/<int:contract_id>/moves/sign", permit=Permit.CONTRACT_LIST)
def sign_post(actor: Actor, contract_id: int) -> ResponseReturnValue:
    form = SignForm()
    if not is_fresh(actor, now()):
        return go("/confirm-password?next=" + quote(f"/contracts/{contract_id}/moves/sign"))
    if not form.validate():
        return _sign_page(actor, contract_for(actor, contract_id), form)
    is_last = sign(actor, contract_id, party_id=form.party_id, sha256=form.sha256.data or "", at=now())
    said = (
        _("You have signed, and so have all the others: the contract is active.")
        if is_last
        else _("You have signed the contract.")
    )
    return go(f"/contracts/{contract_id}", said)


def _sign_page(actor: Actor, contract: Contract, form: SignForm | None) -> ResponseReturnValue:
    party = next((one for one in contract.unsigned if one.can_be_signed_by(actor)), None)
    text = contract.text
    form_shown = form or SignForm(None, party=party.id if party else "", sha256=text.sha256 if text else "")
    return page(
        "contracts/sign.html", status=422 if form else 200, contract=contract, text=text, content=readable(text) if text else {}, party=party, form=form_shown,
        is_fresh=is_fresh(actor, now()), PARTY_LABEL=PARTY_LABEL,
    )  # fmt: skip


@desk.get("/contracts/<int:contract_id>/moves/take-back", permit=Permit.CONTRACT_LEAD)
def take_back_page(actor: Actor, contract_id: int) -> ResponseReturnValue:
    """Why the contract is taken back."""
    contract = open_for(actor, contract_id, CONTRACT["take-back"])
    return page("contracts/take_back.html", contract=contract, form=ReasonForm())


@desk.post("/contracts/<int:contract_id>/moves/take-back", permit=Permit.CONTRACT_LEAD)
def take_back_post(actor: Actor, contract_id: int) -> ResponseReturnValue:
    form = ReasonForm()
    if not form.validate():
        contract = open_for(actor, contract_id, CONTRACT["take-back"])
        return page("contracts/take_back.html", status=422, contract=contract, form=form)
    take_back(actor, contract_id, reason=form.reason.data, at=now())
    return go(f"/contracts/{contract_id}", _("The contract is a draft again."))


@desk.get("/contracts/<int:contract_id>/moves/<any(complete, terminate):name>", permit=Permit.CONTRACT_LEAD)
def end_page(actor: Actor, contract_id: int, name: str) -> ResponseReturnValue:
    """What ending the contract means."""
    contract = open_for(actor, contract_id, CONTRACT[name])
    form = ReasonForm() if CONTRACT[name].needs_reason else MoveForm()
    return page("contracts/end.html", contract=contract, form=form, move=CONTRACT[name])


@desk.post("/contracts/<int:contract_id>/moves/<any(complete, terminate):name>", permit=Permit.CONTRACT_LEAD)
def end_post(actor: Actor, contract_id: int, name: str) -> ResponseReturnValue:
    form = ReasonForm() if CONTRACT[name].needs_reason else MoveForm()
    if not form.validate():
        contract = open_for(actor, contract_id, CONTRACT[name])
        return page("contracts/end.html", status=422, contract=contract, form=form, move=CONTRACT[name])
    reason = form.reason.data if isinstance(form, ReasonForm) else ""
    end(actor, contract_id, name, reason=reason, at=now())
    return go(f"/contracts/{contract_id}", _("The contract has ended. The parties have been told."))
