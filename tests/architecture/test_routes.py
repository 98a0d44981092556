"""Has every address a door, and does every door have a rule?"""

from __future__ import annotations

from portal.policy import POLICY, Permit


def test_every_route_names_its_permit(app):
    open_doors = [
        f"{rule.rule} ({rule.endpoint})"
        for rule in app.url_map.iter_rules()
        if getattr(app.view_functions[rule.endpoint], "permit", None) not in POLICY
    ]
    assert open_doors == []


def test_every_permit_has_a_rule():
    assert set(POLICY) == set(Permit)


def test_endpoints_are_named_after_room_and_function(app):
    odd = [endpoint for endpoint in app.view_functions if endpoint.count(".") != 1]
    assert odd == []


def test_addresses_are_kebab_case(app):
    odd = [rule.rule for rule in app.url_map.iter_rules() if any(c.isupper() or c == "_" for c in _fixed(rule.rule))]
    assert odd == []


def _fixed(rule: str) -> str:
    return "".join(part.partition(">")[2] if "<" in rule and ">" in part else part for part in rule.split("<"))
