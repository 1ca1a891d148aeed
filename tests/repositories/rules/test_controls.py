"""Small repositories written down file by file; what each control must say of them follows from the header of controls.yaml."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.repositories.facts import CONTROLS, Text
from assessment.repositories.rules import File
from assessment.repositories.rules.controls import Control

SHA = "8e41f1f58749b9248e376c25d33bfbdd2b1163c0"


def _table(rules, files):
    """The controls table of a repository of path -> content; None: a file whose content was not read."""
    paths = list(files)
    places = rules.places(paths)
    listed = [File(path, *place) for path, place in zip(paths, places, strict=True)]
    wanted = [(path, place) for path, place in zip(paths, places, strict=True) if place.role == "plumbing" and files[path] is not None]
    texts = [Text(path, "0" * 40, place.kind, place.workflow, files[path]) for path, place in wanted]
    return pd.DataFrame(rules.controls(listed, texts, rules.references(texts)), columns=Control._fields)


@pytest.fixture(scope="session")
def said(rules):
    """(outcome, setting, path, line) of one control in a repository."""

    def read(control, files):
        table = _table(rules, files).set_index("control")
        row = table.loc[control]
        return row["outcome"], row["setting"], row["path"], None if pd.isna(row["line"]) else int(row["line"])

    return read


JENKINS = '@Library("Infrastructure") _\nwithPipeline("java", "x", "y") {\n}\n'
GITHUB = "on: [push]\njobs:\n  build:\n    runs-on: x\n    steps:\n      - run: echo\n"
ABSENT, NOT_APPLICABLE, UNAVAILABLE = (("absent", "", "", None), ("not applicable", "", "", None), ("unavailable", "", "", None))


def test_one_row_per_control_in_the_columns_of_the_facts(rules):
    table = _table(rules, {})
    assert list(table.columns) == [column.name for column in CONTROLS if column.name != "repository"]
    of_files = [control.id for control in rules.catalogue if control.seen_in != "history"]
    assert list(table["control"]) == of_files
    assert len(table) == 32


def test_absence_in_files_is_not_absence_where_pipelines_live_elsewhere(said):
    manifest = {"package.json": "{}"}
    assert said("static-analysis", manifest) == UNAVAILABLE  # no pipeline here at all
    assert said("static-analysis", manifest | {"Jenkinsfile": JENKINS}) == ("unavailable", "", "Jenkinsfile", 1)  # it hands over
    assert said("static-analysis", manifest | {".github/workflows/ci.yml": GITHUB}) == ABSENT  # all steps are here
    assert said("static-analysis", {"README.md": None}) == NOT_APPLICABLE


def test_a_shared_workflow_beside_the_pipeline_hides_nothing(said):
    beside = "on: push\njobs:\n  a:\n    uses: hmcts/workflow-publish-openapi-spec/.github/workflows/publish-openapi.yml@v1\n"
    files = {"package.json": "{}", ".github/workflows/ci.yml": GITHUB, ".github/workflows/swagger.yml": beside}
    assert said("static-analysis", files) == ABSENT
    whole = beside.replace("workflow-publish-openapi-spec", "pipelines").replace("publish-openapi.yml", "java.yml")
    assert said("static-analysis", files | {".github/workflows/all.yml": whole}) == ("unavailable", "", ".github/workflows/all.yml", 4)


def test_evidence_from_path_reference_and_text(said):
    codeql = "on: push\njobs:\n  a:\n    steps:\n      - uses: github/codeql-action/analyze@v3\n"
    files = {
        "build.gradle": "plugins {\n  id 'org.sonarqube' version '5'\n  // id 'org.owasp.dependencycheck' version '1'\n}\n",
        ".github/workflows/x.yml": codeql,
    }
    assert said("static-analysis", files) == ("present", "codeql + sonar", ".github/workflows/x.yml", 5)
    assert said("dependency-scanning", files) == ABSENT  # it is commented out
    assert said("secret-scanning", {".gitleaks.toml": "", **files}) == ("present", "gitleaks", ".gitleaks.toml", None)


def test_a_travis_file_beside_another_pipeline_is_a_leftover(said):
    travis = {"package.json": "{}", ".travis.yml": "script:\n  - npm test\n"}
    assert said("tests-on-change", travis) == ("present", "every branch", ".travis.yml", 2)
    assert said("tests-on-change", travis | {"Jenkinsfile": JENKINS}) == ("unavailable", "", "Jenkinsfile", 1)


def test_dependency_updates(said):
    bot = 'version: 2\nupdates:\n  - package-ecosystem: npm\n    schedule:\n      interval: "weekly"\n'
    files = {"package.json": "{}", ".github/dependabot.yml": bot}
    assert said("dependency-updates", files) == ("present", "dependabot weekly", ".github/dependabot.yml", 5)
    files[".github/dependabot.yml"] = bot + bot.replace("weekly", "daily")
    assert said("dependency-updates", files)[1] == "dependabot mixed"
    shared = {"package.json": "{}", "renovate.json": '{\n  "extends": ["local>hmcts/.github:renovate-config"]\n}'}
    assert said("dependency-updates", shared) == ("present", "renovate preset", "renovate.json", 2)
    assert said("dependency-updates", shared | {"renovate.json": '{"extends": ["config:base"]}'})[1] == "renovate"
    assert said("dependency-updates", {"package.json": "{}"}) == ABSENT
    assert said("dependency-updates", {"x.py": None}) == NOT_APPLICABLE


def _uses(*names):
    return "on: push\njobs:\n  a:\n    steps:\n" + "".join(f"      - uses: {name}\n" for name in names)


def test_pinned_actions_counts_third_parties_only(said):
    path = ".github/workflows/a.yml"
    assert said("pinned-actions", {path: _uses("actions/checkout@v4", "./.github/actions/x")}) == NOT_APPLICABLE
    assert said("pinned-actions", {path: _uses(f"nais/deploy@{SHA}")}) == ("present", "", path, 5)
    assert said("pinned-actions", {path: _uses(f"nais/deploy@{SHA}", "x/y@v1")}) == ("absent", "mixed", path, 6)
    assert said("pinned-actions", {path: _uses("x/y@v1")}) == ("absent", "none", path, 5)
    own = {path: _uses("acme/y@v1"), "CODEOWNERS": "* @acme/team\n"}
    assert said("pinned-actions", own) == NOT_APPLICABLE
    named = {path: _uses("acme/y@v1"), "package.json": '{"repository": {"url": "git+https://github.com/acme/shop.git"}}'}
    assert said("pinned-actions", named) == NOT_APPLICABLE
    foreign = {path: _uses("acme/y@v1"), "go.mod": "module github.com/other/shop\n\nrequire github.com/acme/y v1.0.0\n"}
    assert said("pinned-actions", foreign)[0] == "absent"  # a dependency is no home


def test_the_owner_in_a_repositorys_name_is_no_third_party(rules):
    text = Text(".github/workflows/a.yml", "0" * 40, "github-workflow", "ci", _uses("acme/y@v1"))
    files = [File(text.path, "plumbing", "ci", "github-workflow")]
    said = {name: rules.controls(files, [text], rules.references([text]), name)[1].outcome for name in ("acme+shop", "acme/shop", "shop")}
    assert said == {"acme+shop": "not applicable", "acme/shop": "not applicable", "shop": "absent"}


PERMISSIONS = {
    "permissions: read-all\njobs:\n  a:\n    steps: []\n": ("present", "read", 1),
    "permissions: {}\njobs:\n  a:\n    steps: []\n": ("present", "read", 1),
    "on: push\npermissions:\n  contents: read\n  packages: write\njobs:\n  a:\n    steps: []\n": ("present", "write", 2),
    "on: push\npermissions: write-all\njobs:\n  a:\n    steps: []\n": ("absent", "write-all", 2),
    "jobs:\n  a:\n    permissions:\n      contents: read\n    steps: []\n": ("present", "read", 3),
    "jobs:\n  a:\n    permissions:\n      contents: read\n    steps: []\n  b:\n    steps: []\n": ("absent", "mixed", 3),
    "jobs:\n  a:\n    # permissions: read-all\n    steps:\n      - run: |\n          permissions: x\n": ("absent", "unset", 1),
}


@pytest.mark.parametrize(("content", "expected"), PERMISSIONS.items())
def test_workflow_permissions(said, content, expected):
    outcome, setting, path, line = said("workflow-permissions", {".github/workflows/a.yml": content})
    assert (outcome, setting, line) == expected
    assert path == ".github/workflows/a.yml"


def test_workflow_permissions_that_differ_point_at_the_open_workflow(said):
    files = {".github/workflows/a.yml": "permissions: read-all\njobs:\n  a:\n    steps: []\n", ".github/workflows/b.yml": GITHUB}
    assert said("workflow-permissions", files) == ("absent", "mixed", ".github/workflows/b.yml", 1)


def test_code_owners(said):
    assert said("code-owners", {"CODEOWNERS": "# x\n*   @acme/team\n/docs @someone\n"}) == ("present", "default team", "CODEOWNERS", 2)
    assert said("code-owners", {"CODEOWNERS": "* @someone\n"}) == ("present", "default person", "CODEOWNERS", 1)
    assert said("code-owners", {"CODEOWNERS": "/src @acme/team\n"}) == ("present", "no default rule", "CODEOWNERS", 1)
    assert said("code-owners", {"CODEOWNERS": "# nobody\n"}) == ("absent", "", "CODEOWNERS", 1)
    both = {"CODEOWNERS": "* @a\n", ".github/CODEOWNERS": "* @acme/team\n"}  # GitHub reads .github first
    assert said("code-owners", both)[2] == ".github/CODEOWNERS"
    assert said("code-owners", {}) == ABSENT


def test_base_images(said):
    digest = "FROM x/y@sha256:" + "a" * 64 + "\n"
    assert said("pinned-base-image", {"Dockerfile": digest}) == ("present", "digest", "Dockerfile", 1)
    assert said("pinned-base-image", {"Dockerfile": "FROM node:22 AS a\n" + digest + "FROM a\n"}) == ("present", "mixed", "Dockerfile", 1)
    assert said("pinned-base-image", {"Dockerfile": "FROM node:22\nFROM node\n"}) == ("absent", "none", "Dockerfile", 2)
    assert said("pinned-base-image", {"Dockerfile": "FROM $BASE\n"}) == ("unavailable", "", "Dockerfile", 1)
    deep = {"Dockerfile": "FROM node:22\n", "docker/db/Dockerfile": "FROM postgres\n"}
    assert said("pinned-base-image", deep) == ("absent", "none", "docker/db/Dockerfile", 1)  # every Dockerfile counts
    assert said("pinned-base-image", {"main.tf": ""}) == NOT_APPLICABLE


def test_non_root(said):
    private = "FROM acme.azurecr.io/base/java:21\n"
    assert said("non-root-container", {"Dockerfile": "FROM node:22\nUSER node\n"}) == ("present", "Dockerfile", "Dockerfile", 2)
    assert said("non-root-container", {"Dockerfile": "FROM node:22\nUSER node\nUSER root\n"}) == ("absent", "Dockerfile", "Dockerfile", 3)
    assert said("non-root-container", {"Dockerfile": "FROM node:22 AS a\nUSER node\nFROM node:22\nCOPY --from=a x x\n"})[0] == "absent"
    tested = "FROM node:22 AS production\nUSER node\nFROM production AS test\nUSER root\n"
    assert said("non-root-container", {"Dockerfile": tested}) == (
        "present",
        "Dockerfile",
        "Dockerfile",
        2,
    )  # what runs is not the last stage
    assert said("non-root-container", {"Dockerfile": "FROM node:22 AS a\nUSER 1000:1000\nFROM a AS b\nFROM b\n"}) == (
        "present",
        "Dockerfile",
        "Dockerfile",
        2,
    )
    assert said("non-root-container", {"Dockerfile": private}) == ("unavailable", "", "Dockerfile", 1)  # the base image may set it
    assert said("non-root-container", {"Dockerfile": "FROM gcr.io/distroless/java:nonroot\n"})[:2] == ("present", "base image")
    cluster = {"Dockerfile": private, "k8s/deployment.yaml": "spec:\n  securityContext:\n    runAsNonRoot: true\n"}
    assert said("non-root-container", cluster) == ("present", "cluster", "k8s/deployment.yaml", 3)


NPM = '{"dependencies": {"x": "1"}}'


def test_lock_files_count_in_the_folder_or_above(said):
    assert said("lockfile", {"package.json": NPM, "yarn.lock": None, "web/package.json": NPM})[:2] == ("present", "")
    assert said("lockfile", {"web/package.json": NPM, "web/yarn.lock": None, "api/package.json": NPM}) == (
        "absent",
        "mixed",
        "api/package.json",
        None,
    )
    assert said("lockfile", {"package.json": NPM, "web/yarn.lock": None}) == ("absent", "none", "package.json", None)
    assert said("lockfile", {"pom.xml": "", "build.gradle": ""}) == NOT_APPLICABLE  # their tools have no such file, or seldom


def test_what_names_no_dependency_needs_no_lock(said):
    assert said("lockfile", {"package.json": '{"type": "module"}'}) == NOT_APPLICABLE
    assert said("lockfile", {"pyproject.toml": "[tool.black]\nline-length = 100\n"}) == NOT_APPLICABLE
    assert said("lockfile", {"pyproject.toml": "[tool.poetry]\nname = 'x'\n"})[0] == "absent"
    assert said("lockfile", {"pyproject.toml": "[tool.poetry.group.dev]\n", "poetry.lock": None})[0] == "present"


def test_terraform_locks_where_it_is_applied(said):
    root, module = 'provider "aws" {\n}\n', 'resource "aws_x" "y" {\n}\n'
    assert said("lockfile", {"infra/main.tf": root, "modules/x/main.tf": module}) == ("absent", "none", "infra/main.tf", None)
    assert said("lockfile", {"infra/main.tf": root, "infra/.terraform.lock.hcl": None, "modules/x/main.tf": module})[0] == "present"
    assert said("lockfile", {"modules/x/main.tf": module}) == NOT_APPLICABLE


def test_committed_secrets_are_told_from_test_material(said):
    assert said("managed-secrets", {".env": None, "certs/server.key": None})[:3] == ("absent", "dotenv + private key", "certs/server.key")
    assert said("managed-secrets", {".env": None, "a.env": None})[:3] == ("unavailable", "dotenv", ".env")  # may hold a port number only
    assert said("managed-secrets", {"src/test/resources/a.pfx": None, "localhost.key": None, ".env.example": ""}) == (
        "present",
        "",
        "",
        None,
    )
    assert (
        said("managed-secrets", {"docker/app.env": None, ".env.development": None, "rds-ca-2019-root.pem": None})[0] == "present"
    )  # by custom
    assert said("managed-secrets", {"x.pem": None})[:2] == ("unavailable", "certificate or key")
    chart = {"charts/x/values.yaml": "java:\n  keyVaults:\n    x: {}\n", "Jenkinsfile": "withCredentials([x]) {}\n"}
    assert said("managed-secrets", chart)[:2] == ("present", "azure key vault + ci secrets")
    assert said("managed-secrets", {"key-vault.tf": 'resource "azurerm_key_vault" "x" {}\n'})[1] == "azure key vault"


def test_policy_and_licence_are_read_from_names(said):
    assert said("security-policy", {".github/SECURITY.md": None}) == ("present", "", ".github/SECURITY.md", None)
    assert said("security-policy", {"docs/SECURITY.md": None})[0] == "present"
    assert said("security-policy", {"docs/x/SECURITY.md": None}) == ABSENT
    assert said("licence", {"LICENCE.md": None})[0] == "present"
    assert said("licence", {"src/LICENSE": None}) == ABSENT


def _tests(on):
    return f"{on}\njobs:\n  a:\n    steps:\n      - run: ./gradlew check\n"


def test_tests_on_change_by_what_starts_them(said):
    def trigger(on, more=None):
        return said("tests-on-change", {"build.gradle": "", ".github/workflows/a.yml": _tests(on)} | (more or {}))

    assert trigger("on:\n  pull_request:\n    branches: [main]") == ("present", "pull request", ".github/workflows/a.yml", 7)
    assert trigger("on: [push]")[1] == "every branch"
    assert trigger("on:\n  push:\n    branches-ignore: [main]")[1] == "every branch"
    assert trigger("on:\n  push:\n    branches:\n      - '**'")[1] == "every branch"
    assert trigger("on:\n  push:\n    branches:\n      - main") == ABSENT  # after the change is in
    assert trigger("on:\n  push:\n    tags: ['v*']") == ABSENT
    assert trigger("on:\n  schedule:\n    - cron: x") == ABSENT  # by the clock, not on change
    call = {".github/workflows/b.yml": "on: pull_request\njobs:\n  a:\n    uses: ./.github/workflows/a.yml\n"}
    assert trigger("on: workflow_call") == ABSENT
    assert trigger("on: workflow_call", call)[1] == "pull request"
    assert said("tests-on-change", {"build.gradle": "", "Jenkinsfile_nightly": "sh './gradlew test'\n"}) == ABSENT


def test_time_limits(said):
    two = "on: push\njobs:\n  a:\n    timeout-minutes: 5\n    steps: []\n  b:\n    steps: []\n  c:\n    uses: ./.github/workflows/x.yml\n"
    path = ".github/workflows/a.yml"
    assert said("timeout", {path: two}) == ("present", "some", path, 4)
    assert said("timeout", {path: two.replace("  b:\n    steps: []\n", "")}) == ("present", "all", path, 4)
    assert said("timeout", {path: GITHUB}) == ABSENT
    assert said("timeout", {"Jenkinsfile": "options {\n  timeout(time: 1, unit: 'HOURS')\n}\n"}) == ("present", "all", "Jenkinsfile", 2)
    assert said("timeout", {"README.md": None}) == UNAVAILABLE


def test_artefacts(said):
    path = ".github/workflows/a.yml"
    image = {"Dockerfile": "FROM x/y:1\n", path: _uses("sigstore/cosign-installer@v3", "anchore/sbom-action@v0")}
    assert said("signed-artifacts", image) == ("present", "cosign", path, 5)
    assert said("sbom", image) == ("present", "syft", path, 6)
    assert said("image-scanning", image) == ABSENT
    scanned = {"Dockerfile": "FROM x/y:1\n", path: GITHUB + "      - run: trivy image x\n"}
    assert said("image-scanning", scanned) == ("present", "trivy", path, 7)
    assert said("signed-artifacts", {"main.tf": ""}) == NOT_APPLICABLE


PATHS = [
    ".github/workflows/a.yml",
    "Jenkinsfile",
    "Dockerfile",
    "CODEOWNERS",
    ".github/dependabot.yml",
    "build.gradle",
    "charts/x/values.yaml",
    ".gitlab-ci.yml",
]
PIECES = [
    "jobs:",
    "permissions:",
    "on:",
    "  a:",
    "steps:",
    "FROM ",
    "USER ",
    " AS ",
    "* @",
    "\n",
    "\n  ",
    "\n    ",
    "- ",
    ": |",
    "timeout-minutes:",
    "'",
    "#",
    "{",
    "}",
]


@given(
    st.dictionaries(st.sampled_from(PATHS), st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=30).map("".join), max_size=5)
)
def test_no_content_raises_and_every_outcome_is_a_known_word(rules, files):
    table = _table(rules, files)
    assert set(table["outcome"]) <= {"present", "absent", "not applicable", "unavailable"}
    assert not ((table["outcome"] != "present") & (table["outcome"] != "absent") & (table["setting"] != "")).any()


FORK = """on: pull_request_target
jobs:
  a:
    steps:
      - uses: actions/checkout@v4
        with:
          ref: ${{ github.event.pull_request.head.sha }}
"""


def test_dangerous_triggers(said):
    path = ".github/workflows/a.yml"

    def danger(content):
        return said("dangerous-triggers", {path: content})

    assert danger(GITHUB) == ("present", "", "", None)
    assert danger(FORK) == ("absent", "foreign checkout", path, 7)
    assert danger(FORK.replace("_target", ""))[0] == "present"  # a pull request's own rights
    title = "on: issues\njobs:\n  a:\n    steps:\n      - run: |\n          echo x\n          echo '${{ github.event.issue.title }}'\n"
    assert danger(title) == ("absent", "script injection", path, 7)
    assert danger(title.replace("issue.title", "issue.number"))[0] == "present"
    named = title.replace("- run: |\n          echo x\n          echo '", "- env:\n          T: '")
    assert danger(named)[0] == "present"  # an environment variable is no script
    assert danger("on: push\njobs:\n  a:\n    steps:\n      - run: git push origin ${{ github.head_ref }}\n")[1] == "script injection"
    assert said("dangerous-triggers", {"Jenkinsfile": JENKINS}) == NOT_APPLICABLE


def test_secrets_scope(said):
    path = ".github/workflows/a.yml"
    call = "on: push\njobs:\n  a:\n    uses: acme/x/.github/workflows/y.yml@v1\n"
    assert said("secrets-scope", {path: call}) == ("present", "none", path, 4)
    assert said("secrets-scope", {path: call + "    secrets:\n      T: x\n"}) == ("present", "named", path, 5)
    assert said("secrets-scope", {path: call + "    secrets: inherit\n"}) == ("absent", "inherited", path, 5)
    assert said("secrets-scope", {path: GITHUB}) == NOT_APPLICABLE


def test_hardened_runner(said):
    path = ".github/workflows/a.yml"
    bare = "on: push\njobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n"
    kept = bare + "        with:\n          persist-credentials: false\n      - run: x\n"
    assert said("hardened-runner", {path: bare}) == ("absent", "none", path, 5)
    assert said("hardened-runner", {path: kept}) == ("present", "no token kept", "", None)
    assert said("hardened-runner", {path: kept + "      - name: again\n        uses: actions/checkout@v4\n"}) == (
        "absent",
        "some checkouts",
        path,
        10,
    )
    watched = bare.replace(
        "steps:\n", "steps:\n      - uses: step-security/harden-runner@v2\n        with:\n          egress-policy: audit\n"
    )
    assert said("hardened-runner", {path: watched}) == ("present", "harden-runner audit", path, 5)


def test_logins_to_clouds(said):
    path = ".github/workflows/a.yml"
    login = GITHUB + "      - uses: aws-actions/configure-aws-credentials@v4\n        with:\n"
    role, key = "          role-to-assume: arn:x\n", "          aws-access-key-id: ${{ secrets.KEY }}\n"
    assert said("keyless-cloud-login", {path: login + role}) == ("present", "aws", path, 9)
    assert said("keyless-cloud-login", {path: login + key}) == ("absent", "aws key", path, 9)
    assert said("keyless-cloud-login", {path: login + role + key}) == ("absent", "both", path, 10)
    assert said("keyless-cloud-login", {path: login + "          aws-access-key-id: ${{ steps.x.outputs.id }}\n"}) == NOT_APPLICABLE
    assert said("keyless-cloud-login", {path: GITHUB}) == NOT_APPLICABLE
    assert said("keyless-cloud-login", {"Jenkinsfile": JENKINS})[0] == "unavailable"


DEPLOY = "on: {}\njobs:\n  ship:\n    runs-on: x\n{}    steps:\n      - run: kubectl apply -f x\n"


def test_deployment_approval(said):
    path = ".github/workflows/a.yml"

    def approval(on, more=""):
        return said("deployment-approval", {path: DEPLOY.format(on, more)})

    assert approval("push") == ("absent", "", path, 6)
    assert approval("push", "    environment:\n      name: prod\n") == ("present", "environment", path, 5)
    assert approval("push", "    env:\n      environment: prod\n")[0] == "absent"  # a variable of that name
    assert approval("workflow_dispatch") == ("present", "started by hand", path, 1)
    assert approval("[push, workflow_dispatch]")[0] == "absent"
    assert said("deployment-approval", {path: GITHUB}) == NOT_APPLICABLE
    circle = "workflows:\n  w:\n    jobs:\n      - hold:\n          type: approval\n"
    assert said("deployment-approval", {".circleci/config.yml": circle}) == ("present", "by hand", ".circleci/config.yml", 5)
    assert said("deployment-approval", {"Jenkinsfile": "stage('x') {\n  input 'Deploy?'\n}\n"})[:2] == ("present", "by hand")


def test_infrastructure_scanning(said):
    infra = {"main.tf": "", ".github/workflows/a.yml": GITHUB}
    assert said("infrastructure-scanning", infra) == ABSENT
    assert said("infrastructure-scanning", infra | {".github/workflows/b.yml": _uses("aquasecurity/tfsec-action@v1")})[:2] == (
        "present",
        "tfsec",
    )
    assert said("infrastructure-scanning", {"package.json": "{}", ".github/workflows/a.yml": GITHUB}) == NOT_APPLICABLE


def test_monitoring(said):
    probe = {"k8s/deployment.yaml": "spec:\n  livenessProbe:\n    httpGet: x\n"}
    assert said("monitoring", probe) == ("present", "probes", "k8s/deployment.yaml", 2)
    assert said("monitoring", {"alarms.tf": 'resource "aws_cloudwatch_metric_alarm" "x" {\n}\n'})[:2] == ("present", "alarms")
    assert said("monitoring", {"main.tf": 'resource "aws_s3_bucket" "x" {\n}\n'}) == ABSENT
    assert said("monitoring", {"package.json": "{}"}) == NOT_APPLICABLE


def test_suppressions_need_an_end(said):
    dated, endless = '<suppress until="2030-01-01Z">\n</suppress>\n', "<suppress>\n</suppress>\n"
    path = "config/owasp/suppressions.xml"
    assert said("suppressions-expire", {path: f"<s>\n{dated}</s>"}) == ("present", "", path, 2)
    assert said("suppressions-expire", {path: f"<s>\n{dated}{endless}</s>"}) == ("absent", "mixed", path, 4)
    assert said("suppressions-expire", {path: "<s>\n</s>"}) == NOT_APPLICABLE
    assert said("suppressions-expire", {".trivyignore": "# why\nCVE-2024-1 exp:2030-01-01\n"}) == ("present", "", ".trivyignore", 2)
    assert said("suppressions-expire", {".trivyignore": "CVE-2024-1\n"}) == ("absent", "none", ".trivyignore", 1)
    snyk = "version: v1\nignore:\n  SNYK-JS-X-1:\n    - '*':\n        reason: x\n        expires: 2030-01-01\npatch: {}\n"
    assert said("suppressions-expire", {".snyk": snyk}) == ("present", "", ".snyk", 3)
    assert said("suppressions-expire", {".snyk": snyk.replace("expires", "created")}) == ("absent", "none", ".snyk", 3)
    assert said("suppressions-expire", {".snyk": "version: v1\nignore: {}\n"})[0] == "not applicable"


def test_pipeline_as_code(said):
    assert said("pipeline-as-code", {}) == ABSENT
    stale = "on: push\njobs:\n  a:\n    steps:\n      - uses: actions/stale@v9\n"
    assert said("pipeline-as-code", {".github/workflows/stale.yml": stale})[0] == "absent"
    assert said("pipeline-as-code", {".github/workflows/a.yml": _tests("on: push")})[:2] == ("present", "github")
    assert said("pipeline-as-code", {"Jenkinsfile": JENKINS}) == ("present", "jenkins", "Jenkinsfile", 1)  # it hands over, and is here


def test_what_only_a_forge_knows_is_unavailable_unless_it_stands_as_code(said):
    for name in ("branch-protection", "required-checks", "no-force-push", "signed-commits"):
        assert said(name, {"README.md": None}) == UNAVAILABLE
    settings = {".github/settings.yml": "branches:\n  - name: main\n    protection:\n      x: y\n"}
    assert said("branch-protection", settings) == ("present", "settings as code", ".github/settings.yml", 3)


def test_the_road_is_switched(said):
    library = '@Library("Infrastructure") _\nwithPipeline("java", "x", "y") {\n  enableDbMigration("x")\n}\n'
    assert said("road-stages", {"Jenkinsfile": library}) == ("present", "enableDbMigration", "Jenkinsfile", 3)
    off = library.replace("}\n", "  disableSmokeTests()\n}\n")
    assert said("road-stages", {"Jenkinsfile": off}) == ("absent", "disableSmokeTests + enableDbMigration", "Jenkinsfile", 4)
    own = library.replace('enableDbMigration("x")', "disableConcurrentBuilds()")
    assert said("road-stages", {"Jenkinsfile": own})[:2] == ("present", "")  # Jenkins's own option
    path = ".github/workflows/a.yml"
    call = (
        "on: push\njobs:\n  a:\n    uses: acme/pipelines/.github/workflows/java.yml@v1\n    with:\n      skip-tests: true\n      java: 21\n"
    )
    assert said("road-stages", {path: call}) == ("absent", "skip-tests=true", path, 6)
    assert said("road-stages", {path: call.replace("true", "false")})[:2] == ("present", "skip-tests=false")
    assert said("road-stages", {path: call.replace("skip-tests: true", "run-scan: false")})[:2] == ("absent", "run-scan=false")
    told = call.replace("skip-tests: true", "send_notification: true")
    assert said("road-stages", {path: told})[:2] == ("present", "")  # its name speaks of no stage
    after = call + "  b:\n    steps:\n      - uses: x/y@v1\n        with:\n          skip-x: true\n"
    assert said("road-stages", {path: after})[:2] == ("absent", "skip-tests=true")  # the other job's inputs are no switch of the road
    assert said("road-stages", {path: GITHUB}) == NOT_APPLICABLE


def test_settings_say_how(said):
    path = ".github/workflows/a.yml"
    bot = "version: 2\nupdates:\n  - package-ecosystem: npm\n    schedule:\n      interval: weekly\n    groups:\n      all:\n"
    assert said("dependency-updates", {"package.json": "{}", ".github/dependabot.yml": bot})[1] == "dependabot weekly, grouped"
    image = {"Dockerfile": "FROM x/y:1\n", path: GITHUB + "      - run: trivy image --severity HIGH,CRITICAL x\n"}
    assert said("image-scanning", image)[1] == "trivy, high"  # from high on
    audit = {"package.json": "{}", path: GITHUB + "      - run: npm audit --audit-level=moderate\n"}
    assert said("dependency-scanning", audit)[1] == "package audit, medium"
    owasp = {"build.gradle": "dependencyCheck {\n  failBuildOnCVSS = 7\n}\n", path: GITHUB}
    assert said("dependency-scanning", owasp)[1] == "owasp dependency-check, high"  # CVSS 7.0 to 8.9 is high
    query = {path: _uses("github/codeql-action/init@v3") + "        with:\n          queries: security-extended\n"}
    assert said("static-analysis", query)[1] == "codeql, security-extended"
    hook = {".pre-commit-config.yaml": "repos:\n  - hooks:\n      - id: gitleaks\n"}
    assert said("secret-scanning", hook)[1] == "gitleaks, before the commit"
