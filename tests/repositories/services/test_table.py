import pandas as pd
import pytest

from assessment.decisions.assessment import tidy
from assessment.decisions.dictionary import COLUMNS
from assessment.repositories.labour.people import human
from assessment.repositories.services import clock, table


def test_one_row_tells_the_whole_beginning_of_a_service(make_fleet, as_of):
    ages = [200, 199, 190, 150, 100]
    commits = [{"repository": "s", "days": days, "changed_files": 2, "plumbing_files": n % 3} for n, days in enumerate(ages)]
    changes = [
        {"repository": "s", "number": 1, "workflow": "ci", "kind": "github-workflow", "path": ".github/workflows/ci.yml", "status": "A"},
        {"repository": "s", "number": 2, "workflow": "deployment", "kind": "helm-chart", "path": "chart/Chart.yaml", "status": "A"},
    ]
    tags = [{"repository": "s", "tag": "v1.0", "commit": "c" * 40, "committed_at": as_of - pd.Timedelta(days=150)}]
    fleet = make_fleet({"s": "A"}, commits=commits, changes=changes, tags=tags)
    (row,) = table(fleet, human(fleet), clock(fleet)).to_dict("records")
    assert [row[f"days_to_{first}"] for first in ("ci", "deployable", "release")] == [1, 10, 50]
    # the third commit changes two files, both plumbing; four commits lie in the first 90 days
    assert (row["plumbing_90d"], row["plumbing_share_90d"], row["plumbing_share_50"]) == (1, 1 / 4, 1 / 5)
    assert (row["team"], row["released_by"], row["template"], row["censored"]) == ("A", "tag", "", False)


def test_a_version_older_than_the_first_commit_tells_of_a_history_that_was_cut_off(make_fleet, as_of):
    changes = [{"repository": "s", "number": 1, "workflow": "deployment", "kind": "helm-chart", "path": "chart/Chart.yaml", "status": "A"}]
    tags = [{"repository": "s", "tag": "v1.0", "commit": "c" * 40, "committed_at": as_of - pd.Timedelta(days=900)}]
    fleet = make_fleet({"s": "A"}, commits=[{"repository": "s", "days": 200}, {"repository": "s", "days": 190}], changes=changes, tags=tags)
    (row,) = table(fleet, human(fleet), clock(fleet)).to_dict("records")
    assert row["restarted"]
    assert pd.isna([row["days_to_deployable"], row["days_to_release"]]).all()


@pytest.mark.parametrize("services", [{"s": "A"}, {}])
def test_every_documented_column_is_made(make_fleet, services):
    changes = [{"repository": "s", "workflow": "deployment", "kind": "helm-chart", "path": "chart/Chart.yaml", "status": "A"}]
    fleet = make_fleet({"s": "A"}, commits=[{"repository": "s", "days": 2_000}], changes=changes if services else [])
    made = table(fleet, human(fleet), clock(fleet))
    assert set(COLUMNS["services"]) <= set(made.columns)
    if services:
        assert tidy("services", made)["plumbing_90d"].isna().all()  # born before people's work is counted
