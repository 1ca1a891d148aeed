"""Files of a fleet and their teams: the longest path holds, and a repository without paths is as it was."""

import pandas as pd
import pytest

from assessment.model import Organisation
from assessment.repositories.facts import Facts
from assessment.repositories.fleet import Fleet


@pytest.fixture
def fleet():
    paths = [("mono", "apps/pay", "pay"), ("mono", "apps/pay/ui", "web"), ("mono", "apps", "lend"), ("mono", "Makefile", "pay")]
    return Fleet(
        organisation=Organisation.model_validate({"name": "A", "teams": [{"name": "pay", "headcount": 5}]}),
        facts=Facts(as_of=pd.Timestamp("2026-06-30", tz="UTC")),
        teams=pd.Series({"mono": "core", "api": "pay", "open": ""}),
        paths=pd.DataFrame(paths, columns=["repository", "path", "team"]),
    )


def test_the_longest_path_that_holds_a_file_names_its_team(fleet):
    rows = pd.DataFrame(
        [
            ("mono", "apps/pay/a", "pay"),
            ("mono", "apps/pay/ui/a/b", "web"),
            ("mono", "apps/payments/a", "lend"),  # apps/pay is no part of it
            ("mono", "Makefile", "pay"),
            ("mono", "Makefiles", "core"),
            ("api", "apps/pay/a", "pay"),
            ("open", "apps/pay/a", ""),
            ("elsewhere", "a", ""),
        ],
        columns=["repository", "path", "team"],
        index=range(10, 18),
    )
    for words in ("category", object):
        found = fleet.team_of(rows["repository"].astype(words), rows["path"].astype(words))
        pd.testing.assert_series_equal(found, rows["team"].astype(object))


def test_a_commit_belongs_to_the_team_of_most_of_its_files(fleet):
    changes = [(1, "apps/pay/a"), (1, "apps/pay/b"), (1, "x"), (2, "apps/pay/a"), (2, "apps/pay/ui/a"), (3, "apps/pay/ui/a")]
    rows = pd.DataFrame([("mono", *change) for change in changes], columns=["repository", "number", "path"])
    assert fleet.working(rows).to_numpy().tolist() == [["mono", 1, "pay"], ["mono", 2, "core"], ["mono", 3, "web"]]
