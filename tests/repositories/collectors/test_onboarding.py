import pytest

from assessment.outcome import Outcome
from assessment.repositories.collectors.onboarding import collect
from assessment.repositories.labour.people import human
from assessment.repositories.services import clock

CHART = "chart/Chart.yaml"


def service(repository, born, takes=None, *, setup=0, product=0, root_files=2):
    """Commits and changes of a service born so many days ago; its chart comes with the commit `takes` days later."""
    commits = [{"repository": repository, "days": born, "changed_files": root_files}]
    changes = []
    if takes is not None:
        commits.append({"repository": repository, "days": born - takes, "changed_files": 2, "plumbing_files": 1})
        changes.append(
            {"repository": repository, "number": 1, "workflow": "deployment", "kind": "helm-chart", "path": CHART, "status": "A"}
        )
    age = born - (takes or 0)
    commits += [{"repository": repository, "days": age, "plumbing_files": 1}] * setup + [{"repository": repository, "days": age}] * product
    return commits, changes


def signals(make_fleet, services, *, teams=None, **more):
    fleet = make_fleet(
        teams or dict.fromkeys(services, "A"),
        commits=[c for rows, _ in services.values() for c in rows],
        changes=[c for _, rows in services.values() for c in rows],
        **more,
    )
    return {(s.measure, s.team): s for s in collect(fleet, human(fleet), clock(fleet))}


def test_the_median_of_the_services_born_in_the_last_three_years(make_fleet):
    services = {
        name: service(name, born, takes) for name, born, takes in (("s1", 500, 4), ("s2", 400, 10), ("s3", 300, 30), ("old", 1200, 90))
    }
    got = signals(make_fleet, services)["days-to-first-deployable", "A"]
    assert (got.value, got.unit, got.n, got.of) == (10, "days", 3, 3)
    assert {(p.repository, p.value) for p in got.parts} == {("s1", 4), ("s2", 10), ("s3", 30)}
    longest = got.evidence[0]
    assert (longest.repository, longest.path, longest.note) == ("s3", CHART, "first deployable, 30 days after the first commit")


def test_services_that_arrived_whole_or_with_cut_histories_lower_coverage(make_fleet):
    services = {"s1": service("s1", 500, 4), "moved": service("moved", 400, 1, root_files=300), "cut": service("cut", 300, 9)}
    got = signals(make_fleet, services, repositories={"cut": {"shallow": True}})["days-to-first-deployable", "A"]
    assert (got.value, got.n, got.of) == (4, 1, 3)
    assert got.note == "1 arrived whole, 1 with a cut history"


def test_services_still_on_their_way_stretch_the_median(make_fleet):
    done = {name: service(name, 800, takes) for name, takes in (("d1", 5), ("d2", 9), ("d3", 20))}
    way = {name: service(name, 100) for name in ("w1", "w2")}
    for name, (_, changes) in way.items():
        changes.append(
            {"repository": name, "number": 0, "workflow": "containers", "kind": "dockerfile", "path": "Dockerfile", "status": "A"}
        )
    got = signals(make_fleet, done | way)["days-to-first-deployable", "A"]
    # at risk 5, 4, 3: the curve is 4/5, 3/5, 2/5, so it passes one half at 20 days; without the two it would be 9
    assert (got.value, got.n, got.of) == (20, 5, 5)
    assert got.note == "2 still on their way, counted with their age so far"


def test_half_still_on_their_way_has_no_median(make_fleet):
    services = {"d1": service("d1", 800, 5), "w1": service("w1", 100)}
    services["w1"][1].append(
        {"repository": "w1", "number": 0, "workflow": "containers", "kind": "dockerfile", "path": "Dockerfile", "status": "A"}
    )
    got = signals(make_fleet, services)["days-to-first-deployable", "A"]
    assert (got.outcome, got.value) == (Outcome.UNAVAILABLE, None)
    assert got.note.endswith("half or more of them: no median yet, at least 52 days")  # the middle of 5 and 100 days, 52.5, rounded to even


def test_no_service_born_is_not_applicable_and_nothing_read_is_unavailable(make_fleet):
    services = {"old": service("old", 1200, 3), "cut": service("cut", 90, 3)}
    teams = {"old": "Old", "cut": "Cut", "gone": "Gone", "road": "P"}
    got = signals(make_fleet, services, teams=teams, repositories={"cut": {"shallow": True}, "gone": {"state": "failed"}}, platform="P")
    for measure in ("days-to-first-deployable", "setup-share"):
        outcomes = {team: got[measure, team].outcome.value for team in ("Old", "Cut", "Gone", "P")}
        assert outcomes == {"Old": "not applicable", "Cut": "unavailable", "Gone": "unavailable", "P": "not applicable"}


def test_setup_share_counts_the_first_fifty_commits_of_people(make_fleet):
    # s1: root, chart (mixed: 2 files, 1 plumbing), 8 setup, 60 product: 8 of the first 50. s2: root, chart, 8 setup: 8 of 10
    services = {"s1": service("s1", 500, 4, setup=8, product=60), "s2": service("s2", 500, 4, setup=8)}
    got = signals(make_fleet, services)["setup-share", "A"]
    assert got.value == pytest.approx(16 / 60)
    assert [(p.repository, p.value, p.weight) for p in got.parts] == [("s1", 8 / 50, 50.0), ("s2", 8 / 10, 10.0)]
    assert (got.n, got.of, got.unit) == (2, 2, "share")
    assert [e.repository for e in got.evidence] == ["s2", "s1"]
    assert got.evidence[0].note == "8 of the first 10 commits change plumbing only; this is the first"


def test_a_service_with_nine_commits_has_no_setup_share_and_the_example_has_a_path(make_fleet):
    services = {"s1": service("s1", 500, 4, setup=7), "s2": service("s2", 500, 4, product=7, setup=1)}
    services["s2"][1].append({"repository": "s2", "number": 2, "workflow": "ci", "path": "ci.yml"})
    got = signals(make_fleet, services)["setup-share", "A"]
    assert (got.value, got.n, got.of) == (pytest.approx(0.1), 1, 2)
    assert [(e.repository, e.path) for e in got.evidence] == [("s2", "ci.yml")]
    few = signals(make_fleet, {"s1": services["s1"]})["setup-share", "A"]
    assert (few.outcome, few.note) == (Outcome.UNAVAILABLE, "no measurable service has 10 commits by people")


def test_what_came_with_a_template_is_deployable_in_form_only(make_fleet):
    born = {"born": 100, "first": 900, "second": 800}
    services = {
        name: (
            [{"repository": name, "days": days, "changed_files": 60}],
            [{"repository": name, "number": 0, "workflow": "deployment", "kind": "helm-chart", "path": CHART, "status": "A"}],
        )
        for name, days in born.items()
    }
    held = [{"repository": name, "blob": f"{n:040x}"} for name in born for n in range(5)]
    got = signals(make_fleet, services, beginnings=held, seen=held)["days-to-first-deployable", "A"]
    assert got.value == 0
    assert {e.note for e in got.evidence} == {"first deployable, in form only: it came with the template"}
