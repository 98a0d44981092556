"""Two signers at the same moment: one contract, one activation."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.audit.models import AuditEntry
from portal.contracts.actions import offer, sign
from portal.contracts.models import Contract, Signature
from portal.contracts.states import PartyRole, State
from portal.policy import Actor
from portal.storage import db
from tests.support.contracts import NOW, people, ready_contract


@pytest.mark.parametrize("same_party", [False, True])
def test_the_last_two_signers_activate_it_once(context: Flask, same_party: bool) -> None:
    who = people()
    contract = ready_contract(who)
    sha256 = offer(who.lead, contract.id, version=contract.version, at=NOW).sha256
    number = contract.id
    ids = {party.role: party.id for party in contract.parties}
    sign(who.mayor, number, party_id=ids[PartyRole.MUNICIPALITY], sha256=sha256, at=NOW)
    if same_party:
        sign(who.investor, number, party_id=ids[PartyRole.INVESTOR], sha256=sha256, at=NOW)
    second = (who.provider, PartyRole.PROVIDER) if same_party else (who.investor, PartyRole.INVESTOR)
    db.session.rollback()
    gate, answers = Barrier(2), []

    def run(actor: Actor, role: PartyRole) -> None:
        with context.app_context():
            gate.wait()
            try:
                answers.append(sign(actor, number, party_id=ids[role], sha256=sha256, at=NOW))
            except Exception as problem:  # noqa: BLE001 - whatever it is, the test must say it
                answers.append(problem)
            db.session.remove()

    threads = [Thread(target=run, args=one) for one in ((who.provider, PartyRole.PROVIDER), second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(repr, answers)) == ["False", "True"]
    db.session.rollback()
    assert db.session.get_one(Contract, number).state is State.ACTIVE
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Signature)) == 3
    counted = sa.select(sa.func.count()).where(AuditEntry.event == "activate")
    assert db.session.scalar(counted) == 1
