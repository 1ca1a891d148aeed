"""Composite actions from copies: the shared one, and the thin one that each repository keeps under the same inputs and outputs."""

import yaml

from assessment.repositories.duplication.drafts.form import Member, Written
from assessment.repositories.duplication.drafts.forms import action as form
from tests.repositories.duplication.drafts.github.conftest import REPOSITORIES, drafted, shared

PATH = ".github/actions/setup/action.yml"
LINES = """\
name: Set up
description: Java and credentials
inputs:
  token:
    description: token of the registry
    required: true
outputs:
  hit:
    description: whether the cache was hit
    value: ${{ steps.java.outputs.cache-hit }}
runs:
  using: composite
  steps:
    - id: java
      uses: actions/setup-java@v4
      with:
        distribution: temurin
        java-version: '17'
        cache: gradle
    - name: Credentials
      shell: bash
      env:
        TOKEN: ${{ inputs.token }}
      run: |
        mkdir -p ~/.gradle
        echo "token=$TOKEN" >> ~/.gradle/gradle.properties
        chmod 600 ~/.gradle/gradle.properties
    - shell: bash
      run: ./gradlew --version
    - shell: bash
      run: ./gradlew dependencies --no-daemon
    - shell: bash
      run: ./gradlew --status
"""


def action(*replacements):
    """The action with texts replaced."""
    text = LINES
    for old, new in replacements:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def made_of(*texts):
    return drafted(texts, "github-action", PATH)


def caller(made, repository):
    return yaml.load(made.callers[repository, PATH], yaml.BaseLoader)


def test_a_caller_keeps_its_inputs_and_outputs_and_has_one_step():
    made = made_of(action(), action(), action(("'17'", "'21'")))
    assert made.accepted, made.why
    assert list(made.files) == ["actions/setup/action.yml"]
    left = caller(made, "stock-keeper")
    assert left["inputs"] == {"token": {"description": "token of the registry", "required": "true"}}
    assert left["outputs"]["hit"] == {"description": "whether the cache was hit", "value": "${{ steps.call.outputs.hit }}"}
    uses = "OWNER/shared-workflows/actions/setup@v1"
    given = {"java-version": "21", "token": "${{ inputs.token }}"}
    assert left["runs"] == {"using": "composite", "steps": [{"id": "call", "uses": uses, "with": given}]}
    assert "java-version" not in caller(made, "web-shop")["runs"]["steps"][0]["with"]


def test_flags_of_an_action_are_texts():
    made = made_of(action(), action(), action(("        cache: gradle\n", "")))
    java = shared(made)["runs"]["steps"][:2]
    assert [step["if"] for step in java] == ["inputs.cache == 'true'", "inputs.cache != 'true'"]
    assert shared(made)["inputs"]["cache"]["default"] == "true"
    assert shared(made)["outputs"]["hit"]["value"] == "${{ steps.java.outputs.cache-hit || steps.java-variant-2.outputs.cache-hit }}"
    assert caller(made, "stock-keeper")["runs"]["steps"][0]["with"]["cache"] == "false"
    assert made.fits["fits"].all()


def test_files_beside_an_action_do_not_come_along():
    beside = ("./gradlew --version", "${{ github.action_path }}/check.sh")
    made = made_of(action(), action(), action(), action(beside))
    assert list(made.fits["fits"]) == [True, True, True, False]
    assert made.fits["why"].iloc[3] == "uses files that lie beside it"


def test_an_action_without_steps_is_not_drafted():
    made = made_of(*["name: A\ndescription: B\nruns:\n  using: node20\n  main: index.js\n"] * 3)
    assert not made.accepted
    assert "no composite action" in made.fits["why"].iloc[0]


def test_an_output_of_another_value_does_not_go_together():
    made = made_of(action(), action(), action(), action(("outputs.cache-hit", "outputs.path")))
    assert list(made.fits["fits"]) == [True, True, True, False]
    assert "outputs.hit" in made.fits["why"].iloc[3]


def test_what_was_written_is_read_back():
    texts = [action(), action(), action(("'17'", "'21'"), ("setup-java@v4", "setup-java@v5"))]
    made = made_of(*texts)
    for repository, text in zip(REPOSITORIES, texts, strict=False):
        member = Member(repository, "", PATH, text)
        assert form.rebuild(Written(made.files, made.callers), member) == form.parse(text.replace("setup-java@v4", "setup-java@v5"))
    broken = {path: text.replace("chmod 600", "chmod 644") for path, text in made.files.items()}
    assert form.rebuild(Written(broken, made.callers), Member("web-shop", "", PATH, texts[1])) != form.parse(texts[1])
