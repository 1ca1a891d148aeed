import shutil

import pytest

from assessment.errors import AssessmentError, RulesError
from assessment.repositories.sources.rules import boilerplate, load
from assessment.shipped import shipped


@pytest.fixture
def folder(tmp_path):
    """A copy of the shipped rules that may be changed."""
    return shutil.copytree(shipped("rules"), tmp_path / "rules")


def _change(folder, name, old, new):
    path = folder / f"{name}.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_shipped_finds_data_beside_the_package():
    assert (shipped("rules", "files.yaml")).is_file()
    with pytest.raises(AssessmentError, match="nowhere"):
        shipped("nowhere")


def test_the_version_follows_the_content(folder, rules):
    assert load(folder).version == rules.version
    _change(folder, "files", '"Earthfile"', '"Earthfile", "Marsfile"')
    assert load(folder).version != rules.version


def test_a_user_adds_an_entry_in_five_lines(tmp_path, rules):
    own = tmp_path / "own.yaml"
    own.write_text('places:\n  - kind: acme-ci\n    workflow: ci\n    path: [".acme/**"]\n')
    more = load(extra=[own])
    assert rules.places([".acme/x"])[0].role == "product"
    assert more.places([".acme/x"])[0] == ("plumbing", "ci", "acme-ci")
    assert more.version != rules.version


def test_an_added_entry_wins_over_the_shipped_ones(tmp_path):
    own = tmp_path / "own.yaml"
    own.write_text("places: [{kind: acme-ci, workflow: ci, path: [Jenkinsfile]}]\n")
    assert load(extra=[own]).places(["Jenkinsfile"])[0].kind == "acme-ci"


def test_a_user_adds_a_public_template_as_text_and_nothing_is_collected_again(tmp_path, rules):
    own = tmp_path / "own.yaml"
    own.write_text("boilerplate: [{name: acme starter, kind: makefile, text: 'all: build'}]\n")
    first, *others = boilerplate([own])
    assert (first.name, first.kind, first.share, first.holds) == ("acme starter", "makefile", 0.8, 0.5)
    assert others == list(boilerplate())
    assert load(extra=[own]).version == rules.version


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("{name: x, kind: makefile}", "either hashes or text"),
        ("{name: x, kind: makefile, text: a, hashes: AAAAAA==}", "either hashes or text"),
        ("{name: x, kind: makefile, lines: 1, hashes: '!'}", "base64"),
        ("{name: x, kind: makefile, lines: 1, hashes: AAAA}", "4 bytes"),
        ("{name: x, kind: makefile, lines: 2, hashes: AAAAAA==}", "as many hashes"),
        ("{name: x, kind: makefile, hashes: AAAAAA==}", "number of lines"),
        ("{name: x, kind: makefile, txt: a}", "txt"),
    ],
)
def test_a_mistake_in_a_template_is_named(tmp_path, entry, said):
    own = tmp_path / "own.yaml"
    own.write_text(f"boilerplate:\n  - {entry}\n")
    with pytest.raises(RulesError, match=r"own\.yaml.*entry 1") as caught:
        boilerplate([own])
    assert said in str(caught.value)


def test_the_shipped_templates_are_small_and_named_once():
    assert shipped("rules", "boilerplate.yaml").stat().st_size < 150_000
    found = boilerplate()
    assert len({template.name for template in found}) == len(found) > 200
    assert all(template.source for template in found)


BROKEN = [
    ("files", "workflow: deployment", "workflow: deploy", ["files.yaml", "workflow", "deploy", "'deployment'", "'local development'"]),
    ("files", "kind: dependabot", "knid: dependabot", ["files.yaml", "knid", "possible keys", "kind"]),
    ("files", "role: vendored", "role: vendor", ["role", "vendor", "vendored"]),
    ("files", "{kind: zizmor, workflow: security", "{kind: zizmor", ["plumbing needs both"]),
    ("automation", "name: '\\[bot\\]$'", "name: '[bot'", ["automation.yaml", "entry 1", "name", "regular expression"]),
    ("subjects", "class: revert", "class: rollback", ["subjects.yaml", "entry 1", "class", "rollback", "'revert'"]),
    ("references", "(?P<target>[\\w-]+/[\\w-]+)@", "(?P<name>[\\w-]+/[\\w-]+)@", ["references.yaml", "match", "target"]),
    ("references", "reader: terraform", "reader: terrafrom", ["references.yaml", "reader", "terrafrom", "'terraform'"]),
    ("controls", "control: sbom, label: syft", "control: sbomb, label: syft", ["controls.yaml", "sbomb", "sbom"]),
    ("controls", "seen_in: ci\n    maps", "seen_in: pipeline\n    maps", ["controls.yaml", "seen_in", "pipeline", "'ci'"]),
]


@pytest.mark.parametrize(("name", "old", "new", "said"), BROKEN)
def test_a_mistake_is_named_with_file_entry_key_and_what_is_possible(folder, name, old, new, said):
    _change(folder, name, old, new)
    with pytest.raises(RulesError) as caught:
        load(folder)
    for word in said:
        assert word in str(caught.value)


def test_broken_yaml_names_the_line(folder):
    (folder / "files.yaml").write_text("places:\n  - kind: x\n\tworkflow: ci\n")
    with pytest.raises(RulesError, match=r"files\.yaml: line 3"):
        load(folder)


def test_a_missing_file_and_a_list_at_the_top_are_named(folder, tmp_path):
    (folder / "subjects.yaml").write_text("- a\n")
    with pytest.raises(RulesError, match=r"subjects\.yaml.*not a mapping"):
        load(folder)
    (folder / "subjects.yaml").unlink()
    with pytest.raises(RulesError, match=r"subjects\.yaml.*cannot be read"):
        load(folder)
    own = tmp_path / "own.yaml"
    own.write_text("palces: []\n")
    with pytest.raises(RulesError, match=r"unknown key 'palces'.*places"):
        load(extra=[own])


def test_an_unclosed_brace_is_named(folder):
    _change(folder, "files", '"Earthfile"', '"Earth{file"')
    with pytest.raises(RulesError, match=r"earth\{file"):
        load(folder)
