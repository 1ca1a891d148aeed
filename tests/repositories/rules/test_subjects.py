"""Subject lines as they stand in public histories (hmcts), numbers changed."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

CLASSES = {
    "revert": ['Revert "Bump flyway-core from 1.2.3 to 1.2.4 (#12)"', "reverting changes", "Rolling back return url Changes."],
    "trigger": [
        "Trigger build with empty commit",
        "Empty commit",
        "empty commit to trigger full build",
        "re-run ci",
        "Re-trigger pipeline",
        "PAY-123: Rebuild.",
        "dummy commit on master",
        "RDCC-12: small change to trigger build",
        "kick jenkins",
        "Trigger rebuild",
    ],
    "renewal": [
        "Renew TLS certificates for staging",
        "chore: rotate database password (#12)",
        "ABC-12: Update non-prod certs.",
        "Updated cert for AAT and Demo as old cert has expired (#170)",
        "Updates github token",
        "update client secret",
        "Replace expired gateway certificate with a new one",
        "New signing key",
        "Regenerate API key",
        "GPG key rotation",
    ],
    "bump": [
        "Bump org.sonarqube from 3.1 to 3.2",
        "Bumping chart version/ fixing aliases",
        "chore(deps): bump lodash from 4.17.20 to 4.17.21",
        "SSCS-123 Commons Bump (#45)",
        "Update dependency mocha to v10.1.0",
        "Update Jenkins library to 2.4.9",
        "v1.2.3",
    ],
    "pipeline": ["fix build", "PAY-123: Update to fix pipeline.", "nightly build issue fix", "try again", "test pipeline", "Fix jenkins"],
    "": [
        "Add a Flux deployment trigger step on master pipeline",  # work on triggers, not a trigger
        "Adding permissions trigger",
        "Auto-suppress CVEs do not allow empty commit (#12)",
        "Update dependency-check-suppressions.xml",
        "attempt to access prod vault",
        "rotate jwt tokens automatically if they've expired",  # work on renewing, not a renewal
        "Rotate the map key icons",
        "Update secret names in deploy workflow",
        "Update API key type hint text on list of keys page",
        "Reissue further evidence",
        "hookd: improve user-facing error message for expired jwt",
        "Set cert validity to be 10 years instead of 30 days",
        "Replace hardcoded credentials with random values",
        "Publishing Test Reports in Jenkins",
        "Merge branch 'master' into fix-build",
        "Fixing the non loading of application.yaml file.",
        "Add rejected payments to the report",
        "",
    ],
}


def kind(rules, subject):
    return rules.subjects(pa.array([subject])).kinds[0]


def key(rules, subject):
    return int(rules.subjects(pa.array([subject])).keys[0])


@pytest.mark.parametrize(("name", "subject"), [(name, subject) for name, subjects in CLASSES.items() for subject in subjects])
def test_class_of_a_subject(rules, name, subject):
    assert kind(rules, subject) == name


def test_tickets_numbers_case_and_pull_requests_do_not_change_the_key(rules):
    keys = {
        key(rules, subject)
        for subject in (
            "Switch to the shared Jenkins library",
            "ABC-123: switch to the shared jenkins library (#45)",
            "Switch to the shared Jenkins library.",
        )
    }
    assert len(keys) == 1
    assert keys != {0}


def test_other_wording_has_another_key(rules):
    assert key(rules, "Switch to the shared Jenkins library") != key(rules, "Switch to the shared Helm library")


@pytest.mark.parametrize(
    "subject", ["", "fix", "Update README.md", "fix build", "Merge branch 'x' into y of the team", "PAY-123 (#4)", "1.2.3"]
)
def test_what_says_nothing_has_no_key(rules, subject):
    assert key(rules, subject) == 0


def test_keys_fit_64_bits_and_take_any_text(rules):
    assert 0 < key(rules, "änderung an der gemeinsamen pipeline 😀\x0b\n") < 2**64


WORDS = (
    "merge|Merge branch|revert|empty|commit|trigger|build|bump|fix|ci|again|try|to|update|tf|(#12)|!3|ABC-12|abc 1|v1.2|1.2-rc+4|deadbeef|7"
)
PIECES = st.sampled_from([*WORDS.split("|"), *" _-:.()#ä\t\x0b\x1c"]) | st.text(max_size=3)
LINES = st.lists(PIECES, max_size=12).flatmap(lambda words: st.sampled_from(["".join(words), " ".join(words)]))


@given(subjects=st.lists(LINES, max_size=5))
def test_a_column_is_answered_as_its_lines_are(rules, subjects):
    lines = [subject.casefold() for subject in subjects]
    each = rules._subjects
    said = rules.subjects(pa.array(subjects, pa.string()))
    assert said.kinds == [each.kind(line) for line in lines]
    assert said.keys.tolist() == [each.key(line) for line in lines]
