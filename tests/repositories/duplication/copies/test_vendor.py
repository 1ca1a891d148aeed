"""Public templates are known by hashes of their lines, however a file writes them down."""

import numpy as np
import pandas as pd
import pytest

from assessment.repositories.duplication.copies.documents import documents
from assessment.repositories.duplication.copies.fingerprints import Template, hashed, packed, unpacked
from assessment.repositories.duplication.copies.normalise import normalise
from assessment.repositories.duplication.copies.vendor import followed, labels
from assessment.repositories.sources.rules import boilerplate

TEN = [f"run: ./do-{chr(97 + n) * 4}.sh" for n in range(10)]


def template(name="ten", lines=TEN, kind="github-workflow", **more):
    return Template(name=name, kind=kind, text="\n".join(lines), **more)


@pytest.fixture
def follows(contents_of, rules):
    """{(repository, path): template} of files."""

    def find(files, *templates):
        table = contents_of(files)
        found = documents(table, pd.Series(False, index=table.index), rules)
        names = followed(found, rules.model_copy(update={"boilerplate": templates}))
        used = found.files[found.files["document"] >= 0]
        return dict(zip(zip(used["repository"], used["path"], strict=True), names.iloc[used["document"]], strict=True))

    return find


def file(*lines):
    return {"shop": {"ci.yml": "\n".join(lines)}}


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (TEN, "ten"),
        (["  - " + line.replace("run: ", "run: '") + "'  # why" for line in TEN], "ten"),  # layout, quotes and comments do not count
        (TEN[:5], "ten"),  # half of the template
        ([*TEN[:4], TEN[0]], ""),  # four of its lines, one of them twice
        ([*TEN[:8], "a: 1", "b: 2"], "ten"),  # 8 of 10 lines stand in it
        ([*TEN[:8], "a: 1", "b: 2", "c: 3"], ""),  # 8 of 11
        (["a: 1", "b: 2", "c: 3", "d: 4", "e: 5"], ""),
    ],
)
def test_a_file_follows_a_template_where_it_is_mostly_made_of_it_and_has_enough_of_it(follows, lines, name):
    assert follows(file(*lines), template()) == {("shop", "ci.yml"): name}


def test_the_shares_are_those_of_the_template(follows):
    lines = [*TEN[:6], "a: 1", "b: 2"]
    assert set(follows(file(*lines), template()).values()) == {""}
    assert set(follows(file(*lines), template(share=0.75)).values()) == {"ten"}
    assert set(follows(file(*lines), template(share=0.75, holds=0.7)).values()) == {""}
    assert set(follows(file(*TEN[:5]), template(lines=[*TEN, *(f"x{n}: {n}" for n in range(90))])).values()) == {""}  # 5 of 100


def test_only_files_of_the_same_kind_follow_it(follows):
    files = {"shop": {"ci.yml": "\n".join(TEN), "main.tf": "\n".join(TEN)}}
    assert follows(files, template(kind="terraform")) == {("shop", "ci.yml"): "", ("shop", "main.tf"): "ten"}


def test_a_template_of_another_kind_that_is_there_too_is_none_of_it(follows):
    files = {"shop": {"ci.yml": "\n".join(TEN), "main.tf": "\n".join([*TEN, "a: 1"])}}
    more = template("other", [f"x{n}: {n}" for n in range(9)])
    assert follows(files, template(kind="terraform"), more) == {("shop", "ci.yml"): "", ("shop", "main.tf"): "ten"}


def test_of_two_templates_the_one_with_more_of_the_file(follows):
    wide = template("wide", [*TEN, "a: 1"])
    assert set(follows(file(*TEN, "a: 1"), template(), wide).values()) == {"wide"}
    assert set(follows(file(*TEN), template(), wide).values()) == {"ten"}  # all of it stands in both, and it is all of one


def test_versions_of_actions_and_the_own_name_do_not_matter(follows):
    lines = ["name: REPO", "uses: a/b@v1", "uses: a/c@v1", "version: 3", "run: x", "run: y"]
    written = ["name: shop-web", "uses: a/b@v9", "uses: 'a/c@main'", "version: 4", "run: x", "run: y"]
    assert follows({"shop-web": {"ci.yml": "\n".join(written)}}, template(lines=lines)) == {("shop-web", "ci.yml"): "ten"}


def test_without_templates_nothing_follows(follows):
    assert follows(file(*TEN)) == {("shop", "ci.yml"): ""}
    assert follows({}, template()) == {}


def test_hashes_stand_for_the_text(follows, rules):
    lines = normalise(["ci.yml"], ["\n".join(TEN)], [()], rules=rules).of(0)
    kept = Template(name="kept", kind="github-workflow", lines=10, hashes=packed(hashed(lines)))
    assert follows(file(*TEN), kept) == follows(file(*TEN), template("kept"))
    assert "do-" not in kept.hashes
    assert np.array_equal(unpacked(kept.hashes), np.unique(hashed(lines)))


def test_a_cluster_is_labelled_where_more_than_half_of_its_files_follow():
    files = pd.DataFrame(
        [("x", "one"), ("x", "one"), ("x", ""), ("y", "one"), ("y", ""), ("z", "one"), ("z", "two"), ("", "one")],
        columns=["cluster", "boilerplate"],
    )
    assert labels(files).to_dict() == {"x": "one"}


LINES_OF_SHIPPED = {  # a line of each of these templates, as anybody writes it; who changes what is left of a line makes the hashes again
    "GitHub starter code-scanning/codeql": "uses: github/codeql-action/analyze@v3",
    "GitHub starter ci/node.js": "uses: actions/setup-node@v4",
    "GitHub starter pages/static": "uses: actions/deploy-pages@v4",
    "Rails bin/setup": "require 'fileutils'",
    "Alembic configuration": "[logger_sqlalchemy]",
}


@pytest.mark.parametrize(("name", "line"), LINES_OF_SHIPPED.items())
def test_the_shipped_hashes_are_those_of_lines_as_they_are_left_today(rules, name, line):
    (shipped,) = [one for one in boilerplate() if one.name == name]
    assert hashed(normalise(["x.yml"], [line], [()], rules=rules).of(0))[0] in unpacked(shipped.hashes)


def test_a_file_of_ones_own_follows_no_shipped_template(follows):
    own = [
        "name: CI",
        "on: push",
        "jobs:",
        "build:",
        "runs-on: ubuntu-latest",
        "steps:",
        "uses: actions/checkout@v4",
        "run: ./build.sh --ours",
    ]
    assert set(follows(file(*own), *boilerplate()).values()) == {""}


def test_two_entries_of_dependabot_are_no_ones_copy(follows):
    entry = "  - package-ecosystem: {}\n    directory: /\n    schedule:\n      interval: daily\n"
    text = "version: 2\nupdates:\n" + entry.format("npm") + entry.format('"github-actions"')
    names = [template for template in boilerplate() if template.kind == "dependabot"]
    changed = [one.model_copy(update={"kind": "github-workflow"}) for one in names]  # the kind of the only workflow file at hand
    assert set(follows({"shop": {"ci.yml": text}}, *changed).values()) == {"Dependabot without options"}
    own = text + '    groups:\n      ours:\n        patterns: ["@ours/*"]\n    reviewers: [ours]\n'
    assert set(follows({"shop": {"ci.yml": own}}, *changed).values()) == {""}
