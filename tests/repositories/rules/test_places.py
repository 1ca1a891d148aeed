"""Paths as they stand in public repositories (hmcts, navikt, alphagov) and in the manuals of the tools."""

import pickle

import pytest

from assessment.model import Workflow
from assessment.repositories.rules.globs import expand
from assessment.repositories.rules.places import Place, Places
from assessment.repositories.rules.schema import PlaceRule

PLUMBING = [
    (".github/workflows/ci.yml", "ci", "github-workflow"),
    (".github/workflows/Build.YAML", "ci", "github-workflow"),
    (".github/workflows/deploy-prod.yml", "deployment", "github-workflow"),
    (".github/workflows/cd.yml", "deployment", "github-workflow"),
    (".github/workflows/release-drafter.yml", "deployment", "github-workflow"),
    (".github/workflows/deploy-alerts.yaml", "observability", "github-workflow"),
    (".github/workflows/codeql.yml", "security", "github-workflow"),
    (".github/workflows/dependency-review.yml", "security", "github-workflow"),
    (".github/workflows/auto-suppress-CVEs.yml", "security", "github-workflow"),
    (".github/workflows/combine-prs.yml", "dependencies", "github-workflow"),
    (".github/workflows/dependabot-auto-merge.yml", "dependencies", "github-workflow"),
    (".github/workflows/update-gradle-wrapper.yml", "dependencies", "github-workflow"),
    (".github/workflows/digestabot.yaml", "dependencies", "github-workflow"),  # opens changes with newer image digests
    (".github/workflows/sonar.yml", "quality", "github-workflow"),
    (".github/workflows/publish-openapi.yaml", "ci", "github-workflow"),  # publishes a description, deploys nothing
    (".github/workflows/platform.yml", "ci", "github-workflow"),  # holds the letters of "format"-like words, not the word
    (".github/workflows/terraform-plan.yml", "environments", "github-workflow"),
    (".github/workflows/preview.yml", "environments", "github-workflow"),
    (".github/actions/build/action.yml", "ci", "github-action"),
    (".github/dependabot.yml", "dependencies", "dependabot"),
    (".github/renovate.json", "dependencies", "renovate"),
    (".github/CODEOWNERS", "ownership", "codeowners"),
    ("docs/CODEOWNERS", "ownership", "codeowners"),
    (".gitlab-ci.yml", "ci", "gitlab-ci"),
    ("Jenkinsfile_CNP", "ci", "jenkinsfile"),
    ("jenkinsfile_nightly", "ci", "jenkinsfile"),
    ("vars/withPipeline.groovy", "ci", "jenkins-library"),
    (".circleci/config.yml", "ci", "circleci"),
    ("azure-pipelines-image-publish.yaml", "ci", "azure-pipelines"),
    ("bitbucket-pipelines.yml", "ci", "other-ci"),
    ("ci/steps.sh", "ci", "ci-script"),
    ("Dockerfile", "containers", "dockerfile"),
    ("DockerfileLabs", "containers", "dockerfile"),
    ("services/api/api.Dockerfile", "containers", "dockerfile"),
    (".dockerignore", "containers", "dockerignore"),
    ("docker-compose-wa.yml", "local development", "compose"),
    ("compose.yaml", "local development", "compose"),
    ("infrastructure/prod.tfvars", "environments", "terraform"),
    ("main.tf", "environments", "terraform"),
    ("infrastructure/template/api-policy.xml", "environments", "infrastructure-code"),
    ("serverless.yml", "environments", "serverless"),
    ("main.bicep", "environments", "bicep"),
    ("charts/em-stitching/values.preview.template.yaml", "deployment", "helm-chart"),
    (".deploy/naiserator.yaml", "deployment", "kubernetes"),
    ("app/.nais/nais-dev.yaml", "deployment", "kubernetes"),
    ("naiserator-prod.json", "deployment", "kubernetes"),
    ("k8s/deployment.yaml", "deployment", "kubernetes"),
    ("kustomize/overlays/dev/kustomization.yaml", "deployment", "kustomize"),
    (".sops.yaml", "secrets", "sops"),
    ("k8s/sealed-secret.yaml", "secrets", "sealed-secrets"),
    ("vault/policy.hcl", "secrets", "vault-config"),
    (".env.example", "local development", "env-example"),
    ("build.gradle", "dependencies", "build-manifest"),
    ("sonar-project.properties", "quality", "sonar"),
    (".pre-commit-config.yaml", "quality", "pre-commit"),
    (".eslintrc.json", "quality", "linter"),
    ("config/checkstyle/checkstyle.xml", "quality", "linter"),
    ("config/owasp/suppressions.xml", "security", "dependency-scanning"),
    (".gitleaks.toml", "security", "secret-scanning"),
    ("iac/alerts/alerts-prod.yaml", "observability", "alerts"),
    ("src/main/resources/logback.xml", "observability", "logging"),
    ("alembic.ini", "databases", "migration-config"),
    ("catalog-info.yaml", "ownership", "catalog-info"),
    (".copier-answers.yml", "scaffolding", "template"),
    (".devcontainer/devcontainer.json", "local development", "devcontainer"),
    ("Makefile", "local development", "task-runner"),
    (".tool-versions", "local development", "tool-versions"),
    ("bin/run-in-docker.sh", "local development", "script"),
]

OTHER = [
    ("src/main/java/Main.java", "product"),
    ("src/main/resources/db/migration/V1__create.sql", "product"),
    ("README.md", "product"),
    ("app/values.py", "product"),
    ("app/src/main/res/values/strings.xml", "product"),
    ("src/deploy/Deployment.java", "product"),
    ("node_modules/x/Dockerfile", "vendored"),
    ("vendor/github.com/x/Makefile", "vendored"),
    ("vendor/github.com/x/.travis.yml", "vendored"),
    ("web/node_modules/x/.github/workflows/ci.yml", "vendored"),
    ("third_party/x/Jenkinsfile", "vendored"),
    ("node_modules/x/action.yml", "vendored"),
    ("package-lock.json", "generated"),
    ("gradlew", "generated"),
    ("examples/k8s/deployment.yaml", "example"),
    ("src/functionalTest/resources/features/F-015.json", "example"),
    ("{{cookiecutter.name}}/Dockerfile", "example"),
    (".env", "secret"),
    (".env.production", "secret"),
    ("certs/server.key", "secret"),
    ("infra/terraform.tfstate", "secret"),
    ("infra/terraform.tfstate.backup", "secret"),
    ("id_rsa", "secret"),
    ("keys/vault.kdbx", "secret"),
    ("k8s/secret.yaml", "secret"),
]


@pytest.mark.parametrize(("path", "workflow", "kind"), PLUMBING)
def test_plumbing_has_its_workflow_and_kind(rules, path, workflow, kind):
    assert rules.places([path]) == [Place("plumbing", workflow, kind)]


@pytest.mark.parametrize(("path", "role"), OTHER)
def test_what_is_not_plumbing_has_its_role_and_nothing_else(rules, path, role):
    assert rules.places([path]) == [Place(role, "", "")]


def test_every_workflow_has_kinds_of_files(rules):
    served = {place.workflow for place in rules.places([path for path, _, _ in PLUMBING])}
    assert served == {workflow.value for workflow in Workflow}


def test_a_chart_owns_what_lies_below_its_folder_but_not_its_neighbours(rules):
    paths = ["java/Chart.yaml", "java/templates/cronjob.yaml", "java/ci/settings.conf", "other/settings.conf", "java/main.py"]
    places = dict(zip(paths, rules.places(paths), strict=True))
    chart = Place("plumbing", "deployment", "helm-chart")
    assert places["java/templates/cronjob.yaml"] == chart
    assert places["java/ci/settings.conf"] == chart
    assert places["other/settings.conf"].role == "product"
    assert places["java/main.py"].role == "product"  # code in a chart folder is not the chart


def test_a_chart_at_the_top_takes_only_what_nothing_else_claims(rules):
    paths = ["Chart.yaml", "templates/web.yaml", "docker-compose.yml", "src/Main.java"]
    assert [place.kind for place in rules.places(paths)] == ["helm-chart", "helm-chart", "compose", ""]


def test_the_first_entry_wins_and_not_excludes():
    entries = [
        PlaceRule.model_validate({"kind": "first", "workflow": "ci", "path": ["*.yml"], "not": ["skip.yml"]}),
        PlaceRule.model_validate({"kind": "second", "workflow": "ci", "path": ["a/**", "skip.yml"]}),
    ]
    found = Places(tuple(entries))(["a/x.yml", "a/x.txt", "skip.yml", "b/x.txt"])
    assert [place.kind for place in found] == ["first", "second", "second", ""]


def test_patterns_mean_what_the_header_of_the_file_says():
    def kinds(pattern: str, paths: list[str]) -> list[bool]:
        entry = PlaceRule.model_validate({"kind": "k", "workflow": "ci", "path": [pattern]})
        return [place.kind == "k" for place in Places((entry,))(paths)]

    assert kinds("name", ["name", "a/NAME", "name/x"]) == [True, True, False]
    assert kinds("/name", ["name", "a/name"]) == [True, False]
    assert kinds("a/name", ["a/name", "b/a/name", "a/b/name", "ba/name"]) == [True, True, False, False]
    assert kinds("/a/**", ["a/x", "a/b/x", "b/a/x", "a"]) == [True, True, False, False]
    assert kinds("a/**/x.yml", ["a/x.yml", "a/b/c/x.yml", "x.yml"]) == [True, True, False]
    assert kinds("V[0-9]*.{sql,java}", ["V1__a.sql", "Vx.sql", "V2.java"]) == [True, False, True]
    assert kinds("a.b", ["a.b", "axb"]) == [True, False]


def test_alternatives_are_written_out():
    assert list(expand("a{b,c{d,}}")) == ["ab", "acd", "ac"]
    assert list(expand("*[{][{]*")) == ["*[{][{]*"]  # braces inside [] are letters


def test_rules_travel_between_processes(rules):
    copy = pickle.loads(pickle.dumps(rules))
    assert copy.version == rules.version
    assert copy.places(["Jenkinsfile"]) == rules.places(["Jenkinsfile"])


def test_no_path_asks_for_more_than_a_name(rules):
    odd = ["", "/", "a//b", "\\x80\\xff", "x" * 5000, "ü/Ö.yml", "a\nb"]
    assert [place.role for place in rules.places(odd)] == ["product"] * len(odd)
