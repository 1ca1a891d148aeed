"""Where to start: rank acceptability over unknown weights, against values that can be worked out by hand."""

import numpy as np
import pandas as pd
import pytest

from assessment.decisions.priorities import Said, contenders, rank

NOTHING = Said(table=pd.DataFrame(columns=["workflow", "pain", "hours", "answers"]), pain={}, hours_year={})


def seen(**columns):
    names = columns.pop("names", ["a", "b", "c"])
    return pd.DataFrame(
        {"workflow": names, "commits_year": np.nan, "carried": np.nan, "copied_lines": 0.0, "solutions": 1.0, "eligible": 3} | columns
    )


def test_two_criteria_against_the_exact_rank_acceptability():
    # A=(1,0), B=(0,1), C=(.6,.6) under uniform weights: C leads for weights in (.4,.6), so first ranks .4/.4/.2 (exact)
    table = rank(NOTHING, seen(commits_year=[1.0, 0.0, 0.6], carried=[0.0, 1.0, 0.6]), 200_000, np.random.default_rng(1))
    first = table.set_index("workflow")["first"]
    assert first.loc[["a", "b", "c"]].tolist() == pytest.approx([0.4, 0.4, 0.2], abs=0.005)


def test_a_workflow_that_leads_everywhere_is_first_for_certain():
    size = 1_000
    said = Said(
        table=pd.DataFrame({"workflow": ["ci"], "pain": [4.0], "hours": [5.0], "answers": [12]}),
        pain={"ci": np.full(size, 4.0), "secrets": np.full(size, 2.0)},
        hours_year={"ci": np.linspace(100, 200, size), "secrets": np.full(size, 50.0)},
    )
    table = rank(said, seen(names=["ci", "secrets"], commits_year=[90.0, 10.0], carried=[5.0, 1.0]), size, np.random.default_rng(1))
    assert table["workflow"].tolist() == ["ci", "secrets"]
    assert table["rank"].tolist() == [1, 2]
    assert table["first"].tolist() == [1.0, 0.0]
    assert table.loc[0, ["hours_year", "hours_low", "hours_high"]].tolist() == pytest.approx([150, 105, 195], abs=0.2)
    assert table["answers"].tolist() == [12, 0]
    assert contenders(table) == ()


def test_too_close_to_call_names_the_others():
    table = rank(NOTHING, seen(commits_year=[1.0, 0.0, 0.1], carried=[0.0, 1.0, 0.1]), 4_000, np.random.default_rng(1))
    assert set(contenders(table)) | {table["workflow"].iloc[0]} == {"a", "b"}


def test_a_workflow_that_is_only_spoken_of_is_not_there_where_repositories_were_read():
    said = Said(
        table=pd.DataFrame({"workflow": ["d"], "pain": [3.0], "hours": [2.0], "answers": [9]}),
        pain={"d": np.full(100, 3.0)},
        hours_year={"d": np.full(100, 90.0)},
    )
    columns = ["commits_year", "carried", "solutions", "eligible", "copied_lines"]
    table = rank(said, seen(commits_year=[5.0, 1.0, np.nan]), 100, np.random.default_rng(1)).set_index("workflow")
    assert table.loc["d", columns].tolist() == [0, 0, 0, 0, 0]
    assert np.isnan(table.loc["c", "commits_year"])  # what could not be seen stays unknown
    nothing_read = rank(said, seen().head(0), 100, np.random.default_rng(1)).set_index("workflow")
    assert nothing_read.loc["d", columns].isna().all()


def test_without_any_evidence_nothing_is_first():
    table = rank(NOTHING, seen(), 100, np.random.default_rng(1))
    assert table["first"].isna().all()
