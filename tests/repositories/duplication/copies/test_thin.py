"""A file that only calls something shared is use of it, not a copy."""

import pytest

from assessment.repositories.duplication.copies.thin import is_thin

CALLER = """\
name: CI
on:
  push:
    branches: [main]
  pull_request:
permissions:
  contents: read
jobs:
  build:
    uses: acme/platform-workflows/.github/workflows/java.yml@v2   # line 10
    with:
      java: 21
      sonar: true
    secrets: inherit
"""
OWN_STEPS = """
  publish:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - name: Build
        run: |
          ./gradlew assemble
          ./gradlew jib
      - name: Tell
        run: ./notify.sh
"""
STEP = """\
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - name: Deploy
        uses: acme/deploy@v2   # line 7
        env:
          CLUSTER: prod
          RESOURCE: app.yaml
          VARS: prod.yaml
          TEAM: red
      - run: echo done
"""
GITLAB = """\
include:
  - project: acme/pipelines   # line 2
    file: java.yml
variables:
  JAVA: "21"
"""
JENKINS = """\
#!groovy
@Library("Infrastructure")

def type = "java"
def product = "orders"
def component = "api"

// nothing special
withPipeline(type, product, component) {
  enableSlackNotifications('#orders')
}
"""
ORB = """\
version: 2.1
orbs:
  java: acme/java@2   # line 3
workflows:
  main:
    jobs:
      - java/build
      - java/deploy:
          requires: [java/build]
"""


@pytest.mark.parametrize(
    ("path", "text", "line", "thin"),
    [
        ("ci.yml", CALLER, 10, True),
        ("ci.yml", CALLER + OWN_STEPS, 10, False),
        ("deploy.yml", STEP, 7, True),  # checkout and a closing word beside the shared step and its inputs
        ("deploy.yml", STEP, 5, False),  # the same file, were checkout the shared step
        (".gitlab-ci.yml", GITLAB, 2, True),
        (".gitlab-ci.yml", GITLAB + "test:\n  script:\n" + "    - ./a.sh\n" * 4, 2, True),
        (".gitlab-ci.yml", GITLAB + "test:\n  script:\n" + "    - ./a.sh\n" * 5, 2, False),
        (".gitlab-ci.yml", GITLAB + "test:\n  script:\n" + "  - ./a.sh\n" * 5, 2, False),  # a list may stand at the depth of its key
        (".circleci/config.yml", ORB, 3, True),
        ("Jenkinsfile", JENKINS, 2, True),
        ("Jenkinsfile", JENKINS + "node {\n" + "  sh 'make all'\n" * 5 + "}\n", 2, False),
    ],
)
def test_own_lines_decide(rules, path, text, line, thin):
    assert is_thin(text, path, {line}, rules.thin) is thin


def test_a_line_beyond_the_file_is_no_call(rules):
    assert is_thin("steps:\n" + "- run: x\n" * 9, "ci.yml", {400}, rules.thin) is False
