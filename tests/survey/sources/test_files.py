from pathlib import Path

import pytest

from assessment.errors import QuestionnaireError
from assessment.survey.sources.files import load_questionnaire

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
