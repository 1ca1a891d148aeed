import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.repositories.services import born_within, clock, median

CHART, DOCKER, PIPELINE = "chart/Chart.yaml", "Dockerfile", ".github/workflows/ci.yml"
KINDS = {"deployment": "helm-chart", "containers": "dockerfile", "ci": "github-workflow"}


def service(repository, ages, touched, root_files=3):
    """Commits at the given ages in days, and (number, workflow, path) changes."""
    commits = [{"repository": repository, "days": age, "changed_files": root_files if n == 0 else 2} for n, age in enumerate(ages)]
    changes = [{"repository": repository, "number": n, "workflow": w, "kind": KINDS[w], "path": p, "status": "A"} for n, w, p in touched]
    return commits, changes


def built(make_fleet, services, **more):
    commits = [row for rows, _ in services.values() for row in rows]
    changes = [row for _, rows in services.values() for row in rows]
    return make_fleet(dict.fromkeys(services, "A"), commits=commits, changes=changes, **more)


def row(fleet, repository="s"):
    return clock(fleet).set_index("repository").loc[repository]


def test_the_clock_runs_from_the_first_commit_to_the_first_deployment_file(make_fleet):
    touched = [(1, "ci", PIPELINE), (2, "containers", DOCKER), (3, "deployment", CHART), (4, "deployment", CHART)]
    got = row(built(make_fleet, {"s": service("s", [100, 98, 95, 80, 10], touched)}))
    assert got["days"] == 20  # born 100 days ago, chart 80 days ago; the Dockerfile of day 5 is not yet a deployment
    assert (got["first_ci"] - got["born"]).days == 2
    assert (got["path"], got["commit"]) == (CHART, f"{3:040x}")
    assert (got["team"], got["censored"], got["restarted"], got["shallow"]) == ("A", False, False, False)


def test_containers_stand_in_where_a_settled_repository_never_had_deployment_files(make_fleet):
    got = row(built(make_fleet, {"s": service("s", [800, 790], [(1, "containers", DOCKER)])}))
    assert (got["days"], got["censored"]) == (10, False)


def test_a_young_container_is_still_on_its_way_where_deployment_files_are_usual(make_fleet):
    young, done = service("s", [50, 45], [(1, "containers", DOCKER)]), service("d", [900, 890], [(1, "deployment", CHART)])
    got = row(built(make_fleet, {"s": young, "d": done}))
    assert (got["days"], got["censored"], got["path"]) == (50, True, "")  # its age so far
    assert pd.isna(got["first_deployable"])
    unusual = built(make_fleet, {"s": young, "d": done, "e": service("e", [50, 45], [(1, "containers", DOCKER)])})
    assert (row(unusual)["days"], row(unusual)["censored"]) == (5, False)  # 1 of 3 services deploys by file: containers are the end


@pytest.mark.parametrize(("files", "restarted"), [(50, False), (51, True)])
def test_a_repository_that_arrives_whole_is_kept_apart(make_fleet, files, restarted):
    got = row(built(make_fleet, {"s": service("s", [100, 80], [(0, "deployment", CHART)], root_files=files)}))
    assert got["restarted"] == restarted
    assert np.isnan(got["days"]) if restarted else got["days"] == 0  # a small template birth is quick, and counts as such


def test_a_dump_after_an_empty_first_commit_arrives_whole_too(make_fleet):
    commits, changes = service("s", [100, 99, 98, 97], [(1, "deployment", CHART)])
    commits[1]["changed_files"] = 400
    assert row(built(make_fleet, {"s": (commits, changes)}))["restarted"]
    late = [dict(c, changed_files=400 if n == 3 else 2) for n, c in enumerate(commits)]
    assert not row(built(make_fleet, {"s": (late, [dict(changes[0], number=3)])}))["restarted"]  # the fourth commit is work


def test_a_deployable_older_than_the_repository_came_with_another_history(make_fleet):
    got = row(built(make_fleet, {"s": service("s", [100, 400], [(1, "deployment", CHART)])}))
    assert got["imported"]
    assert np.isnan(got["days"])
    assert not row(built(make_fleet, {"s": service("s", [100, 100.5], [(1, "deployment", CHART)])}))["imported"]  # clocks differ


def test_the_earliest_of_several_roots_is_the_birth(make_fleet):
    commits, changes = service("s", [100, 130, 90], [(2, "deployment", CHART)])
    roots = [dict(commits[0], parents=0), dict(commits[1], parents=0), commits[2]]
    got = row(built(make_fleet, {"s": (roots, changes)}))
    assert (got["days"], got["imported"]) == (40, True)  # born 130 days ago; the roots are 30 days apart
    assert not row(built(make_fleet, {"s": ([dict(roots[0], days=101), *roots[1:]], changes)}))["restarted"]


def test_a_history_that_was_rewritten_at_once_was_made_elsewhere(make_fleet, as_of):
    commits, changes = service("s", [200 - 2 * n for n in range(20)], [(3, "deployment", CHART)])
    at_once = [dict(c, committed_at=as_of - pd.Timedelta(days=50, minutes=n)) for n, c in enumerate(commits)]
    got = row(built(make_fleet, {"s": (at_once, changes)}))
    assert got["imported"]
    assert np.isnan(got["days"])
    assert row(built(make_fleet, {"s": (commits, changes)}))["days"] == 6
    assert not row(built(make_fleet, {"s": (at_once[:19], changes)}))["imported"]  # that may be one branch, rebased


def test_forks_of_one_history_have_no_birth_of_their_own(make_fleet):
    one, two = (service(name, [300, 200], [(1, "deployment", CHART)]) for name in ("s", "fork"))
    shared = {
        name: ([dict(rows[0], parents=0, commit="f" * 40), rows[1]], changes) for name, (rows, changes) in (("s", one), ("fork", two))
    }
    got = row(built(make_fleet, shared))
    assert got["imported"]
    assert np.isnan(got["days"])


def test_a_workflow_named_after_a_release_counts_where_it_deploys(make_fleet):
    path = ".github/workflows/release.yml"
    rows = [{"repository": "s", "number": 1, "workflow": "deployment", "kind": "github-workflow", "path": path, "status": "A"}]
    rows.append({"repository": "s", "number": 2, "workflow": "containers", "kind": "dockerfile", "path": DOCKER, "status": "A"})
    commits, _ = service("s", [400, 390, 380], [])
    for text, days, said in (("run: mvn publish", 20, DOCKER), ("run: kubectl apply -f x", 10, path)):
        contents = [{"repository": "s", "path": path, "kind": "github-workflow", "text": text}]
        got = row(built(make_fleet, {"s": (commits, rows)}, contents=contents))
        assert (got["days"], got["path"]) == (days, said)
    named = [dict(rows[0], path=".github/workflows/deploy-prod.yml"), rows[1]]
    assert row(built(make_fleet, {"s": (commits, named)}))["days"] == 10


def test_a_readme_in_the_folder_of_a_chart_deploys_nothing(make_fleet):
    touched = [(0, "deployment", "README.md"), (1, "deployment", CHART)]
    assert row(built(make_fleet, {"s": service("s", [100, 80], touched)}))["days"] == 20


def test_the_example_is_no_hidden_file_where_there_is_another(make_fleet):
    touched = [(1, "deployment", "chart/.helmignore"), (1, "deployment", CHART)]
    assert row(built(make_fleet, {"s": service("s", [100, 80], touched)}))["path"] == CHART


def test_a_cut_history_has_no_birth_and_undated_commits_are_passed_over(make_fleet):
    one = service("s", [100, 80], [(1, "deployment", CHART)])
    cut = row(built(make_fleet, {"s": one}, repositories={"s": {"shallow": True}}))
    assert cut["shallow"]
    assert np.isnan(cut["days"])
    commits = [{"authored_at": None, "committed_at": None}, {"days": 90}, {"authored_at": None, "committed_at": None}, {"days": 60}]
    changes = [{"number": n, "workflow": "deployment", "kind": "helm-chart", "path": CHART} for n in (2, 3)]
    assert row(make_fleet({"r": "A"}, commits=commits, changes=changes), "r")["days"] == 30


def test_what_makes_a_repository_a_service(make_fleet):
    kinds = {
        "chart": ("deployment", "helm-chart"),
        "drafter": ("deployment", "release-config"),
        "ignore": ("containers", "dockerignore"),
        "image": ("containers", "dockerfile"),
        "pipeline": ("ci", "github-workflow"),
        "function": ("environments", "serverless"),
    }
    files = [{"repository": name, "path": "f", "workflow": workflow, "kind": kind} for name, (workflow, kind) in kinds.items()]
    files += [{"repository": "sample", "path": "f", "workflow": "deployment", "kind": "helm-chart", "role": "example"}]
    fleet = make_fleet(dict.fromkeys([*kinds, "sample"], "A"), commits=[{"repository": n, "days": 9} for n in kinds], files=files)
    table = clock(fleet)
    assert table["repository"].tolist() == ["chart", "image", "function"]
    assert table["days"].isna().all()  # there at HEAD, but no change shows since when
    assert not table["censored"].any()


def test_a_removed_deployable_still_makes_a_service(make_fleet):
    commits, changes = service("s", [100, 90, 80], [(1, "deployment", CHART)])
    assert row(built(make_fleet, {"s": (commits, [*changes, dict(changes[0], number=2, status="D")])}))["days"] == 10


def test_no_services_is_an_empty_table(make_fleet):
    table = clock(make_fleet({"r": "A"}, commits=[{"days": 5}]))
    assert table.empty
    assert median(table) is None


def test_born_within_keeps_only_births_inside_the_window(make_fleet, as_of):
    services = {f"s{days}": service(f"s{days}", [days], [(0, "deployment", CHART)]) for days in (10, 364, 400)}
    table = clock(built(make_fleet, services))
    assert born_within(table, as_of, pd.DateOffset(years=1))["repository"].tolist() == ["s10", "s364"]


def days(done, way=()):
    return pd.DataFrame({"days": [*done, *way], "censored": [False] * len(done) + [True] * len(way)})


def test_median_of_the_aml_trial():
    # survival::aml of R's survival package: median 31 weeks maintained, 23 not
    assert median(days([9, 13, 18, 23, 31, 34, 48], [13, 28, 45, 161])) == 31
    assert (
        median(days([5, 5, 8, 8, 12, 23, 27, 30, 33, 43, 45], [16])) == 23
        or median(days([5, 5, 8, 8, 12, 23, 27, 30, 33, 43, 45], [16])) == 25
    )


def test_median_is_none_where_most_are_still_on_their_way():
    assert median(days([5], [50, 60])) is None  # the curve stays at 2/3
    assert median(days([5], [50])) is None  # and exactly at one half it never goes below
    assert median(days([], [50])) is None


@given(st.lists(st.integers(0, 400), min_size=1, max_size=30))
def test_without_censoring_it_is_the_ordinary_median(values):
    assert median(days(values)) == pytest.approx(float(np.median(values)))


@given(st.lists(st.integers(0, 400), min_size=1, max_size=12), st.lists(st.integers(0, 400), min_size=1, max_size=12))
def test_services_still_on_their_way_never_make_it_look_quicker(done, way):
    censored = median(days(done, way))
    assert censored is None or censored >= np.median([*done, *way]) - 1e-9
