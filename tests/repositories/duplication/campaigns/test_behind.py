"""Who still has the old text: in every spelling of it, and not where nobody could have missed anything."""

import pandas as pd
import pytest

from assessment.repositories.duplication.campaigns import held
from tests.repositories.duplication.campaigns.conftest import event

OLD = "    uses: actions/checkout@v3"
NEW = "    uses: actions/checkout@v4"
MADE = [event(r, n, removed=OLD, added=NEW) for n, r in enumerate("abcd")]
LATER = [event("e", 300, edit=1, author="p1"), event("f", 301, edit=2, author="p1")]  # p1 works there too, long after


def workflow(line):
    return {"ci.yml": f"on: push\njobs:\n  build:\n    steps:\n{line}\n"}


def everywhere(line, names="abcd"):
    return {name: workflow(line) for name in names}


def test_who_still_has_the_old_text_and_where(campaigns):
    found = campaigns(*MADE, *LATER, files=everywhere(NEW) | {"e": workflow(OLD), "f": workflow(NEW)})
    assert len(found.left_behind) == 1
    row = found.left_behind.iloc[0]
    assert row["campaign"] == found.campaigns["campaign"][0]
    assert (row["repository"], row["team"], row["path"], row["line"], row["text"]) == ("e", "Blue", "ci.yml", 5, OLD.strip())
    assert row["active"]
    assert row["last_commit"] == pd.Timestamp("2025-12-26", tz="UTC")  # three hundred days after the first of March
    assert found.campaigns["left_behind"].tolist() == [1]


@pytest.mark.parametrize(
    "spelt",
    [
        "  \tuses:   actions/checkout@v3  ",
        "    uses: actions/checkout@v3\r",
        "    # pinned soon\n\n    uses: actions/checkout@v3",
    ],
    ids=["other white space", "a line end of another system", "a comment and a blank line before"],
)
def test_the_old_text_is_found_as_edits_compare_it(campaigns, spelt):
    late = campaigns(*MADE, *LATER, files=everywhere(NEW) | {"e": workflow(spelt)}).left_behind
    assert late["repository"].tolist() == ["e"]
    assert late["text"].tolist() == [spelt.split("\n")[-1].strip()]


def test_lines_have_to_follow_each_other(campaigns):
    made = [event(r, n, removed="cluster: preview\nregion: north-europe", added="cluster: shared") for n, r in enumerate("abcd")]
    apart = {"ci.yml": "cluster: preview\ntimeout: 5\nregion: north-europe\n"}
    together = {"ci.yml": "cluster: preview\n# where\nregion: north-europe\n"}
    late = campaigns(*made, *LATER, files={"e": apart, "f": together}).left_behind
    assert late[["repository", "line"]].to_numpy().tolist() == [["f", 1]]


def test_the_own_name_stands_for_every_name(campaigns, history):
    made = [event(r, n, removed=f"image: registry/{r}-one:latest", added="image: shared") for n, r in enumerate(["aaaa", "bbbb", "cccc"])]
    teams = dict.fromkeys(["aaaa", "bbbb", "cccc", "dddd", "eeee"], "Red")
    later = [event(r, 300, edit=n) for n, r in enumerate(["dddd", "eeee"], 1)]
    files = {"dddd": {"ci.yml": "image: registry/dddd-one:latest\n"}, "eeee": {"ci.yml": "image: registry/aaaa-one:latest\n"}}
    late = campaigns(*made, *later, files=files, teams=teams).left_behind
    assert late["repository"].tolist() == ["dddd"]


def test_who_does_nothing_any_more_is_not_active(campaigns):
    found = campaigns(*MADE, event("e", -300, edit=1), files=everywhere(NEW) | {"e": workflow(OLD)})
    assert found.left_behind["active"].tolist() == [False]
    assert found.campaigns["left_behind"].tolist() == [0]


def test_who_took_part_may_have_forgotten_another_file(campaigns):
    forgot = everywhere(NEW) | {"a": workflow(NEW) | {"release.yml": OLD + "\n"}}
    more = [event(r, n, removed=OLD, added=NEW) for n, r in enumerate("ef", 4)]
    late = campaigns(*MADE, *more, event("a", 200, edit=3), files=forgot).left_behind
    assert late[["repository", "path", "active"]].to_numpy().tolist() == [["a", "release.yml", True]]


def test_what_was_taken_back_left_nobody_behind(campaigns):
    late = campaigns(*MADE, *LATER, files=everywhere(OLD) | {"e": workflow(OLD)}).left_behind
    assert late.empty


def test_what_most_never_had_to_change_left_nobody_behind(campaigns):
    """Four changed it, eight others of the same team never did: a choice of four."""
    teams = {name: "Red" for name in "abcdefghijkl"}
    later = [event(name, 300, edit=n) for n, name in enumerate("efghijkl", 1)]
    files = everywhere(NEW) | everywhere(OLD, "efghijkl")
    assert campaigns(*MADE, *later, files=files, teams=teams).left_behind.empty
    few = campaigns(*MADE, *later, files=everywhere(NEW) | everywhere(OLD, "efgh"), teams=teams).left_behind
    assert len(few) == 4


def test_who_made_the_same_edit_at_another_time_counts_as_reached(campaigns):
    """Bots and stragglers: with three who came later, half of the old text has gone."""
    teams = {name: "Red" for name in "abcdefghijkl"}
    straggled = [event(name, 300, removed=OLD, added=NEW, automation=name == "e") for name in "efg"]
    later = [event(name, 300, edit=n) for n, name in enumerate("hijkl", 1)]
    files = everywhere(NEW) | everywhere(OLD, "hijkl")
    assert campaigns(*MADE, *later, files=files, teams=teams).left_behind.empty
    assert len(campaigns(*MADE, *straggled, *later, files=files, teams=teams).left_behind) == 5


def test_strangers_are_not_left_behind(campaigns):
    stranger = event("g", 300, edit=1, author="p9")
    assert campaigns(*MADE, stranger, files=everywhere(NEW) | {"g": workflow(OLD)}).left_behind.empty


def test_another_kind_of_file_is_not_looked_at(campaigns):
    assert campaigns(*MADE, *LATER, files=everywhere(NEW) | {"e": {"Dockerfile": OLD + "\n"}}).left_behind.empty


def test_a_short_text_stands_anywhere(campaigns):
    made = [event(r, n, removed="retries: 3", added="retries: 5") for n, r in enumerate("abcd")]
    assert campaigns(*made, *LATER, files={"e": {"ci.yml": "retries: 3\n"}}).left_behind.empty


def test_replaced_words_are_looked_for_in_all_kinds_of_the_campaign(campaigns):
    def swap(name, n, path, kind, template):
        old, new = template.format("oldregistry"), template.format("newregistry")
        return event(name, n, edit=100 + n, swap=9, path=path, kind=kind, removed=old, added=new)

    made = [
        swap("a", 0, "Dockerfile", "dockerfile", "FROM {}.azure.example/base/java:21"),
        swap("b", 1, "ci.yml", "github-workflow", "image: {}.azure.example/builder"),
        swap("c", 2, "Dockerfile", "dockerfile", "FROM {}.azure.example/base/node:20"),
    ]
    files = {
        "d": {"Dockerfile": "# oldregistry\nFROM scratch\nCOPY --from=oldregistry.azure.example/tools /bin /bin\n"},
        "e": {"Dockerfile": "FROM myoldregistry.azure.example/base\n"},  # another word
        "f": {"main.tf": 'registry = "oldregistry"\n'},  # another kind
    }
    found = campaigns(*made, *LATER, event("d", 90, edit=5), files=files)
    assert found.campaigns["what"].tolist() == ["oldregistry → newregistry"]
    assert found.left_behind[["repository", "path", "line"]].to_numpy().tolist() == [["d", "Dockerfile", 3]]


def test_a_secret_in_the_line_is_not_repeated():
    token = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"
    line = f"login: robot password: {token}"
    old = held.Old((line.encode(),), (), frozenset({"github-workflow"}))
    contents = pd.DataFrame({"repository": ["e"], "path": ["ci.yml"], "kind": ["github-workflow"], "text": [f"on: push\n{line}\n"]})
    places = held.places(contents, [old])
    assert held.lines(contents, places, [old]).to_numpy().tolist() == [[2, "login: robot password: ***"]]
