"""The secretariat's pages for completing a draft: terms, parties, outcomes and milestones."""

from __future__ import annotations

from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.queries import departments
from portal.contracts.actions import (
    add_organisation,
    name_others,
    remove_party,
    save_metrics,
    save_milestones,
    save_terms,
)
from portal.contracts.forms import FindOrganisationForm, MetricsForm, MilestonesForm, OthersForm, TermsForm
from portal.contracts.models import Contract
from portal.contracts.queries import Choice, find_organisations, verifiers
from portal.contracts.queries.reading import draft_for
from portal.contracts.routes.door import desk
from portal.contracts.states import PARTY_LABEL, PartyRole
from portal.policy import Actor, Permit
from portal.web.pages import go, now, page

EDIT = "/contracts/<int:contract_id>/edit"


@desk.get(EDIT, permit=Permit.CONTRACT_DRAFT)
def edit_terms(actor: Actor, contract_id: int) -> ResponseReturnValue:
    """The deal in words and numbers."""
    contract = draft_for(actor, contract_id)
    return page("contracts/edit_terms.html", contract=contract, form=TermsForm(obj=contract))


@desk.post(EDIT, permit=Permit.CONTRACT_DRAFT)
def edit_terms_post(actor: Actor, contract_id: int) -> ResponseReturnValue:
    form, contract = TermsForm(), draft_for(actor, contract_id)
    if status := _refused(form, contract):
        return page("contracts/edit_terms.html", status=status, contract=contract, form=form, is_stale=status == 409)
    save_terms(actor, contract_id, form.terms_(), version=form.seen_version, at=now())
    return go(f"/contracts/{contract_id}/edit/parties", _("The terms are saved."))


@desk.get(EDIT + "/metrics", permit=Permit.CONTRACT_DRAFT)
def edit_metrics(actor: Actor, contract_id: int) -> ResponseReturnValue:
    """What is measured, and who verifies it."""
    contract = draft_for(actor, contract_id)
    form = MetricsForm(version=contract.version, rows=[_cells(metric) for metric in contract.metrics] or [{}])
    form.offer_verifiers(contract)
    return page("contracts/edit_metrics.html", contract=contract, form=form)


@desk.post(EDIT + "/metrics", permit=Permit.CONTRACT_DRAFT)
def edit_metrics_post(actor: Actor, contract_id: int) -> ResponseReturnValue:
    form, contract = MetricsForm(), draft_for(actor, contract_id)
    form.settle()
    form.offer_verifiers(contract)
    if form.is_only_shaping:
        return page("contracts/edit_metrics.html", fragment="metric-rows", contract=contract, form=form)
    form.drop_empty()
    if status := _refused(form, contract):
        return page("contracts/edit_metrics.html", status=status, contract=contract, form=form, is_stale=status == 409)
    save_metrics(actor, contract_id, form.metrics(), version=form.seen_version, at=now())
    return go(f"/contracts/{contract_id}/edit/milestones", _("The outcomes are saved."))


@desk.get(EDIT + "/milestones", permit=Permit.CONTRACT_DRAFT)
def edit_milestones(actor: Actor, contract_id: int) -> ResponseReturnValue:
    """When what must be reached, and what is paid for it."""
    contract = draft_for(actor, contract_id)
    rows = [_cells(milestone) for milestone in contract.milestones]
    form = MilestonesForm(version=contract.version, rows=rows or [{}])
    form.offer_metrics(contract)
    return page("contracts/edit_milestones.html", contract=contract, form=form)


@desk.post(EDIT + "/milestones", permit=Permit.CONTRACT_DRAFT)
def edit_milestones_post(actor: Actor, contract_id: int) -> ResponseReturnValue:
    form, contract = MilestonesForm(), draft_for(actor, contract_id)
    form.settle()
    form.offer_metrics(contract)
    if form.is_only_shaping:
        return page("contracts/edit_milestones.html", fragment=form.fragment, contract=contract, form=form)
    form.drop_empty()
    if status := _refused(form, contract):
        return page(
            "contracts/edit_milestones.html", status=status, contract=contract, form=form, is_stale=status == 409
        )
    save_milestones(actor, contract_id, form.milestones(), version=form.seen_version, at=now())
    return go(f"/contracts/{contract_id}", _("The milestones are saved."))


@desk.get(EDIT + "/parties", permit=Permit.CONTRACT_DRAFT)
def edit_parties(actor: Actor, contract_id: int) -> ResponseReturnValue:
    """Who takes part."""
    return _parties_page(draft_for(actor, contract_id))


@desk.post(EDIT + "/parties/find", permit=Permit.CONTRACT_DRAFT)
def find_organisation(actor: Actor, contract_id: int) -> ResponseReturnValue:
    """Add the organisation that was meant; when several could be, ask which."""
    form, contract = FindOrganisationForm(), draft_for(actor, contract_id)
    if not form.validate():
        return _parties_page(contract, find=form, status=422)
    found = find_organisations(form.who.data, PartyRole(form.role.data))
    if len(found) != 1:
        form.who.errors = [
            _("No organisation of that kind is registered with that number or name.")
            if not found
            else _("Several match. Choose one below.")
        ]
        return _parties_page(contract, find=form, choices=found, status=422)
    add_organisation(actor, contract_id, PartyRole(form.role.data), found[0].id, at=now())
    return go(f"/contracts/{contract_id}/edit/parties", _("%(name)s is added.", name=found[0].name))


@desk.post(EDIT + "/parties/<any(provider, investor):role>/<int:organisation_id>", permit=Permit.CONTRACT_DRAFT)
def choose_organisation(actor: Actor, contract_id: int, role: str, organisation_id: int) -> ResponseReturnValue:
    add_organisation(actor, contract_id, PartyRole(role), organisation_id, at=now())
    return go(f"/contracts/{contract_id}/edit/parties", _("The organisation is added."))


@desk.post(EDIT + "/parties/<int:party_id>/remove", permit=Permit.CONTRACT_DRAFT)
def remove_organisation(actor: Actor, contract_id: int, party_id: int) -> ResponseReturnValue:
    remove_party(actor, contract_id, party_id, at=now())
    return go(f"/contracts/{contract_id}/edit/parties", _("The organisation is no longer a party."))


@desk.post(EDIT + "/parties/others", permit=Permit.CONTRACT_DRAFT)
def edit_others(actor: Actor, contract_id: int) -> ResponseReturnValue:
    form, contract = OthersForm(), draft_for(actor, contract_id)
    _offer_others(form)
    if not form.validate():
        return _parties_page(contract, others=form, status=422)
    name_others(actor, contract_id, department_ids=form.departments.data, verifier_ids=form.verifiers.data, at=now())
    return go(f"/contracts/{contract_id}/edit/metrics", _("The parties are saved."))


def _parties_page(
    contract: Contract,
    *,
    find: FindOrganisationForm | None = None,
    others: OthersForm | None = None,
    choices: list[Choice] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    if others is None:
        others = OthersForm()
        _offer_others(others)
        others.departments.data = [
            party.department_id for party in contract.parties if party.role is PartyRole.DEPARTMENT
        ]
        others.verifiers.data = [party.person_id for party in contract.parties if party.role is PartyRole.VERIFIER]
    if find is None:
        find = FindOrganisationForm()
        find.role.data = find.role.data or PartyRole.INVESTOR.value
    return page(
        "contracts/edit_parties.html",
        status=status,
        contract=contract,
        find=find,
        others=others,
        choices=choices or [],
        PARTY_LABEL=PARTY_LABEL,
    )


def _offer_others(form: OthersForm) -> None:
    form.offer([(one.id, one.name) for one in departments()], [(one.id, one.name) for one in verifiers()])


def _refused(form: Any, contract: Contract) -> int:
    """422 when the form must be put right, 409 when somebody else saved first; 0 when neither."""
    if not form.validate():
        return 422
    if form.seen_version == contract.version:
        return 0
    form.version.data = str(contract.version)
    return 409


def _cells(row: Any) -> dict[str, Any]:
    return {name: value for name, value in vars(row).items() if not name.startswith("_")}
