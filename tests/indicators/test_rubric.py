"""The rubric file is complete, and says what is wrong with a broken one."""

import copy
from pathlib import Path

import pytest
import yaml

from assessment.errors import QuestionnaireError
from assessment.indicators import rubric
from assessment.outcome import Source

PATH = Path(__file__).parents[2] / "data/rubrics/platform-need.yaml"


@pytest.fixture
def mapping() -> dict:
    return copy.deepcopy(yaml.safe_load(PATH.read_text()))


def test_each_of_the_four_has_two_observed_measures_and_one_perceived(shipped_rubric):
    counts = {name: [m.source for m in i.measures] for name, i in shipped_rubric.indicators.items()}
    assert set(counts) == {"reinvention", "onboarding", "compliance", "glue"}
    for name, sources in counts.items():
        assert sources.count(Source.OBSERVED) >= 2, name
        assert sources.count(Source.PERCEIVED) >= 1, name


def test_linear_position_by_hand(shipped_rubric):
    copied = next(m for m in shipped_rubric.indicators["reinvention"].measures if m.id == "copied-lines")
    # anchors 0.1 and 0.6: 0.35 lies half way
    assert [copied.position(v) for v in (0.0, 0.1, 0.35, 0.6, 0.9)] == pytest.approx([0, 0, 0.5, 1, 1])


def test_log_position_by_hand(shipped_rubric):
    days = next(m for m in shipped_rubric.indicators["onboarding"].measures if m.id == "days-to-first-deployable")
    # anchors 2 and 30 days; the geometric mean sqrt(60) = 7.746 lies half way
    assert days.position(60**0.5) == pytest.approx(0.5)
    assert days.position(0.0) == 0.0


def test_culture_counts_downwards(shipped_rubric):
    westrum = shipped_rubric.culture.measures[0]
    assert westrum.position(6.0) == 0.0  # healthier than 'none'
    assert westrum.position(3.0) == 1.0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda m: m["indicators"].pop("glue"), "indicator missing: glue"),
        (lambda m: m["indicators"]["glue"]["measures"][0].update(none=0.4), "anchors none and severe are equal"),
        (lambda m: m["indicators"]["glue"]["measures"][0].update(id="culture"), "measure named twice: culture"),
        (lambda m: m["indicators"]["onboarding"]["measures"][0].update(none=0), "log scale needs anchors above 0"),
        (lambda m: m.update(treshold=0.5), "treshold"),
        (lambda m: m["indicators"]["glue"]["measures"][0].update(weight=-1), "indicators.glue.measures.0.weight"),
    ],
)
def test_broken_rubrics_are_named(mapping, change, message):
    change(mapping)
    with pytest.raises(QuestionnaireError, match=message.replace("(", r"\(")) as caught:
        rubric.parse(mapping, "rubric.yaml")
    assert str(caught.value).startswith("rubric.yaml")
