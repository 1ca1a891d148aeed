"""The organisation file: contradictions are errors that say what would be right."""

import pytest
from pydantic import ValidationError

from assessment.model import Organisation

TEAM = {"name": "pay", "headcount": 5}


def organisation(**change):
    return Organisation.model_validate({"name": "Acme", "teams": [TEAM]} | change)


def test_the_smallest_organisation_has_careful_defaults():
    made = organisation()
    assert made.survey.k == 5
    assert made.team_names == ("pay",)
    assert made.headcount("pay") == 5
    assert made.platform.roads == ()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"teams": []}, "at least 1 item"),
        ({"teams": [TEAM, {"name": "Pay", "headcount": 2}]}, "team 'Pay' is named twice; give each team one name"),
        ({"teams": [{"name": "pay", "headcount": 0}]}, "greater than or equal to 1"),
        ({"survey": {"k": 2}}, "greater than or equal to 3"),
        ({"platform": {"team": "plat"}}, "unknown team 'plat'; known teams: pay"),
        ({"ownership": {"prefixes": {"x-": "other"}}}, "unknown team 'other'"),
        ({"repositories": {"foldr": "x"}}, "Extra inputs are not permitted"),
        ({"platform": {"roads": [{"name": "r", "workflow": "deploy", "references": ["x"]}]}}, "'deployment'"),
        ({"platform": {"roads": [{"name": "r", "workflow": "ci", "references": []}]}}, "at least 1 item"),
    ],
)
def test_contradictions_are_refused(change, message):
    with pytest.raises(ValidationError, match=message):
        organisation(**change)
