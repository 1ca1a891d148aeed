"""What the real programs say of drafts and callers: zizmor, and the schemas that GitHub's editors use. Both run offline."""

import pytest

from tests.repositories.duplication.drafts.github.conftest import drafted
from tests.repositories.duplication.drafts.github.test_action import action
from tests.repositories.duplication.drafts.github.workflows import workflow

PINNED = "@0123456789abcdef0123456789abcdef01234567"
CLEAN = (("checkout@v4", f"checkout{PINNED}"), ("setup-java@v4", f"setup-java{PINNED}"))
CLUSTERS = {
    "equal": [workflow()] * 3,
    "inputs": [workflow(), workflow(("'21'", "17")), workflow(("timeout-minutes: 20", "timeout-minutes: 5"))],
    "scripts": [workflow(), workflow(("--no-daemon", "--info")), workflow(("--no-daemon", "'a b'"))],
    "variants": [workflow(), workflow(("'21'", "'21'\n          cache: gradle")), workflow(("'21'", "'21'\n          check-latest: true"))],
    "flags": [workflow(), workflow(("      - name: Tell\n", "      - run: make\n      - name: Tell\n")), workflow()],
    "conditions": [
        workflow(),
        workflow(("refs/heads/main", "refs/heads/master")),
        workflow(("        if: github.ref == 'refs/heads/main'\n", "")),
    ],
    "secrets": [workflow(), workflow(("secrets.PUBLISH_TOKEN", "secrets.OTHER")), workflow()],
    "permissions": [workflow(), workflow(("contents: read", "contents: read\n  packages: write")), workflow()],
    "clean": [workflow(*CLEAN), workflow(*CLEAN, ("'21'", "17")), workflow(*CLEAN)],
}


@pytest.mark.parametrize("name", CLUSTERS)
def test_the_schema_takes_every_draft_and_caller(name, accepted_by_schema):
    made = drafted(CLUSTERS[name])
    assert made.fits["fits"].all(), list(made.fits["why"])
    taken, why = accepted_by_schema([*made.files.values(), *made.callers.values()])
    assert taken, why


@pytest.mark.parametrize("name", CLUSTERS)
def test_zizmor_finds_nothing_that_the_members_did_not_have(name, zizmor):
    made = drafted(CLUSTERS[name])
    *members, shared, one, two, three = zizmor([*CLUSTERS[name], *made.files.values(), *made.callers.values()])
    assert shared <= set.union(*members)
    assert all(caller <= member for caller, member in zip((one, two, three), members, strict=True))


def test_zizmor_finds_nothing_at_all_where_the_members_are_clean(zizmor):
    made = drafted(CLUSTERS["clean"])
    assert zizmor([*CLUSTERS["clean"], *made.files.values(), *made.callers.values()]) == [set()] * 7


def test_an_input_written_into_a_script_would_be_found(zizmor):
    made = drafted(CLUSTERS["scripts"])
    (text,) = made.files.values()
    assert "${INPUT_CHECK}" in text
    assert ("template-injection", "High") in zizmor([text.replace("${INPUT_CHECK}", "${{ inputs.check }}")])[0]


def test_actions_are_taken_too(zizmor, accepted_by_schema):
    texts = [action(), action(("'17'", "'21'")), action(("        cache: gradle\n", ""))]
    made = drafted(texts, "github-action", ".github/actions/setup/action.yml")
    assert made.fits["fits"].all()
    taken, why = accepted_by_schema([*made.files.values(), *made.callers.values()], "actions")
    assert taken, why
    *members, shared, one, two, three = zizmor([*texts, *made.files.values(), *made.callers.values()], "action.yml")
    assert shared | one | two | three <= set.union(*members)
