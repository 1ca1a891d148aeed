"""Steps of pipelines: shapes from the manuals of the CI systems, and as they stand in public repositories (navikt, hmcts, alphagov)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.errors import RulesError
from assessment.repositories.facts import STEPS, Text
from assessment.repositories.rules.steps import READERS, Row
from assessment.repositories.sources.rules import load


@pytest.fixture(scope="session")
def found(rules, text):
    """Rows (line, job, capability, how) of one file."""

    def read(path, content):
        rows = rules.steps([text(path, content)])
        assert {row.path for row in rows} <= {path}
        return [(row.line, row.job, row.capability, row.how) for row in rows]

    return read


@pytest.fixture(scope="session")
def does(rules):
    """Pairs (capability, head) of one shell command."""
    return rules._steps.commands


def test_rows_are_the_columns_of_the_facts():
    assert ("repository", *Row._fields) == tuple(column.name for column in STEPS)


def test_github_workflow(found):
    content = """\
on: [push, pull_request]
jobs:
  build:
    runs-on: ubuntu-latest
    services:
      db: {image: "postgres:15"}
    steps:
    - uses: actions/checkout@v4 # v4
    - uses: actions/setup-java@v4
      with: {distribution: temurin, cache: gradle}
    - run: ./gradlew clean build sonarqube -x test
    - name: Run tests
      run: |
        # npm run lint
        cd web && npm ci; npm test | tee log
    - uses: docker/build-push-action@v6
      with:
        push: true
  release:
    uses: acme/workflows/.github/workflows/deploy-service.yml@v1
"""
    assert found(".github/workflows/ci.yml", content) == [
        (6, "build", "service", "image:postgres"),
        (8, "build", "checkout", "action:actions/checkout"),
        (9, "build", "cache", "action:actions/setup-java"),
        (9, "build", "toolchain", "action:actions/setup-java"),
        (11, "build", "cleanup", "shell:gradle clean"),
        (11, "build", "build", "shell:gradle build"),
        (11, "build", "quality-gate", "shell:gradle sonarqube"),
        (15, "build", "deps-install", "shell:npm ci"),
        (15, "build", "test", "shell:npm test"),
        (16, "build", "image-push", "action:docker/build-push-action"),
        (16, "build", "image-build", "action:docker/build-push-action"),
        (20, "release", "deploy", "workflow:acme/workflows/.github/workflows/deploy-service.yml"),
    ]


def test_environment_and_what_is_switched_off(rules, text):
    content = """\
jobs:
  a:
    environment: {name: production, url: x}
    steps: [{run: kubectl apply -f app.yml}]
  b:
    if: ${{ false }}
    steps:
      - {uses: nais/deploy/actions/deploy@v2, env: {CLUSTER: dev-gcp}}
"""
    rows = rules.steps([text(".github/workflows/cd.yml", content)])
    assert [(row.job, row.capability, row.environment, row.enabled) for row in rows] == [
        ("a", "deploy", "production", True),
        ("b", "deploy", "dev-gcp", False),
    ]


def test_composite_action(found):
    content = "name: x\nruns:\n  using: composite\n  steps:\n    - run: docker push $IMAGE\n      shell: bash\n"
    assert found("build/action.yml", content) == [(5, "", "image-push", "shell:docker push")]


def test_a_name_says_it_where_the_commands_do_not(found):
    content = "jobs:\n  a:\n    steps:\n      - {name: Deploy to test, run: ./go.sh}\n      - {name: Skip the deploy, run: echo no}\n"
    assert found(".github/workflows/a.yml", content) == [(4, "a", "deploy", "shell:go.sh"), (5, "a", "glue", "shell:echo")]


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("turbo run lint test", (("lint", "turbo lint"), ("test", "turbo test"))),
        ("./gradlew build", (("build", "gradle build"), ("test", "gradle build"))),
        ("mvn -B -s x.xml package -DskipTests", (("build", "mvn package"),)),
        ("mvn ${{ inputs.options }} sonar:sonar", (("quality-gate", "mvn sonar:sonar"),)),
        ("sudo -E npx eslint .", (("lint", "eslint"),)),
        ("npm run test:unit -- --ci", (("test", "npm test"),)),
        ("yarn --frozen-lockfile", (("deps-install", "yarn"),)),
        ("docker compose run --rm app bundle exec rspec", (("test", "rspec"),)),
        ("terraform -chdir=infra apply -auto-approve", (("iac-apply", "terraform apply"),)),
        ("./scripts/run-e2e-tests.sh --all", (("test-e2e", "run-e2e-tests.sh"),)),
        ("make frobnicate", (("unknown", "make frobnicate"),)),
        ("echo npm test", (("glue", "echo"),)),
    ],
)
def test_commands(does, command, expected):
    assert does(command) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("enableSonarScan", ("quality-gate",)),
        ("build-and-deploy", ("build", "deploy")),
        ("Build, test", ("build", "test")),
        ("build-and-push-image", ("image-build", "image-push")),
        ("dependabot-auto-merge", ("deps-update",)),
        ("frontend", ()),
    ],
)
def test_names(rules, name, expected):
    assert rules._steps.names(name) == expected


@given(st.sampled_from(sorted(READERS)), st.text(alphabet="-:{}[]'\"|>&*!$#\\ \n\tabstepsjorunu", max_size=200))
def test_no_content_raises(rules, kind, content):
    rules.steps([Text("a", "", kind, "ci", "jobs:\n  a:\n    steps:\n" + content)])


def test_an_organisations_own_entries_come_first(tmp_path):
    (tmp_path / "own.yaml").write_text("actions:\n  - {capability: deploy, match: '^actions/checkout'}\n")
    content = "jobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n"
    rows = load(extra=[tmp_path / "own.yaml"]).steps([Text("a.yml", "", "github-workflow", "ci", content)])
    assert [row.capability for row in rows] == ["deploy"]


def test_an_unknown_capability_is_named_with_its_file(tmp_path):
    (tmp_path / "own.yaml").write_text("commands:\n  - {capability: shipping, match: 'ship'}\n")
    with pytest.raises(RulesError, match=r"own\.yaml.*unknown capability 'shipping'; known: alerts, artifact"):
        load(extra=[tmp_path / "own.yaml"])
