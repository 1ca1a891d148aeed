"""Versions rebuilt from what was collected are what git stored, day by day."""

import numpy as np
import pandas as pd
import pytest

from assessment.repositories.duplication.copies.trails import trails
from assessment.repositories.duplication.copies.versions import pasts, split
from assessment.repositories.sources import store

PATH = ".github/workflows/ci.yml"
OTHER = ".github/workflows/build.yml"


@pytest.fixture
def told(collected, job):
    """Of a file at HEAD: (commit, path there, day, lines) of each version, oldest first, and whether nothing is missing before."""

    def find(made, path=PATH):
        facts, name = collected(made), made.path.name
        files = facts.contents.loc[facts.contents["path"] == path, ["repository", "path", "blob", "text"]].astype(str)
        (trail,) = trails(files, facts.changes[facts.changes["workflow"] != ""], facts.commits)
        (known,) = pasts(list(files["text"]), [name], [trail], lambda name, paths: store.read_hunks(job.folder, name, paths))
        commits = facts.commits.set_index("number")["commit"]
        steps = trail.steps[: len(known.days)][::-1]
        return [
            (commits[step.number], step.path, pd.Timestamp(day, unit="D"), known.lines(n))
            for n, (step, day) in enumerate(zip(steps, known.days, strict=True))
        ], known.whole

    return find


def stored(made, commit, path):
    return split(made.git("show", f"{commit}:{path}") + "\n")


def text(lines):
    return "".join(f"{line}\n" for line in lines)


@pytest.mark.parametrize("seed", range(8))
def test_every_version_is_what_git_stored(make, told, seed):
    """Random edits, on branches that are merged too, with a rename on the way."""
    rng, made = np.random.default_rng(seed), make()
    lines = [f"name: line {n}" for n in range(20)]
    path, expected = OTHER, []

    def commit():
        expected.append((made.commit({path: text(lines)}), path))

    commit()
    for turn in range(14):
        if turn == 6:
            made.git("mv", OTHER, PATH)
            path = PATH
            made.commit({}, "rename")
        if turn % 5 == 4:  # a branch that changes something else meanwhile
            made.git("checkout", "--quiet", "-b", f"side{turn}")
            commit_of_side = made.commit({f"side{turn}.txt": "x"})
            made.git("checkout", "--quiet", "main")
        for _ in range(int(rng.integers(1, 4))):
            start = int(rng.integers(0, len(lines)))
            stop = start + int(rng.integers(0, 4))
            lines = lines[:start] + [f"run: {rng.integers(0, 9)} in {turn}" for _ in range(int(rng.integers(0, 4)))] + lines[stop:]
            lines = lines or ["name: left"]
        commit()
        if turn % 5 == 4:
            made.git("merge", "--quiet", "--no-edit", f"side{turn}")
            assert commit_of_side
        made.clock += int(rng.integers(0, 3)) * 86_400
    found, whole = told(made)
    assert whole
    changed = [(one, name) for one, name in expected if (one, name) in {(c, p) for c, p, _, _ in found}]
    assert [(commit, name) for commit, name, _, _ in found] == changed
    assert len(changed) >= len(expected) - 2  # an edit may have changed nothing
    for one, name, day, rebuilt in found:
        assert rebuilt == stored(made, one, name)
        assert day == pd.Timestamp(int(made.git("show", "--no-patch", "--format=%at", one)), unit="s").floor("D")


@pytest.mark.parametrize(
    "versions",
    [
        ["a: 1\n", "a: 1", "a: 1\nb: 2"],  # with and without a line feed at the end
        ["a: 1\r\nb: 2\r\n", "a: 1\nb: 2\n"],
        ["\n\n\na: 1\n", "a: 1\n\n\n\n", "\n", "a: 1\n"],
        ["# ü\na: 1\n", "# ü €\na: 1\n"],
        ["-- a\n++ b\n", "@@ -1 +1 @@\n", "\\ No newline at end of file\n"],
        ["a: 1\n" * 3, "a: 1\n" * 7, "a: 1\n" * 2],
        [text(f"a: {n}" for n in range(150)), text(f"b: {n}" for n in range(190)), "c: 1\n"],
    ],
)
def test_whatever_the_lines_are(make, told, versions):
    made = make()
    commits = [made.commit({PATH: version}) for version in versions]
    found, whole = told(made)
    assert whole
    assert [commit for commit, _, _, _ in found] == commits
    assert [lines for _, _, _, lines in found] == [split(version) for version in versions]


def test_before_a_huge_change_nothing_is_known(make, told):
    made = make()
    for n in range(4):
        made.commit(
            {
                PATH: text(f"{'abxd'[n]}: {line}" for line in range(300))
                if n != 3
                else text(["x: 0", *(f"x: {line}" for line in range(1, 299))])
            }
        )
    found, whole = told(made)
    assert not whole
    assert [len(lines) for _, _, _, lines in found] == [300, 299]


def test_a_file_that_two_branches_changed_is_known_back_to_the_merge(make, told):
    made = make()
    lines = [f"name: line {n}" for n in range(20)]
    made.commit({PATH: text(lines)})
    made.git("checkout", "--quiet", "-b", "side")
    made.commit({PATH: text([*lines, "run: below"])})
    made.git("checkout", "--quiet", "main")
    made.commit({PATH: text(["run: above", *lines])})
    made.git("merge", "--quiet", "--no-edit", "side")
    made.clock += 3_600
    last = made.commit({PATH: text(["run: above", *lines, "run: below", "run: last"])})
    found, whole = told(made)
    assert ([commit for commit, _, _, _ in found], whole) == ([last], False)


def test_a_secret_stands_masked_in_old_versions(make, told):
    made = make()
    secret = "token: ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"
    made.commit({PATH: f"name: x\n{secret}\n"})
    made.commit({PATH: "name: x\n"})
    found, _ = told(made)
    assert [lines for _, _, _, lines in found] == [["name: x", "token: ***"], ["name: x"]]
