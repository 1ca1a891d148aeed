"""Templates of any text drafted from hand-made files, and rendered again from what was written."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.errors import DraftError
from assessment.repositories.duplication.drafts import yaml_text
from assessment.repositories.duplication.drafts.form import Written
from assessment.repositories.duplication.drafts.forms import jinja
from assessment.repositories.duplication.drafts.jinja.environment import rendered
from assessment.repositories.duplication.drafts.values import Value
from tests.repositories.duplication.drafts.forms import drafting

PATH = "charts/orders/Chart.yaml"
CHART = """apiVersion: v2
name: {name}
version: {version}
dependencies:
  - name: java
    version: 5.3.0
{more}"""
REDIS = "  - name: redis\n    version: 1.0.0\n"


def chart(name: str, version: str = "0.1.0", more: str = "") -> str:
    return CHART.format(name=name, version=version, more=more)


def draft(texts) -> Written:
    return drafting.written(jinja, texts, PATH)


def back(texts, found: Written | None = None) -> list[str]:
    return drafting.rebuilt(jinja, texts, PATH, found or draft(texts))


def template(found: Written) -> str:
    return found.files["templates/shared/Chart.yaml.j2"]


def values(found: Written, repository: str) -> Value:
    return yaml_text.read(found.callers[repository, PATH])


def defaults(found: Written) -> Value:
    return yaml_text.read(found.files["templates/shared/defaults.yaml"])


def test_yaml_reads_as_by_hand_with_its_values_beside_it():
    texts = {"a": chart("one"), "b": chart("two", "0.2.0"), "c": chart("three")}
    found = draft(texts)
    assert "\nname: {{ name }}\nversion: {{ version }}\n" in template(found)
    assert defaults(found) == {"version": "0.1.0"}
    assert values(found, "a") == {"name": "one"}
    assert values(found, "b") == {"name": "two", "version": "0.2.0"}
    assert back(texts, found) == ["a", "b", "c"]


def test_what_only_some_have_stands_under_a_flag():
    texts = {"a": chart("one", more=REDIS), "b": chart("two"), "c": chart("three", more=REDIS)}
    found = draft(texts)
    flag = next(name for name, role in found.roles.items() if role == "flag")
    assert f"{{% if {flag} %}}\n  - name: redis\n    version: 1.0.0\n{{% endif %}}\n" in template(found)
    assert values(found, "b") == {"name": "two", flag: False}
    assert back(texts, found) == ["a", "b", "c"]


@pytest.mark.parametrize(
    "spellings",
    [
        ("'1.10'", "'1.20'"),  # text that would be a number without quotes
        ("1.10", "1.20"),
        ("yes", "true"),
        ("'it''s: one'", "'# two'"),
        ("null", "''"),
        ('"a\\nb"', '"c\\nd"'),
        ("|\n  set -e\n  echo one\n  exit", "|\n  set -e\n  echo two\n  exit"),
        ("[1, a]", "[2, 'b']"),
        ("{k: 1}", "[]"),
        ("!Sub 'x-one'", "!Sub 'x-two'"),
        ("!reference [.a, script]", "!reference [.b, script]"),
        ("'${{ a }} one'", "'${{ a }} two'"),
        ("'${one}'", "'${two}'"),
        ("'é ü 1'", "'é ü 2'"),
    ],
)
def test_every_value_comes_back_as_what_it_is(spellings):
    texts = {
        name: f"name: same\nversion: {spelling}\nlist:\n  - {spelling.splitlines()[0] if '|' not in spelling else 1}\n"
        for name, spelling in zip("ab", spellings, strict=True)
    }
    assert back(texts) == ["a", "b"]


def test_parts_that_all_have_a_flag_leave_an_empty_list_or_mapping():
    texts = {"a": "k: [{name: x, v: 1}]\nm: {x: 1}\n", "b": "k: [{name: y, w: 2}]\nm: {y: 2}\n", "c": "k: []\nm: {}\n"}
    assert back(texts) == ["a", "b", "c"]


def test_several_documents_stay_several():
    texts = {name: f"kind: Service\nname: {name}\n---\nkind: Deployment\nname: {name}\n" for name in ("one", "two")}
    found = draft(texts)
    assert template(found).count("---\n") == 2
    assert back(texts, found) == ["one", "two"]


def test_json_stays_json_with_its_commas():
    documents = {
        "a": {"extends": ["x"], "packageRules": [{"m": "one"}, {"m": "two"}], "labels": ["l"]},
        "b": {"packageRules": [{"m": "two"}], "labels": ["l"]},
        "c": {"extends": ["x"], "packageRules": [], "labels": ["l", '"q"']},
    }
    texts = {name: json.dumps(document, indent=4) for name, document in documents.items()}
    found = draft(texts)
    assert back(texts, found) == ["a", "b", "c"]
    for name, document in documents.items():
        given = {**defaults(found), **values(found, name)}
        assert json.loads(rendered(template(found), given)) == document


SCRIPT = """#!/bin/bash
set -e

function build {{
    make {target}
}}
build
"""


def test_lines_keep_blocks_together_and_look_as_they_did():
    texts = {"a": SCRIPT.format(target="one"), "b": SCRIPT.format(target="two").replace("    make", "  make").replace("\n\n", "\n")}
    found = drafting.written(jinja, texts, "build.sh")
    made = found.files["templates/shared/build.sh.j2"].split("\n", 1)[1]
    assert made.startswith("#!/bin/bash\nset -e\n")
    assert "\n    make {{" in made
    assert drafting.rebuilt(jinja, texts, "build.sh", found) == ["a", "b"]


@pytest.mark.parametrize(
    "pair",
    [
        ("build:\n\tmake a\n", "build:\n\tmake b\n"),  # a Makefile's tabs
        ("def f():\n    return 1\n", "def f():\n    return 2\nf()\n"),
        ("x <<EOF\n\n  {a}\nEOF\n", "x <<EOF\n\n  {b}\nEOF\n"),  # empty lines in heredocs
        ("a {\n b {\n }\n", "a {\n c\n}\n"),  # brackets that do not match
        ("x = '${{ one }}'\nsame\n", "x = '${{ two }}'\nsame\n"),
        ("---\na: \nb: one\n---\n", "---\na: \nb: two\n---\n"),  # a blank at the end of a line that means something
        ("a {{ .Values.x }} one\nsame\n", "a {{ .Values.x }} two\nsame\n"),
        ("cat << E >> one\n<% %>\nE\n", "cat << E >> two\n<% %>\nE\n"),
        ("FROM a AS b\nRUN x && \\\n  y\n", "FROM c as b\nRUN x && y\n"),
        ('variable "a" {\n  type = string\n}\n', 'variable "a" {}\nvariable "b" {}\n'),
    ],
)
def test_lines_of_any_language_come_back(pair):
    texts = dict(zip("ab", pair, strict=True))
    assert back(texts) == ["a", "b"]


def test_what_is_meant_by_indentation_is_kept_and_what_is_not_is_not():
    assert jinja.parse("if x:\n    y\n") != jinja.parse("if x:\ny\n")
    assert jinja.parse("f {\n    y\n}\n") == jinja.parse("f {\ny\n\n}\n")
    assert jinja.parse("f {\n<<E\n  a\nE\n}\n") != jinja.parse("f {\n<<E\na\nE\n}\n")


def test_the_signs_are_others_where_the_text_has_the_usual_ones():
    texts = {"a": "a {{ x }} one two\nsame\n", "b": "a {{ x }} three two\nsame\n"}
    found = draft(texts)
    assert "variable_start_string:'<<'" in template(found).splitlines()[0]
    with pytest.raises(DraftError, match="everything"):
        draft({"a": "{{ << [[ @<", "b": "{{ << [[ @< x"})


def test_a_member_of_another_format_does_not_fit():
    found = draft({"a": chart("one"), "b": chart("two"), "c": "just\n lines {\n"})
    assert list(found.unfit) == [("c", PATH)]


def test_too_long_a_text_is_refused():
    with pytest.raises(DraftError, match="1,000 lines"):
        jinja.parse("echo {\n" * 1_001)


def test_a_value_that_is_not_given_is_an_error_and_a_wrong_one_shows():
    texts = {"a": chart("one"), "b": chart("two")}
    found = draft(texts)
    key = ("a", PATH)
    with pytest.raises(DraftError, match="name"):
        back(texts, replace(found, callers={**found.callers, key: "{}\n"}))
    assert back(texts, replace(found, callers={**found.callers, key: "name: other\n"})) == ["b"]


def test_a_template_of_strangers_cannot_reach_out():
    with pytest.raises(DraftError):
        rendered("#jinja2: trim_blocks: True\n{{ ''.__class__.__mro__ }}", {})
    with pytest.raises(DraftError, match="signs"):
        rendered("{{ x }}", {"x": 1})


LEAF = st.one_of(st.none(), st.booleans(), st.integers(-5, 5), st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=8))
TREE = st.recursive(
    LEAF, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from("abcd"), inner, max_size=3)), max_leaves=8
)
DOCUMENT = st.dictionaries(st.sampled_from(["name", "a", "b", "on"]), TREE, min_size=1, max_size=3)


@settings(deadline=None)
@given(st.lists(DOCUMENT, min_size=2, max_size=4), st.booleans())
def test_any_documents_come_back(documents, as_json):
    texts = {f"r{number}": (json.dumps if as_json else yaml_text.write)(document) for number, document in enumerate(documents)}
    try:
        found = draft(texts)
    except DraftError:  # only where a text has every sign
        return
    if not found.unfit:
        assert back(texts, found) == list(texts)


@settings(deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from(["a {", "}", "x = 1", "x = 2", "  y", "", "z:", "<<E", "E", "{{ q }}", "'''"]), min_size=1, max_size=8),
        min_size=2,
        max_size=4,
    )
)
def test_any_lines_come_back(lists):
    texts = {f"r{number}": "\n".join(lines) + "\n" for number, lines in enumerate(lists)}
    found = draft(texts)
    if not found.unfit:
        assert back(texts, found) == list(texts)
