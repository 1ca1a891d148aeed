"""How far copies went apart, month by month. A letter is a line."""

import numpy as np
import pandas as pd
import pytest

from assessment.repositories.duplication.copies.drift import COLUMNS, cluster_drift
from assessment.repositories.duplication.copies.histories import History
from assessment.repositories.duplication.copies.versions import Past

AS_OF = pd.Timestamp("2024-06-20 12:00", tz="UTC")


def history(*versions):
    days = [(pd.Timestamp(day) - pd.Timestamp(0)).days for day, _ in versions]
    texts = [text for _, text in versions]
    return History(np.array(days, np.int64), texts, Past([], days, [], True), np.zeros(0, np.int64))


def drift(*members, medoid=0):
    table = cluster_drift(pd.DataFrame({"cluster": ["x"] * len(members)}), members, pd.Series({"x": medoid}), AS_OF)
    return {f"{month:%Y-%m}": (n, mean, widest) for _, month, n, mean, widest in table.itertuples(index=False)}


def near(members, mean, widest):
    return (members, pytest.approx(mean, nan_ok=True), pytest.approx(widest, nan_ok=True))


def test_each_month_is_compared_at_its_end():
    found = drift(history(("2024-01-05", "abcd")), history(("2024-03-31", "abcd"), ("2024-05-01", "abxy")))
    assert found == {
        "2024-03": near(2, 0, 0),  # it came on the last day of March
        "2024-04": near(2, 0, 0),
        "2024-05": near(2, 0.5, 0.5),  # two of four lines
        "2024-06": near(2, 0.5, 0.5),
    }


def test_mean_and_widest_are_of_the_members_beside_the_medoid():
    found = drift(history(("2024-06-01", "abcdefgh")), history(("2024-06-02", "abcdefgx")), history(("2024-06-03", "abcdwxyz")))
    assert found == {"2024-06": near(3, (1 / 8 + 4 / 8) / 2, 4 / 8)}


def test_the_medoid_is_taken_as_it_was_then():
    found = drift(history(("2024-04-01", "wxyz"), ("2024-06-01", "abcd")), history(("2024-04-01", "abcd")))
    assert [mean for _, mean, _ in found.values()] == [1, 1, 0]


def test_a_member_counts_from_the_month_it_came():
    found = drift(history(("2024-04-01", "abcd")), history(("2024-04-01", "abcd")), history(("2024-06-01", "abxy")))
    assert [row[0] for row in found.values()] == [2, 2, 3]
    assert [row[1] for row in found.values()] == [0, 0, 0.25]


def test_before_the_medoid_came_there_is_no_drift_to_tell():
    found = drift(history(("2024-06-01", "abcd")), history(("2024-04-01", "abcd")), history(("2024-05-01", "abcx")))
    assert found == {"2024-05": near(2, np.nan, np.nan), "2024-06": near(3, 0.125, 0.25)}


def test_this_month_ends_today():
    late = history(("2024-06-01", "abcd"), ("2024-06-25", "wxyz"))  # five days after as_of
    assert drift(history(("2024-06-01", "abcd")), late) == {"2024-06": near(2, 0, 0)}


@pytest.mark.parametrize("other", [(), (("2024-07-01", "abcd"),)])
def test_one_member_has_no_drift(other):
    assert drift(history(("2024-01-05", "abcd")), history(*other)) == {}


def test_months_without_a_change_are_carried_on():
    found = drift(history(("2020-01-01", "abcd")), history(("2020-01-01", "abcx")))
    assert len(found) == 4 * 12 + 6
    assert set(found.values()) == {(2, 0.25, 0.25)}


def test_clusters_follow_the_order_of_members_and_an_empty_table_has_its_columns():
    members = pd.DataFrame({"cluster": ["z", "z", "a", "a"]})
    one = history(("2024-06-01", "abcd"))
    found = cluster_drift(members, [one] * 4, pd.Series({"a": 2, "z": 1}), AS_OF)
    assert found["cluster"].tolist() == ["z", "a"]
    nothing = cluster_drift(members.iloc[:0], [], pd.Series(dtype="int64"), AS_OF)
    assert nothing.columns.tolist() == COLUMNS == found.columns.tolist()
    assert nothing.dtypes.astype(str).tolist() == found.dtypes.astype(str).tolist()
