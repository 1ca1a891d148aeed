import pandas as pd
import pytest

from assessment.decisions.dictionary import COLUMNS as DOCUMENTED
from assessment.repositories.labour.authorship import Known
from assessment.repositories.labour.departures import COLUMNS, table

NOTHING = Known(
    pd.DataFrame(columns=["repository", "path", "workflow", "team"], dtype=object),
    pd.DataFrame({"file": pd.Series(dtype=int), "person": pd.Series(dtype=int), "here": pd.Series(dtype=bool)}),
)


def work(*rows):
    """Touches from (team, workflow, key, person, stands)."""
    return pd.DataFrame(rows, columns=["team", "workflow", "key", "person", "stands"])


def at(made, team="", workflow=""):
    return made[(made["team"] == team) & (made["workflow"] == workflow)].iloc[0]


def test_the_columns_are_the_documented_ones():
    assert list(DOCUMENTED["glue"]) == COLUMNS
    assert table(work(), NOTHING, k=5).empty


def test_a_commit_counts_once_in_each_cell_and_once_in_all():
    both = [("A", "ci", 1, 1, "own"), ("A", "containers", 1, 1, "own"), ("B", "ci", 1, 1, "outside"), ("", "ci", 2, 1, "unknown")]
    made = table(work(*both), NOTHING, k=1)
    assert {(t, w): n for t, w, n in made[["team", "workflow", "commits"]].itertuples(index=False)} == {
        ("", ""): 2,
        ("", "ci"): 2,
        ("", "containers"): 1,
        ("A", ""): 1,
        ("A", "ci"): 1,
        ("A", "containers"): 1,
        ("B", ""): 1,
        ("B", "ci"): 1,
    }
    assert at(made, "B")["outside"] == 1
    assert at(made)["outside"] == 1


def test_the_share_from_outside_leaves_out_who_is_not_known():
    made = at(
        table(work(*[("A", "ci", n, n, s) for n, s in enumerate(["own", "own", "own", "outside", "unknown", "platform"])]), NOTHING, k=1)
    )
    assert made["commits"] == 6
    assert made["outside_share"] == 0.25  # one of own 3 and outside 1
    assert pd.isna(at(table(work(("A", "ci", 1, 1, "unknown")), NOTHING, k=1))["outside_share"])


def test_people_and_the_busiest_three_are_told_from_k_on():
    rows = [("A", "ci", key, person, "own") for key, person in enumerate([1] * 6 + [2] * 3 + [3] * 2 + [4] + [5])]
    made = at(table(work(*rows), NOTHING, k=5), "A", "ci")
    assert made["people"] == 5
    assert made["top_share"] == pytest.approx(11 / 13)  # 6 + 3 + 2 of 13
    hidden = at(table(work(*rows), NOTHING, k=6), "A", "ci")
    assert pd.isna(hidden["people"])
    assert pd.isna(hidden["top_share"])


def knowing(count, pairs, *, gone=()):
    """`count` files of ci in team A, with main authors from (file, person)."""
    files = pd.DataFrame({"repository": "r", "path": [f"{n}.yml" for n in range(count)], "workflow": "ci", "team": "A"})
    authors = pd.DataFrame(pairs, columns=["file", "person"])
    return Known(files, authors.assign(here=~authors["person"].isin(gone)))


def test_departures_start_from_what_is_known_today():
    # ten files, one author each; the authors of two files are gone. Of eight known, five must be lost: three people of 2, 2, 1 files
    pairs = list(enumerate([1, 1, 2, 2, 3, 4, 5, 6, 8, 9]))
    made = at(table(work(), knowing(10, pairs, gone=(8, 9)), k=3))
    assert made["orphaned_share"] == pytest.approx(0.2)
    assert made["departure_share"] == pytest.approx(0.7)  # 2 and 5 of 10
    assert made["truck_factor"] == 3
    assert made["files"] == 10
    assert pd.isna(at(table(work(), knowing(10, pairs, gone=(8, 9)), k=4))["truck_factor"])  # 3 people are fewer than k


def test_files_that_fewer_than_k_people_know_are_only_counted():
    made = at(table(work(), knowing(3, [(0, 1), (1, 2), (2, 3)], gone=(3,)), k=4), "A", "ci")
    assert made["files"] == 3
    assert made[["orphaned_share", "departure_share", "truck_factor"]].isna().all()


def test_a_group_that_everybody_left_has_no_truck_factor():
    made = at(table(work(), knowing(2, [(0, 1), (1, 2)], gone=(1, 2)), k=1))
    assert made["orphaned_share"] == 1
    assert made["departure_share"] == 1
    assert pd.isna(made["truck_factor"])
