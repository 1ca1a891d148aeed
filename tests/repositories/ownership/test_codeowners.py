"""CODEOWNERS in both grammars. Expectations are those of GitHub's and GitLab's documentation, unless a case says otherwise."""

import time

import pytest

from assessment.repositories.ownership import codeowners, coverage
from assessment.repositories.ownership.patterns import compiled

GITHUB = [  # pattern, matched, not matched
    ("*", ["a", "a/b"], []),
    ("*.js", ["a.js", "x/y/a.js"], ["a.jsx", "a.js.map"]),
    ("/build/logs/", ["build/logs/a", "build/logs/x/y"], ["build/logs", "x/build/logs/a"]),
    ("docs/*", ["docs/getting-started.md"], ["docs/build-app/troubleshooting.md", "x/docs/a.md"]),  # the documentation's own example
    ("apps/", ["apps/a", "x/apps/y/z"], ["apps", "myapps/a"]),
    ("/docs/", ["docs/a", "docs/x/a"], ["x/docs/a"]),
    ("/scripts/", ["scripts/a.sh"], ["a/scripts/b.sh"]),
    ("**/logs", ["logs/a", "build/logs/x", "deeply/nested/logs/y", "logs"], ["logs2/a", "build/xlogs/a"]),
    ("/apps/github", ["apps/github/a", "apps/github"], ["apps/githubs", "x/apps/github/a"]),
    ("foo", ["foo", "foo/bar", "x/foo", "x/foo/y"], ["foo.txt", "x/foo.txt"]),  # a name alone stands at any depth, as in gitignore
    ("foo/bar", ["foo/bar", "foo/bar/x"], ["x/foo/bar", "foo/bart"]),  # a slash inside ties it to the top, as in gitignore
    ("/*", ["a"], ["a/b"]),
    ("f*o?", ["foox", "fo1", "x/fabcoz/y"], ["fo", "xfoox"]),
    ("a/**/b", ["a/b", "a/x/b", "a/x/y/b/c"], ["a/xb", "x/a/b"]),
    ("a/**/b/c*d", ["a/b/cd", "a/x/b/b/cxd"], ["a/b/x/cd"]),
    ("a/**", ["a/b", "a/b/c"], ["a", "b/a/c"]),
    (".github/**/*.yml", [".github/a.yml", ".github/workflows/x/a.yml"], ["x/.github/a.yml", ".github/a.yaml"]),
    ("Docs", ["Docs/a"], ["docs/a"]),  # case-sensitive
    ("a\\*b", ["a*b"], ["axb"]),
    ("a+(b)", ["a+(b)"], ["aab"]),
]
GITLAB = [
    ("README.md", ["README.md", "docs/README.md"], ["README.mdx"]),
    ("/README.md", ["README.md"], ["docs/README.md"]),
    ("/docs/", ["docs/a", "docs/x/y"], ["x/docs/a"]),
    ("docs/", ["docs/a", "x/docs/y/z"], ["docs"]),
    ("/docs/*", ["docs/index.md"], ["docs/projects/index.md"]),
    ("/docs/**/*.md", ["docs/a.md", "docs/x/y/a.md"], ["docs/a.txt"]),
    ("/docs", ["docs"], ["docs/a"]),  # a folder needs its slash
    ("*.[ch]", ["a.c", "x/a.h"], ["a.d"]),
    ("/a/[!x]*", ["a/yes"], ["a/x", "a/y/z"]),
    ("\\#file", ["#file"], ["file"]),
]


@pytest.mark.parametrize(("pattern", "yes", "no"), GITHUB)
def test_patterns_of_github(pattern, yes, no):
    found = compiled(pattern, "github")
    assert [path for path in (*yes, *no) if found.match(path)] == yes


@pytest.mark.parametrize(("pattern", "yes", "no"), GITLAB)
def test_patterns_of_gitlab(pattern, yes, no):
    found = compiled(pattern, "gitlab")
    assert [path for path in (*yes, *no) if found.match(path)] == yes


@pytest.mark.parametrize("pattern", ["!a", "a[bc]", "\\#a", "/", "x" * 501])
def test_github_has_no_such_pattern(pattern):
    assert compiled(pattern, "github") is None


def owners(text, path, dialect="github"):
    return codeowners.owners(codeowners.parse(text, dialect), [path])[0]


def test_the_last_match_wins_and_a_rule_without_owners_clears():
    text = "* @o/all # everyone\n/apps/ @o/apps someone@example.com\n/apps/open\n#/apps/ @o/nobody\n"
    assert owners(text, "x.py") == ("@o/all",)
    assert owners(text, "apps/x") == ("@o/apps", "someone@example.com")
    assert owners(text, "apps/open/x") == ()


def test_rules_for_folders_files_and_wildcards_stand_in_one_order():
    text = "/a/b/ @o/deep\n*.js @o/js\n/a/ @o/top\n/a/x.js @o/one\n"
    found = codeowners.owners(codeowners.parse(text), ["a/b/c", "c.js", "a/c.js", "a/x.js", "z"])
    assert found == [("@o/top",), ("@o/js",), ("@o/top",), ("@o/one",), ()]


def test_a_malformed_owner_skips_the_line_on_github():
    found = codeowners.parse("* @o/all\n*.js @o/js §@o/typo\n*.md nobody\n!x @o/x\n")
    assert [rule.pattern for rule in found.rules] == ["*"]
    assert found.skipped == (2, 3, 4)


def test_a_path_with_an_escaped_space():
    assert owners("/my\\ docs/ @o/docs\n", "my docs/a") == ("@o/docs",)
    assert owners("/my\\ docs/*.md @o/docs\n", "my docs/a.md") == ("@o/docs",)


SECTIONS = """
* @o/default

[Documentation][2] @o/writers
docs/
README.md @o/readme   # @o/comment

^[Database] @o/dba @@maintainer
/model/db/
!/model/db/seeds/
/model/db/seeds/mine @o/never

[DOCUMENTATION]
/ee/docs/
"""


def test_sections_add_up_and_entries_inherit_their_owners():
    assert owners(SECTIONS, "x", "gitlab") == ("@o/default",)
    assert owners(SECTIONS, "docs/a", "gitlab") == ("@o/default", "@o/writers")
    assert owners(SECTIONS, "README.md", "gitlab") == ("@o/default", "@o/readme", "@o/comment")  # GitLab knows no inline comments
    assert owners(SECTIONS, "model/db/a", "gitlab") == ("@o/default", "@o/dba", "@@maintainer")


def test_an_exclusion_takes_a_path_out_of_its_section_for_good():
    assert owners(SECTIONS, "model/db/seeds/mine", "gitlab") == ("@o/default",)


def test_a_section_that_is_opened_again_goes_on():
    assert owners(SECTIONS, "ee/docs/a", "gitlab") == ("@o/default", "@o/writers")


@pytest.mark.parametrize(
    ("paths", "gitlab", "expected"),
    [
        (["CODEOWNERS", "docs/CODEOWNERS", ".github/CODEOWNERS"], False, ".github/CODEOWNERS"),
        (["CODEOWNERS", "docs/CODEOWNERS"], False, "CODEOWNERS"),
        (["CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"], False, "CODEOWNERS"),
        (["docs/CODEOWNERS", ".gitlab/CODEOWNERS"], False, "docs/CODEOWNERS"),
        (["a/CODEOWNERS"], True, None),
    ],
)
def test_the_host_reads_the_first_file_of_its_order(paths, gitlab, expected):
    found = codeowners.chosen(dict.fromkeys(paths, "* @o/a\n"), gitlab=gitlab)
    assert (found and found[0]) == expected


def test_sections_tell_gitlab_from_github():
    assert codeowners.chosen({"CODEOWNERS": "[Docs] @o/a\n*\n"})[1].dialect == "gitlab"
    assert codeowners.chosen({".github/CODEOWNERS": "[Docs] @o/a\n*\n"})[1].dialect == "github"
    assert codeowners.chosen({"CODEOWNERS": "* @o/a\n"}, gitlab=True)[1].dialect == "gitlab"


def test_github_reads_nothing_over_three_megabytes():
    assert codeowners.chosen({"CODEOWNERS": "* @o/a\n" + "#" * 3_000_000}) is None


def test_only_teams_are_named():
    assert codeowners.teams(("@person", "@o/team", "a@example.com", "@@maintainer")) == ("@o/team",)
    assert codeowners.teams(("@group", "@o/team/sub", "a@example.com", "@@maintainer"), "gitlab") == ("@group", "@o/team/sub")


@pytest.mark.parametrize("pattern", ["*a" * 200 + "b", "**/a/" * 90 + "b", "/" + "**/*a*/" * 60 + "b", "?*" * 200])
def test_a_hostile_pattern_takes_no_time(pattern):
    paths = ["a" * 4_000, "a/" * 2_000 + "a"]
    began = time.process_time()
    found = compiled(pattern, "github")
    for path in paths:
        found.match(path)
    assert time.process_time() - began < 1


def test_coverage_counts_files_and_plumbing_apart():
    found = coverage.owned({"CODEOWNERS": "/src/ @o/a\n*.yml bad owner\n"}, ["src/a", "src/b", "x", "ci.yml"], [False, False, False, True])
    assert found == ("CODEOWNERS", 0.5, 0.0, 1)


def test_coverage_without_a_file_or_with_too_much_to_compare_is_none():
    assert coverage.owned({}, ["a"], [False]) is None
    many = "".join(f"*{n} @o/a\n" for n in range(3_000))
    assert coverage.owned({"CODEOWNERS": many}, ["a"] * 2_000, [False] * 2_000) is None
