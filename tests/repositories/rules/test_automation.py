import pytest

# Names as they stand in public histories; addresses shortened where they would name a person.
AUTOMATION = [
    ("renovate[bot]", "29139614+renovate[bot]@users.noreply.github.com"),
    ("dependabot[bot]", "support@dependabot.com"),
    ("hmcts-jenkins-cnp", "60659747+hmcts-jenkins-cnp[bot]@users.noreply.github.com"),
    ("hmcts-jenkins-a-to-c", "x@hmcts.net"),
    ("58046", "62422075+hmcts-jenkins-a-to-c[bot]@users.noreply.github.com"),
    ("github-actions", "github-actions@github.com"),
    ("GitHub", "noreply@github.com"),
    ("Renovate Bot", "bot@renovateapp.com"),
    ("snyk-bot", "snyk-bot@snyk.io"),
    ("Jenkins", "nobody@nowhere"),
    ("x", "project_123_bot_ab12@noreply.gitlab.example"),
    ("group_9_bot", "x@example.org"),
    ("Release Service Account", "x@example.org"),
    ("svc-deploy", "x@example.org"),
    ("dependabot-preview[bot]", "27856297+dependabot-preview[bot]@users.noreply.github.com"),
    ("WhiteSource Renovate", "bot@renovateapp.com"),
    ("renovate-runner", "x@example.org"),
    ("Self-hosted Renovate", "x@example.org"),
    ("pyup-bot", "github-bot@pyup.io"),
    ("pyup.io bot", "bot@pyup.io"),
    ("greenkeeperio-bot", "support@greenkeeper.io"),
    ("ImgBotApp", "ImgBotHelp@gmail.com"),
    ("allcontributors[bot]", "46447321+allcontributors[bot]@users.noreply.github.com"),
    ("semantic-release-bot", "semantic-release-bot@martynus.net"),
    ("GitHub Actions", "actions@github.com"),
    ("GitHub Actions Bot", "x@example.org"),
    ("actions-user", "65916846+actions-user@users.noreply.github.com"),
    ("Weblate (bot)", "hosted@weblate.org"),
    ("Anonymous", "noreply@weblate.org"),
    ("Crowdin Bot", "support+bot@crowdin.com"),
    ("Mozilla Pontoon", "pontoon@example.org"),
    ("transifex-integration[bot]", "43880903+transifex-integration[bot]@users.noreply.github.com"),
    ("Restyled.io", "commits@restyled.io"),
    ("DeepSource Bot", "bot@deepsource.io"),
    ("Travis CI User", "travis@travis-ci.org"),
    ("Buildkite on behalf of Wellcome Collection", "x@example.org"),
    ("Mozilla-GitHub-Standards", "48073334+Mozilla-GitHub-Standards@users.noreply.github.com"),
    ("Deployment Bot (from Travis CI)", "deploy@travis-ci.org"),
    ("CircleCI", "ci@example.org"),
    ("k8s-ci-robot", "k8s-ci-robot@users.noreply.github.com"),
    ("Kubernetes Prow Robot", "x@example.org"),
    ("OpenShift Merge Robot", "x@example.org"),
    ("Scala Steward", "scala_steward@virtuslab.com"),
    ("yoshi-automation", "x@example.org"),
    ("Istio Automation", "x@example.org"),
    ("aws-sdk-go-automation", "x@example.org"),
    ("Bitbucket Pipelines", "commits-noreply@bitbucket.org"),
    ("Project Collection Build Service (acme)", "x@example.org"),
    ("gitlab-ci", "x@example.org"),
    ("GitLab Release Tools Bot", "x@example.org"),
    ("Deployer", "service_account_group_12_ab3@noreply.gitlab.com"),
    ("x", "deployer@acme-prod.iam.gserviceaccount.com"),
    ("AcmeBot", "x@example.org"),
    ("acme-ci", "x@example.org"),
    ("Acme Continuous Integration", "x@example.org"),
    ("Dependency Admin", "x@example.org"),
    ("The Gitter Badger", "badger@gitter.im"),
    ("google-labs-jules[bot]", "1+google-labs-jules[bot]@users.noreply.github.com"),
    ("Claude", "noreply@anthropic.com"),
    ("Cursor Agent", "cursoragent@cursor.com"),
]
PEOPLE = [
    ("Dharmendra Kumar", "dharmendra.kumar@example.org"),  # contains "mend"
    ("Gemma Talbot", "gemma.talbot@example.org"),  # ends in "bot"
    ("talbot", "talbot@example.org"),
    ("Ann Abbot", "abbot@example.org"),
    ("Alex Bottenberg", "1+alexbottenberg@users.noreply.github.com"),
    ("Jan Bot", "jan@example.org"),  # a Dutch surname
    ("Peter Jenkins", "peterjenkins1@users.noreply.github.com"),
    ("Mary Smith-Jenkins", "mary@example.org"),
    ("sarah-jenkins", "sarah@example.org"),
    ("Ludovic Claude", "ludovic.claude@example.org"),
    ("Ann Author", "ann.author@anthropic.com"),
    ("Cicely Travis", "cicely@example.org"),
    ("sysadmin75", "kris@example.org"),
    ("Ninroot", "Ninroot@users.noreply.github.com"),
    ("Travis", "travis@example.org"),
    ("Hudson Reed", "hudson@example.org"),
    ("Devin", "devin@example.org"),
    ("Jo Jenkins", "jenkins@gmail.com"),
    ("wei.ci", "wei.ci@example.org"),
    ("TALBOT", "x@example.org"),
    ("Anna van der Bot", "x@example.org"),
    ("Mr Robot", "x@example.org"),
    ("sa_kumar", "x@example.org"),
    ("root", "root@localhost"),
    ("Autumn Action", "autumn@example.org"),
    ("Ann Release-Jones", "x@example.org"),
    ("Bill Builder", "bill@example.org"),
    ("github-fan", "github@fan.example"),
    ("Sonny Cloud", "x@example.org"),
    ("Claude", "claude@example.fr"),
    ("", ""),
]
AGENTS = [
    ("Copilot", "198982749+Copilot@users.noreply.github.com"),
    ("copilot-swe-agent[bot]", "198982749+Copilot@users.noreply.github.com"),
    ("Claude", "noreply@anthropic.com"),
    ("claude[bot]", "209825114+claude[bot]@users.noreply.github.com"),
    ("Cursor Agent", "cursoragent@cursor.com"),
    ("Devin AI", "158243242+devin-ai-integration[bot]@users.noreply.github.com"),
    ("google-labs-jules[bot]", "1+google-labs-jules[bot]@users.noreply.github.com"),
    ("Codex", "codex@openai.com"),
    ("openhands", "openhands@all-hands.dev"),
    ("Ann Author (aider)", "ann@example.org"),
]


@pytest.mark.parametrize(("name", "address"), AUTOMATION)
def test_automation(rules, name, address):
    assert rules.automation(name, address)


@pytest.mark.parametrize(("name", "address"), PEOPLE)
def test_people_stay_people(rules, name, address):
    assert not rules.automation(name, address)


@pytest.mark.parametrize(("name", "address"), AGENTS)
def test_agents_are_automation_of_a_class_of_their_own(rules, name, address):
    assert rules.agent(name, address)
    assert rules.automation(name, address)


def test_neither_people_nor_plain_bots_are_agents(rules):
    agents = {name for name, address in [*PEOPLE, *AUTOMATION] if rules.agent(name, address)}
    assert agents == {"Claude", "Cursor Agent", "google-labs-jules[bot]"}


def test_an_organisation_names_its_own_accounts(rules):
    own = rules.with_bots(["Nightly Runner", "deploys@ACME.example"])
    assert own.automation("nightly runner", "x@example.org")
    assert own.automation("Anyone", "Deploys@acme.example")
    assert not own.automation("Nightly Runners", "x@example.org")
    assert not rules.automation("Nightly Runner", "x@example.org")


def test_own_accounts_change_the_version_and_their_order_does_not(rules):
    assert rules.with_bots(["a", "b"]).version == rules.with_bots(["B", "a", "a"]).version
    assert rules.with_bots(["a"]).version != rules.version
    assert rules.with_bots([]).version == rules.version
