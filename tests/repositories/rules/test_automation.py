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
    ("", ""),
]


@pytest.mark.parametrize(("name", "address"), AUTOMATION)
def test_automation(rules, name, address):
    assert rules.automation(name, address)


@pytest.mark.parametrize(("name", "address"), PEOPLE)
def test_people_stay_people(rules, name, address):
    assert not rules.automation(name, address)


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
