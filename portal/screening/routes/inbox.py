"""The inbox."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from portal.accounts.queries import departments
from portal.policy import Actor, Permit
from portal.proposals.states import INSTRUMENT_LABEL, LOOK
from portal.screening.inbox import AGES, Wish, cases, counts
from portal.screening.queries import officers
from portal.screening.routes.desk import desk
from portal.screening.rules import TABS, states_of
from portal.web.languages import gettext as _
from portal.web.pages import arguments, now, page, translate, wants_fragment


@desk.get("/screening", permit=Permit.CASE_LIST)
def inbox(actor: Actor) -> ResponseReturnValue:
    """The cases, by whose turn it is."""
    wish = Wish.read(arguments())
    found, answer_at = counts(actor), now()
    tabs = [
        {"label": translate(label), "url": wish.url(tab=tab), "count": found[tab], "is_current": tab is wish.tab}
        for tab, label in TABS
    ]
    shown = cases(actor, wish, answer_at)
    answer = page(
        "screening/inbox.html",
        fragment="cases",
        wish=wish,
        tabs=tabs,
        tab_word=wish.tab or "all",
        choices=_choices(wish),
        cases=shown,
        # What many rows say is translated once.
        words={label: translate(label) for label in (*INSTRUMENT_LABEL.values(), *{row.label for row in shown.rows})},
        instrument_label=INSTRUMENT_LABEL,
        is_fragment=wants_fragment(),
    )
    answer.headers["HX-Push-Url"] = wish.url()
    return answer


def _choices(wish: Wish) -> list[dict[str, object]]:
    everybody = [(str(person.id), person.name) for person in officers()]
    states = [(str(state), translate(LOOK[state][0])) for state in states_of(wish.tab)]
    rows: list[tuple[str, str, list[tuple[str, str]], object]] = [
        ("state", _("State"), states, wish.state),
        ("officer", _("Case officer"), [("me", _("Me")), ("none", _("Nobody")), *everybody], wish.officer),
        (
            "instrument",
            _("Instrument"),
            [(str(one), translate(label)) for one, label in INSTRUMENT_LABEL.items()],
            wish.instrument,
        ),
        ("department", _("Department"), [(str(one.id), one.name) for one in departments()], wish.department),
        ("age", _("Waited"), [(str(days), _("over %(days)s days", days=days)) for days in AGES], wish.age),
    ]
    return [
        {"name": name, "label": label, "options": [("", _("All")), *options], "value": value or ""}
        for name, label, options, value in rows
        if len(options) > 1
    ]
