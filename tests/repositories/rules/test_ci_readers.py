"""Steps of each CI system: shapes from its manual, and as they stand in public repositories (hmcts, alphagov)."""

import pytest


@pytest.fixture(scope="session")
def found(rules, text):
    """Rows (line, job, capability, how) of one file."""

    def read(path, content, *others):
        rows = rules.steps([text(path, content), *(text(other, "") for other in others)])
        return [(row.line, row.job, row.capability, row.how) for row in rows if row.path == path]

    return read


def test_gitlab(found):
    content = """\
include:
  - template: Security/SAST.gitlab-ci.yml
  - project: acme/ci
    ref: v1
    file: [/deploy.yml]
  - component: gitlab.com/components/secret-detection/secret-detection@1.0
  - local: /ci/test.yml
stages: [build, deploy]
.base: &base
  before_script:
    - npm ci
  cache: {key: x, paths: [node_modules]}
unit:
  <<: *base
  services: [postgres:15]
  script:
    - npm test
container:
  stage: build
  image: {name: "gcr.io/kaniko-project/executor:debug", entrypoint: [""]}
  script: /kaniko/executor --context .
ship:
  extends: .base
  script: [./ship.sh]
  environment: {name: production}
  stage: deploy
never:
  script: make test
  when: never
"""
    assert found(".gitlab-ci.yml", content) == [
        (2, "", "sast", "template:Security/SAST.gitlab-ci.yml"),
        (3, "", "deploy", "include:acme/ci//deploy.yml"),
        (6, "", "secret-scan", "include:components/secret-detection/secret-detection"),
        (7, "", "test", "include:./ci/test.yml"),
        (11, "unit", "deps-install", "shell:npm ci"),
        (17, "unit", "test", "shell:npm test"),
        (15, "unit", "service", "image:postgres"),
        (12, "unit", "cache", "step:cache"),
        (21, "container", "image-build", "shell:kaniko"),
        (11, "ship", "deps-install", "shell:npm ci"),
        (24, "ship", "deploy", "shell:ship.sh"),
        (12, "ship", "cache", "step:cache"),
        (28, "never", "test", "shell:make test"),
    ]


def test_gitlab_environment_and_switched_off(rules, text):
    content = "a:\n  script: kubectl apply -f x\n  environment: staging\nb:\n  script: make test\n  rules: [{when: never}]\n"
    rows = rules.steps([text(".gitlab-ci.yml", content)])
    assert [(row.job, row.environment, row.enabled) for row in rows] == [("a", "staging", True), ("b", "", False)]


def test_circleci(found):
    content = """\
version: 2.1
orbs:
  node: circleci/node@5
  slack: circleci/slack@4
commands:
  prepare:
    steps: [restore_cache]
jobs:
  build:
    docker:
      - image: cimg/node:20
      - image: cimg/postgres:15
    steps:
      - checkout
      - prepare
      - node/install-packages
      - run: npm test
      - run: {name: Lint, command: npm run lint}
      - when:
          condition: x
          steps:
            - slack/notify: {event: fail}
      - store_test_results: {path: x}
workflows:
  main:
    jobs: [build, node/test]
"""
    assert found(".circleci/config.yml", content) == [
        (12, "build", "service", "image:cimg/postgres"),
        (14, "build", "checkout", "step:checkout"),
        (16, "build", "deps-install", "orb:circleci/node/install-packages"),
        (17, "build", "test", "shell:npm test"),
        (18, "build", "lint", "shell:npm lint"),
        (22, "build", "notify", "orb:circleci/slack/notify"),
        (23, "build", "coverage", "step:store_test_results"),
        (7, "prepare", "cache", "step:restore_cache"),
        (26, "node/test", "test", "orb:circleci/node/test"),
    ]


def test_azure(rules, text):
    content = """\
resources:
  repositories:
    - {repository: lib, type: github, name: acme/azure-library}
stages:
  - stage: Build
    jobs:
      - job: Compile
        steps:
          - task: UseDotNet@2
          - script: dotnet test
            displayName: Test
          - template: steps/scan-image.yml@lib
          - template: local.yml
      - deployment: Ship
        environment: prod
        strategy:
          runOnce:
            deploy:
              steps:
                - task: AzureCLI@2
                  inputs:
                    inlineScript: |
                      az webapp deploy
                - task: Docker@2
                  inputs: {command: buildAndPush}
                  enabled: false
"""
    rows = rules.steps([text("azure-pipelines.yml", content)])
    assert [(row.line, row.job, row.capability, row.how, row.environment, row.enabled) for row in rows] == [
        (9, "Compile", "toolchain", "task:UseDotNet", "", True),
        (10, "Compile", "test", "shell:dotnet test", "", True),
        (12, "Compile", "image-scan", "template:acme/azure-library//steps/scan-image.yml", "", True),
        (13, "Compile", "unknown", "template:./local.yml", "", True),
        (20, "Ship", "deploy", "shell:az webapp deploy", "prod", True),
        (24, "Ship", "image-push", "task:Docker", "prod", False),
        (24, "Ship", "image-build", "task:Docker", "prod", False),
    ]


def test_jenkins(found):
    content = """\
@Library("Infrastructure@1.2") _
def secret(String name) { name }
def all = ['x-${env}': [secret('a')]]
// sh 'make deploy'
withPipeline("java", product, component) {
  enableSlackNotifications('#builds')
  loadVaultSecrets(all)
  afterAlways('test') {
    junit 'build/**/*.xml'
  }
  stage('Ship it to production') {
    someClass.ship()
  }
  stage('Check') {
    sh "./gradlew check"
    sh(script: '''
      npm ci
      npm run build
    ''', returnStdout: true)
    docker.build("x")
  }
}
"""
    assert found("Jenkinsfile", content) == [
        (5, "", "unknown", "library:Infrastructure/withPipeline"),
        (6, "", "notify", "library:Infrastructure/enableSlackNotifications"),
        (7, "", "secrets-fetch", "library:Infrastructure/loadVaultSecrets"),
        (9, "", "coverage", "step:junit"),
        (11, "Ship it to production", "deploy", "stage:Ship it to production"),
        (15, "Check", "test", "shell:gradle check"),
        (17, "Check", "deps-install", "shell:npm ci"),
        (18, "Check", "build", "shell:npm build"),
        (20, "Check", "image-build", "step:docker.build"),
    ]


def test_a_jenkins_library_calls_its_own_steps(found):
    content = "def call(Map params) {\n  sectionX(a: 1) {\n    other(b)\n  }\n  deployIt()\n}\n"
    assert found("vars/withPipeline.groovy", content, "vars/sectionX.groovy") == [
        (2, "", "unknown", "library:./sectionX"),
        (5, "", "deploy", "library:./deployIt"),
    ]


def test_concourse(found):
    content = """\
resources:
  - {name: src, type: git}
  - {name: app-image, type: registry-image}
jobs:
  - name: build
    plan:
      - in_parallel: [{get: src, trigger: true}]
      - task: unit
        file: src/ci/tasks/unit-tests.yml
      - task: inline
        config:
          run: {path: sh, args: [-ec, "terraform apply"]}
      - put: app-image
"""
    assert found("ci/pipeline.yml", content) == [
        (7, "build", "checkout", "step:get git"),
        (8, "build", "test", "include:src//ci/tasks/unit-tests.yml"),
        (12, "build", "iac-apply", "shell:terraform apply"),
        (13, "build", "image-push", "step:put registry-image"),
    ]
    task = "platform: linux\nrun:\n  path: ash\n  args:\n  - -ec\n  - |\n    npm ci\n"
    assert found("ci/tasks/a.yml", task) == [(7, "", "deps-install", "shell:npm ci")]


def test_concourse_in_pkl(found):
    content = """\
new Job {
  name = "ship"
  new GetStep { }
  get = "src"
  task = "go"
  file = "src/ci/deploy.yml"
  task = "smoke-test"
}
"""
    assert found("ci/pipelines/a.pkl", content) == [
        (4, "ship", "checkout", "step:get"),
        (5, "ship", "deploy", "include:src//ci/deploy.yml"),
        (7, "ship", "verify-deploy", "task:smoke-test"),
    ]


def test_travis_is_a_leftover_beside_another_pipeline(rules, text):
    content = "services: [docker]\ninstall: npm ci\nscript:\n  - npm test\ndeploy: {provider: heroku}\n"
    alone = rules.steps([text(".travis.yml", content)])
    assert [(row.line, row.capability, row.how, row.enabled) for row in alone] == [
        (2, "deps-install", "shell:npm ci", True),
        (4, "test", "shell:npm test", True),
        (1, "service", "step:services", True),
        (5, "deploy", "step:deploy heroku", True),
    ]
    beside = rules.steps([text(".travis.yml", content), text("Jenkinsfile", "")])
    assert {row.enabled for row in beside} == {False}
