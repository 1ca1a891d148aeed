"""The thresholds are data, and a mistake in them is named."""

from pathlib import Path

import pytest
import yaml

from assessment.errors import RulesError
from assessment.repositories.duplication.thresholds import parse

SHIPPED = Path(__file__).parents[3] / "data" / "rules" / "duplication.yaml"


@pytest.fixture
def document():
    return yaml.safe_load(SHIPPED.read_text("utf-8"))


def test_candidate_search_loses_no_pair_of_the_line_threshold(document):
    # two files of 7 lines that share the first 4 of a, b, c, d in order: 2 * 4 / 14 = 0.571 of their lines, and 4 of the 10 different ones
    document["similar"]["in_order"] = 8 / 14
    assert parse(document).similar.overlap == pytest.approx(4 / 10)  # s/(2-s): a smaller overlap cannot hold such a common run


def test_reach_of_campaigns_is_the_measured_one(document):
    rules = parse(document).campaigns
    assert (rules.few.repositories, rules.few.days, rules.many.repositories, rules.many.days) == (3, 30, 5, 60)


@pytest.mark.parametrize(
    ("section", "key", "value", "named"),
    [
        ("similar", "lines", 1.7, "similar, lines"),
        ("similar", "line", 0.7, "similar, line"),
        ("clusters", "largest", "many", "clusters, largest"),
        ("solutions", "not_counted", ["gardening"], "solutions, not_counted, 0"),
        ("comments", "hashes", ["*.x"], "comments, hashes"),
        ("campaigns", "minutes", {"least": 60, "usual": 45, "most": 120, "further": 0.3}, "campaigns, minutes"),
        ("campaigns", "edits", {"by_chance": 0, "gathered": 0.1}, "campaigns, edits, by_chance"),
    ],
)
def test_a_mistake_is_named_with_file_and_key(document, section, key, value, named):
    document[section][key] = value
    with pytest.raises(RulesError) as error:
        parse(document, "mine.yaml")
    assert error.value.where.startswith(f"mine.yaml, {named}")
    assert error.value.expected


def test_a_missing_section_is_named(document):
    del document["thin"]
    with pytest.raises(RulesError, match="thin"):
        parse(document)


def test_a_file_that_is_no_mapping_is_refused():
    with pytest.raises(RulesError, match="top level"):
        parse(["similar"])
