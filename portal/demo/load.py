"""Making the demo world, through the same actions as everybody uses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import current_app
from flask_babel import force_locale

from portal.accounts.models import Department, Membership, Organisation, Person
from portal.accounts.passwords import hash_password
from portal.demo import deals, tale
from portal.demo.adults import ADULTS
from portal.demo.calls import make_calls
from portal.demo.families import FAMILIES
from portal.demo.people import ORGANISATIONS, PASSWORD, demo_accounts
from portal.demo.youth import YOUTH
from portal.notices.models import Mail, Notice
from portal.policy import Standing
from portal.storage import db, transactional

Step = Callable[[tale.Tale], None]
SENT: tuple[Step, ...] = (tale.begin, tale.send)
SCREENED: tuple[Step, ...] = (
    *SENT,
    tale.take,
    tale.check,
    tale.ask,
    tale.answer,
    tale.assess,
    tale.recommend,
    tale.forward,
)
DECIDED: tuple[Step, ...] = (*SCREENED, tale.all_vote, tale.decide)
OFFERED: tuple[Step, ...] = (*DECIDED, tale.approve, deals.complete, deals.put_up)
PATHS: dict[str, tuple[Step, ...]] = {
    "draft": (tale.begin,),
    "sent": SENT,
    "return": (*SENT, tale.take, tale.ask_for_more),
    "hear": (*SENT, tale.take, tale.check, tale.ask),
    "reject": (*SENT, tale.take, tale.reject),
    "vote": (*SCREENED, tale.one_votes),
    "decline": DECIDED,
    "decide": DECIDED,
    "approve": (*DECIDED, tale.approve),
    "signing": (*OFFERED, deals.sign_as_provider),
    "active": (*OFFERED, deals.sign_all, deals.bring_results),
}
"""What happens in a story that comes as far as its `until`."""


def load_demo() -> None:
    """People first, then what they have done, oldest first. Wants an empty, migrated database."""
    now = current_app.extensions["clock"].now()
    load_people(now)
    call_id = make_calls(now).id
    with force_locale("da"):
        for story in sorted([*YOUTH, *FAMILIES, *ADULTS], key=lambda story: -story.days):
            telling = tale.Tale(story, call_id, now - timedelta(days=story.days))
            for step in PATHS[story.until]:
                step(telling)
    let_go_of_old_mail(now)


@transactional
def let_go_of_old_mail(now: datetime) -> None:
    """The demo's past was told at the time: no mail about it leaves now, and only the latest notices are unread."""
    db.session.execute(sa.update(Mail).values(sent_at=Mail.created_at))
    db.session.execute(
        sa.update(Notice).where(Notice.created_at < now - timedelta(days=14)).values(read_at=Notice.created_at)
    )


@transactional
def load_people(now: datetime) -> None:
    """The demo's organisations and accounts."""
    password = hash_password(PASSWORD)
    departments = {d.name: d for d in db.session.scalars(sa.select(Department))}
    organisations = {
        name: Organisation(name=name, cvr=cvr, kinds=frozenset(kinds), created_at=now)
        for name, (cvr, kinds) in ORGANISATIONS.items()
    }
    db.session.add_all(organisations.values())
    for account in demo_accounts():
        person = Person(
            email=account.email,
            name=account.name,
            password_hash=password,
            roles=account.roles,
            created_at=now,
            email_confirmed_at=now,
        )
        person.department = departments[account.department] if account.department else None
        db.session.add(person)
        if account.organisation:
            db.session.add(
                Membership(
                    person=person,
                    organisation=organisations[account.organisation],
                    standing=Standing.OWNER,
                    created_at=now,
                )
            )
