import math
from typing import Any

import pandas as pd
import pytest

from assessment.outcome import Outcome, Source
from assessment.shipped import shipped
from assessment.survey.answers import empty, score
from assessment.survey.scales import rounding, signals
from assessment.survey.sources.questionnaires import load_questionnaire


def by(found: list[Any]) -> dict[tuple[str, str], Any]:
    return {(signal.measure, signal.team): signal for signal in found}


def test_a_scale_is_reversed_averaged_and_counted(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=2, blue=4)
    # red: (5, 5, 6-1) = 5 and (1, 3, 6-4) = 2; blue: three people at 3, one silent
    table = answers(o, {"red": {"a": "5 1", "b": "5 3", "c": "1 4"}, "blue": {"a": "3 3 3", "b": "3 3 3", "c": "3 3 3"}})
    found = by(signals(table, questionnaire, o))
    red = found["perceived-s", "red"]
    assert (red.outcome, red.source, red.unit) == (Outcome.MEASURED, Source.PERCEIVED, "agreement 1-5")
    assert (red.value, red.spread, red.n, red.of) == (3.5, 0, 2, 2)
    blue = found["perceived-s", "blue"]
    assert (blue.n, blue.of) == (3, 4)
    assert blue.spread > 0
    whole = found["perceived-s", ""]
    assert (whole.n, whole.of) == (5, 6)
    assert whole.value == pytest.approx((2 * 3.5 + 4 * 3) / 6, abs=0.005)


def test_people_below_the_minimum_do_not_count(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=3)
    # the second person answered one of three items, the third two
    table = answers(o, {"red": {"a": "5 1 4", "b": "5 - -", "c": "1 DK 1"}})
    red = by(signals(table, questionnaire, o))["perceived-s", "red"]
    assert red.n == 2
    assert red.value == 4.75  # (5 + 4.5) / 2


def test_days_are_a_geometric_mean_with_a_spread_on_the_log(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=4)
    table = answers(o, {"red": {"d": "A_day Weeks"}})
    red = by(signals(table, questionnaire, o))["setup-days", "red"]
    assert (red.value, red.unit) == (4, "days")
    # ln 1 and ln 16: s2 = (ln 16)^2 / 2; SE = sqrt((1 - 2/4) s2 / 2)
    assert red.spread == pytest.approx(math.log(16) / math.sqrt(8))
    assert red.df == 1


def test_absence_is_never_a_number(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=2, blue=2, green=2, grey=2)
    table = answers(o, {"red": {"a": "5 4", "b": "5 4"}, "blue": {"a": "NA NA", "b": "NA NA"}, "green": {"a": "DK NA", "b": "DK -"}})
    found = by(signals(table, questionnaire, o))
    assert found["perceived-s", "red"].value == 4.5
    assert found["perceived-s", "blue"].outcome is Outcome.NOT_APPLICABLE
    assert found["perceived-s", "green"].outcome is Outcome.UNAVAILABLE
    assert found["perceived-s", "green"].note == "nobody answered enough of it"
    assert found["perceived-s", "grey"].note == "nobody answered"
    assert {found["perceived-s", team].value for team in ("blue", "green", "grey")} == {None}
    whole = found["perceived-s", ""]
    assert (whole.n, whole.of, whole.note) == (2, 8, "")  # that three of eight said it does not apply is a number about three


def test_not_applicable_leaves_the_denominator_where_enough_said_so(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=9, blue=9)
    table = answers(o, {"red": {"a": "5 4 " + "NA " * 5, "b": "5 4 " + "NA " * 5}, "blue": {"a": "3 3 3 NA", "b": "3 3 3 NA"}})
    found = by(signals(table, questionnaire, o))
    assert (found["perceived-s", "red"].n, found["perceived-s", "red"].of) == (2, 4)  # nine less five
    assert (found["perceived-s", "blue"].n, found["perceived-s", "blue"].of) == (3, 9)  # one would be a number about one
    whole = found["perceived-s", ""]
    assert (whole.n, whole.of) == (5, 13)  # eighteen less the same five, or the one could be had by subtraction
    assert whole.note == "5 said not applicable, counted in teams where at least 5 did"
    assert found["setup-days", ""].outcome is Outcome.UNAVAILABLE


def test_a_single_answer_is_no_estimate(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=5)
    red = by(signals(answers(o, {"red": {"d": "Weeks"}}), questionnaire, o))["setup-days", "red"]
    assert red.outcome is Outcome.UNAVAILABLE
    assert "one answer" in red.note


def test_no_answers_give_one_unavailable_signal_a_scale_and_team(questionnaire: Any, organisation: Any) -> None:
    found = signals(empty(), questionnaire, organisation(red=5, blue=3))
    assert len(found) == 6
    assert {signal.outcome for signal in found} == {Outcome.UNAVAILABLE}


def test_evidence_names_items_and_no_numbers(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=2)
    red = by(signals(answers(o, {"red": {"a": "5 1", "b": "5 3"}}), questionnaire, o))["perceived-s", "red"]
    assert [e.note for e in red.evidence] == ["item a v1: First?", "item b v1: Second?", "item c v1, reversed: Third?"]


def test_rounding_follows_sheppard(questionnaire: Any) -> None:
    scale, days = questionnaire.scales
    assert rounding(scale, questionnaire) == pytest.approx(1 / 12 / 3)  # steps of 1, mean of three items
    assert rounding(days, questionnaire) == pytest.approx(math.log(4) ** 2 / 12)


def test_a_headcount_below_the_answers_does_not_break(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=2)
    red = by(signals(answers(o, {"red": {"d": "Weeks A_day Weeks"}}), questionnaire, o))["setup-days", "red"]
    assert (red.n, red.of, red.spread) == (3, 3, 0)


def test_a_scale_of_an_optional_section_is_there_only_where_it_was_asked(organisation: Any) -> None:
    o = organisation(red=3)
    q = load_questionnaire(shipped("questionnaires", "cognitive-load.yaml"))

    def found(**said: str) -> set[str]:
        rows = [(f"p{n}", "red", item.replace("_", "-"), answer) for item, answer in said.items() for n in range(3)]
        raw = pd.DataFrame(rows, columns=["respondent", "team", "item", "answer"])
        return {signal.measure for signal in signals(score(raw, q, o, "test").answers, q, o)}

    without = found(load_tools="Agree")
    assert not {measure for measure in without if measure.startswith("workload")}
    assert "intrinsic-load" in without  # asked, and left unanswered
    assert found(load_tools="Agree", tlx_ci_mental="50") - without == {"workload-ci"}
