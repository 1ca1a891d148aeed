"""Every job may again do what it could do in the member: stated by the shared workflow where all agree, else by the callers."""

import pytest
import yaml

from assessment.repositories.duplication.drafts.github.permissions import covers, union
from assessment.repositories.duplication.drafts.values import MISSING
from tests.repositories.duplication.drafts.github.conftest import drafted, shared
from tests.repositories.duplication.drafts.github.workflows import workflow

PATH = ".github/workflows/build.yml"
NONE = ("permissions:\n  contents: read\n", "")
SECOND = "  deploy:\n{}    runs-on: ubuntu-24.04\n    steps:\n      - run: make deploy\n      - run: make check\n"


def caller(made, repository):
    return yaml.load(made.callers[repository, PATH], yaml.BaseLoader)


def test_one_level_in_all_is_stated_by_both():
    made = drafted([workflow()] * 3)
    assert shared(made)["permissions"] == caller(made, "web-shop")["permissions"] == {"contents": "read"}


def test_levels_that_differ_are_left_to_the_callers():
    wider = ("contents: read\n", "contents: read\n  packages: write\n")
    made = drafted([workflow(), workflow(), workflow(wider), workflow(NONE)])
    assert made.fits["fits"].all()
    assert "permissions" not in shared(made)
    assert "permissions" not in shared(made)["jobs"]["build"]
    assert caller(made, "stock-keeper")["permissions"] == {"contents": "read", "packages": "write"}
    assert "permissions" not in caller(made, "parcel-desk")  # what it is by default, it stays


def test_a_level_in_the_job_is_the_same_as_one_around_it():
    inside = ("    runs-on: ubuntu-24.04\n", "    permissions:\n      contents: read\n    runs-on: ubuntu-24.04\n")
    made = drafted([workflow(), workflow(), workflow(NONE, inside)])
    assert made.fits["fits"].all()
    assert list(made.fits["changes"]) == ["", "", ""]


def test_jobs_with_other_levels_keep_them_and_callers_grant_both():
    second = SECOND.format("    permissions:\n      id-token: write\n")
    made = drafted([workflow() + second] * 3)
    assert shared(made)["permissions"] == {}
    assert shared(made)["jobs"]["build"]["permissions"] == {"contents": "read"}
    assert shared(made)["jobs"]["deploy"]["permissions"] == {"id-token": "write"}
    assert caller(made, "web-shop")["permissions"] == {"contents": "read", "id-token": "write"}


def test_nobody_gets_more_than_it_had():
    second, more = (SECOND.format(f"    permissions:\n      {level}\n") for level in ("id-token: write", "packages: write"))
    made = drafted([workflow() + second] * 3 + [workflow() + more])
    assert list(made.fits["fits"]) == [True, True, True, False]
    assert made.fits["why"].iloc[3] == "differs where no input can stand: jobs.deploy.permissions"


def test_default_levels_beside_stated_ones_cannot_be_granted():
    made = drafted([workflow(NONE) + SECOND.format("    permissions:\n      id-token: write\n")] * 3 + [workflow()] * 3)
    assert list(made.fits["fits"]) == [False] * 3 + [True] * 3
    assert "a caller can grant one or the other" in made.fits["why"].iloc[0]


def test_reading_is_granted_by_default():
    made = drafted([workflow(NONE) + SECOND.format("    permissions:\n      contents: read\n")] * 3)
    assert made.fits["fits"].all()
    assert "permissions" not in caller(made, "web-shop")
    assert shared(made)["jobs"]["deploy"]["permissions"] == {"contents": "read"}


@pytest.mark.parametrize(
    ("granted", "asked", "enough"),
    [
        ({"contents": "read"}, {"contents": "read"}, True),
        ({"contents": "write"}, {"contents": "read"}, True),
        ({"contents": "read"}, {"contents": "write"}, False),
        ({"contents": "read"}, {"packages": "read"}, False),
        ({}, {}, True),
        ("read-all", {"packages": "read"}, True),
        ("read-all", {"packages": "write"}, False),
        ("write-all", {"packages": "write"}, True),
        ("read-all", "write-all", False),
        ({"contents": "write"}, "read-all", False),
        (MISSING, {"contents": "read"}, True),
        (MISSING, {"contents": "write"}, False),
    ],
)
def test_what_a_caller_grants_has_to_cover_what_a_job_asks_for(granted, asked, enough):
    assert covers(granted, asked) is enough


def test_the_union_is_the_least_that_covers_all():
    assert union([{"contents": "read", "a": "write"}, {"contents": "write"}, {}]) == {"a": "write", "contents": "write"}
