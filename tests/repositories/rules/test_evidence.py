"""Asking little must lose nothing: words are never missed, and what is passed over could not have changed a row."""

from assessment.repositories.facts import Text
from assessment.repositories.rules import File
from assessment.repositories.rules.checking import RuleFile, checked
from assessment.repositories.rules.filed import Filed
from assessment.repositories.rules.readers.commands import commands
from assessment.repositories.rules.schema_tools import ToolRules
from assessment.repositories.rules.tools import Tool, Tools

SCRIPT = Text("build.sh", "0" * 40, "script", "ci", "")


def test_no_word_of_a_text_is_missed():
    filed = Filed.of(["terraform", "vault_", "fly", "", "größe", "docker build", "enabled:"])
    assert filed("x=1\nterraform plan; größe") == {"terraform", "fly", "", "größe"}  # a word under four letters may be anywhere
    assert filed("the docker build is enabled: yes") == {"docker build", "enabled:", "fly", ""}
    assert filed("") == {"fly", ""}


def test_a_word_at_the_very_end_and_one_as_long_as_the_text():
    assert Filed.of(["plan"])("plan") == {"plan"}
    assert Filed.of(["plan"])("terraform plan") == {"plan"}


def test_commands_hold_a_word_and_join_their_lines():
    lines = ["terraform \\", "  plan", "", "echo 'terraform'", "make"]
    assert list(commands(SCRIPT, lines, ["terraform", "plan"])) == [(1, "terraform    plan", ["terraform", "plan"])]
    assert [(line, command) for line, command, _ in commands(SCRIPT, lines, [""])] == [(1, "terraform    plan"), (5, "make")]


def _found(*found: dict[str, object], files: dict[str, str], kind: str = "script") -> list[Tool]:
    document = {"tools": [{"id": "acme", "title": "ACME", "workflow": "ci", "found": list(found)}]}
    tools = Tools(checked(ToolRules, RuleFile("tools.yaml", document)))
    texts = [Text(path, "0" * 40, kind, "ci", text) for path, text in files.items()]
    return tools([File(path, "plumbing", "ci", kind) for path in files], texts, [])


def test_stronger_evidence_is_named_though_weaker_was_seen_first():
    path = {"path": ["acme.yml"]}
    manifest = {"manifest": "^acme/v1 "}
    rows = _found(path, manifest, files={"acme.yml": "apiVersion: acme/v1\nkind: Thing"})
    assert [(row.by, row.line) for row in rows] == [("manifest", 2)]


def test_a_second_sort_of_evidence_makes_it_surer():
    text = {"kinds": ["script"], "text": "acme", "words": ["acme"], "confidence": "medium"}
    command = {"command": "acme run", "words": ["acme"], "confidence": "low"}
    assert [(row.by, row.confidence) for row in _found(text, files={"a.sh": "acme run"})] == [("text", "medium")]
    assert [(row.by, row.confidence) for row in _found(text, command, files={"a.sh": "acme run"})] == [("text", "high")]


def test_evidence_that_is_off_leaves_the_search_on():
    command = {"command": "acme run", "words": ["acme"]}
    off, on = "jobs:\n  a:\n    if: false\n    steps:\n      - run: acme run\n", "  b:\n    steps:\n      - run: acme run\n"
    assert [(row.state, row.line) for row in _found(command, files={"a.yml": off}, kind="github-workflow")] == [("disabled", 5)]
    assert [(row.state, row.line) for row in _found(command, files={"a.yml": off + on}, kind="github-workflow")] == [("used", 8)]
