"""Reusable workflows from copies: what becomes an input, a flag, a variant, drift; what the callers say; who does not fit."""

import pytest
import yaml

from assessment.errors import DraftError
from assessment.repositories.duplication.drafts.form import Member, Written
from assessment.repositories.duplication.drafts.forms import github
from tests.repositories.duplication.drafts.github.conftest import REPOSITORIES, call, drafted, shared
from tests.repositories.duplication.drafts.github.workflows import workflow


def steps(made, job="build"):
    return shared(made)["jobs"][job]["steps"]


def inputs(made):
    return shared(made)["on"]["workflow_call"].get("inputs", {})


def changes(made):
    return list(made.fits["changes"])


def test_equal_copies_need_no_input_and_a_caller_says_who_and_when():
    made = drafted([workflow()] * 3)
    assert made.accepted, made.why
    assert made.form == "reusable workflow"
    assert list(made.files) == [".github/workflows/build.yml"]
    assert shared(made)["on"]["workflow_call"] == {"secrets": {"PUBLISH_TOKEN": {"required": "true"}}}
    assert shared(made)["env"] == {"REGISTRY": "ghcr.io"}  # callers' variables are not inherited
    text = made.callers["web-shop", ".github/workflows/build.yml"]
    assert text.startswith("name: Build\n\non:\n  push:\n    branches: [main]\n")  # as it was written
    assert yaml.safe_load(text)["permissions"] == {"contents": "read"}
    assert call(made, "web-shop") == {
        "uses": "OWNER/shared-workflows/.github/workflows/build.yml@v1",
        "secrets": {"PUBLISH_TOKEN": "${{ secrets.PUBLISH_TOKEN }}"},
    }
    assert made.lines_before == 3 * 34  # counted by hand
    assert made.lines_after == 36 + 3 * 11  # the shared version, and each caller


def test_a_value_that_differs_is_an_input_with_the_commonest_as_default():
    made = drafted([workflow(), workflow(), workflow(("'21'", "17"))])
    assert inputs(made)["java-version"]["default"] == "21"
    assert inputs(made)["java-version"]["type"] == "string"
    assert steps(made)[1]["with"]["java-version"] == "${{ inputs.java-version }}"
    assert "with" not in call(made, "payments-api")
    assert call(made, "stock-keeper")["with"] == {"java-version": "17"}
    assert changes(made) == ["", "", ""]


def test_a_number_is_a_number_and_what_is_left_out_is_githubs_default():
    made = drafted([workflow(), workflow(("timeout-minutes: 20", "timeout-minutes: 5")), workflow(("    timeout-minutes: 20\n", ""))])
    assert inputs(made)["timeout-minutes"]["type"] == "number"
    assert yaml.safe_load(made.callers["stock-keeper", ".github/workflows/build.yml"])["jobs"]["call"]["with"] == {"timeout-minutes": 360}


def test_versions_of_actions_become_the_newest_and_each_change_is_listed():
    made = drafted([workflow(), workflow(("checkout@v4", "checkout@v5")), workflow(("checkout@v4", "checkout@v4.2.1"))])
    assert steps(made)[0]["uses"] == "actions/checkout@v5"
    assert changes(made) == ["actions/checkout v4 -> v5", "", "actions/checkout v4.2.1 -> v5"]
    assert dict(zip(made.parameters["parameter"], made.parameters["role"], strict=True)) == {"checkout-version": "drift"}


def test_a_commit_counts_as_the_version_that_a_comment_gives_it():
    commit = "0123456789abcdef0123456789abcdef01234567"
    made = drafted([workflow(), workflow(), workflow(("checkout@v4", f"checkout@{commit} # v5.1.0"))])
    assert steps(made)[0]["uses"] == f"actions/checkout@{commit}"
    assert changes(made) == ["actions/checkout v4 -> v5.1.0"] * 2 + [""]
    assert f"uses: actions/checkout@{commit}  # v5.1.0\n" in made.files[".github/workflows/build.yml"]


def test_names_are_for_people_and_become_the_commonest():
    made = drafted([workflow(), workflow(), workflow(("name: Test", "name: Run all tests"), ("name: Build it", "name: CI"))])
    assert [step.get("name") for step in steps(made)] == [None, None, "Test", "Publish", "Tell"]
    assert inputs(made) == {}
    assert changes(made) == ["", "", "name of job build: 'CI' -> 'Build it' · name of step Test: 'Run all tests' -> 'Test'"]


def test_the_own_name_is_an_input_of_its_own_without_default():
    made = drafted([workflow(("done with", f"done with {name} ")) for name in REPOSITORIES[:3]])
    assert inputs(made)["repository"]["required"] == "true"
    assert call(made, "web-shop")["with"] == {"repository": "web-shop"}
    assert steps(made)[-1]["run"] == 'echo "done with ${INPUT_REPOSITORY}  $GITHUB_SHA"'
    assert steps(made)[-1]["env"] == {"INPUT_REPOSITORY": "${{ inputs.repository }}"}


def test_words_of_a_script_come_through_its_environment():
    made = drafted([workflow(), workflow(("--no-daemon", "--info")), workflow(("--no-daemon", "--info --scan"))])
    assert steps(made)[2]["run"].startswith("./gradlew check ${INPUT_CHECK}\n")
    assert steps(made)[2]["env"] == {"INPUT_CHECK": "${{ inputs.check }}"}
    assert call(made, "stock-keeper")["with"] == {"check": "--info --scan"}
    assert made.parameters.set_index("parameter").loc["check", "role"] == "shell text"


@pytest.mark.parametrize("words", ["'single $QUOTED'", "$(date)", "a && b", '"; rm -rf /"'])
def test_what_a_shell_would_read_otherwise_makes_two_steps(words):
    made = drafted([workflow(), workflow(), workflow(("--no-daemon", words))])
    tests = [step for step in steps(made) if "check" in step.get("run", "")]
    assert [words in step["run"] for step in tests] == [False, True]
    assert all("INPUT_" not in step["run"] and "if" in step for step in tests)
    assert made.fits["fits"].all()


def test_scripts_of_other_shells_come_in_variants():
    windows = ("ubuntu-24.04", "windows-2025")
    made = drafted([workflow(windows), workflow(windows), workflow(windows, ("--no-daemon", "--info"))])
    assert not any("INPUT_" in step.get("run", "") for step in steps(made))
    assert made.fits["fits"].all()


def test_a_key_of_with_that_only_some_have_makes_two_steps_and_never_an_empty_text():
    cache = ("java-version: '21'", "java-version: '21'\n          cache: gradle")
    made = drafted([workflow(cache), workflow(cache), workflow(), workflow(cache, ("'21'", "17"))])
    java = [step for step in steps(made) if "setup-java" in step.get("uses", "")]
    assert [(step["if"], step["with"].get("cache")) for step in java] == [("inputs.cache", "gradle"), ("${{ !inputs.cache }}", None)]
    assert inputs(made)["cache"] | {"description": ""} == {"description": "", "type": "boolean", "default": "true"}
    assert {step["with"]["java-version"] for step in java} == {"${{ inputs.java-version }}"}  # one input for both
    assert call(made, "stock-keeper")["with"] == {"cache": "false"}


def test_a_variant_of_a_step_with_results_has_an_id_of_its_own():
    outputs = ("    steps:\n", "    outputs:\n      version: ${{ steps.java.outputs.version }}\n    steps:\n")
    java = ("- uses: actions/setup-java@v4", "- id: java\n        uses: actions/setup-java@v4")
    cache = ("java-version: '21'", "java-version: '21'\n          cache: gradle")
    made = drafted([workflow(outputs, java), workflow(outputs, java), workflow(outputs, java, cache)])
    assert [step["id"] for step in steps(made) if "id" in step] == ["java", "java-variant-2"]
    assert (
        shared(made)["jobs"]["build"]["outputs"]["version"] == "${{ steps.java.outputs.version || steps.java-variant-2.outputs.version }}"
    )
    assert made.fits["fits"].all()


def test_a_step_of_which_more_than_results_is_read_comes_in_no_variants():
    java = ("- uses: actions/setup-java@v4", "- id: java\n        uses: actions/setup-java@v4")
    reads = ("if: github.ref == 'refs/heads/main'", "if: steps.java.outcome == 'success'")  # a skipped step's outcome is not empty
    cache = ("java-version: '21'", "java-version: '21'\n          cache: gradle")
    made = drafted([workflow(java, reads)] * 3 + [workflow(java, reads, cache)])
    assert list(made.fits["fits"]) == [True, True, True, False]
    assert "jobs.build.steps[1]" in made.fits["why"].iloc[3]


def test_a_step_that_only_some_have_is_behind_a_flag():
    scan = ("      - name: Tell\n", "      - name: Scan\n        run: ./gradlew scan\n      - name: Tell\n")
    made = drafted([workflow(), workflow(), workflow(scan), workflow()])
    (step,) = (step for step in steps(made) if step.get("name") == "Scan")
    assert step["if"] == "inputs.scan"
    assert inputs(made)["scan"]["default"] == "false"
    assert call(made, "stock-keeper")["with"] == {"scan": "true"}


def test_a_flag_and_a_condition_hold_together():
    publish = workflow().index("      - name: Publish"), workflow().index("      - name: Tell")
    without = workflow()[: publish[0]] + workflow()[publish[1] :]
    made = drafted([workflow(), workflow(), workflow(), without])
    (step,) = (step for step in steps(made) if step.get("name") == "Publish")
    assert step["if"] == "inputs.publish && github.ref == 'refs/heads/main'"
    assert shared(made)["on"]["workflow_call"]["secrets"] == {"PUBLISH_TOKEN": {"required": "false"}}
    assert "secrets" not in call(made, "parcel-desk")
    assert list(made.forgotten["repository"]) == ["parcel-desk"]


def test_a_text_in_a_condition_is_an_input():
    made = drafted([workflow(), workflow(), workflow(("refs/heads/main", "refs/heads/master"))])
    (step,) = (step for step in steps(made) if step.get("name") == "Publish")
    assert step["if"].startswith("github.ref == inputs.")
    assert list(call(made, "stock-keeper")["with"].values()) == ["refs/heads/master"]


def test_a_condition_that_only_some_have():
    made = drafted([workflow(), workflow(), workflow(("        if: github.ref == 'refs/heads/main'\n", ""))])
    (step,) = (step for step in steps(made) if step.get("name") == "Publish")
    assert step["if"] == "${{ !inputs.publish-if || github.ref == 'refs/heads/main' }}"
    assert made.fits["fits"].all()


def test_a_matrix_that_differs_is_passed_as_json():
    matrix = ("    steps:\n", "    strategy:\n      matrix:\n        os: [a, b]\n    steps:\n")
    other = ("    steps:\n", "    strategy:\n      matrix:\n        os: [c]\n    steps:\n")
    made = drafted([workflow(matrix), workflow(matrix), workflow(other)])
    assert shared(made)["jobs"]["build"]["strategy"]["matrix"]["os"] == "${{ fromJSON(inputs.os) }}"
    assert call(made, "stock-keeper")["with"] == {"os": '["c"]'}


def test_secrets_of_other_names_are_one_secret_of_the_shared_version():
    made = drafted([workflow(), workflow(), workflow(("secrets.PUBLISH_TOKEN", "secrets.DEPLOY_KEY"))])
    (name,) = shared(made)["on"]["workflow_call"]["secrets"]
    assert call(made, "stock-keeper")["secrets"] == {name: "${{ secrets.DEPLOY_KEY }}"}
    assert call(made, "web-shop")["secrets"] == {name: "${{ secrets.PUBLISH_TOKEN }}"}


def test_the_token_of_every_job_is_passed_by_nobody():
    token = ("secrets.PUBLISH_TOKEN", "secrets.GITHUB_TOKEN")
    made = drafted([workflow(token)] * 3)
    assert "secrets" not in call(made, "web-shop")
    assert "GITHUB_TOKEN" in made.files[".github/workflows/build.yml"]


def test_who_reads_all_secrets_does_not_fit():
    made = drafted([workflow()] * 3 + [workflow(("${{ secrets.PUBLISH_TOKEN }}", "${{ toJSON(secrets) }}"))])
    assert list(made.fits["fits"]) == [True, True, True, False]
    assert "reads its secrets as a whole" in made.fits["why"].iloc[3]


def test_own_inputs_are_handed_on_under_their_names():
    asked = (
        "  push:\n    branches: [main]\n",
        "  workflow_dispatch:\n    inputs:\n      target:\n        type: choice\n        options: [a, b]\n",
    )
    used = ('echo "done with', 'echo "done in ${{ inputs.target }} with')
    made = drafted([workflow(asked, used)] * 3)
    assert inputs(made)["target"]["type"] == "string"
    assert call(made, "web-shop")["with"] == {"target": "${{ inputs.target }}"}


def test_needs_take_no_input_so_the_many_go_together():
    second = "  deploy:\n    needs: [build]\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make deploy\n"
    alone = second.replace("    needs: [build]\n", "")
    made = drafted([workflow() + second] * 3 + [workflow() + alone])
    assert list(made.fits["fits"]) == [True, True, True, False]
    assert made.fits["why"].iloc[3] == "differs where no input can stand: jobs.deploy.needs"
    assert len(made.callers) == 3


def test_a_job_that_only_some_have_is_behind_a_flag():
    second = "  deploy:\n    needs: [build]\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make deploy\n"
    made = drafted([workflow() + second] * 3 + [workflow()])
    assert shared(made)["jobs"]["deploy"]["if"] == "inputs.deploy"
    assert call(made, "parcel-desk")["with"] == {"deploy": "false"}


def test_a_job_of_another_name_is_the_same_job():
    second = "  deploy:\n    needs: [{}]\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make deploy ${{{{ needs.{}.result }}}}\n"
    made = drafted(
        [workflow() + second.format("build", "build")] * 2 + [workflow(("  build:\n", "  test:\n")) + second.format("test", "test")]
    )
    assert list(shared(made)["jobs"]) == ["build", "deploy"]
    assert made.fits["fits"].all()
    assert changes(made) == ["", "", "job test is called build"]


def test_a_workflow_of_the_own_repository_cannot_be_called_from_elsewhere():
    local = "jobs:\n  local:\n    uses: ./.github/workflows/other.yml\n"
    made = drafted([workflow()] * 3 + [workflow(("jobs:\n", local))])
    assert "calls a workflow of its own repository" in made.fits["why"].iloc[3]


def test_a_called_workflow_gets_inputs_too():
    called = "on: push\njobs:\n  one:\n    uses: org/tools/.github/workflows/x.yml@v{}\n    with:\n      size: {}\n      fast: true\n"
    made = drafted([called.format(*one) for one in ((1, 5), (1, 5), (2, 7), (1, 5), (1, 5), (1, 5))])
    job = shared(made)["jobs"]["one"]
    assert job["uses"] == "org/tools/.github/workflows/x.yml@v2"
    assert job["with"] == {"size": "${{ inputs.size }}", "fast": "true"}


def test_who_pins_everything_gets_a_pinned_caller():
    commit = "0123456789abcdef0123456789abcdef01234567"
    pinned = [("checkout@v4", f"checkout@{commit}"), ("setup-java@v4", f"setup-java@{commit}")]
    made = drafted([workflow(*pinned)] * 3)
    assert call(made, "web-shop")["uses"].endswith("@" + "0" * 40)


def test_copies_that_have_little_in_common_are_refused():
    texts = [
        f"on: push\njobs:\n  a:\n    runs-on: x{n}\n    steps:\n" + "".join(f"      - run: do{n}{i} {n}{i}\n" for i in range(9))
        for n in "abc"
    ]
    made = drafted(texts)
    assert not made.accepted
    assert made.why


def test_two_copies_are_not_enough():
    made = drafted([workflow()] * 2)
    assert not made.accepted
    assert "fewer than 3" in made.why


def test_short_copies_would_get_longer():
    made = drafted(["name: A\non: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: make\n"] * 3)
    assert not made.accepted
    assert made.why.startswith("would get longer: ")


def test_a_file_that_cannot_be_read_does_not_fit_and_hinders_nobody():
    made = drafted([workflow(), workflow(), workflow(), "a: [b"])
    assert made.accepted
    assert made.fits["why"].iloc[3].startswith("cannot be read: line ")


# --- the check goes through the text ----------------------------------------------------------------------------------------------------


def broken(made, old, new, where="files"):
    """The same draft with something else written."""
    files, callers = dict(made.files), dict(made.callers)
    for texts in (files, callers) if where == "both" else (files,) if where == "files" else (callers,):
        for key, text in texts.items():
            texts[key] = text.replace(old, new)
    return Written(files, callers)


@pytest.fixture(scope="module")
def member():
    return Member("stock-keeper", "", ".github/workflows/build.yml", workflow(("'21'", "17")))


@pytest.fixture(scope="module")
def made(member):
    return drafted([workflow(), workflow(), member.text])


def test_what_was_written_gives_back_the_member(made, member):
    assert github.rebuild(broken(made, "", ""), member) == github.parse(member.text)


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("./gradlew publish", "./gradlew release", "files"),
        ("distribution: temurin", "distribution: zulu", "files"),
        ("contents: read", "contents: write", "both"),
        ("java-version: '17'", "java-version: '11'", "callers"),
        ("branches: [main]", "branches: [other]", "callers"),
        ("${{ secrets.PUBLISH_TOKEN }}", "${{ secrets.OTHER }}", "callers"),
    ],
)
def test_what_was_written_otherwise_is_seen(made, member, old, new, where):
    assert github.rebuild(broken(made, old, new, where), member) != github.parse(member.text)


@pytest.mark.parametrize(
    ("old", "new", "where", "what"),
    [
        ("java-version: '17'", "java: '17'", "callers", "not declared"),
        ("java-version: '17'", "java-version: 17", "callers", "no string"),
        ("contents: read", "contents: none", "callers", "grants less"),
        ("workflows/build.yml@", "workflows/other.yml@", "callers", "not there"),
        ("      PUBLISH_TOKEN: ${{ secrets.PUBLISH_TOKEN }}\n", "      OTHER: ${{ secrets.PUBLISH_TOKEN }}\n", "callers", "other secrets"),
        ("secrets.PUBLISH_TOKEN", "secrets.SOMETHING", "files", "does not pass secrets: SOMETHING"),
    ],
)
def test_what_github_would_refuse_is_an_error(made, member, old, new, where, what):
    with pytest.raises(DraftError, match=what):
        github.rebuild(broken(made, old, new, where), member)


# --- variants with as few inputs as will do ---------------------------------------------------------------------------------------------


def test_a_key_whose_value_differs_is_its_own_flag():
    first = ("java-version: '21'", "java-version: '21'\n          cache: gradle")
    other = ("java-version: '21'", "java-version: '21'\n          cache: maven")
    made = drafted([workflow(first), workflow(other), workflow(), workflow()])
    java = [step for step in steps(made) if "setup-java" in step.get("uses", "")]
    assert [(step["if"], step["with"].get("cache")) for step in java] == [
        ("inputs.cache", "${{ inputs.cache }}"),
        ("${{ !inputs.cache }}", None),
    ]
    assert list(inputs(made)) == ["cache"]
    assert inputs(made)["cache"]["default"] == ""
    assert call(made, "web-shop")["with"] == {"cache": "maven"}
    assert "with" not in call(made, "parcel-desk")
    assert made.fits["fits"].all()


def test_the_last_of_three_variants_runs_where_no_other_does():
    first = ("java-version: '21'", "java-version: '21'\n          cache: gradle")
    other = ("java-version: '21'", "java-version: '21'\n          check-latest: true")
    made = drafted([workflow(first), workflow(other), workflow(), workflow()])
    conditions = [step["if"] for step in steps(made) if "setup-java" in step.get("uses", "")]
    assert sorted(conditions) == ["${{ !inputs.cache && !inputs.check-latest }}", "inputs.cache", "inputs.check-latest"]
    assert sorted(inputs(made)) == ["cache", "check-latest"]


def test_a_step_that_is_switched_off_stays_so():
    off = ("if: github.ref == 'refs/heads/main'", "if: false")
    made = drafted([workflow(off)] * 3)
    (step,) = (step for step in steps(made) if step.get("name") == "Publish")
    assert step["if"] == "false"
    assert drafted([workflow(), workflow(), workflow(off), workflow(off)]).fits["fits"].all()
