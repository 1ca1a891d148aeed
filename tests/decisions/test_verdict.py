"""The table of answers, and what a verdict says of its own limits."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from assessment.decisions.assessment import Answer
from assessment.decisions.basis import Basis
from assessment.decisions.dictionary import COLUMNS
from assessment.decisions.verdict import at_the_end, platform_state, verdict
from assessment.indicators.severities import Severity, drawn
from assessment.outcome import Source

HEADCOUNTS = {"pay": 6, "lend": 6}
WORKFLOWS = pd.DataFrame({"workflow": ["ci", "secrets"], "first": [0.9, 0.1], "hours_year": [100.0, 20.0]})
NO_ROADS = pd.DataFrame(columns=list(COLUMNS["adoption"]))

# values at the anchors: severity 1 (severe) or 0 (none), by indicator
OBSERVED = {
    "reinvention": {"independent-solutions": (0.0, 1.0), "own-solutions": (0.0, 1.0), "copied-lines": (0.0, 1.0)},
    "onboarding": {"days-to-first-deployable": (1.0, 60.0), "setup-share": (0.0, 1.0)},
    "compliance": {"control-spread": (0.0, 1.0), "setting-spread": (0.0, 1.0), "control-gap": (0.0, 1.0)},
    "glue": {"outside-plumbing": (0.0, 1.0), "glue-concentration": (0.0, 1.0), "propagated-by-hand": (0.0, 1.0)},
}
PERCEIVED = {
    "reinvention": "perceived-reinvention",
    "onboarding": "perceived-onboarding",
    "compliance": "perceived-compliance",
    "glue": "perceived-glue",
}


@pytest.fixture
def decide(shipped_rubric, measured):
    between = {m.id for i in shipped_rubric.all.values() for m in i.measures if m.between_teams}

    def run(severe, *, culture=None, observed=True, perceived=True, adoption=NO_ROADS, platform_team=""):
        signals = []
        for indicator, measures in OBSERVED.items() if observed else ():
            for name, values in measures.items():
                teams = ("",) if name in between else HEADCOUNTS
                signals += [measured(name, values[indicator in severe], team=team) for team in teams]
        for indicator, name in PERCEIVED.items() if perceived else ():
            signals += [measured(name, 4.5 if indicator in severe else 1.5, team=t, source=Source.PERCEIVED, n=6, of=6) for t in HEADCOUNTS]
        if culture is not None:
            signals += [measured("culture", culture, team=t, source=Source.PERCEIVED, n=6, of=6) for t in HEADCOUNTS]
        evidence = drawn(signals, shipped_rubric, 500, np.random.default_rng(1))
        basis = Basis(
            headcounts=HEADCOUNTS,
            answers=12 if perceived else 0,
            repositories=10,
            repositories_of=12,
            unmapped=("odd",),
            platform_team=platform_team,
            silent_teams=(),
            shown=evidence,
        )
        return verdict(evidence, basis, WORKFLOWS, adoption)

    return run


@pytest.mark.parametrize(
    ("severe", "culture", "answer"),
    [
        (("reinvention", "glue"), 6.5, Answer.PLATFORM_TEAM),
        (("reinvention", "glue", "onboarding"), 2.0, Answer.THIN_PLATFORM),
        (("reinvention", "glue"), None, Answer.PLATFORM_TEAM),
        ((), 6.5, Answer.NOT_YET),
        (("glue",), 6.5, Answer.NOT_YET),  # one of four is not structural
        ((), 2.0, Answer.CULTURE_FIRST),
        ((), None, Answer.NOT_YET),
    ],
)
def test_the_table_of_answers(decide, severe, culture, answer):
    assert decide(severe, culture=culture).answer is answer


def test_unknown_culture_asks_before_acting(decide):
    assert "Ask about delivery culture" in decide(("reinvention", "glue")).headline
    assert decide(("reinvention", "glue")).culture == "unknown"


def test_no_evidence_cannot_tell(decide):
    result = decide((), observed=False, perceived=False)
    assert result.answer is Answer.CANNOT_TELL
    assert result.structural is None
    assert result.resonates == dict.fromkeys(OBSERVED)
    assert any("Run the survey" in line for line in result.collect_next)


def test_opinion_alone_does_not_found_a_team(decide):
    result = decide(("reinvention", "glue", "onboarding", "compliance"), observed=False)
    assert result.answer is Answer.CANNOT_TELL


def test_counter_evidence_is_printed(decide):
    result = decide(("reinvention", "glue"), culture=6.5)
    assert all(text.startswith(("Onboarding", "Compliance")) for text in result.counter_evidence)
    assert len(result.counter_evidence) == 3 + 4  # every measure given of the two calm indicators
    assert all(text.startswith(("Reinvention", "Human glue")) for text in result.reasons)
    assert "n = 12 of 12" in " ".join(result.reasons)


def test_what_is_missing_is_asked_for(decide):
    lines = " ".join(decide(("reinvention",), culture=6.5).collect_next)
    assert "Mend what kept 2 repositories from being read" in lines
    assert "Name a team for 1 repository that nobody claims: odd." in lines


def test_start_with_names_the_workflow_and_its_probability(decide):
    result = decide(("reinvention", "glue"), culture=6.5)
    assert (result.start_with, result.start_probability) == ("ci", 0.9)
    assert "with CI" in result.headline


def test_a_verdict_that_hangs_on_one_measure_says_so(shipped_rubric, measured):
    # glue is severe in both wings; reinvention only through copied lines among measures of weight 1 and 2
    names = OBSERVED["glue"]
    signals = [measured(n, 1.0, team="" if n == "glue-concentration" else t) for n in names for t in ("pay",)]
    signals += [measured("copied-lines", 1.0, team="pay"), measured("own-solutions", 0.0, team="pay")]
    signals += [measured(n, 0.0, team="" if n in {"control-spread", "setting-spread"} else "pay") for n in OBSERVED["compliance"]]
    signals += [measured("days-to-first-deployable", 1.0, team="pay"), measured("setup-share", 0.0, team="pay")]
    evidence = drawn(signals, shipped_rubric, 2_000, np.random.default_rng(1))
    basis = Basis(
        headcounts={"pay": 6},
        answers=0,
        repositories=1,
        repositories_of=1,
        unmapped=(),
        platform_team="",
        silent_teams=("pay",),
        shown=evidence,
    )
    result = verdict(evidence, basis, WORKFLOWS, NO_ROADS)
    assert result.answer is Answer.PLATFORM_TEAM
    assert any("Plumbing that stands near-identical" in text for text in result.would_flip)


def roads(**change):
    row = {
        "road": "deploy",
        "workflow": "deployment",
        "team": "",
        "eligible": 10,
        "on_road": 6,
        "voluntary": 6,
        "mandated": 0,
        "tax": "cannot tell",
    }
    return pd.DataFrame([row | change]).reindex(columns=list(COLUMNS["adoption"]))


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({}, "product"),
        ({"voluntary": 1, "mandated": 5}, "mandate"),
        ({"tax": "tax"}, "tax"),
        ({"on_road": 0, "voluntary": 0}, "cannot tell"),
        ({"on_road": 2, "voluntary": 2}, "cannot tell"),  # a fifth of the eligible is too few to call it a product
    ],
)
def test_a_declared_platform_is_a_product_a_mandate_or_a_tax(change, state):
    assert platform_state(roads(**change)) == state


def test_without_a_declared_platform_nothing_is_said_of_one():
    assert platform_state(NO_ROADS) == ""


def test_files_alone_do_not_say_that_nothing_is_wrong(decide):
    assert "The bottleneck is not structural" in decide(()).headline
    silent = decide((), perceived=False)
    assert silent.answer is Answer.NOT_YET
    assert silent.headline == "Not yet, as far as the repositories show. Nobody was asked: run the survey before you decide."


def test_what_is_missing_is_said_where_it_could_turn_the_answer(decide):
    silent = decide(("reinvention",), perceived=False)
    assert silent.answer is Answer.NOT_YET
    assert silent.would_flip[-1] == (
        "Not all evidence is in (50 % for onboarding). Were everything that is missing severe, onboarding would resonate too, and the "
        "answer would be: platform team."
    )
    assert not any("missing" in line for line in decide(("reinvention",), culture=6.5).would_flip)


def test_bounds_of_what_is_missing():
    """By hand: 0.6 of the evidence at 0.4 and the rest at the ends is 0.64 and 0.24; without any value, the ends themselves."""
    half = Severity(indicator="glue", team="", draws=np.array([0.4]), coverage=0.6, answers=0, repositories=3)
    assert [at_the_end(half, level, 1).draws.tolist() for level in (1.0, 0.0)] == [[pytest.approx(0.64)], [pytest.approx(0.24)]]
    assert at_the_end(replace(half, draws=None), 1.0, 2).draws.tolist() == [1.0, 1.0]


def test_numbers_are_said_in_words(decide):
    said = " ".join((*decide(()).reasons, *decide(()).counter_evidence))
    assert "how differently the same control is set, 0.0 on a scale from 0, all alike, to 1 (n" in said
    assert "first deployable, 1.0 days in the median team" in said
    assert "1.5 (agreement 1-5) in the median team" in said


def test_what_speaks_for_not_yet_is_what_does_not_resonate(decide):
    yes, no = decide(("reinvention", "glue")), decide(("glue",), culture=6.5)
    assert yes.answer is Answer.PLATFORM_TEAM
    assert all(line.startswith(("Reinvention", "Human glue")) for line in yes.reasons)
    assert no.answer is Answer.NOT_YET
    assert all(line.startswith("Human glue") for line in no.counter_evidence)
    assert not any(line.startswith("Human glue") for line in no.reasons)


def test_where_a_platform_team_is_there_it_is_not_told_to_start_one(decide):
    result = decide(("reinvention", "glue"), culture=6.5, platform_team="plat")
    assert result.answer is Answer.PLATFORM_TEAM
    assert result.headline == "The bottleneck is structural, and the platform team is the answer. Start its next road with CI."


def test_an_answer_that_starts_nothing_names_no_place_to_start(decide):
    result = decide((), culture=6.5)
    assert (result.start_with, result.start_probability, result.too_close_to_call) == ("", None, ())
