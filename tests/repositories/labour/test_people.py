import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessment.repositories.facts import frame
from assessment.repositories.labour.people import automated, commit_key, homes, human, identities, outside


@pytest.fixture
def people(commit_table):
    """Commits of (author, author_name) pairs."""
    return lambda pairs: commit_table([{"author": a, "author_name": n} for a, n in pairs])


@pytest.fixture
def repeated(commit_table):
    """`count` commits of one author; subjects and repositories are taken in turn."""

    def make(count, keys, repositories, **fixed):
        row = {"author": "m"} | fixed
        return commit_table([row | {"repository": f"r{i % repositories}", "subject_key": 1 + i % keys} for i in range(count)])

    return make


def test_one_address_or_one_full_name_is_one_person(people):
    who = identities(people([("a1", "n1"), ("a2", "n1"), ("a2", ""), ("a3", "n3"), ("a4", ""), ("a5", "")]))
    assert who[0] == who[1] == who[2]  # a1 - n1 - a2, and the bare a2
    assert who.nunique() == 4  # that person, a3, a4 and a5: an empty name joins nobody


def test_an_address_of_five_full_names_joins_nobody_but_four_spellings_do(people):
    assert identities(people([("shared", f"n{i}") for i in range(5)])).nunique() == 5
    assert identities(people([("own", f"n{i}") for i in range(4)])).nunique() == 1


def test_no_address_and_no_name_is_nobody(people):
    who = identities(people([("", ""), ("", "n1"), ("a1", "n1")]))
    assert who[0] == -1
    assert who[1] == who[2] != -1


def test_automation_joins_nobody(commit_table):
    bots = [{"author": "bot", "author_name": n, "automation": True} for n in ("n1", "n2")]
    who = identities(commit_table([*bots, {"author": "a1", "author_name": "n1"}, {"author": "a2", "author_name": "n2"}]))
    assert who[2] != who[3]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pairs=st.lists(st.tuples(st.sampled_from("abc "), st.sampled_from("xyz ")), min_size=1, max_size=25),
    random=st.randoms(use_true_random=False),
)
def test_identity_is_an_equivalence_that_ignores_row_order(people, pairs, random):
    rows = [(a.strip(), n.strip()) for a, n in pairs]
    order = list(range(len(rows)))
    random.shuffle(order)
    one, two = identities(people(rows)), identities(people([rows[i] for i in order]))
    back = {i: two[position] for position, i in enumerate(order)}
    for i in range(len(rows)):
        for j in range(len(rows)):
            assert (one[i] == one[j]) == (back[i] == back[j])
            if rows[i][0] and rows[i][0] == rows[j][0]:  # three names at most here, so no address is shared
                assert one[i] == one[j]


@pytest.mark.parametrize(
    ("count", "keys", "machine"),
    [
        (40, 3, True),  # 3 / 40 = 7.5 % distinct subjects
        (40, 4, False),  # 4 / 40 = 10 % is not below a tenth
        (29, 1, False),  # too few to judge
        (30, 1, True),
    ],
)
def test_an_author_who_repeats_subjects_in_one_repository_is_a_machine(repeated, count, keys, machine):
    assert automated(repeated(count, keys, 1)).tolist() == [machine] * count


def test_one_change_carried_by_hand_into_many_repositories_stays_a_persons_work(repeated):
    # 44 repositories, one subject, once each: 44 (repository, subject) pairs for 44 commits, and no returning
    assert not automated(repeated(44, 1, 44)).any()


def test_a_machine_that_returns_to_more_than_half_of_the_repositories(repeated, commit_table):
    # 12 repositories x 4 commits, 2 subjects: at least 12 pairs for 48 commits is no repetition in one place,
    # yet there are only 4 % distinct subjects everywhere
    table = repeated(48, 2, 12)
    assert automated(table).all()
    assert not automated(repeated(48, 2, 12, changed_files=2)).any()  # not one file at a time
    others = commit_table([{"repository": f"other{i}", "author": f"p{i}"} for i in range(12)])
    assert not automated(pd.concat([table, others], ignore_index=True)).any()  # now 12 of 24 repositories: not more than half


def test_generic_subjects_and_merges_are_no_sign_of_a_machine(repeated, commit_table):
    generic = commit_table([{"repository": "r0", "author": "m"}] * 60)
    assert not automated(generic).any()
    assert not automated(repeated(60, 1, 1, parents=2)).any()
    mixed = pd.concat([repeated(40, 1, 1), generic[:41]], ignore_index=True)
    assert not automated(mixed).any()  # 40 of 81 have a subject of their own: less than half


def test_human_leaves_out_automation_merges_huge_old_and_undated_commits_and_unknown_repositories(make_fleet, as_of):
    start = as_of - pd.DateOffset(years=3)
    dropped = [{"automation": True}, {"parents": 2}, {"changed_files": 1001}, {"authored_at": start}, {"authored_at": None}]
    dropped += [{"authored_at": as_of + pd.Timedelta(days=1)}, {"repository": "elsewhere", "number": 6}]
    kept = [{"changed_files": 1000}, {"authored_at": start + pd.Timedelta(seconds=1)}, {"authored_at": None, "committed_at": as_of}]
    assert human(make_fleet({"r": "A"}, commits=dropped + kept))["number"].tolist() == [6, 7, 8]


def test_plumbing_and_setup_only(make_fleet):
    got = human(make_fleet({"r": "A"}, commits=[{"changed_files": c, "plumbing_files": p} for c, p in ((3, 0), (3, 1), (3, 3), (0, 0))]))
    assert got["plumbing"].tolist() == [False, True, True, False]
    assert got["setup_only"].tolist() == [False, False, True, False]
    assert got["team"].tolist() == ["A"] * 4


def work(person, team, product=0, setup=0):
    rows = [(person, team, 1, 0)] * product + [(person, team, 1, 1)] * setup
    return pd.DataFrame(rows, columns=["person", "team", "changed_files", "plumbing_files"])


def test_home_is_where_the_product_work_is_not_where_the_plumbing_is():
    rows = pd.concat(
        [
            work(1, "A", product=3),
            work(1, "B", setup=40),  # product decides
            work(2, "A", setup=2),
            work(2, "B", setup=4),  # no product: most commits
            work(3, "A", product=2, setup=1),
            work(3, "B", product=2, setup=2),  # equal in product: most commits
            work(4, "A", product=3),
            work(4, "B", product=3),  # still equal: unknown
            work(5, "A", product=4),  # fewer than five
            work(6, "", product=9),
            work(6, "A", product=5),  # mostly where nobody claims the repository
            work(-1, "A", product=9),  # nobody has no home
        ]
    )
    assert homes(rows).to_dict() == {1: "A", 2: "B", 3: "B", 4: "", 5: "", 6: ""}


def test_outside_tells_own_outside_platform_and_unknown():
    home = pd.Series({1: "A", 2: "B", 3: "P", 4: ""})
    rows = pd.DataFrame({"person": [1, 2, 3, 4, 9, 3, 1, 1], "team": ["A", "A", "A", "A", "A", "P", "", "P"]})
    assert outside(rows, home, platform="P").tolist() == ["own", "outside", "platform", "unknown", "unknown", "own", "unknown", "outside"]
    assert outside(rows, home)[2] == "outside"  # without a declared platform they are a team like any other


def test_keys_join_tables_whatever_their_categories():
    index = pd.Index(["x", "y"])
    one = frame("commits", {"repository": ["y", "x", "z"], "number": [5, 5, 1]})
    two = frame("changes", {"repository": ["x", "y"], "number": [5, 5]})
    assert commit_key(one, index).tolist() == [(1 << 32) | 5, 5, -1]
    assert commit_key(two, index).tolist() == [5, (1 << 32) | 5]


def test_empty_facts_are_empty_not_an_error(make_fleet):
    fleet = make_fleet({"r": "A"})
    assert human(fleet).empty
    assert homes(human(fleet)).empty
    assert automated(fleet.facts.commits).empty


def test_a_build_manifest_changed_with_product_files_is_no_plumbing(make_fleet):
    manifest = {"path": "pom.xml", "kind": "build-manifest", "workflow": "dependencies"}
    image = {"path": "Dockerfile", "kind": "dockerfile", "workflow": "containers"}
    commits = [
        {"changed_files": 1, "plumbing_files": 1},  # the manifest alone
        {"changed_files": 2, "plumbing_files": 1},  # the manifest with a source file: a feature brings its library
        {"changed_files": 3, "plumbing_files": 2},  # both, and a Dockerfile
    ]
    changes = [manifest | {"number": 0}, manifest | {"number": 1}, manifest | {"number": 2}, image | {"number": 2}]
    found = human(make_fleet({"r": "red"}, commits=commits, changes=changes))
    assert found.sort_values("number")["plumbing"].tolist() == [True, False, True]
