"""Which contracts may somebody see, and what is in them?"""

from __future__ import annotations

from portal.contracts.queries.listing import Listing, listing, states_for
from portal.contracts.queries.people import (
    Choice,
    find_organisations,
    is_employed,
    municipality_people,
    owners,
    people_around,
    verifiers,
)
from portal.contracts.queries.reading import (
    contract_for,
    evidence_of,
    facts_of,
    frozen_text,
    milestone_for,
    public_contract,
    visible_to,
)

__all__ = [
    "Choice",
    "Listing",
    "contract_for",
    "evidence_of",
    "facts_of",
    "find_organisations",
    "frozen_text",
    "is_employed",
    "listing",
    "milestone_for",
    "municipality_people",
    "owners",
    "people_around",
    "public_contract",
    "states_for",
    "verifiers",
    "visible_to",
]
