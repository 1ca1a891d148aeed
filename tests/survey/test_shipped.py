"""The questionnaires that come with the program: what they promise, share, owe to others, and say in every language."""

import re
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml
from rapidfuzz import fuzz

from assessment.indicators import rubric
from assessment.model import Workflow
from assessment.shipped import shipped
from assessment.survey.answers import Scored, score
from assessment.survey.questionnaire import Questionnaire, examined
from assessment.survey.questionnaire.formats import Choice, Labels
from assessment.survey.sources.questionnaires import examine, load_folder

FOLDER = shipped("questionnaires")
ALL = load_folder(FOLDER)
SPOKEN = [(name, language) for name, q in ALL.items() for language in q.languages]
OPEN = {"CC BY 4.0", "Apache-2.0", "Public domain (work of the US government)"}
MOST_WORDS = 30  # in a sentence
ALIKE = 80.0  # rapidfuzz's token_sort_ratio from which two wordings are taken for one; apart from MEANT the nearest two have 68
MEANT = {"platform-reliable", "platform-secure"}  # DORA asks twice with one word changed, and its wording stays

# Wordings of other people, as published. DORA: github.com/dora-team/dora.dev at fcaf07b4 (2026-06-26), hugo/data/survey_questions and
# capabilities/generative-organizational-culture. NASA: the short questions of the paper form (Hart 1986).
DORA = {
    "platform-use": "In the last 3 months, did you use a platform at work?",
    "platform-independent": "The platform provides the tools and information I need to work independently.",
    "platform-processes": "The platform helps me follow required processes (e.g., code reviews, security sign-offs).",
    "platform-outcome": "The platform gives me clear feedback on the outcome of my tasks.",
    "platform-automated": "The tasks I perform on the platform are well-automated.",
    "platform-acts": "The platform team acts on the feedback I provide.",
    "platform-easy": "The platform is easy to use.",
    "platform-reliable": "The platform helps me build and run reliable applications and services.",
    "platform-secure": "The platform helps me build and run secure applications and services.",
    "platform-interface": "The platform's user interface (UI) is straightforward and clean.",
    "platform-expected": "The platform behaves in a way I would expect.",
    "platform-complexity": "The platform effectively abstracts away the complexity of underlying infrastructure",
    "platform-required": "I am required to exclusively use the platform to perform tasks for the entire app lifecycle.",
    "platform-unaided": "Existing users can perform their tasks for the entire application lifecycle, without relying on an enabling team.",
    "platform-ways": "In the past 3 months, how have you interacted with your internal developer platform? (Please select all that apply)",
    "culture-information": "On my team, information is actively sought.",
    "culture-messengers": "Messengers are not punished when they deliver news of failures or other bad news.",
    "culture-responsibilities": "On my team, responsibilities are shared.",
    "culture-collaboration": "On my team, cross-functional collaboration is encouraged and rewarded.",
    "culture-failures": "On my team, failures are treated primarily as opportunities to improve the system.",
    "culture-ideas": "On my team, new ideas are welcomed.",
    "onboarding-independent": "I can independently provision and configure resources (compute, storage, etc.) and capabilities (APIs, "
    "monitoring, etc.) on demand, without raising tickets or requiring human interaction.",
    "compliance-approved": "Information Security has made easy-to-consume pre-approved libraries, packages, and/or toolchains and "
    "processes for developers and IT operations.",
    "glue-repeat-answers": "I often find myself answering questions that I've already answered before",
    "glue-waiting": "Waiting on answers to questions often causes interruptions and disrupts my workflow",
}
NASA = {
    "mental": "How mentally demanding was the task?",
    "temporal": "How hurried or rushed was the pace of the task?",
    "performance": "How successful were you in accomplishing what you were asked to do?",
    "effort": "How hard did you have to work to accomplish your level of performance?",
    "frustration": "How insecure, discouraged, irritated, stressed, and annoyed were you?",
}
CNCF = {  # the table in platforms-maturity-model/v1/index.md of github.com/cncf/tag-app-delivery at cadc7760 (2025-04-16)
    "maturity-investment": ["Voluntary or temporary", "Dedicated team", "As product", "Enabled ecosystem"],
    "maturity-adoption": ["Erratic", "Extrinsic push", "Intrinsic pull", "Participatory"],
    "maturity-interfaces": ["Custom processes", "Standard tooling", "Self-service solutions", "Integrated services"],
    "maturity-operations": ["By request", "Centrally tracked", "Centrally enabled", "Managed services"],
    "maturity-measurement": ["Ad hoc", "Consistent collection", "Insights", "Quantitative and qualitative"],
}


def spoken(name: str, language: str) -> Questionnaire:
    return ALL[name].in_language(language)


def words(q: Questionnaire) -> dict[str, str]:
    """Place -> everything that a respondent reads in a questionnaire."""
    found = {"introduction": q.introduction, "team": q.respondent.team, "role": q.respondent.role.text if q.respondent.role else ""}
    for section in q.sections:
        found |= {f"title {section.id}": section.title, f"stem {section.id}": section.stem or ""}
        found |= {f"item {item.id}": item.text for item in section.items}
        found |= {f"help {item.id}": item.help or "" for item in section.items}
    return found


def test_these_five_are_there_and_nothing_is_wrong_with_them() -> None:
    assert sorted(ALL) == ["cognitive-load", "maturity", "platform-need", "platform-product", "workflow-pain"]
    for name, q in ALL.items():
        assert examine(FOLDER / f"{name}.yaml")[1] == ()
        assert q.languages == ("en", "de")


@pytest.mark.parametrize("name", ALL)
def test_the_minutes_promised_are_kept_and_no_more_than_two_are_spare(name: str) -> None:
    q = ALL[name]
    assert q.estimated_minutes <= q.minutes <= q.estimated_minutes + 2
    assert q.minutes <= 8


@pytest.mark.parametrize("name", ALL)
def test_at_most_one_item_of_a_scale_is_reversed_and_half_of_a_scale_is_needed(name: str) -> None:
    for scale in ALL[name].scales:
        reversed_ones = [item for item, key in scale.keys.items() if key < 0]
        assert len(reversed_ones) <= 1, scale.id
        assert scale.minimum >= len(scale.items) / 2, scale.id


@pytest.mark.parametrize("name", ALL)
def test_an_item_of_a_scale_is_asked_like_the_others_of_it(name: str) -> None:
    """Else some people would be averaged over fewer items than others, by design."""
    q = ALL[name]
    sections = {item.id: section for section in q.sections for item in section.items}
    for scale in q.scales:
        asked = {(sections[i].optional, sections[i].ask_if, q.items[i].ask_if, q.items[i].roles) for i in scale.keys}
        assert len(asked) == 1, scale.id


def test_a_measure_that_two_questionnaires_have_is_the_same_scale_in_both() -> None:
    seen: dict[str, Any] = {}
    shared = []
    for q in ALL.values():
        for scale in q.scales:
            if scale.measure in seen:
                shared.append(scale.measure)
            assert seen.setdefault(scale.measure, scale) == scale
    assert shared == ["cognitive-load"]


def test_an_item_that_two_questionnaires_have_is_the_same_in_every_language() -> None:
    def asked(name: str, item: str) -> list[Any]:
        q = ALL[name]
        form = q.range_of(item)
        said = [(s.wordings[item], s.format_of(item).choices) for s in map(q.in_language, q.languages)]
        return [q.items[item].version, form.unit, form.low, form.high, q.items[item].asks, q.items[item].workflow, said]

    shared = {pair: set(ALL[pair[0]].items) & set(ALL[pair[1]].items) for pair in combinations(ALL, 2)}
    assert {pair: len(items) for pair, items in shared.items() if items} == {
        ("cognitive-load", "platform-need"): 4,
        ("platform-need", "workflow-pain"): 16,
    }
    for (one, other), items in shared.items():
        assert all(asked(one, item) == asked(other, item) for item in items)


def test_what_is_asked_about_the_respondent_is_the_same_everywhere() -> None:
    for language in ("en", "de"):
        assert len({q.in_language(language).respondent.model_dump_json() for q in ALL.values()}) == 1


def test_every_measure_that_the_rubric_takes_from_people_is_asked() -> None:
    path = shipped("rubrics", "platform-need.yaml")
    mapping = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert rubric.parse(mapping, str(path))
    groups = [*mapping["indicators"].values(), mapping["culture"]]
    perceived = {m["id"]: m["unit"] for group in groups for m in group["measures"] if m["source"] == "perceived"}
    assert len(perceived) == 6
    q = ALL["platform-need"]
    units = {scale.measure: q.range_of(next(iter(scale.keys))).unit for scale in q.scales}
    assert perceived.items() <= units.items()


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_two_items_ask_nearly_the_same(language: str) -> None:
    """Rows of a grid are held against their neighbours only: other grids have the same rows under another question."""
    texts: dict[str, dict[str, str]] = {}
    for q in (spoken(name, language) for name in ALL):
        for section in q.sections:
            grid = f"{section.stem}" if section.stem else ""
            texts.setdefault(grid, {}).update({item.id: item.text for item in section.items})
    assert len(texts[""]) > 50
    for items in texts.values():
        for (one, a), (other, b) in combinations(items.items(), 2):
            assert fuzz.token_sort_ratio(a, b) < ALIKE or {one, other} == MEANT, (one, other)


@pytest.mark.parametrize(("name", "language"), SPOKEN)
def test_no_sentence_is_longer_than_thirty_words(name: str, language: str) -> None:
    for place, text in words(spoken(name, language)).items():
        for sentence in re.split(r"[.?!:]\s", text):
            assert len(sentence.split()) <= MOST_WORDS, place


@pytest.mark.parametrize("name", ALL)
def test_nothing_was_left_untranslated(name: str) -> None:
    en, de = words(spoken(name, "en")), words(spoken(name, "de"))
    assert en.keys() == de.keys()
    assert [place for place, text in en.items() if text and text == de[place]] == []


@pytest.mark.parametrize("name", ALL)
def test_a_translation_that_lacks_an_item_or_is_of_an_earlier_wording_is_refused(name: str) -> None:
    q = ALL[name]
    mapping = q.model_copy(update={"translations": {}}).dump()
    for change, says in (("drop", "is missing"), ("stale", "was translated, but the item has version 2")):
        german = q.translations["de"].model_dump(mode="json")
        first = next(iter(german["items"]))
        source = {**mapping, "sections": [{**s, "items": [dict(i) for i in s["items"]]} for s in mapping["sections"]]}
        if change == "drop":
            del german["items"][first]
        else:
            source["sections"][0]["items"][0]["version"] = 2
        problems = examined(source, "q.yaml", {"q.de.yaml": german})[1]
        assert [p for p in problems if says in p.what], change


# ------------------------------------------------------------------------------------------------- sources and licences


@pytest.mark.parametrize("name", ALL)
def test_every_source_has_an_open_licence_is_used_and_stands_in_the_notice(name: str) -> None:
    q = ALL[name]
    notice = " ".join((FOLDER.parents[1] / "LICENSE").read_text(encoding="utf-8").split())
    assert {item.source for item in q.items.values()} - {None} == set(q.sources)
    for source in q.sources.values():
        assert source.licence in OPEN
        assert "German" in source.changes
    assert not q.sources or f"{name}.yaml" in notice
    if any(source.licence == "Apache-2.0" for source in q.sources.values()):
        assert "Apache License" in (FOLDER / "cncf-maturity.LICENSE.txt").read_text(encoding="utf-8")


def test_foreign_wordings_are_as_published_and_named() -> None:
    items = {item.id: item for q in ALL.values() for item in q.items.values()}
    assert {name for name, item in items.items() if (item.source or "").startswith("dora")} == set(DORA)
    for name, text in DORA.items():
        assert items[name].text.rstrip(".") == text.rstrip("."), name
    asked = [(item.id.rpartition("-")[2], item.text) for item in items.values() if item.source == "nasa-tlx"]
    assert {kind for kind, _ in asked} == set(NASA)
    assert all(text.startswith(NASA[kind]) for kind, text in asked)


def test_levels_bear_the_names_of_the_model_in_its_order() -> None:
    q = ALL["maturity"]
    for item, names in CNCF.items():
        labels = q.range_of(item)
        assert isinstance(labels, Labels)
        assert [label.partition(":")[0] for label in labels.labels] == names
        assert list(labels.labels.values()) == [1, 2, 3, 4]
        assert q.items[item].source == "cncf-maturity"


def test_maturity_has_no_total() -> None:
    q = ALL["maturity"]
    assert [scale.items for scale in q.scales] == [(item,) for item in CNCF]
    assert [scale.measure for scale in q.scales] == list(CNCF)


# -------------------------------------------------------------------------------------------------- who is asked what


def shown(name: str, given: dict[str, str], extra: tuple[str, ...] = ()) -> list[str]:
    return [item.id for section in ALL[name].asked("", given, extra) for item in section.items]


def test_only_users_of_a_platform_are_asked_about_it() -> None:
    assert shown("platform-product", {}) == ["platform-use"]
    assert shown("platform-product", {"platform-use": "I didn't use a platform"}) == ["platform-use", "why-without"]
    users = [shown("platform-product", {"platform-use": said}) for said in ("I used a platform", "Ich habe mehrere Plattformen genutzt")]
    assert users[0] == users[1] == [item for item in ALL["platform-product"].items if item != "why-without"]


def test_only_what_hurts_is_asked_about_further() -> None:
    q = ALL["workflow-pain"]
    about = {(item.workflow, item.asks) for item in q.items.values() if item.workflow}
    assert about == {(workflow, asks) for workflow in Workflow for asks in ("pain", "hours", "blocked", "waiting")}
    easy = shown("workflow-pain", {f"pain-{w.replace(' ', '-')}": "A little" for w in Workflow})
    assert not [item for item in easy if item.startswith(("blocked", "waiting"))]
    given = {"pain-ci": "Spürbar mühsam", "pain-secrets": "Extreme", "blocked-ci": "Never", "blocked-secrets": "Once or twice"}
    hurt = shown("workflow-pain", given)
    assert [item for item in hurt if item.startswith(("blocked", "waiting"))] == ["blocked-ci", "blocked-secrets", "waiting-secrets"]
    assert len([item for item in hurt if item.startswith("hours")]) == len(Workflow)


def test_workload_is_asked_of_the_workflows_that_a_round_wants() -> None:
    assert not [item for item in shown("cognitive-load", {}) if item.startswith("tlx")]
    wanted = [item for item in shown("cognitive-load", {}, ("tlx-ci",)) if item.startswith("tlx")]
    assert wanted == [f"tlx-ci-{kind}" for kind in NASA]
    optional = [section.id.removeprefix("tlx-") for section in ALL["cognitive-load"].sections if section.optional]
    assert len(optional) == 9
    assert set(optional) <= set(Workflow)


@pytest.mark.parametrize("name", ALL)
def test_comments_are_asked_for_once_and_say_what_becomes_of_them(name: str) -> None:
    texts = [item for item in ALL[name].items.values() if ALL[name].format_of(item.id).kind == "text"]
    assert len(texts) <= 1
    assert all("ten people" in (item.help or "") for item in texts)


# ------------------------------------------------------------------------------------------------------- languages


@pytest.mark.parametrize("name", ALL)
def test_labels_of_every_language_read_back_to_the_same(name: str) -> None:
    q, de = ALL[name], ALL[name].in_language("de")
    for item in q.items:
        source, german = q.format_of(item), de.format_of(item)
        for label, word in zip(source.choices, german.choices, strict=True):
            readings = [str(form.read(text)) for form in (source, german) for text in (label, word, word.upper(), f"  {word} ")]
            assert readings == [readings[0]] * 8  # as text, because NaN is not equal to itself
            assert "None" not in readings


@pytest.mark.parametrize("name", ALL)
def test_labels_rise_in_the_order_shown(name: str) -> None:
    for form in ALL[name].formats.values():
        if isinstance(form, Labels):
            assert all(a < b for a, b in pairwise(form.labels.values()))


@pytest.mark.parametrize(("name", "language"), SPOKEN)
def test_options_of_which_several_may_be_chosen_hold_no_comma(name: str, language: str) -> None:
    """Some tools write several options with commas between."""
    for form in spoken(name, language).formats.values():
        if isinstance(form, Choice) and form.several:
            assert not [option for option in form.choices if "," in option]


@pytest.mark.parametrize("name", ALL)
def test_whoever_answers_in_german_is_scored_like_whoever_answers_in_english(name: str, organisation: Any) -> None:
    def answered(language: str) -> Scored:
        q = spoken(name, language)
        role = q.respondent.role.options[0] if q.respondent.role else ""
        rows = [
            (f"{position}", "red", role, item, choices[position % len(choices)] if (choices := q.format_of(item).choices) else "7")
            for item in q.items
            for position in range(9)
        ]
        return score(pd.DataFrame(rows, columns=["respondent", "team", "role", "item", "answer"]), ALL[name], organisation(red=9), "test")

    english, german = answered("en"), answered("de")
    pd.testing.assert_frame_equal(english.answers, german.answers)
    pd.testing.assert_frame_equal(english.texts, german.texts)
    assert set(english.answers["item"]) | set(english.texts["item"]) == set(ALL[name].items)
    assert set(english.answers["role"]) == {"Engineer"}


# ------------------------------------------------------------------------------------------------------------ README


def test_the_readme_says_how_long_each_takes() -> None:
    text = (Path(FOLDER) / "README.md").read_text(encoding="utf-8")
    rows = {cells[1].strip(" `"): cells[3].strip() for line in text.splitlines() if len(cells := line.split("|")) == 6}
    assert {name: rows[name] for name in ALL} == {name: str(q.minutes) for name, q in ALL.items()}
