"""Copies of one solution are one cluster; a chain of small steps is not."""

import numpy as np
import pandas as pd
import pytest

from assessment.repositories.duplication.copies.clusters import clusters
from assessment.repositories.duplication.copies.documents import documents
from assessment.repositories.duplication.copies.similar import similar
from assessment.repositories.duplication.copies.tables import cluster_tables, files_with_clusters, first_seen
from assessment.repositories.duplication.thresholds import Grouping

NEVER = pd.Series([], index=pd.MultiIndex.from_arrays([[], []], names=["repository", "path"]), dtype="datetime64[s, UTC]")
LINES = [f"- run: ./step-{chr(97 + n // 26)}{chr(97 + n % 26)}.sh" for n in range(60)]


def lines_alone(rules):
    """Members are grouped by what can be counted by hand."""
    return rules.similar.model_copy(update={"weight": 0.0})


@pytest.fixture
def cluster(contents_of, rules):
    """(clusters, members, files) of files; `seen` gives the first day of paths."""

    def make(files, *, grouping=None, teams=None, seen=None):
        table = contents_of(files)
        found = documents(table, pd.Series(False, index=table.index), rules)
        pairs = similar(found, rules.similar)
        grouped = clusters(found, pairs, grouping or rules.clusters, lines_alone(rules))
        added = NEVER if seen is None else seen
        rows = files_with_clusters(found, grouped, lambda names, _: names.map(lambda name: (teams or {}).get(name, "")), added)
        return *cluster_tables(rows, found, grouped, added=added), rows

    return make


def text(*numbers):
    return "\n".join(LINES[n] for n in numbers)


def test_a_chain_is_cut(cluster):
    # 20 lines each, every link drops the 6 oldest: neighbours share 14 of 20 (0.7), next but one 8 of 20 (0.4), the ends nothing
    chain = {f"r{n}": {"ci.yml": text(*range(6 * n, 6 * n + 20))} for n in range(7)}
    table, members, _ = cluster(chain)
    of = dict(zip(members["repository"], members["cluster"], strict=True))
    assert all(of[f"r{n}"] != of[f"r{n + 3}"] for n in range(4) if f"r{n}" in of and f"r{n + 3}" in of)
    assert table["files"].max() == 2  # average linkage: a third link has mean similarity (0.7 + 0.4) / 2 = 0.55 < 0.62
    assert len(table) == 3


def test_two_solutions_are_two_clusters(cluster):
    files = {f"a{n}": {"ci.yml": text(*range(20), 40 + n)} for n in range(4)} | {
        f"b{n}": {"ci.yml": text(*range(20, 40), 50 + n)} for n in range(3)
    }
    table, members, _ = cluster(files)
    assert sorted(table["files"]) == [3, 4]
    assert members.groupby("cluster")["repository"].agg(lambda names: {name[0] for name in names}).map(len).tolist() == [1, 1]


def test_numbers_of_a_cluster(cluster):
    files = {
        "orders": {"ci.yml": "# ours\nname: orders\n\n" + text(*range(9))},
        "billing": {"ci.yml": "name: billing\n" + text(*range(9))},  # identical after normalisation
        "shop": {"ci.yml": "name: shop\n" + text(*range(9), 30, 31)},  # 10 lines of 12
    }
    table, members, files_table = cluster(files, teams={"orders": "Red", "billing": "Red", "shop": "Blue"})
    row = table.iloc[0]
    assert (row["files"], row["repositories"], row["teams"], row["identical"]) == (3, 3, 2, 2)
    assert (row["workflow"], row["kind"]) == ("ci", "github-workflow")
    assert (row["medoid_repository"], row["lines"]) == ("billing", 10)  # the first of the two identical files
    assert row["redundant_lines"] == 10 + 10 + 12 - 12
    assert row["drift"] == pytest.approx((0 + (1 - 20 / 22)) / 2)  # shop: 2 * 10 of 10 + 12 lines
    assert dict(zip(members["repository"], members["similarity"], strict=True)) == pytest.approx(
        {"billing": 1, "orders": 1, "shop": 20 / 22}
    )
    assert dict(zip(files_table["repository"], files_table["copied"], strict=True)) == {"billing": 10, "orders": 10, "shop": 10}


def test_identical_files_alone_are_a_cluster(cluster):
    table, _, _ = cluster({"a": {"ci.yml": text(*range(8))}, "b": {"other/build.yml": text(*range(8))}})
    assert table[["files", "identical", "redundant_lines", "drift"]].to_numpy().tolist() == [[2, 2, 8, 0.0]]


def test_copies_inside_one_repository_are_no_cluster(cluster):
    table, members, files = cluster({"a": {"one.yml": text(*range(8)), "two.yml": text(*range(8))}})
    assert table.empty
    assert members.empty
    assert files["copied"].tolist() == [0, 0]


def test_a_file_without_an_owner_belongs_to_no_team(cluster):
    table, members, _ = cluster({"a": {"ci.yml": text(*range(8))}, "b": {"ci.yml": text(*range(8))}}, teams={"a": "Red", "b": ""})
    assert table["teams"].tolist() == [1]
    assert members["team"].tolist() == ["Red", ""]


def test_row_order_changes_nothing(contents_of, rules):
    rng = np.random.default_rng(5)
    files = {f"r{n:02}": {"ci.yml": text(*sorted(rng.choice(27, size=16, replace=False)))} for n in range(40)}
    table = contents_of(files)

    def run(rows):
        found = documents(rows, pd.Series(False, index=rows.index), rules)
        grouped = clusters(found, similar(found, rules.similar), rules.clusters, lines_alone(rules))
        done = files_with_clusters(found, grouped, lambda names, _: names.map(lambda _: ""), NEVER)
        return cluster_tables(done, found, grouped, added=NEVER)

    clusters_one, members_one = run(table)
    assert len(clusters_one) > 3
    for seed in range(3):
        clusters_other, members_other = run(table.sample(frac=1, random_state=seed))
        pd.testing.assert_frame_equal(clusters_one, clusters_other)
        pd.testing.assert_frame_equal(members_one, members_other)


def days(**seen):
    """Day of January 2024 on which ci.yml of each repository was added."""
    index = pd.MultiIndex.from_tuples([(name, "ci.yml") for name in seen], names=["repository", "path"])
    return pd.Series(pd.to_datetime([f"2024-01-{day:02}" for day in seen.values()], utc=True), index=index)


def test_an_id_stays_when_other_clusters_change(cluster):
    pair = {"a": {"ci.yml": text(*range(8))}, "b": {"ci.yml": text(*range(8))}}
    alone, _, _ = cluster(pair)
    beside, _, _ = cluster({**pair, "c": {"x.tf": text(*range(9))}, "d": {"x.tf": text(*range(9))}})
    assert alone["cluster"][0] in set(beside["cluster"])
    assert beside["cluster"].is_unique


def test_an_id_stays_when_a_member_joins_or_leaves(cluster):
    files = {name: {"ci.yml": text(*range(8))} for name in ("a", "b", "c", "old")}
    seen = days(a=9, b=8, c=7, old=2)
    (whole,) = cluster(files, seen=seen)[0]["cluster"]
    for name in ("a", "b", "c"):
        (less,) = cluster({other: one for other, one in files.items() if other != name}, seen=seen)[0]["cluster"]
        assert less == whole
    (without,) = cluster({name: one for name, one in files.items() if name != "old"}, seen=seen)[0]["cluster"]
    assert without != whole  # the oldest file left


def test_an_id_is_that_of_the_oldest_file_and_a_file_without_a_day_is_not_old(cluster):
    files = {name: {"ci.yml": text(*range(8))} for name in ("a", "b", "c")}
    assert cluster(files, seen=days(b=5, c=6))[0]["cluster"][0] == cluster(files, seen=days(a=7, b=5))[0]["cluster"][0]
    assert cluster(files, seen=days(b=5, c=6))[0]["cluster"][0] != cluster(files)[0]["cluster"][0]  # without any day: a


def test_a_component_that_is_too_large_is_grouped_around_hubs(cluster):
    files = {f"r{n}": {"ci.yml": text(*range(20), 30 + n)} for n in range(6)}
    table, members, _ = cluster(files, grouping=Grouping(slack=0.0, largest=3, source=0.8))
    assert table["files"].tolist() == [6]
    assert members["similarity"].tolist() == pytest.approx([1.0] + [40 / 42] * 5)


def test_first_seen_is_the_day_the_path_was_added(cluster):
    when = pd.to_datetime(["2024-03-05 23:10", "2023-01-02 08:00", "2024-06-01 12:00"], utc=True).as_unit("s")
    commits = pd.DataFrame({"repository": "a", "number": [7, 2, 9], "authored_at": when})
    changes = pd.DataFrame({"repository": "a", "number": [7, 2, 9], "path": ["ci.yml", "ci.yml", "ci.yml"], "status": ["A", "A", "M"]})
    seen = first_seen(changes, commits)
    _, members, _ = cluster({"a": {"ci.yml": text(*range(8))}, "b": {"ci.yml": text(*range(8))}}, seen=seen)
    assert members["first_seen"].dt.strftime("%Y-%m-%d").fillna("unknown").tolist() == ["2023-01-02", "unknown"]
