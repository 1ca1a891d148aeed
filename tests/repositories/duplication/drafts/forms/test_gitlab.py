"""GitLab templates with inputs drafted from hand-made pipelines, and read back by GitLab's documented rules of include."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.errors import DraftError
from assessment.repositories.duplication.drafts import yaml_text
from assessment.repositories.duplication.drafts.form import Written
from assessment.repositories.duplication.drafts.forms import gitlab
from assessment.repositories.duplication.drafts.gitlab.meaning import interpolated, merged, read
from tests.repositories.duplication.drafts.forms import drafting

PATH = ".gitlab-ci.yml"
PIPELINE = """
image: maven:{java}
stages: {stages}
variables:
  MAVEN_OPTS: -Xmx1g
build:
  stage: build
  script:
    - cd app
    - mvn package
    - mvn install
{more}
test:
  stage: test
  timeout: {timeout}
  script: mvn verify -Pit {flags}
{rest}
"""


def pipeline(*, java="21", stages="[build, test]", more="", timeout="1h", flags="-DskipUnit", rest=""):
    return PIPELINE.format(java=java, stages=stages, more=more, timeout=timeout, flags=flags, rest=rest)


def draft(texts) -> Written:
    return drafting.written(gitlab, texts, PATH)


def back(texts, found: Written | None = None) -> list[str]:
    return drafting.rebuilt(gitlab, texts, PATH, found or draft(texts))


def template(found: Written):
    return found.files["templates/shared.yml"]


def inputs(found: Written):
    return yaml_text.read(template(found).partition("\n---\n")[0])["spec"]["inputs"]


def caller(found: Written, repository: str):
    return yaml_text.read(found.callers[repository, PATH])


def test_configuration_is_merged_as_documented():
    below = {"variables": {"A": "1", "B": "2"}, "test": {"rules": [{"if": "x"}], "artifacts": {"reports": {"junit": "a"}}}, "only": 1}
    above = {"variables": {"A": "3"}, "test": {"rules": [], "artifacts": {"paths": ["p"]}}, "mine": {}}
    assert merged(below, above) == {
        "variables": {"A": "3", "B": "2"},
        "test": {"rules": [], "artifacts": {"reports": {"junit": "a"}, "paths": ["p"]}},
        "only": 1,
        "mine": {},
    }
    assert interpolated("a: $[[ inputs.x ]]\nb: $[[inputs.y]]-c", {"x": [1, "t"], "y": "z"}) == 'a: [1, "t"]\nb: z-c'


def test_scripts_and_includes_mean_the_same_as_text_or_list():
    assert read("a: {script: x}\ninclude: f\n") == read("a: {script: [[x]]}\ninclude: [f]\n")
    assert read("a: {script: [!reference [.b, script], x]}\n")["a"]["script"][0] == {"!reference": [".b", "script"]}


@pytest.mark.parametrize("text", ["- a\n", "", "a: 1\n---\nb: 1\n", "a: $[[ inputs.b ]]\n", "a: [\n"])
def test_what_is_no_plain_pipeline_is_refused(text):
    with pytest.raises(DraftError):
        gitlab.parse(text)


def test_what_differs_is_an_input_with_the_commonest_value_as_default():
    texts = {"a": pipeline(java="21"), "b": pipeline(java="17"), "c": pipeline(java="21")}
    found = draft(texts)
    (name,) = inputs(found)
    assert inputs(found)[name]["type"] == "string"
    assert inputs(found)[name]["default"] == "21"
    assert f"image: maven:$[[ inputs.{name} ]]" in template(found)
    assert caller(found, "a") == {"include": [{"project": "organisation/platform", "ref": "v1", "file": "/templates/shared.yml"}]}
    assert caller(found, "b")["include"][0]["inputs"] == {name: "17"}
    assert back(texts, found) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("one", "two", "kind"), [("'11'", "'12'", "string"), ("1", "2", "number"), ("true", "false", "boolean"), ("[a]", "[b, c]", "array")]
)
def test_inputs_have_types_and_keep_them(one, two, kind):
    texts = {"a": f"job: {{k: {one}, script: x}}\n", "b": f"job: {{k: {two}, script: x}}\n"}
    found = draft(texts)
    assert [spec["type"] for spec in inputs(found).values()] == [kind]
    assert back(texts, found) == ["a", "b"]


def test_what_only_some_have_stays_with_them_and_is_merged():
    rest = "lint:\n  script: lint\n"
    texts = {"a": pipeline(rest=rest), "b": pipeline(more="  retry: 2"), "c": pipeline()}
    found = draft(texts)
    assert caller(found, "a")["lint"] == {"script": ["lint"]}
    assert caller(found, "b")["build"] == {"retry": 2}
    assert "lint" not in template(found)
    assert back(texts, found) == ["a", "b", "c"]


def test_lines_of_a_script_that_some_have_are_an_array_between_the_others():
    texts = {"a": pipeline(more="    - mvn site\n    - ls"), "b": pipeline(), "c": pipeline()}
    found = draft(texts)
    (name,) = inputs(found)
    assert inputs(found)[name] == {"type": "array", "description": "build.script-lines", "default": []}
    assert caller(found, "a")["include"][0]["inputs"] == {name: ["mvn site", "ls"]}
    assert back(texts, found) == ["a", "b", "c"]


def test_another_list_that_differs_is_one_array():
    texts = {"a": pipeline(stages="[build, test]"), "b": pipeline(stages="[build, test, deploy]"), "c": pipeline(stages="[build, test]")}
    found = draft(texts)
    (name,) = inputs(found)
    assert inputs(found)[name]["default"] == ["build", "test"]
    assert f"stages: $[[ inputs.{name} ]]" in template(found)
    assert back(texts, found) == ["a", "b", "c"]


def test_a_job_with_another_name_is_one_job():
    given = "{name}:\n  stage: build\n  image: maven\n  script: [mvn package, mvn verify]\nother:\n  extends: {name}\n  script: [x]\n"
    texts = {"a": given.format(name="build-a"), "b": given.format(name="package-b")}
    found = draft(texts)
    assert len(inputs(found)) == 1
    assert back(texts, found) == ["a", "b"]


@pytest.mark.parametrize(
    "pair",
    [
        ("'a: b'", "'c'"),
        ("'x # y'", "z"),
        ('"it\'s"', "b"),
        ('"a\\nb"', "b"),
        ("null", "a"),
        ("{a: 1}", "x"),
        ("[!reference [.a, b]]", "[x]"),
    ],
)
def test_what_inputs_cannot_say_stays_with_each(pair):
    texts = {name: f"job: {{script: x, k: {value}}}\n" for name, value in zip("ab", pair, strict=True)}
    found = draft(texts)
    assert "k" not in template(found).partition("---")[2]
    assert back(texts, found) == ["a", "b"]


def test_own_includes_come_before_the_template():
    texts = {"a": pipeline(rest="include: own.yml"), "b": pipeline()}
    found = draft(texts)
    assert [one if isinstance(one, str) else one["file"] for one in caller(found, "a")["include"]] == ["own.yml", "/templates/shared.yml"]
    assert back(texts, found) == ["a", "b"]


def test_pipelines_with_nothing_in_common_are_no_template():
    with pytest.raises(DraftError, match="nothing in common"):
        draft({"a": "x: {script: a}\n", "b": "y: {image: b}\n"})


def test_what_is_written_is_what_is_read_back():
    texts = {"a": pipeline(), "b": pipeline(java="17")}
    found = draft(texts)
    key = ("b", PATH)
    assert back(texts, replace(found, callers={**found.callers, key: found.callers[key].replace("17", "18")})) == ["a"]
    with pytest.raises(DraftError, match="no input"):
        back(texts, replace(found, callers={**found.callers, key: found.callers[key].replace("inputs:\n", "inputs:\n      other: 1\n")}))


LEAF = st.one_of(st.integers(0, 3), st.booleans(), st.sampled_from(["x", "11", "a b", "a: b", "$V", "it's", "- z", "yes", ""]))
JOB = st.fixed_dictionaries(
    {"script": st.lists(st.sampled_from(["make", "make test", "ls", "echo 'a: b'"]), min_size=1, max_size=3)},
    optional={
        "stage": st.sampled_from(["build", "test"]),
        "variables": st.dictionaries(st.sampled_from("ABC"), LEAF, max_size=3),
        "needs": st.lists(LEAF, max_size=2),
    },
)
DOCUMENT = st.fixed_dictionaries(
    {"build": JOB}, optional={"test": JOB, "stages": st.lists(st.sampled_from(["build", "test"]), max_size=2), "image": LEAF}
)


@settings(deadline=None)
@given(st.lists(DOCUMENT, min_size=2, max_size=4))
def test_any_pipelines_come_back(documents):
    texts = {f"r{number}": yaml_text.write(document) for number, document in enumerate(documents)}
    assert back(texts) == list(texts)
