"""Files are cut into the blocks that people think in, and no file stops the cutting."""

import threading
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.repositories.duplication.blocks.block import UnreadableError
from assessment.repositories.duplication.blocks.cutting import KINDS, cut

PATHS = {"dockerfile": "Dockerfile", "terraform": "main.tf", "jenkinsfile": "Jenkinsfile", "jenkins-library": "vars/build.groovy"}


def blocks(kind, text, path=None):
    """(sort, name, the lines it stands on) of each block, in the order of the file."""
    text = dedent(text)
    lines = text.split("\n")
    found = sorted(cut(path or PATHS.get(kind, "file.yml"), kind, text, 3), key=lambda block: (block.first, -block.last))
    return [(block.sort, block.name, "\n".join(lines[block.first : block.last])) for block in found]


def names(kind, text, path=None):
    return [(sort, name) for sort, name, _ in blocks(kind, text, path)]


def test_jobs_and_steps_of_a_workflow():
    found = blocks(
        "github-workflow",
        """\
        on: push
        jobs:
          build:
            runs-on: ubuntu-latest   # a small one
            steps:
              - uses: actions/checkout@v4

              - name: Test
                run: |
                  make
                  make test
              # the last one
          call:
            uses: acme/flows/.github/workflows/ship.yml@v1
        """,
    )
    assert [(sort, name) for sort, name, _ in found] == [
        ("job", "build"),
        ("step", "actions/checkout@v4"),
        ("step", "Test"),
        ("job", "call"),
    ]
    assert found[0][2].startswith("  build:")
    assert found[0][2].rstrip().endswith("make test")
    assert found[2][2].rstrip() == "      - name: Test\n        run: |\n          make\n          make test"
    assert found[3][2] == "  call:\n    uses: acme/flows/.github/workflows/ship.yml@v1"


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("github-action", "runs:\n  using: composite\n  steps:\n    - run: a\n    - {name: b, run: c}\n", [("step", "a"), ("step", "b")]),
        ("gitlab-ci", "stages: [a]\nvariables:\n  X: 1\n.base:\n  script: [a]\ntest:\n  script: b\n", [("job", ".base"), ("job", "test")]),
        (
            "circleci",
            "jobs:\n  a:\n    steps:\n      - checkout\n      - run:\n          name: x\ncommands:\n  b:\n    steps: [c]\n",
            [("job", "a"), ("step", "checkout"), ("step", "run"), ("template", "b"), ("step", "c")],
        ),
        (
            "azure-pipelines",
            "stages:\n- jobs:\n  - job: j\n    steps:\n    - script: a\n  - deployment: d\n    strategy:\n"
            "      {runOnce: {deploy: {steps: [task: t]}}}\n",
            [("job", "j"), ("step", "a"), ("job", "d"), ("step", "t")],
        ),
        ("concourse", "jobs:\n- name: j\n  plan:\n  - get: r\n  - task: t\n", [("job", "j"), ("step", "r"), ("step", "t")]),
        (
            "compose",
            "services:\n  db:\n    image: postgres\n  web: {image: web}\nvolumes:\n  data: {}\n",
            [("service", "db"), ("service", "web")],
        ),
        ("cloudformation", '{"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}', [("resource", "Topic")]),
        ("ansible", "- hosts: all\n  tasks:\n    - name: t\n      shell: x\n", [("step", "all"), ("step", "t")]),
        ("kubernetes", "kind: A\nspec:\n  x: 1\n---\nkind: B\n", [("key", "kind"), ("key", "spec"), ("key", "kind")]),
    ],
)
def test_blocks_of_yaml(kind, text, expected):
    assert names(kind, text) == expected


def test_the_second_document_is_read_like_the_first():
    assert blocks("kubernetes", "a: 1\n---\nb:\n  c: 2\n")[1] == ("key", "b", "b:\n  c: 2")


def test_a_chart_is_read_without_what_its_engine_fills_in():
    text = """\
        {{- if .Values.ingress.enabled }}
        kind: Ingress
        metadata:
          name: {{ .Release.Name }}-{{ include "chart.name" . }}
          {{- with .Values.labels }}
          labels: {{ toYaml . | nindent 4 }}
          {{- end }}
        spec:
          host: "{{ .Values.host }}"
        {{- end }}
        """
    found = blocks("helm-chart", text, "templates/ingress.yaml")
    assert [name for _, name, _ in found] == ["kind", "metadata", "spec"]
    assert found[1][2].startswith("metadata:\n  name: {{ .Release.Name }}")
    assert found[2][2] == 'spec:\n  host: "{{ .Values.host }}"'


def test_lines_are_counted_as_git_does_whatever_yaml_takes_for_a_break():
    assert blocks("compose", "# \x85 \u2028 \r\nservices:\r\n  db:\r\n    image: a\r\n")[0][2] == "  db:\r\n    image: a\r"


def test_what_stands_behind_a_key_that_is_a_mapping_is_found():
    assert names("compose", "services:\n  ? {a: b}\n  : {image: x}\n  db:\n    image: y\n")[-1] == ("service", "db")


def test_an_alias_is_a_block_but_is_not_followed():
    text = "x: &x\n" + "".join(f"  a{n}: 1\n" for n in range(50)) + "services:\n  one: *x\n  <<: *x\n"
    assert [text for _, _, text in blocks("compose", text)] == ["  one: *x", "  <<: *x"]


def test_resources_of_terraform_with_what_may_look_like_their_end():
    text = """\
        # resource "none" "here" {}
        module "db" {
          source = "git::https://example.org/db?ref=v1"
          text   = <<-EOT
            }
          EOT
          tags   = { a = "}" }
        }

        resource "aws_sns_topic" "alerts" { name = "x" }
        locals {
          dynamic = [for k in ["a"] : { k = k }]
        }
        """
    found = blocks("terraform", text)
    assert [(sort, name) for sort, name, _ in found] == [
        ("resource", 'module "db"'), ("resource", 'resource "aws_sns_topic" "alerts"'), ("resource", "locals"),
    ]  # fmt: skip
    assert found[0][2].endswith('tags   = { a = "}" }\n}')
    assert found[1][2] == 'resource "aws_sns_topic" "alerts" { name = "x" }'


def test_values_and_lock_files_of_terraform_hold_no_blocks():
    assert blocks("terraform", 'a = "b"\n', "prod.tfvars") == []


def test_windows_over_instructions_stay_inside_a_build_stage():
    text = """\
        # syntax=docker/dockerfile:1
        FROM maven AS build
        COPY . .
        RUN mvn \\
            package
        USER 1000

        FROM jre
        COPY --from=build a b
        RUN <<EOF
        FROM x
        EOF
        """
    found = blocks("dockerfile", text)
    assert [name for _, name, _ in found] == ["FROM, COPY, RUN", "COPY, RUN, USER", "FROM, COPY, RUN"]
    assert found[1][2] == "COPY . .\nRUN mvn \\\n    package\nUSER 1000"
    orders = [block.order for block in cut("Dockerfile", "dockerfile", dedent(text), 3)]
    assert orders[1] - orders[0] == 1
    assert orders[2] - orders[1] > 1


def test_braces_of_a_jenkinsfile():
    text = """\
        // stage('none') {
        def secret(name) {
          [ $class: "x", text: "}{" /* } */ ]
        }
        pipeline {
          stages {
            stage('Build') { steps { sh '''
              echo "}"
            ''' } }
            stage("Ship it") {
              sh "x-${ env.A }"
            }
          }
        }
        """
    found = blocks("jenkinsfile", text)
    assert [(sort, name) for sort, name, _ in found] == [
        ("block", "def secret(name)"), ("block", "pipeline"), ("block", "stages"), ("stage", "Build"),
        ("block", "steps"), ("stage", "Ship it"),
    ]  # fmt: skip
    assert found[3][2].startswith("    stage('Build')")
    assert found[3][2].endswith("''' } }")
    assert found[-1][2] == '    stage("Ship it") {\n      sh "x-${ env.A }"\n    }'


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("compose", "services: [\n"),
        ("compose", "a: b: c\n"),
        ("kubernetes", "[" * 200_000),
        ("kubernetes", "- " * 200_000),
        ("kubernetes", "[" * 101 + "]" * 101),
        ("helm-chart", "{{ if }}\n}\n"),
        ("terraform", 'resource "a" "b" {\n'),
        ("jenkinsfile", "pipeline {\n"),
        ("jenkinsfile", "}\n"),
    ],
)
def test_what_no_parser_takes_is_said_to_be_unreadable(kind, text):
    with pytest.raises(UnreadableError):
        cut(PATHS.get(kind, "file.yml"), kind, text, 3)


def test_depth_ends_no_thread():
    seen = []
    thread = threading.Thread(target=lambda: seen.append(cut("a.yml", "kubernetes", "[" * 90 + "]" * 90, 3)))
    thread.start()
    thread.join()
    assert seen == [[]]


def test_other_kinds_and_endings_hold_none():
    assert cut("README.md", "github-workflow", "jobs: {a: b}", 3) == []
    assert cut("pom.xml", "build-manifest", "<project/>", 3) == []


WORDS = [
    "jobs:", "steps:", "- ", "a: ",
    "\n", "\n  ", "    ", "{", "}", "[", "]", '"', "'", "'''", "/*", "*/", "//", "<<EOF", "\\", "FROM a\n", "RUN ",
    "&a ", "*a", "? ", "|", "{{", "}}", "%}", "\x00", "\ud800", "é", "resource ", "---\n", "#",
]  # fmt: skip


@given(kind=st.sampled_from(sorted(KINDS)), text=st.lists(st.sampled_from(WORDS), max_size=60).map("".join))
def test_whatever_a_file_holds_its_blocks_lie_inside_it(kind, text):
    try:
        found = cut(PATHS.get(kind, "file.yml"), kind, text, 3)
    except UnreadableError:
        return
    assert all(0 <= block.first < block.last <= text.count("\n") + 1 for block in found)
