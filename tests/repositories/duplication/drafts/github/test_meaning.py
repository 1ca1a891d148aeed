"""The normal form of a workflow: equal for what GitHub runs alike, different for what it does not."""

import pytest

from assessment.errors import DraftError
from assessment.repositories.duplication.drafts.forms.github import parse

BASE = """
on: push
permissions:
  contents: read
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/setup-java@v4
        with: {java-version: 21, cache: true}
      - run: make
        if: github.ref == 'refs/heads/main'
  deploy:
    needs: build
    runs-on: ubuntu-latest
    steps:
      - run: make deploy
"""


def changed(*replacements):
    text = BASE
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new, 1)
    return parse(text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("java-version: 21", "java-version: '21'"),  # inputs of actions are text
        ("cache: true", 'cache: "true"'),
        ("needs: build", "needs: [build]"),
        ("if: github.ref == 'refs/heads/main'", "if: ${{ github.ref=='refs/heads/main' }}"),
        ("run: make\n", "run: |\n          make\n"),
        ("runs-on: ubuntu-latest", "runs-on: [ubuntu-latest]"),
        ("runs-on: ubuntu-latest", "timeout-minutes: 360\n    runs-on: ubuntu-latest"),  # the default
        ("runs-on: ubuntu-latest", "if: success()\n    runs-on: ubuntu-latest"),
        ("runs-on: ubuntu-latest", "permissions: {contents: read, issues: none}\n    runs-on: ubuntu-latest"),  # what it inherits anyway
    ],
)
def test_what_github_runs_alike_is_equal(old, new):
    assert changed((old, new)) == parse(BASE)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("java-version: 21", "java-version: 2.10"),  # a number: 2.1
        ("runs-on: ubuntu-latest", "timeout-minutes: 10\n    runs-on: ubuntu-latest"),
        ("permissions:\n  contents: read", "permissions: {}"),
        ("needs: build", "needs: []"),
        ("if: github.ref", "if: always() && github.ref"),
        ("run: make\n", "run: make\n        shell: bash\n"),  # stops at a failing pipe
        ("- run: make deploy", "- run: make deploy\n        continue-on-error: true"),
    ],
)
def test_what_github_runs_otherwise_is_not(old, new):
    assert changed((old, new)) != parse(BASE)


def test_two_spellings_of_a_number_are_the_number_that_github_reads():
    assert changed(("java-version: 21", "java-version: 3.10")) == changed(("java-version: 21", "java-version: '3.1'"))


def test_spaces_at_the_end_of_lines_count_where_a_shell_may_see_them():
    assert changed(("run: make\n", 'run: "make  \\n  all"\n')) == changed(("run: make\n", 'run: "make\\n  all"\n'))
    assert changed(("run: make\n", "run: \"make '  \\n'  all\"\n")) != changed(("run: make\n", "run: \"make '\\n'  all\"\n"))


@pytest.mark.parametrize(
    "text", ["a: b", "- a", "jobs: []", "jobs: {}", "jobs: {a: b}", "jobs: {a: {steps: [x]}}", "jobs: {a: &x {steps: *x}}", "\t"]
)
def test_what_is_no_workflow_is_an_error(text):
    with pytest.raises(DraftError):
        parse(text)
