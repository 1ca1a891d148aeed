import os
from pathlib import Path

import pandas as pd
import pytest

from assessment.errors import AnswersError, WorkspaceError
from assessment.survey.answers import COLUMNS, DTYPES
from assessment.survey.sources import store


def answers(*rows: tuple[str, str, str, float], round: str = "1") -> pd.DataFrame:
    """(respondent, team, item, value); NaN is 'not applicable'."""
    frame = pd.DataFrame(rows, columns=["respondent", "team", "item", "value"])
    frame["state"] = frame["value"].notna().map({True: "answered", False: "not applicable"})
    return frame.assign(role="", round=round, questionnaire="small", version=1, label="")[list(COLUMNS)].astype(DTYPES)


P = ("p", "Red", "a", 1.0)
Q = ("q", "Red", "a", float("nan"))


def test_nothing_imported_yet(tmp_path: Path) -> None:
    assert store.load(tmp_path).empty
    assert list(store.load(tmp_path).columns) == list(COLUMNS)


def test_imports_add_up_and_the_same_again_changes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "survey"
    assert store.append(folder, answers(Q, P)) == store.Counts(added=2, replaced=0, unchanged=0, answers=2)
    written = (folder / store.FILE).stat().st_mtime_ns
    assert store.append(folder, answers(P, Q)) == store.Counts(added=0, replaced=0, unchanged=2, answers=2)
    assert (folder / store.FILE).stat().st_mtime_ns == written
    assert store.append(folder, answers(P, ("r", "Red", "a", 2.0))) == store.Counts(added=1, replaced=0, unchanged=1, answers=3)
    assert store.load(folder)["respondent"].tolist() == ["p", "q", "r"]
    assert store.append(folder, answers(P, round="2")).added == 1


@pytest.mark.parametrize("other", [("p", "Red", "a", 2.0), ("p", "Red", "b", 1.0), ("p", "Blue", "a", 1.0)])
def test_other_answers_of_the_same_person_are_refused_unless_they_replace(tmp_path: Path, other: tuple[str, str, str, float]) -> None:
    store.append(tmp_path, answers(P, Q))
    with pytest.raises(AnswersError, match="1 people of this import"):
        store.append(tmp_path, answers(other))
    assert len(store.load(tmp_path)) == 2
    assert store.append(tmp_path, answers(other), replace=True) == store.Counts(added=0, replaced=1, unchanged=0, answers=2)
    kept = store.load(tmp_path).set_index("respondent")
    assert (kept.loc["p", "team"], kept.loc["p", "item"], kept.loc["p", "value"]) == other[1:]


def test_anonymous_answers_of_a_team_are_never_counted_twice(tmp_path: Path) -> None:
    store.append(tmp_path, answers(("anonymous-1", "Red", "a", 1.0), ("anonymous-2", "Blue", "a", 1.0), P))
    newer = answers(("anonymous-3", "Red", "a", 1.0), ("anonymous-4", "Red", "a", 2.0))
    with pytest.raises(AnswersError, match="without addresses"):
        store.append(tmp_path, newer)
    assert store.append(tmp_path, newer, replace=True) == store.Counts(added=2, replaced=1, unchanged=0, answers=4)
    assert store.load(tmp_path)["respondent"].tolist() == ["anonymous-2", "anonymous-3", "anonymous-4", "p"]
    assert store.append(tmp_path, answers(("anonymous-5", "Green", "a", 1.0))).added == 1


def test_a_crash_while_writing_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store.append(tmp_path, answers(P))

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        store.append(tmp_path, answers(Q))
    assert store.load(tmp_path)["respondent"].tolist() == ["p"]
    assert [path.name for path in tmp_path.iterdir()] == [store.FILE]


def test_a_damaged_store_is_named(tmp_path: Path) -> None:
    (tmp_path / store.FILE).write_bytes(b"not parquet")
    with pytest.raises(WorkspaceError, match=r"answers\.parquet: the stored answers cannot be read"):
        store.load(tmp_path)
