"""The organisation's page: its people, who wants to join, who is invited, and for whom one acts."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.actions import act_for
from portal.accounts.states import STANDING_LABEL
from portal.membership.actions import answer_request, change_standing, invite, remove_member, withdraw_invitation
from portal.membership.forms import InviteForm, StandingForm
from portal.membership.queries import colleague_with, organisation_page, own_organisations
from portal.membership.routes.desk import desk
from portal.policy import Actor, Permit, Standing
from portal.web.pages import go, now, page, translate

HERE = "/organisation"


@desk.get(HERE, permit=Permit.ORGANISATION_READ)
def organisation(actor: Actor) -> ResponseReturnValue:
    """Who acts for us, as what."""
    return _show(actor, InviteForm())


@desk.post("/organisation/invitations", permit=Permit.ORGANISATION_MANAGE)
def invite_post(actor: Actor) -> ResponseReturnValue:
    form = InviteForm()
    if form.validate() and (colleague := colleague_with(actor, form.email.data)):
        form.email.errors = [_("%(name)s can act for the organisation already.", name=colleague)]
    if form.errors:
        return _show(actor, form, 422)
    invite(actor, form.email.data, form.chosen, at=now())
    return go(HERE, _("The invitation to %(email)s is on its way.", email=form.email.data))


@desk.post("/organisation/invitations/<int:id>/withdraw", permit=Permit.ORGANISATION_MANAGE)
def withdraw(actor: Actor, id: int) -> ResponseReturnValue:
    withdraw_invitation(actor, id, at=now())
    return go(HERE, _("The invitation is withdrawn. Its link no longer works."))


@desk.post("/organisation/requests/<int:id>", permit=Permit.ORGANISATION_MANAGE)
def answer(actor: Actor, id: int) -> ResponseReturnValue:
    """Let somebody in, or refuse them."""
    form = StandingForm()
    accepts = request.form.get("answer") == "accept"
    if accepts and not form.validate():
        return _show(actor, InviteForm(None), 422)
    answer_request(actor, id, form.chosen if accepts else None, at=now())
    return go(
        HERE,
        _("The person can now act for the organisation.") if accepts else _("You have said no. The person is told."),
    )


@desk.get("/organisation/people/<int:id>", permit=Permit.ORGANISATION_MANAGE)
def member(actor: Actor, id: int) -> ResponseReturnValue:
    """What a colleague may do, and the way to remove them."""
    return _show_member(actor, id, None)


@desk.post("/organisation/people/<int:id>", permit=Permit.ORGANISATION_MANAGE)
def standing(actor: Actor, id: int) -> ResponseReturnValue:
    """Give a colleague another standing."""
    form = StandingForm()
    if not form.validate():
        return _show_member(actor, id, form)
    change_standing(actor, id, form.chosen, at=now())
    return go(HERE, _("The change is saved."))


@desk.get("/organisation/people/<int:id>/remove", permit=Permit.ORGANISATION_MANAGE)
def remove_page(actor: Actor, id: int) -> ResponseReturnValue:
    """What happens when a colleague is removed."""
    return page("accounts/remove_member.html", member=organisation_page(actor, now()).member(id))


@desk.post("/organisation/people/<int:id>/remove", permit=Permit.ORGANISATION_MANAGE)
def remove(actor: Actor, id: int) -> ResponseReturnValue:
    remove_member(actor, id, at=now())
    return go(HERE if actor.organisations else "/overview", _("The person no longer acts for the organisation."))


@desk.get("/organisation/switch", permit=Permit.HOME)
def switch_page(actor: Actor) -> ResponseReturnValue:
    """For whom do you act now?"""
    return page("accounts/switch.html", memberships=own_organisations(actor))


@desk.post("/organisation/switch", permit=Permit.HOME)
def switch(actor: Actor) -> ResponseReturnValue:
    """Act for another of one's organisations in this browser."""
    act_for(actor, request.form.get("organisation", 0, type=int), at=now())
    return go("/overview", _("You now act for another organisation."))


def _show_member(actor: Actor, id: int, form: StandingForm | None) -> ResponseReturnValue:
    found = organisation_page(actor, now()).member(id)
    status = 422 if form else 200
    return page(
        "accounts/member.html", status=status, member=found, form=form or StandingForm(None, standing=found.standing)
    )


def _show(actor: Actor, form: InviteForm, status: int = 200) -> ResponseReturnValue:
    found = organisation_page(actor, now())
    standings = [(one.value, translate(label)) for one, label in STANDING_LABEL.items()]
    is_owner = actor.standing is Standing.OWNER
    return page(
        "accounts/organisation.html", status=status, form=form, found=found, standings=standings, is_owner=is_owner
    )
