import pandas as pd
import pytest

from assessment.repositories.services.releases import ELSEWHERE, TAG, is_version, releases


@pytest.mark.parametrize(
    ("tag", "version"),
    # names seen in public repositories
    [("v1.0.0", True), ("release_123", True), ("2021.03.04-abc1234", True), ("test-0.0.1", True), ("snapshot-0.0.2", True),
     ("latest", False), ("CD_autocreate_tag", False), ("backup-2019", False), ("before/2.0", False), ("pre-2", False)],
)  # fmt: skip
def test_which_tags_name_a_version(tag, version):
    assert is_version(tag) == version


def born(fleet):
    commits = fleet.facts.commits.drop_duplicates("repository")
    return commits.set_index(commits["repository"].astype(object))["authored_at"]


def age(fleet, row):
    return (fleet.facts.as_of - row["at"]) / pd.Timedelta(days=1)


def tag(name, days, as_of):
    return {"repository": "pay-api", "tag": name, "commit": "c" * 40, "committed_at": as_of - pd.Timedelta(days=days)}


def test_the_earliest_version_is_the_first_release(make_fleet, as_of):
    tags = [tag("v0.2", 50, as_of), tag("v0.1", 70, as_of), tag("latest", 90, as_of)]
    fleet = make_fleet({"pay-api": "A"}, commits=[{"repository": "pay-api", "days": 100}], tags=tags)
    row = releases(fleet, born(fleet)).loc["pay-api"]
    assert (age(fleet, row), row["by"], row["where"]) == (70, TAG, "v0.1")


def gitops(make_fleet, path, *, name="pay-api", more=()):
    """A service born 100 days ago, and a deployment file of another repository, changed 120, 80 and 60 days ago."""
    names = [name, "clusters", *more]
    commits = [{"repository": name, "days": 100}]
    commits += [{"repository": other, "days": days} for other in names[1:] for days in (120, 80, 60)]
    changes = [
        {"repository": other, "number": n, "workflow": "deployment", "kind": "kubernetes", "path": path}
        for other in names[1:]
        for n in range(3)
    ]
    fleet = make_fleet(dict.fromkeys(names, "A"), commits=commits, changes=changes)
    return fleet, releases(fleet, born(fleet))


@pytest.mark.parametrize("path", ["apps/pay-api/values.yaml", "prod/Pay-Api.yaml", "envs/prod/pay-api.prod.yml"])
def test_a_change_in_a_place_named_after_the_service_is_its_deployment(make_fleet, path):
    fleet, found = gitops(make_fleet, path)
    assert (age(fleet, found.loc["pay-api"]), found.loc["pay-api", "by"]) == (80, ELSEWHERE)  # what is older is of another of that name
    assert found.loc["pay-api", "where"] == f"clusters: {path}"


@pytest.mark.parametrize("path", ["apps/pay-api-jobs/values.yaml", "apps/other/pay-apis.yaml"])
def test_a_name_that_only_contains_it_is_another(make_fleet, path):
    assert gitops(make_fleet, path)[1].empty


def test_a_common_word_names_no_service(make_fleet):
    assert gitops(make_fleet, "apps/api/values.yaml", name="api")[1].empty  # three letters
    four = gitops(make_fleet, "apps/deploy/values.yaml", name="deploy", more=("a", "b", "c"))[1]
    assert four.empty  # four repositories have a folder of that name


def test_the_owner_is_no_part_of_the_name_and_two_of_one_name_are_not_followed(make_fleet):
    assert list(gitops(make_fleet, "apps/pay-api/values.yaml", name="acme/pay-api")[1].index) == ["acme/pay-api"]
    assert gitops(make_fleet, "apps/pay-api/values.yaml", name="acme/pay-api", more=("old/pay-api",))[1].empty
