"""Answers are what people write: labels of the questionnaire's formats, drawn around the planted severities."""

import math

import numpy as np
import pytest

from assessment.demo.build import load
from assessment.demo.edits import DemoError
from assessment.demo.survey import answers, expected
from assessment.shipped import shipped
from assessment.survey.sources.questionnaires import load_questionnaire


@pytest.fixture(scope="module")
def questionnaire():
    return load_questionnaire(shipped("questionnaires", "platform-need.yaml"))


@pytest.fixture(scope="module")
def many(small_file, questionnaire):
    """The small organisation with two hundred people a team, so that chance is small."""
    spec = load(small_file)
    survey = spec.survey.model_copy(update={"respondents": {"red": 200, "blue": 200, "platform": 3}})
    spec = spec.model_copy(update={"survey": survey})
    return spec, answers(spec, questionnaire, np.random.default_rng(3)).answers


def mean(table, questionnaire, item, team):
    said = table[(table["item"] == item) & (table["team"] == team)]["answer"]
    values = [questionnaire.format_of(item).read(text).value for text in said]
    return np.mean([value for value in values if not math.isnan(value)])


def test_every_answer_is_one_that_its_item_knows(many, questionnaire):
    _, table = many
    assert set(table["item"]) == set(questionnaire.items)
    assert all(questionnaire.format_of(item).read(text) for item, text in zip(table["item"], table["answer"], strict=True))


def test_reversed_items_are_answered_the_other_way(many, questionnaire):
    """Latent severity 0.2 on 1..5 is 1.8, and 4.2 where agreement is the healthy answer."""
    _, table = many
    assert mean(table, questionnaire, "reinvention-own", "red") == pytest.approx(1.8, abs=0.15)
    assert mean(table, questionnaire, "reinvention-shared", "red") == pytest.approx(4.2, abs=0.15)


def test_a_scale_where_high_is_healthy_is_low_in_a_team_that_suffers(many, questionnaire):
    """Severity 0.1 and 0.9 on 1..7: 6.4 and 1.6; clipping at the ends takes a little off."""
    spec, table = many
    assert expected(spec, questionnaire)["culture"]["red"] == 6.4
    assert expected(spec, questionnaire)["culture"]["blue"] == 1.6
    assert mean(table, questionnaire, "culture-information", "red") == pytest.approx(6.4, abs=0.25)
    assert mean(table, questionnaire, "culture-information", "blue") == pytest.approx(1.6, abs=0.25)


def test_days_lie_on_the_log_scale(many, questionnaire):
    """Half way between 0.5 and 63 working days is √(0.5 x 63) = 5.6."""
    spec, table = many
    assert expected(spec, questionnaire)["setup-days"]["red"] == pytest.approx(5.612, abs=0.001)
    said = table[(table["item"] == "setup-days") & (table["team"] == "red")]["answer"]
    logs = [math.log(questionnaire.format_of("setup-days").read(text).value) for text in said if text != "Not applicable"]
    assert math.exp(np.mean(logs)) == pytest.approx(5.6, rel=0.15)


def test_pain_follows_its_workflow(many, questionnaire):
    """Latent pain 0.2 is 1.8 on 1..5, 0.9 is 4.6 less what the upper end cuts off; hours go with its square."""
    _, table = many
    assert mean(table, questionnaire, "pain-ci", "red") == pytest.approx(1.8, abs=0.15)
    assert mean(table, questionnaire, "pain-environments", "red") == pytest.approx(4.5, abs=0.2)
    assert mean(table, questionnaire, "hours-environments", "red") > 5 * mean(table, questionnaire, "hours-ci", "red")


def test_some_answers_are_missing_and_some_not_applicable(many, questionnaire):
    _, table = many
    asked = 403 * len(questionnaire.items)
    assert 1 - len(table) / asked == pytest.approx(0.02, abs=0.005)
    open_items = [item for item in questionnaire.items if questionnaire.format_of(item).not_applicable]
    rows = table[table["item"].isin(open_items)]
    assert (rows["answer"] == "Not applicable").mean() == pytest.approx(0.03, abs=0.006)


def test_respondents_say_nothing_about_who_they_are(many):
    _, table = many
    assert table["respondent"].str.fullmatch(r"r\d{3}").all()
    order = table.drop_duplicates("respondent")["team"].to_list()
    assert order != sorted(order)


def test_a_scale_without_a_severity_is_named(small_file, questionnaire):
    spec = load(small_file)
    severity = {scale: values for scale, values in spec.survey.severity.items() if scale != "glue"}
    spec = spec.model_copy(update={"survey": spec.survey.model_copy(update={"severity": severity})})
    with pytest.raises(DemoError, match=r"survey\.severity: scale 'glue'.*a line 'glue: \{all: 0\.5\}'"):
        answers(spec, questionnaire, np.random.default_rng(1))
