from typing import Any

import pytest

from assessment.survey.questionnaire import parse


def test_minutes_are_those_of_the_role_that_is_asked_most(everything: Any) -> None:
    q = parse(everything, "q.yaml")
    # without a role: team and role, a, d, builds, loud at 7.5 s; uses and two hours at 10 s; why at 20 s; the optional section not at all
    assert q.estimated_minutes == pytest.approx((6 * 7.5 + 3 * 10 + 20) / 60)
    everything["respondent"] = {"team": "Which team?"}
    for part in (everything["sections"][1], everything["sections"][2]["items"][1]):
        del part["roles"]
    assert parse(everything, "q.yaml").estimated_minutes == pytest.approx((5 * 7.5 + 3 * 10 + 20) / 60)


def test_only_numbers_are_measured(everything: Any) -> None:
    q = parse(everything, "q.yaml")
    assert list(q.measured) == ["a", "d", "h-ci", "h-secrets", "loud", "r", "s"]
    assert q.range_of("h-ci").high == 160
    with pytest.raises(KeyError, match="answered by choice"):
        q.range_of("builds")
