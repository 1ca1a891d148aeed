import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.repositories.labour.authorship import degree, known, leaving
from assessment.repositories.labour.people import persons


@pytest.mark.parametrize(
    ("first", "deliveries", "acceptances", "expected"),
    [
        # by hand from the formula 3.293 + 1.098 FA + 0.164 DL - 0.321 ln(1 + AC), ln 2 = 0.693147, ln 10 = 2.302585
        (True, 0, 0, 4.391),
        (False, 2, 1, 3.3984998),  # 3.293 + 0.328 - 0.222500
        (True, 5, 9, 4.4718702),  # 4.391 + 0.820 - 0.739130
        (False, 0, 9, 2.5538702),
    ],
)
def test_degree_of_authorship(first, deliveries, acceptances, expected):
    got = degree(np.array([first]), np.array([deliveries]), np.array([acceptances]))
    assert got[0] == pytest.approx(expected, abs=1e-6)


def touched(rows):
    """Commits and changes of one file each, from (author, path, status), oldest first."""
    commits = [{"author": a, "days": 900 - n, "changed_files": 1, "plumbing_files": 1} for n, (a, _, _) in enumerate(rows)]
    return {"commits": commits, "changes": [{"number": n, "path": p, "status": s} for n, (_, p, s) in enumerate(rows)]}


def authors(fleet):
    """Main authors by path, as addresses."""
    commits = fleet.facts.commits
    who = persons(commits)
    names = dict(zip(who["person"], commits["author"], strict=True))
    found = known(fleet, who)
    return {found.files["path"][file]: {names[p] for p in group["person"]} for file, group in found.authors.groupby("file")}, {
        names[p] for p in found.authors.loc[found.authors["here"], "person"]
    }


def files(*paths, **more):
    return [{"repository": "r", "path": path, "workflow": "ci"} | more for path in paths]


def test_main_authors_are_near_the_highest_degree_and_not_below_the_least(make_fleet):
    # ci.yml: ann wrote it (4.391 - 0.321 ln 9 = 3.686); ben changed it 8 times (3.293 + 1.312 = 4.605); 3.686 / 4.605 = 0.80: both
    rows = [("ann", "ci.yml", "A")] + [("ben", "ci.yml", "M")] * 8
    # one.yml: ann wrote it (4.391 - 0.321 ln 2 = 4.168); ben changed it once (3.293 + 0.164 = 3.457): 0.83, both
    rows += [("ann", "one.yml", "A"), ("ben", "one.yml", "M")]
    # two.yml: ann wrote it and changed it 4 times (4.391 + 0.656 - 0.223 = 4.824); ben once (3.457 - 0.321 ln 5 = 2.940): ann
    rows += [("ann", "two.yml", "A"), ("ben", "two.yml", "M")] + [("ann", "two.yml", "M")] * 4
    fleet = make_fleet({"r": "A"}, files=files("ci.yml", "one.yml", "two.yml"), **touched(rows))
    assert authors(fleet)[0] == {"ci.yml": {"ann", "ben"}, "one.yml": {"ann", "ben"}, "two.yml": {"ann"}}


def test_a_file_that_no_person_mainly_wrote_is_not_known(make_fleet):
    rows = [("bot", "ci.yml", "A")] + [(name, "ci.yml", "M") for name in "abcd"]  # 3.457 - 0.321 ln 4 = 3.012, below 3.293
    facts = touched(rows)
    facts["commits"][0]["automation"] = True
    fleet = make_fleet({"r": "A"}, files=files("ci.yml", "untouched.yml"), **facts)
    assert authors(fleet)[0] == {}


def test_only_the_first_to_add_a_file_created_it(make_fleet):
    # ann: 4.391 + 0.164 - 0.321 ln 2 = 4.332; ben, who added it again: 3.293 + 0.164 - 0.321 ln 2 = 3.234, below 3.293
    rows = [("ann", "ci.yml", "A"), ("ann", "ci.yml", "D"), ("ben", "ci.yml", "A")]
    assert authors(make_fleet({"r": "A"}, files=files("ci.yml"), **touched(rows)))[0] == {"ci.yml": {"ann"}}


def test_files_that_are_gone_and_build_manifests_are_left_out(make_fleet):
    rows = [("ann", "gone.yml", "A"), ("ann", "pom.xml", "A"), ("ann", "ci.yml", "A")]
    manifest = files("pom.xml", kind="build-manifest")
    assert set(authors(make_fleet({"r": "A"}, files=files("ci.yml") + manifest, **touched(rows)))[0]) == {"ci.yml"}


def test_who_committed_in_the_last_year_is_here(make_fleet):
    facts = touched([("ann", "ci.yml", "A"), ("ben", "b.yml", "A")])
    facts["commits"].append({"author": "ben", "days": 364})  # product, anywhere
    facts["commits"].append({"author": "ann", "days": 366})
    assert authors(make_fleet({"r": "A"}, files=files("ci.yml", "b.yml"), **facts))[1] == {"ben"}


def test_an_empty_fleet_knows_nothing(make_fleet):
    fleet = make_fleet({"r": "A"})
    assert known(fleet, persons(fleet.facts.commits)).authors.empty


def after(pairs, least=0):
    rows = np.array(pairs, np.int64).reshape(-1, 2)
    return leaving(rows[:, 0], rows[:, 1], least=least)


def test_the_one_who_knows_most_files_leaves_first():
    # person 1 knows files 0, 1, 2; person 2 knows 2, 3; person 3 knows 4: without 1 two files are lost, without 2 as well four of five
    pairs = [(0, 1), (1, 1), (2, 1), (2, 2), (3, 2), (4, 3)]
    assert after(pairs) == [0, 2, 4]
    assert after(pairs, least=3) == [0, 2, 4, 5]
    assert after(pairs, least=9) == [0, 2, 4, 5]  # nobody is left to leave
    assert after([]) == [0]


def test_exactly_half_is_not_more_than_half():
    assert after([(0, 1), (1, 2)]) == [0, 1, 2]


@given(pairs=st.lists(st.tuples(st.integers(0, 12), st.integers(0, 6)), unique=True, min_size=1))
def test_files_are_only_lost_and_at_last_all(pairs):
    lost = after(pairs, least=7)
    assert lost == sorted(lost)
    assert lost[-1] == len({file for file, _ in pairs})
    assert len(lost) == len({person for _, person in pairs}) + 1
