"""All tables of copies, from fleets with histories: what belongs together agrees, and nothing depends on the order of rows."""

from dataclasses import replace
from difflib import SequenceMatcher
from hashlib import sha1

import numpy as np
import pandas as pd
import pytest

from assessment.repositories.duplication.copies import tables
from assessment.repositories.duplication.copies.find import find
from assessment.repositories.duplication.copies.fingerprints import Template
from assessment.repositories.duplication.find import find as find_all
from assessment.repositories.facts import empty, frame

DAY = pd.Timestamp("2024-01-01", tz="UTC")
STEPS = [f"{chr(97 + n) * 3}key: {chr(97 + n) * 3}value" for n in range(26)]  # no word in common


def hunks_between(repository, number, path, one, other):
    old, new = one.split("\n")[:-1], other.split("\n")[:-1]
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            spans = (a + (b > a), b - a, c + (d > c), d - c)
            yield (repository, number, path, "ci", "github-workflow", *spans, 0, 0, "\n".join(old[a:b]), "\n".join(new[c:d]))


@pytest.fixture
def make(make_fleet):
    """A fleet from {repository: {path: [(day, text), ...]}}, the last of which stands at HEAD."""

    def blob(text):
        return sha1(text.encode()).hexdigest()

    def fleet(files, teams=None):
        changes, commits, hunks = [], [], []
        for repository, paths in files.items():
            for path, versions in paths.items():
                for n, (day, text) in enumerate(versions):
                    number, old = len(commits), versions[n - 1][1] if n else None
                    commits.append((repository, number, DAY + pd.Timedelta(days=day)))
                    changes.append((repository, number, path, "M" if n else "A", old and blob(old), blob(text), "ci"))
                    hunks += hunks_between(repository, number, path, old, text) if n else []
        columns = ("repository", "number", "path", "status", "old_blob", "new_blob", "workflow")
        changes = frame("changes", dict(zip(columns, zip(*changes, strict=True), strict=True)))
        commits = frame("commits", dict(zip(("repository", "number", "authored_at"), zip(*commits, strict=True), strict=True)))
        names = [column for column in empty("hunks").columns]
        whole = pd.DataFrame(hunks, columns=names)
        heads = {repository: {path: versions[-1][1] for path, versions in paths.items()} for repository, paths in files.items()}
        made = make_fleet(heads, teams, changes=changes, commits=commits)
        return replace(made, hunks_of=lambda name, paths: whole[(whole["repository"] == name) & whole["path"].isin(list(paths))])

    return fleet


def text(*steps, version="v1", more=""):
    return "".join(f"{line}\n" for line in [f"uses: a/b@{version}", *(STEPS[n] for n in steps), *([more] if more else [])])


def run(fleet, rules, **change):
    return find(fleet, pd.Series(False, index=fleet.facts.contents.index), rules.model_copy(update=change))


@pytest.fixture
def story(make):
    """Three copies: `orders` had it first, `billing` took it and went apart, `shop` took the newer version of orders."""
    return make(
        {
            "orders": {"ci.yml": [(0, text(*range(10))), (40, text(*range(10), 11, version="v2"))]},
            "billing": {"ci.yml": [(10, text(*range(10))), (70, text(*range(8), 20, 21))]},
            "shop": {"ci.yml": [(45, text(*range(10), 11, version="v2")), (50, text(*range(10), 11, version="v3"))]},
            "other": {"deploy.yml": [(0, text(*range(15, 25)))]},
        },
        {"orders": "Red", "billing": "Blue", "shop": "Blue"},
    )


def test_a_story_is_told(story, rules):
    found = run(story, rules)
    (cluster,) = found.clusters.to_dict("records")
    assert (cluster["first_repository"], cluster["first_seen"], cluster["files"]) == ("orders", DAY, 3)
    members = found.members.set_index("repository")
    assert members.loc["billing", ["from_repository", "from_path", "copied_on", "likeness"]].tolist() == [
        "orders", "ci.yml", DAY + pd.Timedelta(days=10), 1.0,
    ]  # fmt: skip
    assert members.loc["shop", ["from_repository", "copied_on"]].tolist() == ["orders", DAY + pd.Timedelta(days=45)]
    assert members.loc["orders", "from_repository"] == ""
    assert members["first_seen"].dt.day_of_year.to_dict() == {"orders": 1, "billing": 11, "shop": 46}
    values = found.parameters[found.parameters["cluster"] == cluster["cluster"]]
    assert values[["line", "mask", "values"]].to_numpy().tolist() == [["uses: a/b@V", "version", "v1 (1), v2 (1), v3 (1)"]]
    assert cluster["parameters"] == 1


def test_a_renamed_member_is_as_old_as_its_first_name(make, rules):
    fleet = make(
        {"orders": {"ci.yml": [(0, text(*range(10)))], "old.yml": [(0, text(20))]}, "billing": {"ci.yml": [(5, text(*range(10)))]}}
    )
    changes, here = fleet.facts.changes, fleet.facts.contents
    head = here.loc[(here["repository"] == "orders") & (here["path"] == "ci.yml"), "blob"].item()
    # orders had it as first.yml, and moved it on the day that old.yml came
    first, moved = changes.iloc[0], changes.iloc[1]
    rows = pd.DataFrame(
        [
            (first["number"], "first.yml", "A", None, head),
            (moved["number"], "first.yml", "D", head, None),
            (moved["number"], "ci.yml", "A", None, head),
        ],
        columns=["number", "path", "status", "old_blob", "new_blob"],
    ).assign(repository="orders", workflow="ci")
    commits = fleet.facts.commits.copy()
    commits.loc[commits["number"] == moved["number"], "authored_at"] += pd.Timedelta(days=30)
    others = changes[changes["repository"] != "orders"]
    told = replace(fleet, facts=replace(fleet.facts, changes=pd.concat([rows, others.astype(object)]), commits=commits))
    found = run(told, rules)
    assert found.members.set_index("repository")["first_seen"].dt.day_of_year.to_dict() == {"orders": 1, "billing": 6}
    assert found.clusters["first_repository"].tolist() == ["orders"]


def test_drift_goes_month_by_month_to_that_of_head(story, rules):
    found = run(story, rules)
    months = found.drift.set_index(found.drift["month"].dt.strftime("%Y-%m"))
    assert found.clusters["medoid_repository"].tolist() == ["orders"]
    assert months["members"].tolist()[:3] == [2, 3, 3]
    assert months.index[0] == "2024-01"
    assert months.index[-1] == "2025-06"  # as_of
    assert months.loc["2024-01", "drift"] == 0
    assert months.loc["2024-02", "drift"] == pytest.approx((1 - 22 / 23 + 0) / 2)  # orders has one line more than billing
    assert months.loc["2024-03":, "drift"].tolist() == pytest.approx([found.clusters["drift"][0]] * 16)
    assert months.loc["2025-06", "widest"] == pytest.approx(1 - 2 * 9 / 23)  # billing: 9 of 11 and 12 lines


def test_tables_have_their_columns_even_without_copies(make, rules):
    found = run(make({"a": {"ci.yml": [(0, text(1, 2, 3, 4, 5))]}}), rules)
    assert found.clusters.columns.tolist() == tables.CLUSTERS
    assert found.members.columns.tolist() == tables.MEMBERS
    assert [len(table) for table in (found.clusters, found.members, found.parameters, found.drift)] == [0, 0, 0, 0]


@pytest.fixture
def landscape(make):
    """Fifty files with histories, in families that were copied and changed at random."""
    rng = np.random.default_rng(3)
    families = [list(rng.choice(26, size=14, replace=False)) for _ in range(5)]
    files = {}
    for n in range(50):
        steps, day, versions = list(families[n % 5]), int(rng.integers(0, 400)), []
        for _ in range(int(rng.integers(1, 5))):
            versions.append((day, text(*steps, version=f"v{rng.integers(1, 4)}")))
            steps[int(rng.integers(0, 14))] = int(rng.integers(0, 26))
            day += int(rng.integers(0, 60))
        files[f"r{n:02}"] = {"ci.yml": versions}
    return make(files)


def frames(found):
    return found.clusters, found.members, found.parameters, found.drift, found.files, found.pairs


def test_row_order_and_another_run_change_nothing(landscape, rules):
    first = frames(run(landscape, rules))
    assert len(first[0]) > 3
    assert (first[1]["from_repository"] != "").sum() > 3
    for one, other in zip(first, frames(run(landscape, rules)), strict=True):
        pd.testing.assert_frame_equal(one, other)
    facts = landscape.facts
    shuffled = replace(
        landscape,
        facts=replace(
            facts,
            contents=facts.contents.sample(frac=1, random_state=1),
            changes=facts.changes.sample(frac=1, random_state=2),
            commits=facts.commits.sample(frac=1, random_state=3),
        ),
    )
    for one, other in zip(first, frames(run(shuffled, rules)), strict=True):
        pd.testing.assert_frame_equal(one, other)


def test_the_last_month_of_drift_is_that_of_head(landscape, rules):
    found = run(landscape, rules)
    last = found.drift.drop_duplicates("cluster", keep="last").set_index("cluster")
    now = found.clusters.set_index("cluster")
    assert last["members"].to_dict() == now["files"].to_dict()
    assert last["drift"].to_dict() == pytest.approx(now["drift"].to_dict())


def test_a_younger_member_that_joins_or_leaves_renames_no_cluster(landscape, make, rules):
    whole = run(landscape, rules)
    born = whole.members.sort_values(["cluster", "first_seen", "repository"], kind="stable")
    anchors = set(born.drop_duplicates("cluster")["repository"])
    ids = dict(zip(whole.members["repository"], whole.members["cluster"], strict=True))
    away = [name for name in ids if name not in anchors][::4]
    kept = ~landscape.facts.contents["repository"].isin(away)
    fewer = run(replace(landscape, facts=replace(landscape.facts, contents=landscape.facts.contents[kept])), rules)
    stayed = dict(zip(fewer.members["repository"], fewer.members["cluster"], strict=True))
    assert len(away) > 5
    assert {stayed[name] for name in anchors & set(stayed)} <= set(ids.values())
    assert all(stayed[name] == ids[name] for name in anchors & set(stayed))


PUBLIC = Template(name="public sample", kind="github-workflow", text=text(*range(10)))


def test_what_follows_a_public_template_keeps_its_cluster_and_counts_as_no_copy(story, rules):
    found = run(story, rules, boilerplate=(PUBLIC,))
    assert found.clusters["boilerplate"].tolist() == ["public sample"]
    labelled = found.files.set_index("repository")
    assert labelled["boilerplate"].to_dict() == {
        "orders": "public sample",
        "shop": "public sample",
        "billing": "public sample",
        "other": "",
    }
    assert labelled["copied"].to_dict() == {"orders": 0, "shop": 0, "billing": 0, "other": 0}
    plain = run(story, rules).files.set_index("repository")
    assert (plain["copied"] > 0).to_dict() == {"orders": True, "shop": True, "billing": True, "other": False}
    assert set(plain["boilerplate"]) == {""}


def test_a_public_template_is_nobodys_solution_of_their_own_and_no_copy_between_teams(story, rules):
    before = find_all(story, rules).solutions.set_index("repository")
    assert before["kind"].to_dict() == {"orders": "copy", "shop": "copy", "billing": "copy", "other": "own"}
    after = find_all(story, rules.model_copy(update={"boilerplate": (PUBLIC,)})).solutions.set_index("repository")
    assert after["solution"].to_dict() == {name: "shared:public sample" for name in ("orders", "shop", "billing")} | {"other": "own:other"}
    assert after["kind"].to_dict() == {"orders": "shared", "shop": "shared", "billing": "shared", "other": "own"}
    assert after["lines"].to_dict() == before["lines"].to_dict()
