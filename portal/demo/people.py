"""Who lives in the demo world?"""

from __future__ import annotations

from dataclasses import dataclass

from portal.accounts.states import Kind
from portal.kernel.words import _l
from portal.policy import Role

PASSWORD = "demo-portal-2026"  # noqa: S105 - the demo's own, known to all


@dataclass(frozen=True)
class DemoAccount:
    """An account of the demo: `organisation` names one of ORGANISATIONS."""

    email: str
    name: str
    part: str
    roles: frozenset[Role] = frozenset()
    organisation: str = ""
    department: str = ""


ORGANISATIONS = {
    "Ungdommens Hus": ("13748136", {Kind.NGO}),
    "Familiens Fundament": ("24256790", {Kind.NGO}),
    "Springbræt ApS": ("10150817", {Kind.PROVIDER}),
    "Trivsel & Job A/S": ("10403782", {Kind.PROVIDER}),
    "Nordlys Kapital": ("12546106", {Kind.INVESTOR}),
    "Fonden Fælles Afkast": ("14773908", {Kind.INVESTOR}),
}
"""Name: (CVR number with a valid check digit, kinds)."""


def demo_accounts() -> list[DemoAccount]:
    """All demo accounts, in the order in which the sign-in page offers them."""
    return [
        DemoAccount("ngo@demo.example", "Maja Holm", _l("NGO"), organisation="Ungdommens Hus"),
        DemoAccount("ngo2@demo.example", "Jonas Krogh", _l("NGO"), organisation="Familiens Fundament"),
        DemoAccount("provider@demo.example", "Signe Dahl", _l("Service provider"), organisation="Springbræt ApS"),
        DemoAccount("provider2@demo.example", "Peter Lind", _l("Service provider"), organisation="Trivsel & Job A/S"),
        DemoAccount("investor@demo.example", "Karen Winther", _l("Investor"), organisation="Nordlys Kapital"),
        DemoAccount("investor2@demo.example", "Anders Bech", _l("Investor"), organisation="Fonden Fælles Afkast"),
        DemoAccount("officer@demo.example", "Lise Mogensen", _l("Case officer"), frozenset({Role.CASE_OFFICER})),
        DemoAccount("officer2@demo.example", "Omar Haddad", _l("Case officer"), frozenset({Role.CASE_OFFICER})),
        DemoAccount(
            "lead@demo.example",
            "Birgitte Frost",
            _l("Head of the secretariat"),
            frozenset({Role.SECRETARIAT_LEAD, Role.CASE_OFFICER}),
        ),
        DemoAccount(
            "chair@demo.example",
            "Henrik Vestergaard",
            _l("Chair of the council"),
            frozenset({Role.COUNCIL_CHAIR, Role.COUNCIL_MEMBER}),
        ),
        DemoAccount("member1@demo.example", "Aisha Rahimi", _l("Council member"), frozenset({Role.COUNCIL_MEMBER})),
        DemoAccount("member2@demo.example", "Torben Skov", _l("Council member"), frozenset({Role.COUNCIL_MEMBER})),
        DemoAccount(
            "department@demo.example",
            "Mette Bang",
            _l("Department contact"),
            frozenset({Role.DEPARTMENT}),
            department="Sociale Forhold og Beskæftigelse",
        ),
        DemoAccount("mayor@demo.example", "Borgmesteren", _l("Mayor"), frozenset({Role.MAYOR})),
        DemoAccount("verifier@demo.example", "Ellen Juhl", _l("Verifier"), frozenset({Role.VERIFIER})),
        DemoAccount("auditor@demo.example", "Niels Thorup", _l("Auditor"), frozenset({Role.AUDITOR})),
        DemoAccount("admin@demo.example", "Ida Kjær", _l("Administrator"), frozenset({Role.ADMIN})),
    ]
