"""Which changes lead from a file at HEAD back to its addition."""

import pandas as pd

from assessment.repositories.duplication.copies.trails import trails

START = pd.Timestamp("2024-01-01", tz="UTC")
DAY = (START - pd.Timestamp(0, tz="UTC")).days


def tables(*rows, days=None):
    """Changes and commits from (number, path, old blob, new blob), commit n on the n-th of January or on the given day."""
    status = ["A" if not old else "D" if not new else "M" for _, _, old, new in rows]
    number, path, old, new = zip(*rows, strict=True)
    changes = pd.DataFrame(
        {"repository": "shop", "number": number, "path": path, "status": status, "old_blob": old, "new_blob": new}
    ).replace({"": None})
    numbers = sorted(set(number))
    when = [START + pd.Timedelta(days=(days or {}).get(n, n), hours=23) for n in numbers]
    return changes, pd.DataFrame({"repository": "shop", "number": numbers, "authored_at": when})


def trail(changes, commits, path="ci.yml", blob="c"):
    (found,) = trails(pd.DataFrame({"repository": ["shop"], "path": [path], "blob": [blob]}), changes, commits)
    return [(step.day - DAY, step.number, step.path) for step in found.steps], found.whole


def test_a_trail_leads_back_to_the_addition():
    steps, whole = trail(*tables((0, "ci.yml", "", "a"), (2, "ci.yml", "a", "b"), (5, "ci.yml", "b", "c")))
    assert (steps, whole) == ([(5, 5, "ci.yml"), (2, 2, "ci.yml"), (0, 0, "ci.yml")], True)


def test_what_another_branch_did_and_nobody_kept_is_no_step():
    steps, whole = trail(*tables((0, "ci.yml", "", "a"), (1, "ci.yml", "a", "x"), (2, "ci.yml", "a", "c"), (3, "ci.yml", "x", "y")))
    assert ([number for _, number, _ in steps], whole) == ([2, 0], True)


def test_a_revert_goes_back_through_what_it_undid():
    steps, _ = trail(*tables((0, "ci.yml", "", "c"), (1, "ci.yml", "c", "b"), (2, "ci.yml", "b", "c")))
    assert [number for _, number, _ in steps] == [2, 1, 0]


def test_an_exact_rename_is_followed_and_is_no_version():
    changes, commits = tables(
        (0, "old.yml", "", "a"), (1, "old.yml", "a", "b"), (3, "old.yml", "b", ""), (3, "ci.yml", "", "b"), (4, "ci.yml", "b", "c")
    )
    steps, whole = trail(changes, commits)
    assert (steps, whole) == ([(4, 4, "ci.yml"), (1, 1, "old.yml"), (0, 0, "old.yml")], True)


def test_a_file_renamed_twice_is_followed_twice():
    rows = (0, "one.yml", "", "c"), (1, "one.yml", "c", ""), (1, "two.yml", "", "c"), (2, "two.yml", "c", ""), (2, "ci.yml", "", "c")
    assert trail(*tables(*rows)) == ([(0, 0, "one.yml")], True)


def test_of_several_equal_files_that_went_the_one_of_the_same_name_was_moved():
    rows = (
        (0, "a/other.yml", "", "c"),
        (1, "b/ci.yml", "", "c"),
        (2, "a/other.yml", "c", ""),
        (2, "b/ci.yml", "c", ""),
        (2, "ci.yml", "", "c"),
    )
    assert trail(*tables(*rows)) == ([(1, 1, "b/ci.yml")], True)


def test_another_file_that_went_with_the_addition_is_no_rename():
    rows = (0, "old.yml", "", "x"), (1, "old.yml", "x", ""), (1, "ci.yml", "", "c")
    assert trail(*tables(*rows)) == ([(1, 1, "ci.yml")], True)


def test_a_file_that_came_back_begins_anew():
    steps, whole = trail(*tables((0, "ci.yml", "", "a"), (1, "ci.yml", "a", ""), (2, "ci.yml", "", "c")))
    assert ([number for _, number, _ in steps], whole) == ([2], True)


def test_where_a_merge_made_the_blob_the_trail_ends_and_is_not_whole():
    rows = (0, "ci.yml", "", "a"), (1, "ci.yml", "a", "x"), (2, "ci.yml", "a", "y"), (4, "ci.yml", "merged", "c")
    assert trail(*tables(*rows)) == ([(4, 4, "ci.yml")], False)
    assert trail(*tables(*rows), blob="nobody made this") == ([], False)


def test_a_change_of_mode_is_no_version():
    steps, whole = trail(*tables((0, "ci.yml", "", "c"), (1, "ci.yml", "c", "c")))
    assert ([number for _, number, _ in steps], whole) == ([0], True)


def test_days_do_not_run_backwards():
    changes, commits = tables((0, "ci.yml", "", "a"), (1, "ci.yml", "a", "b"), (2, "ci.yml", "b", "c"), days={0: 3, 1: 1, 2: 4})
    assert [day for day, _, _ in trail(changes, commits)[0]] == [4, 3, 3]


def test_other_repositories_and_their_commits_do_not_mix_in():
    changes, commits = tables((0, "ci.yml", "", "c"))
    other = changes.assign(repository="billing", number=0, new_blob="other")
    late = commits.assign(repository="billing", authored_at=START + pd.Timedelta(days=300))
    files = pd.DataFrame({"repository": ["billing", "shop"], "path": "ci.yml", "blob": ["other", "c"]})
    found = trails(files, pd.concat([other, changes]), pd.concat([late, commits]))
    assert [[step.day - DAY for step in one.steps] for one in found] == [[300], [0]]


def test_a_commit_without_a_date_has_no_day():
    changes, commits = tables((0, "ci.yml", "", "c"))
    (found,) = trails(pd.DataFrame({"repository": ["shop"], "path": "ci.yml", "blob": "c"}), changes, commits.assign(authored_at=pd.NaT))
    assert [step.day for step in found.steps] == [-1]
