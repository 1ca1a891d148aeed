import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from assessment.errors import QuestionnaireError
from assessment.survey.questionnaire import parse
from assessment.survey.sources.questionnaires import examine, load_folder, load_questionnaire
from tests.questionnaires import ALL, GERMAN

SHIPPED = Path(__file__).parents[3] / "data" / "questionnaires" / "platform-need.yaml"


def test_the_shipped_questionnaire_loads_and_keeps_its_promise() -> None:
    q = load_questionnaire(SHIPPED)
    # 38 labelled items and the questions for team and role at 7.5 s, 8 numbers at 10 s: 380 s
    assert len(q.items) == 46
    assert q.estimated_minutes == pytest.approx(380 / 60)
    assert 6 <= q.estimated_minutes <= q.minutes <= 8


def test_the_shipped_scales_measure_what_the_rubric_asks_for() -> None:
    q = load_questionnaire(SHIPPED)
    assert {s.measure for s in q.scales} == {
        "perceived-reinvention", "perceived-onboarding", "setup-days", "perceived-compliance", "perceived-glue", "culture",
        "cognitive-load",
    }  # fmt: skip
    assert all(list(s.keys.values()).count(-1) <= 1 for s in q.scales)
    assert next(s for s in q.scales if s.id == "culture").higher == "healthier"


def test_shipped_items_from_elsewhere_carry_their_licence_and_the_six_culture_items_are_dora_s() -> None:
    q = load_questionnaire(SHIPPED)
    # dora.dev, capability page "Generative organizational culture": "Present these measures together"
    assert [i.text for i in q.items.values() if i.source == "dora-culture"] == [
        "On my team, information is actively sought.",
        "Messengers are not punished when they deliver news of failures or other bad news.",
        "On my team, responsibilities are shared.",
        "On my team, cross-functional collaboration is encouraged and rewarded.",
        "On my team, failures are treated primarily as opportunities to improve the system.",
        "On my team, new ideas are welcomed.",
    ]
    assert {q.sources[i.source].licence for i in q.items.values() if i.source} == {"CC BY 4.0"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"title: [1, 2", "malformed YAML"),
        (b"title: a\ntitle: b\n", "line 2: malformed YAML (key 'title' is given twice)"),
        (b"a: &x [1]\nb: [" + b"*x, " * 200 + b"]\n", "aliases"),
        (b"title: \xff\xfe\n", "not UTF-8"),
        (b"!!python/object/apply:os.getcwd []\n", "malformed YAML"),
        (b"", "valid dictionary"),
        (b"- 1\n", "valid dictionary"),
        (b"x" * 2_000_001, "larger than 2,000,000 bytes"),
    ],
)
def test_a_malformed_file_is_named(tmp_path: Path, text: bytes, says: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_bytes(text)
    with pytest.raises(QuestionnaireError) as caught:
        load_questionnaire(path)
    assert "mine.yaml" in str(caught.value)
    assert says in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(QuestionnaireError, match=r"nowhere\.yaml: cannot be read \(No such file"):
        load_questionnaire(tmp_path / "nowhere.yaml")


def written(folder: Path, name: str, mapping: dict[str, Any]) -> Path:
    path = folder / name
    path.write_text(yaml.safe_dump(mapping, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return path


def test_translations_lie_beside_their_questionnaire(tmp_path: Path) -> None:
    path = written(tmp_path, "all.yaml", ALL)
    assert load_questionnaire(path).languages == ("en",)
    written(tmp_path, "all.de.yaml", GERMAN)
    written(tmp_path, "overall.de.yaml", GERMAN)  # of another one
    assert load_questionnaire(path).languages == ("en", "de")


def test_a_translation_is_called_after_its_language_and_its_questionnaire(tmp_path: Path) -> None:
    path = written(tmp_path, "all.yaml", ALL)
    other = written(tmp_path, "all.fr.yaml", GERMAN)
    with pytest.raises(QuestionnaireError, match=r"all\.fr\.yaml: language: 'de' is not the language of the file's name; language: fr"):
        load_questionnaire(path)
    assert "not the language" in examine(path)[1][0].what
    other.unlink()
    written(tmp_path, "gone.de.yaml", GERMAN)
    with pytest.raises(QuestionnaireError, match=r"gone\.de\.yaml: is a translation of nothing; gone\.yaml beside it"):
        load_folder(tmp_path)


def test_a_questionnaire_is_called_like_its_file(tmp_path: Path) -> None:
    with pytest.raises(QuestionnaireError, match=r"mine\.yaml: id: 'all' is not how the file is called; id: mine, or the file all\.yaml"):
        load_questionnaire(written(tmp_path, "mine.yaml", ALL))
    assert load_questionnaire(written(tmp_path, "questionnaire.yaml", ALL)).id == "all"


def test_a_folder_gives_its_questionnaires_by_id(tmp_path: Path) -> None:
    assert load_folder(tmp_path / "nowhere") == {}
    written(tmp_path, "all.yaml", ALL)
    written(tmp_path, "all.de.yaml", GERMAN)
    written(tmp_path, "other.yaml", {**ALL, "id": "other"})
    assert {id: q.languages for id, q in load_folder(tmp_path).items()} == {"all": ("en", "de"), "other": ("en",)}


@pytest.mark.parametrize("path", sorted(path for path in SHIPPED.parent.glob("*.yaml") if "." not in path.stem), ids=lambda path: path.stem)
def test_every_shipped_questionnaire_can_be_kept_and_read_again(path: Path) -> None:
    q = load_questionnaire(path)
    again = parse(json.loads(json.dumps(q.dump())), "copy")
    assert again == q
    for language in q.languages:
        assert again.in_language(language).wordings == q.in_language(language).wordings
        assert [again.in_language(language).format_of(item).choices for item in q.items] == [
            q.in_language(language).format_of(item).choices for item in q.items
        ]


@pytest.mark.parametrize("path", sorted(path for path in SHIPPED.parent.glob("*.yaml") if "." not in path.stem), ids=lambda path: path.stem)
def test_every_label_of_every_language_means_the_same(path: Path) -> None:
    q = load_questionnaire(path)
    for language in q.languages:
        spoken = q.in_language(language)
        for item in q.items:
            own, other = q.format_of(item), spoken.format_of(item)
            for label, word in zip(own.choices, other.choices, strict=True):
                assert str(own.read(word)) == str(other.read(word)) == str(own.read(label))  # as text, because NaN is unlike itself
                assert [getattr(form.read(word), "label", None) for form in (own, other)] == [label, label]
