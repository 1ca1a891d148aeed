"""What is left of a file when it no longer matters how it is written down."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.repositories.duplication.copies.normalise import normalise


def lines(rules, path, text, repository="orders-api"):
    return normalise([path], [text], [[repository]], rules=rules).of(0)


@pytest.mark.parametrize(
    ("path", "written", "left"),
    [
        ("ci.yml", "  - uses: actions/checkout@v4  # pin later", ["uses: actions/checkout@V"]),
        ("ci.yml", "    uses: 'actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683' # v4.2.2", ["uses: actions/checkout@V"]),
        ("ci.yml", "java-version: 17", ["java-version: V"]),
        ("ci.yml", "timeout-minutes: 17", ["timeout-minutes: 17"]),
        ("ci.yml", "run: curl https://example.org/a#b", ["run: curl https://example.org/a#b"]),
        ("ci.yml", "# only a comment\n\n   \n", []),
        ("Dockerfile", "FROM openjdk:17-alpine AS build", ["FROM openjdk:V AS build"]),
        ("Dockerfile", "FROM node@sha256:" + "ab12" * 16, ["FROM node@V"]),
        ("Jenkinsfile", "#!groovy\n@Library('Infrastructure@main') _ // ours\n}\n", ["@Library(Infrastructure@V) _"]),
        ("Jenkinsfile", "/* two\n lines */\nbuild(url: 'http://x')", ["build(url: http://x)"]),
        ("app.gradle", "include '**/*.java', 'src/*.kt'", ["include **/*.java, src/*.kt"]),
        ("main.tf", 'source = "git@github.com:acme/network?ref=v1.2"  # net\n// more\n}', ["source = git@V:acme/network?ref=V"]),
        ("main.tf", "a = 1 /* one */ b = 2 /* never closed\nc = 3", ["a = 1 b = 2 /* never closed", "c = 3"]),
        ("checkstyle.xml", "<!-- all\nof it -->\n<module name='Tree'/>", ["<module name=Tree/>"]),
        ("notes.md", "# Title", ["# Title"]),
    ],
)
def test_layout_comments_quotes_and_versions_go(rules, path, written, left):
    assert lines(rules, path, written) == left


@pytest.mark.parametrize("spelled", ["orders-api", "orders_api", "ORDERS_API", "ordersapi", "Orders.Api"])
def test_the_own_name_is_masked_however_it_is_joined(rules, spelled):
    assert lines(rules, "ci.yml", f"name: {spelled}") == ["name: REPO"]


@pytest.mark.parametrize("kept", ["preorders-api", "orders-apiary", "orders"])
def test_the_own_name_is_masked_as_a_whole_word_only(rules, kept):
    assert lines(rules, "ci.yml", f"name: {kept}") == [f"name: {kept}"]


def test_a_part_of_a_longer_name_is_masked_without_the_product(rules):
    assert lines(rules, "ci.yml", "component: role-assignment-service", "am-role-assignment-service") == ["component: REPO"]


@pytest.mark.parametrize("common", ["api", "terraform", "common"])
def test_names_that_are_words_of_setup_files_stay(rules, common):
    assert lines(rules, "ci.yml", f"folder: {common}", common) == [f"folder: {common}"]


def test_two_services_of_one_template_read_the_same(rules):
    template = 'def product = "%s"\n@Library("Infrastructure") _\nwithPipeline("java", product) {\n  enableSlack("#%s-builds")\n}\n'
    one = lines(rules, "Jenkinsfile", template % ("orders-api", "orders-api"), "orders-api")
    other = lines(rules, "Jenkinsfile", template % ("billing-web", "billing-web"), "billing-web")
    assert (
        one == other == ["def product = REPO", "@Library(Infrastructure) _", "withPipeline(java, product) {", "enableSlack(#REPO-builds)"]
    )


TRICKY = st.text(alphabet=st.sampled_from(list("ab1.#/*@:-_'\"{}[],;= \t\r\n\x0b\u2028v")), max_size=80)


@settings(max_examples=150, deadline=None)
@given(texts=st.lists(TRICKY, min_size=1, max_size=6), path=st.sampled_from(["a.yml", "Jenkinsfile", "a.tf", "a.ini", "a.xml", "a.md"]))
def test_a_file_reads_the_same_alone_and_among_others(rules, texts, path):
    together = normalise([path] * len(texts), texts, [["orders-api"]] * len(texts), rules=rules)
    assert [together.of(i) for i in range(len(texts))] == [lines(rules, path, text) for text in texts]


def test_no_files_give_no_lines(rules):
    assert len(normalise([], [], [], rules=rules)) == 0


@pytest.mark.parametrize(
    "hostile",
    ["version" * 40_000, " /*" * 100_000, "1." * 100_000, "a" * 300_000, "FROM x:" * 40_000, "_-" * 150_000 + "a", "@a" * 100_000],
)
@pytest.mark.parametrize("path", ["a.yml", "a.tf"])
def test_a_line_built_to_stall_a_pattern_is_read_at_once(rules, path, hostile):
    assert lines(rules, path, hostile + "\nname: x")[-1] == "name: x"  # a pattern that starts over at every letter would take hours here
