"""Tools, one case each as it stands in manuals and public repositories; what must not count; states and confidence."""

from pathlib import Path

import pytest

from assessment.errors import RulesError
from assessment.repositories.facts import Text
from assessment.repositories.rules import File
from assessment.repositories.rules.checking import RuleFile, checked
from assessment.repositories.rules.readers.dependencies import declared
from assessment.repositories.rules.readers.switched_off import off, original
from assessment.repositories.rules.schema_tools import ToolRules
from assessment.repositories.rules.tools import Tool, Tools

LINES = [line for line in (Path(__file__).parent / "tools_cases.txt").read_text().splitlines() if line and not line.startswith("#")]
CASES = [tuple(line.replace("\\n", "\n").replace("\\t", "\t").split("|", 2)) for line in LINES]
NOTHING = [
    ("argocd", "nais/app.yaml", "apiVersion: nais.io/v1alpha1\nkind: Application"),  # another group, the same kind
    ("azure-pipelines", "ci/pipelines/build.yml", "resources:\n- name: src\n  type: git"),  # Concourse
    ("puppet-chef-salt", "app/presenters/metadata.rb", "class X"),
    ("openapi", ".github/workflows/swagger.yml", "on: push"),
    ("preview-env", ".github/workflows/dependency-review.yml", "on: push"),
    ("health-probes", "src/main/resources/application.yaml", "management:\n  health:\n    readiness:\n"),
    ("helm", "docs/values.yaml", "a: 1"),
    ("terraform", "docs/main.tf.md", "x"),
    ("terraform", "examples/vpc/main.tf", "x"),
    ("policy-as-code", "filters/testResources/a.rego", "package a"),
    ("buildpacks", "project.toml", '[tool]\nname = "x"'),
    ("brakeman-bandit", ".github/workflows/a.yml", "jobs:\n  brakeman:\n    steps: []"),  # a name, no command
    ("docker-cli", "ci/a.sh", 'echo "then run docker build"'),
    ("docker-cli", "ci/a.sh", "# docker build ."),
    ("otel", "go.mod", "require go.opentelemetry.io/otel v1.2.0 // indirect"),
    ("oidc-cloud", ".github/workflows/a.yml", "permissions:\n  id-token: write\nsteps:\n  - uses: actions/deploy-pages@v4"),
    ("gh-secrets", ".github/workflows/a.yml", "env:\n  A: ${{ secrets.GITHUB_TOKEN }}"),
    ("paas-manifest", ".nais/app.yaml", "apiVersion: nais.io/v1alpha1\nkind: Application"),
    ("helm-cli", "ci/a.sh", "helm plugin install x"),
]


@pytest.fixture(scope="session")
def found(rules):
    """Tools of a repository with these files, looked into as collecting does."""

    def ask(**files: str) -> dict[str, Tool]:
        paths = list(files)
        places = dict(zip(paths, rules.places(paths), strict=True))
        worth = rules.worth_a_look([(path, len(text)) for path, text in files.items()])
        places |= {path: place for path in worth if places[path].role == "product" and (place := rules.recognised(path, files[path]))}
        known = [File(path, *place) for path, place in places.items()]
        readable = [path for path, place in places.items() if place.role == "plumbing" or path in worth]
        texts = [Text(path, "0" * 40, places[path].kind, places[path].workflow, files[path]) for path in readable]
        return {row.tool: row for row in rules.tools(known, texts, rules.references(texts))}

    return ask


@pytest.mark.parametrize(("tool", "path", "content"), CASES, ids=[case[0] for case in CASES])
def test_a_tool_is_found(found, tool, path, content):
    assert tool in found(**{path: content})


def test_every_tool_has_a_case(rules):
    assert sorted(tool.id for tool in rules.tool_rules.tools) == sorted(case[0] for case in CASES)
    assert len(CASES) == 237


@pytest.mark.parametrize(("tool", "path", "content"), NOTHING)
def test_what_looks_alike_is_not_taken_for_it(found, tool, path, content):
    assert tool not in found(**{path: content})


def test_the_strongest_evidence_says_where(found):
    rows = found(**{"Dockerfile": "FROM alpine:3", "main.tf": '\n\ndata "azurerm_key_vault" "x" {}'})
    assert rows["azure-kv"] == Tool("azure-kv", "secrets", "used", "high", "main.tf", 3, "resource")
    assert rows["dockerfile"] == Tool("dockerfile", "containers", "used", "high", "Dockerfile", None, "path")


def test_two_sorts_of_evidence_raise_the_confidence(found):
    manifest = {"package.json": "{}"}
    assert found(**manifest)["tc-npm"].confidence == "low"
    assert found(**manifest, **{"ci/a.sh": "npm ci"})["tc-npm"].confidence == "medium"


OFF = "on: push\njobs:\n  a:\n    if: false\n    steps:\n      - uses: aquasecurity/trivy-action@v1\n"
ON = OFF + "  b:\n    steps:\n      - uses: github/codeql-action/analyze@v3\n"


def test_a_workflow_whose_jobs_are_all_off_is_disabled(found):
    rows = found(**{".github/workflows/scan.yml": OFF})
    assert (rows["github-actions"].state, rows["trivy"].state) == ("disabled", "disabled")


def test_a_job_that_is_off_does_not_switch_off_the_others(found):
    rows = found(**{".github/workflows/scan.yml": ON})
    assert (rows["github-actions"].state, rows["trivy"].state, rows["codeql"].state) == ("used", "disabled", "used")


@pytest.mark.parametrize(
    ("tool", "path", "content"),
    [
        ("renovate", "renovate.json", '{\n  "enabled": false\n}'),
        ("circleci", ".circleci/config.yml", "# version: 2\n# jobs: {}"),
        ("github-actions", ".github/workflows/ci.yml.disabled", "on: push"),
        ("travis", ".travis.yml.bak", "language: ruby"),
    ],
)
def test_what_is_switched_off_is_disabled(found, tool, path, content):
    assert found(**{path: content})[tool].state == "disabled"


@pytest.mark.parametrize("path", [".github/workflows/ci.yml", "Jenkinsfile_nightly", "src/default.py", ".env.old-service.yml"])
def test_ordinary_names_are_not_switched_off(path):
    assert original(path) is None


def test_steps_that_never_run_are_ranges_of_lines():
    text = Text(
        ".github/workflows/a.yml",
        "",
        "github-workflow",
        "ci",
        "jobs:\n  a:\n    steps:\n      - run: a\n        if: false\n      - run: b\n",
    )
    assert off(text, text.text.split("\n")) == ((4, 5),)


@pytest.mark.parametrize(
    ("tool", "files"),
    [
        ("terraform", {"main.tf": 'variable "x" {}', "README.md": "x"}),
        ("helm", {"charts/web/Chart.yaml": "name: web"}),
        ("renovate", {"default.json": '{"$schema": "https://docs.renovatebot.com/renovate-schema.json"}'}),
        ("jenkins-lib", {"vars/a.groovy": "def call() {}"}),
    ],
)
def test_what_is_offered_to_others_is_provided(rules, tool, files):
    paths = list(files)
    known = [File(path, *place) for path, place in zip(paths, rules.places(paths), strict=True)]
    texts = [Text(file.path, "", file.kind, file.workflow, files[file.path]) for file in known]
    assert (tool, "provided") in {(row.tool, row.state) for row in rules.tools(known, texts, [])}


def test_an_infrastructure_repository_provides_no_module(rules):
    files = [File("main.tf", "plumbing", "environments", "terraform"), File("README.md", "product", "", "")]
    text = Text("main.tf", "", "terraform", "environments", 'terraform {\n  backend "s3" {}\n}\nvariable "x" {}')
    assert {row.state for row in rules.tools(files, [text], [])} == {"used"}


@pytest.mark.parametrize(
    ("path", "text", "names"),
    [
        (
            "package.json",
            '{\n "dependencies": {"a": "1"},\n "devDependencies": {\n  "@b/c": "2"\n }\n}',
            {("npm", "a", 1), ("npm", "@b/c", 4)},
        ),
        (
            "requirements/base.txt",
            "# x\nDjango==4.2\nsentry-sdk[flask]>=1\n-r other.txt",
            {("pypi", "Django", 2), ("pypi", "sentry-sdk", 3)},
        ),
        ("pyproject.toml", '[tool.poetry.dependencies]\nhvac = "^1"\n', {("pypi", "hvac", 2)}),
        ("pom.xml", "<groupId>a.b</groupId>\n<artifactId>c</artifactId>", {("maven", "a.b:c", 1)}),
        (
            "build.gradle",
            "plugins {\n  id 'x.y'\n}\n// implementation 'no.no:no:1'\napi 'g.h:i:1'",
            {("maven", "x.y", 2), ("maven", "g.h:i", 5)},
        ),
        ("go.mod", "require (\n\tgithub.com/a/b v1.0.0\n\tgithub.com/c/d v1.0.0 // indirect\n)", {("go", "github.com/a/b", 2)}),
        ("Gemfile", "gem 'rails'\n# gem 'no'", {("gem", "rails", 1)}),
        ("a.csproj", '<PackageReference Include="Serilog" Version="2" />', {("nuget", "Serilog", 1)}),
        ("package.json", '{"dependencies": ', set()),
        ("pyproject.toml", "[broken", set()),
    ],
)
def test_declared_dependencies(path, text, names):
    assert set(declared(path, text)) == names


def test_an_organisation_adds_a_tool_in_five_lines():
    entry = {"id": "acme", "title": "ACME", "workflow": "deployment", "found": [{"reference": "^acme/deploy"}]}
    tools = Tools(checked(ToolRules, RuleFile("own.yaml", {"tools": [entry, {**entry, "title": "shipped"}]})))
    assert [tool.title for tool in tools.tools] == ["ACME"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"found": [{}]}, "nothing to look for"),
        ({"found": [{"text": "x"}]}, "'text' needs 'path' or 'kinds'"),
        ({"found": [{"reference": "["}]}, "not a regular expression"),
        ({"found": [{"reference": "a", "image": "b"}]}, "give one of them"),
        ({"found": [{"path": ["a"], "ecosystems": ["npm"]}]}, "narrows 'dependency'"),
        ({"workflow": "cooking"}, "possible"),
        ({"titel": "x"}, "possible keys: id, title, workflow, found"),
    ],
)
def test_a_mistake_in_an_entry_is_named(change, said):
    entry = {"id": "acme", "title": "ACME", "workflow": "ci", "found": [{"path": ["a"]}]} | change
    with pytest.raises(RulesError, match=said) as raised:
        checked(ToolRules, RuleFile("own.yaml", {"tools": [entry]}))
    assert "own.yaml, tools, entry 1" in str(raised.value)


@pytest.mark.parametrize(
    ("tool", "path", "content"),
    [
        ("ci-shell", ".github/workflows/ci.yml", "jobs:\n  a:\n    steps:\n      - run: bash ./build_docs.sh\n"),
        ("health-probes", "shop/healthcheck/views.py", "def healthcheck(request): ...\n"),
        ("health-probes", "pyproject.toml", '[project]\ndependencies = ["django-health-check>=3"]\n'),
        ("cloudwatch", "packages/cdk/lib/alarms.ts", "import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';\n"),
        ("iam-code", "cdk/lib/stack.ts", "role.addToPolicy(new PolicyStatement({ actions: ['s3:GetObject'] }));\n"),
        ("messaging-provision", "cdk/lib/stack.ts", "const jobs = new Queue(this, 'jobs');\n"),
        ("trivy", ".drone.yml", "kind: pipeline\nsteps:\n  - name: scan\n    image: registry.example.org/acp/trivy/client:latest\n"),
    ],
)
def test_evidence_beside_the_first(found, tool, path, content):
    assert tool in found(**{path: content})


@pytest.mark.parametrize(
    ("tool", "path", "content"),
    [
        ("pkg-publish", ".github/workflows/a.yml", "jobs:\n  a:\n    steps:\n      - run: gh release create v1\n"),  # no package
        ("cloud-deploy-action", "bin/setup", "#!/bin/sh\naws s3 cp s3://acme/.env .env\n"),
        ("ci-shell", ".github/workflows/a.yml", "jobs:\n  a:\n    steps:\n      - run: curl https://get.example.org/install.sh | sh\n"),
        ("e2e-test", "package.json", '{"dependencies": {"puppeteer": "^22"}}'),  # what the product does, not how it is tested
    ],
)
def test_what_only_looks_like_it(found, tool, path, content):
    assert tool not in found(**{path: content})


HOSTILE = [
    "\0" * 50,
    "a: " + "[" * 5_000,
    "{" * 5_000,
    "apiVersion:" * 2_000,
    "maven{" * 10_000,
    "if: false\n" * 2_000,
    " " * 60_000,
    "$(" * 20_000,
]


@pytest.mark.parametrize("content", HOSTILE)
@pytest.mark.parametrize(
    "path", [".github/workflows/a.yml", "package.json", "build.gradle", "pom.xml", "main.tf", "Jenkinsfile", "x.yaml", "go.mod"]
)
def test_no_content_breaks_it(found, path, content):
    assert isinstance(found(**{path: content}), dict)
