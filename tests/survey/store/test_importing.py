"""Imported answers in the store, on both databases."""

import shutil

import pandas as pd
import pytest

from assessment.errors import AnswersError, SurveyError, WorkspaceError
from assessment.survey.answers import COLUMNS, DTYPES
from assessment.survey.store import parquet
from assessment.survey.store.importing import Counts
from assessment.survey.store.store import open_store


def answers(*rows: tuple[str, str, str, float], round: str = "1", questionnaire: str = "small") -> pd.DataFrame:
    """(respondent, team, item, value); NaN is 'not applicable'."""
    frame = pd.DataFrame(rows, columns=["respondent", "team", "item", "value"])
    frame["state"] = frame["value"].notna().map({True: "answered", False: "not applicable"})
    return frame.assign(role="", round=round, questionnaire=questionnaire, version=1, label="")[list(COLUMNS)].astype(DTYPES)


def texts(*rows: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["respondent", "text"]).assign(round="1", questionnaire="small", item="why")


P = ("p", "Red", "a", 1.0)
Q = ("q", "Red", "a", float("nan"))
NASTY = ["=1+1", 'quo"te, comma\nand line\r\n', "\\N", "", "Ünïcode 漢字 🙂", "NULL", "'; DROP TABLE answers; --", " ", "tab\tin"]


def test_nothing_imported_yet(store):
    assert store.answers().empty
    assert list(store.answers().columns) == list(COLUMNS)
    assert store.answers().dtypes.astype(str).to_dict() == DTYPES
    assert store.texts().empty


def test_imports_add_up_and_the_same_again_changes_nothing(store):
    assert store.append(answers(Q, P)) == Counts(added=2, replaced=0, unchanged=0, answers=2)
    assert store.append(answers(P, Q)) == Counts(added=0, replaced=0, unchanged=2, answers=2)
    assert store.append(answers(P, ("r", "Red", "a", 2.0))) == Counts(added=1, replaced=0, unchanged=1, answers=3)
    assert store.answers()["respondent"].tolist() == ["p", "q", "r"]
    assert store.append(answers(P, round="2")).added == 1
    assert store.append(answers(P, questionnaire="large")).added == 1
    assert store.answers().dtypes.astype(str).to_dict() == DTYPES


@pytest.mark.parametrize("other", [("p", "Red", "a", 2.0), ("p", "Red", "b", 1.0), ("p", "Blue", "a", 1.0)])
def test_other_answers_of_the_same_person_are_refused_unless_they_replace(store, other):
    store.append(answers(P, Q))
    with pytest.raises(AnswersError, match="1 people of this import"):
        store.append(answers(other))
    assert len(store.answers()) == 2
    assert store.append(answers(other), replace=True) == Counts(added=0, replaced=1, unchanged=0, answers=2)
    kept = store.answers().set_index("respondent")
    assert (kept.loc["p", "team"], kept.loc["p", "item"], kept.loc["p", "value"]) == other[1:]


def test_anonymous_answers_of_a_team_are_never_counted_twice(store):
    store.append(answers(("anonymous-1", "Red", "a", 1.0), ("anonymous-2", "Blue", "a", 1.0), P))
    newer = answers(("anonymous-3", "Red", "a", 1.0), ("anonymous-4", "Red", "a", 2.0))
    with pytest.raises(AnswersError, match="without addresses"):
        store.append(newer)
    assert store.append(newer, replace=True) == Counts(added=2, replaced=1, unchanged=0, answers=4)
    assert store.answers()["respondent"].tolist() == ["anonymous-2", "anonymous-3", "anonymous-4", "p"]
    assert store.append(answers(("anonymous-5", "Green", "a", 1.0))).added == 1


def test_texts_come_and_go_with_their_people(store):
    store.append(answers(P, Q), texts(("p", "first"), ("alone", "no answer beside it")))
    assert store.texts()[["respondent", "text"]].to_numpy().tolist() == [["alone", "no answer beside it"], ["p", "first"]]
    assert store.append(answers(P), texts(("p", "first"))).unchanged == 1
    with pytest.raises(AnswersError):
        store.append(answers(P), texts(("p", "second")))
    store.append(answers(P), texts(("p", "second")), replace=True)
    assert store.texts()["text"].tolist() == ["no answer beside it", "second"]


def test_what_people_write_comes_back_as_it_was(store):
    people = [f"p{number}" for number in range(len(NASTY))]
    labels = answers(*[(person, 'Te,am "x"', "a", 1.5) for person in people]).assign(label=NASTY)
    store.append(labels, texts(*zip(people, NASTY, strict=True)))
    assert store.answers()["label"].tolist() == NASTY
    assert store.texts()["text"].tolist() == NASTY
    assert set(store.answers()["team"]) == {'Te,am "x"'}


def test_answers_of_the_form_stand_in_the_way_of_an_import(store, form, opened):
    form.save(opened["r0"], {"a": "No"})
    mine = store.stored()
    assert mine["people"].tolist() == [1]
    same = answers((_pseudonym(store), "red", "a", 3.0), round="2026-1")
    with pytest.raises(AnswersError, match="1 people of this import"):
        store.append(same)


def _pseudonym(store):
    with store.engine.connect() as connection:
        return connection.exec_driver_sql("SELECT respondent FROM responses").scalar()


def test_a_hundred_thousand_answers_at_once(store):
    rows = pd.DataFrame({"respondent": [f"p{number:05}" for number in range(2_500) for _ in range(40)]})
    rows["item"] = [f"item-{number}" for _ in range(2_500) for number in range(40)]
    many = rows.assign(team="Red", role="", round="1", questionnaire="small", version=1, state="answered", value=2.0, label="x")
    assert store.append(many[list(COLUMNS)].astype(DTYPES)).answers == 100_000
    assert len(store.answers()) == 100_000


def test_answers_of_an_older_version_are_taken_over_once(tmp_path):
    folder = tmp_path / "answers"
    folder.mkdir()
    answers(P, Q).drop(columns="questionnaire").to_parquet(folder / parquet.FILE, index=False)
    shutil.copy(folder / parquet.FILE, tmp_path / "copy")
    with open_store(tmp_path / "survey.db") as store:
        assert parquet.take_over(store, folder, "platform-need") == 2
        assert parquet.take_over(store, folder, "platform-need") == 0
        shutil.copy(tmp_path / "copy", folder / parquet.FILE)  # a crash before the file was renamed
        parquet.take_over(store, folder, "platform-need")
        assert store.answers()[["respondent", "questionnaire"]].to_numpy().tolist() == [["p", "platform-need"], ["q", "platform-need"]]
    assert [path.name for path in folder.iterdir()] == [parquet.TAKEN]


def test_a_damaged_file_of_an_older_version_is_named(tmp_path):
    (tmp_path / parquet.FILE).write_bytes(b"not parquet")
    with open_store(tmp_path / "survey.db") as store, pytest.raises(WorkspaceError, match=r"answers\.parquet: the stored answers cannot"):
        parquet.take_over(store, tmp_path, "small")


def test_a_damaged_store_is_named(tmp_path):
    (tmp_path / "survey.db").write_bytes(b"this is no database, but long enough to look like one" * 100)
    with pytest.raises(SurveyError, match=r"survey\.db: the database says: file is not a database"):
        open_store(tmp_path / "survey.db")


@pytest.mark.parametrize("where", ["mysql://x/y", "postgresql+psycopg://x/y", "not an address://"])
def test_another_database_is_refused_by_name(where):
    with pytest.raises(SurveyError, match=r"ASSESS_STORE: .*; postgresql\+pg8000://"):
        open_store(where)


def test_a_server_that_is_not_there_is_named_without_the_password():
    with pytest.raises(SurveyError) as caught:
        open_store("postgresql+pg8000://me:topsecret@127.0.0.1:1/survey")
    assert "127.0.0.1:1/survey" in str(caught.value)
    assert "topsecret" not in str(caught.value)


def test_a_store_of_a_newer_program_is_refused(store, where):
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SurveyError, match="newer program"):
        open_store(where)
