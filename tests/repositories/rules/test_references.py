"""Shapes of references: from the manuals of the tools, and as they stand in public repositories (hmcts, navikt)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.repositories.facts import REFERENCES, Text
from assessment.repositories.rules.readers import names
from assessment.repositories.rules.references import Reference

SHA = "8e41f1f58749b9248e376c25d33bfbdd2b1163c0"


@pytest.fixture(scope="session")
def found(rules, text):
    """Rows (line, kind, target, block, version, pin) of one file."""

    def read(path, content):
        rows = rules.references([text(path, content)])
        assert {row.path for row in rows} <= {path}
        return [(row.line, row.kind, row.target, row.block, row.version, row.pin) for row in rows]

    return read


def test_github_workflow(found):
    content = f"""\
on: push
jobs:
  shared:
    uses: hmcts/workflow-publish-openapi-spec/.github/workflows/publish-openapi.yml@v1
  own:
    uses: ./.github/workflows/build.yml
  steps:
    runs-on: ubuntu-latest
    container: node:22
    services:
      db:
        image: postgres:15  # a comment
    steps:
      - uses: actions/checkout@v4
      - name: x
        uses: "nais/docker-build-push@{SHA}" # v1
      - {{uses: nais/deploy/actions/deploy@main}}
      - uses: ./.github/actions/setup
      - uses: docker://alpine:3.20
      # - uses: gone/away@v1
      - run: |
          uses: not/areference@v1
          image: not-an-image:1
      - uses: azure/login@${{{{ inputs.version }}}}
"""
    assert found(".github/workflows/ci.yml", content) == [
        (4, "workflow", "hmcts/workflow-publish-openapi-spec", ".github/workflows/publish-openapi.yml", "v1", "tag"),
        (6, "workflow", "./.github/workflows/build.yml", "", "", "local"),
        (9, "image", "node", "", "22", "tag"),
        (12, "image", "postgres", "", "15", "tag"),
        (14, "action", "actions/checkout", "", "v4", "tag"),
        (16, "action", "nais/docker-build-push", "", SHA, "sha"),
        (17, "action", "nais/deploy", "actions/deploy", "main", "branch"),
        (18, "action", "./.github/actions/setup", "", "", "local"),
        (19, "image", "alpine", "", "3.20", "tag"),
        (24, "action", "azure/login", "", "${{ inputs.version }}", "variable"),
    ]


def test_jenkins_libraries(found):
    content = """\
#!groovy
@Library("Infrastructure") _
@Library(['one@2.4.9', 'two@feature/x']) import uk.gov.Thing
// @Library("gone")
/* @Library("gone")
   @Library("gone") */
library 'three@master'
library identifier: 'four@v1', retriever: modernSCM([$class: 'GitSCMSource'])
def note = "a library 'five' in a text"
@Library("six@${params.VERSION}") _
junit '**/build/*.xml'
library("seven")
"""
    assert found("Jenkinsfile_CNP", content) == [
        (2, "library", "Infrastructure", "", "", "none"),
        (3, "library", "one", "", "2.4.9", "tag"),
        (3, "library", "two", "", "feature/x", "branch"),
        (7, "library", "three", "", "master", "branch"),
        (8, "library", "four", "", "v1", "tag"),
        (10, "library", "six", "", "${params.VERSION}", "variable"),
        (12, "library", "seven", "", "", "none"),
    ]


def test_terraform_modules(found):
    content = f"""\
terraform {{
  required_providers {{
    azurerm = {{
      source  = "hashicorp/azurerm"
      version = "4.0"
    }}
  }}
}}
module "database" {{
  source = "git@github.com:hmcts/terraform-module-postgresql-flexible?ref=master"
  tags   = {{ source = "no" }}
}}
# module "gone" {{ source = "a/b/c" }}
module "vpc" {{
  version = "~> 5.0"
  source  = "terraform-aws-modules/vpc/aws"
}}
module "deep" {{ source = "git::https://github.com/acme/modules.git//network/vpc?ref={SHA}" }}
module "own" {{
  source = "../modules/x"
}}
module "web" {{
  source = "github.com/acme/web"
}}
resource "x" "y" {{
  source = "no/no/no"
}}
"""
    assert found("infrastructure/main.tf", content) == [
        (10, "module", "hmcts/terraform-module-postgresql-flexible", "", "master", "branch"),
        (16, "module", "terraform-aws-modules/vpc/aws", "", "~> 5.0", "tag"),
        (18, "module", "acme/modules", "network/vpc", SHA, "sha"),
        (20, "module", "../modules/x", "", "", "local"),
        (23, "module", "acme/web", "", "", "none"),
    ]


def test_a_module_counts_whatever_the_file_is_called(found):
    content = '// the store\nmodule "vault" {\n  source = "git@github.com:acme/module-key-vault?ref=master"\n}\n'
    assert found("infrastructure/key-vault.tf", content) == [(3, "module", "acme/module-key-vault", "", "master", "branch")]


def test_dockerfile_stages_arguments_and_digests(found):
    content = """\
# FROM gone:1
ARG PLATFORM=""
ARG VERSION=21
FROM --platform=linux/amd64 hmctsprod.azurecr.io/base/java${PLATFORM}:${VERSION}-distroless AS base
FROM base AS build
COPY --from=node:22 /usr/bin/node /bin/node
COPY --from=build /app /app
FROM scratch
FROM registry:5000/team/app
FROM debian:latest
FROM gcr.io/distroless/java@sha256:abc
FROM $UNKNOWN
FROM ${KNOWN:-alpine}:3
"""
    assert found("Dockerfile", content) == [
        (4, "image", "hmctsprod.azurecr.io/base/java", "", "21-distroless", "tag"),
        (6, "image", "node", "", "22", "tag"),
        (9, "image", "registry:5000/team/app", "", "", "none"),
        (10, "image", "debian", "", "latest", "none"),
        (11, "image", "gcr.io/distroless/java", "", "sha256:abc", "digest"),
        (12, "image", "$UNKNOWN", "", "", "variable"),
        (13, "image", "alpine", "", "3", "tag"),
    ]


def test_compose_images(found):
    content = (
        "services:\n  db:\n    image: postgres:15\n    # image: gone\n  own:\n    build: .\n  x:\n    image: ${REGISTRY}/x:${TAG:-1}\n"
    )
    assert found("docker-compose-local.yml", content) == [
        (3, "image", "postgres", "", "15", "tag"),
        (8, "image", "${REGISTRY}/x", "", "1", "variable"),
    ]


def test_an_image_behind_a_yaml_alias_counts_where_it_is_used(found):
    content = """\
x-images:
  testrunner: &testrunner quay.io/acme/tf-testrunner:TF1.6
  config: &config {image: not-an-image}
pipeline:
  plan:
    image: *testrunner
  test:
    image: &builder golang:1.22
  build:
    image: *builder
  lost:
    image: *nowhere
"""
    assert found(".drone.yml", content) == [
        (6, "image", "quay.io/acme/tf-testrunner", "", "TF1.6", "tag"),
        (8, "image", "golang", "", "1.22", "tag"),
        (10, "image", "golang", "", "1.22", "tag"),
    ]


def test_an_input_called_image_is_no_container(found):
    content = """\
jobs:
  test:
    strategy:
      matrix:
        image: [ckan, solr]
    container: node:22
    services:
      db:
        image: postgres:16
    steps:
      - uses: acme/scan@v1
        with:
          image: acme/shop
      - with:
          image: acme/desk
        uses: acme/scan@v1
"""
    images = [row for row in found(".github/workflows/ci.yml", content) if row[1] == "image"]
    assert images == [(6, "image", "node", "", "22", "tag"), (9, "image", "postgres", "", "16", "tag")]


def test_a_library_call_over_several_lines_and_an_image_with_a_parameter(found):
    library = "library(\n    identifier: 'shared@master',\n    retriever: modernSCM([:])\n)\n"
    assert found("Jenkinsfile", library) == [(2, "library", "shared", "", "master", "branch")]
    circle = "jobs:\n  a:\n    docker:\n      - image: cimg/rust:<< pipeline.parameters.rust >>\n"
    assert found(".circleci/config.yml", circle) == [(4, "image", "cimg/rust", "", "<< pipeline.parameters.rust >>", "variable")]


def test_the_container_of_a_development_environment_has_a_base_image(found):
    assert found(".devcontainer/Dockerfile", "FROM mcr.microsoft.com/devcontainers/python:3.11\n") == [
        (1, "image", "mcr.microsoft.com/devcontainers/python", "", "3.11", "tag")
    ]


def test_chart_dependencies(found):
    content = """\
apiVersion: v2
name: em-anno
maintainers:
  - name: EM Team
dependencies:
  - name: java
    version: 5.3.0
    repository: 'oci://hmctsprod.azurecr.io/helm'
  - version: ~1.1
    name: redis
    repository: https://charts.example.org/stable/
    # - name: gone
  - {name: flow, version: "1", repository: "@acme"}
other:
  - name: not-a-dependency
"""
    assert found("charts/em-anno/Chart.yaml", content) == [
        (6, "chart", "hmctsprod.azurecr.io/helm/java", "", "5.3.0", "tag"),
        (10, "chart", "charts.example.org/stable/redis", "", "~1.1", "tag"),
        (13, "chart", "@acme/flow", "", "1", "tag"),
    ]
    assert found("charts/em-anno/values.yaml", content) == []


def test_chart_dependencies_at_the_indent_of_their_key(found):
    content = "dependencies:\n- name: java\n  version: 1.0.0\n  repository: file://../java\nname: x\n"
    assert found("charts/x/requirements.yaml", content) == [(2, "chart", "file://../java", "", "1.0.0", "local")]


def test_a_list_inside_a_dependency_hides_nothing_behind_it(found):
    content = """\
dependencies:
  - name: common
    repository: https://charts.example.org/base
    tags:
      - base-common
      - shared
    version: 2.31.3
  - name: web
    version: 1.0.0
"""
    assert found("charts/shop/Chart.yaml", content) == [
        (2, "chart", "charts.example.org/base/common", "", "2.31.3", "tag"),
        (8, "chart", "web", "", "1.0.0", "tag"),
    ]


def test_a_gitlab_include_of_several_files_is_one_of_the_project(found):
    content = "include:\n  - project: acme/ci\n    file:\n      - build.yml\n      - test.yml\n    ref: v2\n"
    assert found(".gitlab-ci.yml", content) == [(2, "include", "acme/ci", "build.yml", "v2", "tag")]


def test_gitlab_includes(found):
    content = """\
include:
  - project: 'group/sub/pipelines'
    ref: v1.2
    file: '/build.yml'
  - local: '/ci/test.yml'
  - remote: 'https://example.org/x.yml'
  - template: Jobs/SAST.gitlab-ci.yml
  - component: $CI_SERVER_FQDN/group/components/build@1.0
  - 'ci/more.yml'
  - {project: group/flow, ref: main, file: a.yml}
build:
  image: node:22
  script:
    - project: not
"""
    assert found(".gitlab-ci.yml", content) == [
        (2, "include", "group/sub/pipelines", "build.yml", "v1.2", "tag"),
        (5, "include", "./ci/test.yml", "", "", "local"),
        (6, "include", "example.org/x.yml", "", "", "none"),
        (7, "template", "Jobs/SAST.gitlab-ci.yml", "", "", "none"),
        (8, "include", "group/components", "build", "1.0", "tag"),
        (9, "include", "./ci/more.yml", "", "", "local"),
        (10, "include", "group/flow", "a.yml", "main", "branch"),
        (12, "image", "node", "", "22", "tag"),
    ]


def test_gitlab_include_of_one_file(found):
    assert found(".gitlab-ci.yml", "include: '/a.yml'\nbuild:\n  script: x\n") == [(1, "include", "./a.yml", "", "", "local")]


def test_azure_templates_follow_the_declared_repository(found):
    content = """\
resources:
  repositories:
    - repository: cnp
      type: github
      ref: refs/heads/master
      name: hmcts/cnp-azuredevops-libraries
steps:
  - template: steps/build.yaml@cnp
  - template: templates/own.yml
  - template: x.yml@unknown
"""
    assert found("azure-pipelines.yml", content) == [
        (8, "template", "hmcts/cnp-azuredevops-libraries", "steps/build.yaml", "refs/heads/master", "branch"),
        (9, "template", "./templates/own.yml", "", "", "local"),
        (10, "template", "unknown", "x.yml", "", "none"),
    ]


def test_orbs_and_images_of_circleci(found):
    orbs = "version: 2.1\norbs:\n  node: circleci/node@5.2.0\n  own: acme/deploy@volatile\n"
    content = orbs + "jobs:\n  a:\n    docker:\n      - image: cimg/node:18\n"
    assert found(".circleci/config.yml", content) == [
        (3, "orb", "circleci/node", "", "5.2.0", "tag"),
        (4, "orb", "acme/deploy", "", "volatile", "none"),
        (8, "image", "cimg/node", "", "18", "tag"),
    ]


def test_renovate_presets_also_in_package_json(found):
    content = (
        '{\n  "extends": [\n    "config:base",\n    "local>hmcts/.github:renovate-config",\n    "github>acme/x//sub/file#v2"\n  ]\n}\n'
    )
    assert found("renovate.json", content) == [
        (4, "preset", "hmcts/.github", "renovate-config", "", "none"),
        (5, "preset", "acme/x", "sub/file", "v2", "tag"),
    ]
    assert found("package.json", '{"renovate": {"extends": ["github>acme/presets"]}}') == [(1, "preset", "acme/presets", "", "", "none")]


def test_pre_commit_and_template_origins(found):
    hooks = "repos:\n  - repo: https://github.com/antonbabenko/pre-commit-terraform\n    rev: v1.72.0\n    hooks:\n      - id: x\n"
    content = hooks + "  - repo: local\n    hooks: []\n"
    assert found(".pre-commit-config.yaml", content) == [(2, "include", "antonbabenko/pre-commit-terraform", "", "v1.72.0", "tag")]
    copier = "_commit: v3.1\n_src_path: gh:acme/service-template\nname: x\n"
    assert found(".copier-answers.yml", copier) == [(2, "template", "acme/service-template", "", "v3.1", "tag")]
    cruft = f'{{\n  "template": "https://github.com/acme/cookie.git",\n  "commit": "{SHA}"\n}}\n'
    assert found(".cruft.json", cruft) == [(2, "template", "acme/cookie", "", SHA, "sha")]


@pytest.mark.parametrize(
    ("written", "target", "block", "version"),
    [
        ("git::https://github.com/hmcts/terraform-module-x?ref=main", "hmcts/terraform-module-x", "", "main"),
        ("git::ssh://git@github.com/acme/x.git//a/b?ref=v1", "acme/x", "a/b", "v1"),
        ("git@gitlab.example.org:group/sub/x.git", "group/sub/x", "", ""),
        ("https://dev.example.org:8443/acme/x.git", "acme/x", "", ""),
        ("app.terraform.io/acme/vpc/aws", "app.terraform.io/acme/vpc/aws", "", ""),
        ("./x", "./x", "", ""),
    ],
)
def test_source_in_normal_form(written, target, block, version):
    assert names.source(written) == (target, block, version)


@pytest.mark.parametrize(
    ("version", "pin"),
    [
        ("4.x", "tag"),
        ("v4", "tag"),
        ("release/1.2", "tag"),
        ("DTSPO-30107-x", "branch"),
        ("stable", "branch"),
        ("HEAD", "branch"),
        (SHA[:8], "sha"),
        ("", "none"),
    ],
)
def test_pin_of_a_git_reference(version, pin):
    assert names.pin("a/b", version) == pin


def test_a_reference_has_the_columns_of_the_facts():
    assert list(Reference._fields) == [column.name for column in REFERENCES if column.name != "repository"]


KINDS = (
    "github-workflow",
    "gitlab-ci",
    "jenkinsfile",
    "dockerfile",
    "terraform",
    "helm-chart",
    "azure-pipelines",
    "renovate",
    "pre-commit",
    "template",
)
PIECES = st.sampled_from(
    [
        "include:",
        "repos:",
        'module "x" {',
        "}",
        "FROM ",
        "ARG A=$A",
        "${",
        "{{",
        "- ",
        ": |",
        "'",
        '"',
        "uses: a/b@",
        "@Library(",
        "\n",
        "  ",
        "\t",
        "#",
        "//",
        "x/y",
    ]
)


@given(kind=st.sampled_from(KINDS), content=st.lists(PIECES | st.text(max_size=5), max_size=40).map("".join))
def test_no_content_raises_and_lines_exist(rules, kind, content):
    paths = {"helm-chart": "a/Chart.yaml", "template": ".copier-answers.yml", "renovate": "renovate.json", "terraform": "x.tf"}
    rows = rules.references([Text(paths.get(kind, "x.yml"), "0" * 40, kind, "ci", content)])
    assert all(1 <= row.line <= content.count("\n") + 1 for row in rows)
