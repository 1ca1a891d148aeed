import pytest

from assessment.errors import SurveyError
from assessment.privacy.retention import expired


def test_the_oldest_rounds_go_first() -> None:
    assert expired(["2026-2", "2025-4", "2026-1", "2025-4"], 2) == ("2025-4",)
    assert expired(["2026-1"], 3) == ()
    assert expired([], 1) == ()


def test_one_round_at_least_is_kept() -> None:
    with pytest.raises(SurveyError, match="0 rounds"):
        expired(["2026-1"], 0)
