"""What an organisation can be, and what we call what people are."""

from __future__ import annotations

from enum import StrEnum

from portal.kernel.words import _l
from portal.policy import Role, Standing


class Kind(StrEnum):
    """What an organisation does in the fund's world; it may be several of these (requirements D1)."""

    NGO = "ngo"
    PROVIDER = "provider"
    INVESTOR = "investor"


KIND_LABEL = {Kind.NGO: _l("Association or NGO"), Kind.PROVIDER: _l("Service provider"), Kind.INVESTOR: _l("Investor")}
STANDING_LABEL = {Standing.OWNER: _l("owner"), Standing.EDITOR: _l("editor"), Standing.VIEWER: _l("viewer")}
ROLE_LABEL = {
    Role.CASE_OFFICER: _l("Case officer"),
    Role.SECRETARIAT_LEAD: _l("Head of the secretariat"),
    Role.COUNCIL_MEMBER: _l("Council member"),
    Role.COUNCIL_CHAIR: _l("Chair of the council"),
    Role.DEPARTMENT: _l("Department contact"),
    Role.MAYOR: _l("Mayor"),
    Role.VERIFIER: _l("Verifier"),
    Role.AUDITOR: _l("Auditor"),
    Role.ADMIN: _l("Administrator"),
}
