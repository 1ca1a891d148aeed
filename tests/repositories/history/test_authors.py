import pyarrow as pa
import pytest

from assessment.privacy.pseudonyms import pseudonym
from assessment.repositories.history import raw as history
from assessment.repositories.history.authors import authors, normal_address, normal_name
from assessment.repositories.sources import rules as rule_files

KEY = b"0123456789abcdef"


def commits(*people):
    names, addresses = zip(*people, strict=True)
    return pa.table({"name": pa.array(names).dictionary_encode(), "address": pa.array(addresses).dictionary_encode()})


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        (" Ada@Example.ORG ", "ada@example.org"),
        ("123+Ada@users.noreply.github.com", "ada@users.noreply.github.com"),
        ("ada@users.noreply.github.com", "ada@users.noreply.github.com"),
        ("49699333+dependabot[bot]@users.noreply.github.com", "dependabot[bot]@users.noreply.github.com"),
        ("1+1@example.org", "1+1@example.org"),
        ("", ""),
    ],
)
def test_addresses_as_they_are_compared(written, compared):
    assert normal_address(written) == compared


@pytest.mark.parametrize(("written", "compared"), [("Ada  LOVELACE", "ada lovelace"), ("ada", ""), ("", ""), ("Straße Ä", "strasse ä")])
def test_names_as_they_are_compared(written, compared):
    assert normal_name(written) == compared


def test_a_person_is_one_pseudonym_and_never_a_name():
    found = authors(
        commits(("Ada Lovelace", "7+ada@users.noreply.github.com"), ("ada", "Ada@users.noreply.github.com"), ("Bob", "")),
        key=KEY,
        rules=rule_files.load(),
    )
    ada = pseudonym(KEY, "ada@users.noreply.github.com")
    assert found.author.to_pylist() == [ada, ada, ""]
    assert found.author_name.to_pylist() == [pseudonym(KEY, "ada lovelace"), "", ""]


def test_automation_is_known_by_name_or_address_and_by_what_the_organisation_adds():
    people = commits(
        ("Ada Lovelace", "ada@x.org"), ("dependabot[bot]", "d@x.org"), ("Jenkins", "deploy@acme.org"), ("Ada", "DEPLOY@acme.org")
    )
    assert authors(people, key=KEY, rules=rule_files.load().with_bots(["deploy@acme.org"])).automation.to_pylist() == [
        False,
        True,
        True,
        True,
    ]


def test_an_agent_is_automation_of_a_class_of_its_own():
    found = authors(
        commits(("Claude", "noreply@anthropic.com"), ("dependabot[bot]", "d@x.org"), ("Ada", "a@x.org")), key=KEY, rules=rule_files.load()
    )
    assert found.agent.to_pylist() == [True, False, False]
    assert found.automation.to_pylist() == [True, True, False]


def test_no_commits():
    nobody = authors(history.COMMITS.empty_table(), key=KEY, rules=rule_files.load())
    assert [len(column) for column in nobody] == [0, 0, 0, 0]
