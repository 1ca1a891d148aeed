"""Rounds, invitations, deleting and keeping, on both databases."""

import sqlite3
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from assessment.errors import SurveyError
from assessment.privacy.pseudonyms import pseudonym
from assessment.survey.store.form import Form
from assessment.survey.store.store import open_store
from assessment.survey.store.tables import metadata

KEY = bytes(range(32))


def test_the_migrations_make_the_tables_of_the_program(store):
    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_nothing_stored_says_when(store):
    """No column of a time, no counter, and on SQLite no hidden row number."""
    for table in metadata.tables.values():
        assert not [
            column.name for column in table.columns if column.type.python_type not in (str, int, float) or column.autoincrement is True
        ]
    if store.engine.dialect.name == "sqlite":
        with store.engine.connect() as connection:
            for name in metadata.tables:
                with pytest.raises(Exception, match="no such column: rowid"):
                    connection.exec_driver_sql(f"SELECT rowid FROM {name}")


def test_a_closed_round_does_not_tell_in_which_order_people_answered(store, form, opened):
    order = ["b2", "r1", "r0", "b0", "r2", "b1"]
    for name in order:
        form.save(opened[name], {"a": "Yes"})
        form.submit(opened[name])
    store.close("2026-1")
    place = "ctid" if store.engine.dialect.name == "postgresql" else "1"
    with store.engine.connect() as connection:
        rows = connection.exec_driver_sql(f"SELECT respondent FROM answers ORDER BY {place}").scalars().all()
        assert rows == sorted(rows)
        if store.engine.dialect.name == "postgresql":  # one transaction wrote all
            assert len(set(connection.exec_driver_sql("SELECT xmin::text FROM answers").scalars())) == 1
    assert len(store.answers()) == 6


def test_a_round_keeps_its_own_questionnaire_and_is_listed(store, asked):
    store.create("2026-1", asked, access="person", extra=["more"], closes="2999-12-31")
    store.create("2026-1", asked, access="person", extra=["more"], closes="2999-12-31")  # the same again is no contradiction
    assert store.questionnaire("2026-1") == asked
    assert store.rounds().to_dict("records") == [
        {"round": "2026-1", "questionnaire": "small", "state": "draft", "access": "person", "extra": "more", "closes": "2999-12-31",
         "links": 0, "teams": 0},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("round", "options", "said"),
    [
        ("", {}, "is no name for a round"),
        ("x" * 51, {}, "is no name for a round"),
        ("a\nb", {}, "is no name for a round"),
        ("1", {"access": "all"}, "unknown access 'all'; one of: person, team"),
        ("1", {"extra": ["one"]}, "'one' is no optional section; one of: more"),
        ("1", {"closes": "tomorrow"}, "'tomorrow' is no day to come; the last day to answer"),
        ("1", {"closes": "2020-01-01"}, "'2020-01-01' is no day to come"),
    ],
)
def test_a_round_that_cannot_be_is_refused_with_a_reason(store, asked, round, options, said):
    with pytest.raises(SurveyError) as caught:
        store.create(round, asked, **options)
    assert said in str(caught.value)
    assert store.rounds().empty


def test_another_round_of_the_same_name_is_refused(store, asked):
    store.create("2026-1", asked)
    with pytest.raises(SurveyError, match="round '2026-1': is there already"):
        store.create("2026-1", asked, access="person")


def test_a_round_opens_only_when_somebody_is_invited(store, asked):
    store.create("2026-1", asked)
    with pytest.raises(SurveyError, match="nobody is invited yet"):
        store.open("2026-1")
    for do in (store.open, store.close, store.questionnaire):
        with pytest.raises(SurveyError, match=r"there is no round '2026-2'; one of: 2026-1"):
            do("2026-2")
    store.invite("2026-1", [("red", None)], KEY)
    store.open("2026-1")
    assert store.rounds()["state"].tolist() == ["open"]


def test_no_token_and_no_address_is_stored(store, opened, where):
    everything = ""
    with store.engine.connect() as connection:
        for name in metadata.tables:
            everything += str(connection.exec_driver_sql(f"SELECT * FROM {name}").all())
    assert pseudonym(KEY, "respondent:r0@example.com") in everything  # as imports have it
    assert "example.com" not in everything
    assert not any(token in everything for token in opened.values())


def test_a_person_invited_again_has_a_new_link_to_the_same_answers(store, form, opened):
    form.save(opened["r0"], {"a": "Yes"})
    [again] = store.invite("2026-1", [("red", " R0@example.com ")], KEY)
    assert form.enter(again.token).given == {"a": "Yes"}
    with pytest.raises(SurveyError, match="not known"):
        form.enter(opened["r0"])
    assert store.rounds()["links"].tolist() == [6]


def test_nobody_is_invited_twice_at_once_and_nobody_to_a_closed_round(store, opened, asked):
    with pytest.raises(SurveyError, match=r"'x@example\.com' is there twice"):
        store.invite("2026-1", [("red", "x@example.com"), ("blue", "X@example.com")], KEY)
    with pytest.raises(SurveyError, match="nobody to invite"):
        store.invite("2026-1", [], KEY)
    store.close("2026-1")
    with pytest.raises(SurveyError, match="is closed"):
        store.invite("2026-1", [("red", "y@example.com")], KEY)
    store.create("2026-2", asked, access="team")
    with pytest.raises(SurveyError, match="team 'red' is there twice"):
        store.invite("2026-2", [("red", None), ("red", None)], KEY)


def answered(form, token):
    form.save(token, {"a": "No", "why": "a sentence to be found"})
    form.submit(token)


def test_a_person_is_forgotten_by_link_or_pseudonym(store, form, opened):
    for name in ("r0", "r1", "b0"):
        answered(form, opened[name])
    assert store.forget_respondent(opened["r0"]) == 1
    assert store.forget_respondent(pseudonym(KEY, "respondent:r1@example.com")) == 1
    assert len(store.answers()) == len(store.texts()) == 1
    for name in ("r0", "r1"):
        with pytest.raises(SurveyError, match="not known"):
            form.enter(opened[name])
    assert form.enter(opened["b0"]).given["a"] == "No"
    with pytest.raises(SurveyError, match="nobody is stored under it"):
        store.forget_respondent(opened["r0"])


def test_the_link_of_a_team_forgets_nobody(store, asked):
    store.create("2026-1", asked)
    [invitation] = store.invite("2026-1", [("red", None)], KEY)
    with pytest.raises(SurveyError, match="link of a whole team"):
        store.forget_respondent(invitation.token)


def test_what_is_forgotten_is_not_in_the_file_any_more(store, form, opened, where):
    if not where.endswith(".db"):
        pytest.skip("SQLite only")
    answered(form, opened["r0"])
    files = [Path(where), Path(f"{where}-wal")]

    def found():
        return any(b"a sentence to be found" in path.read_bytes() for path in files)

    assert found()
    store.forget_respondent(opened["r0"])
    assert not found()


def test_old_rounds_go_and_an_open_one_stays(store, form, opened, asked):
    answered(form, opened["r0"])
    for name in ("2026-2", "2026-3"):
        store.create(name, asked)
    assert store.retain(1) == ["2026-2"]
    store.close("2026-1")
    assert store.retain(1) == ["2026-1"]
    assert store.rounds()["round"].tolist() == ["2026-3"]
    assert store.answers().empty
    with pytest.raises(SurveyError, match="0 rounds would keep nothing"):
        store.retain(0)


def test_a_round_is_forgotten_whole(store, form, opened):
    answered(form, opened["r0"])
    assert store.forget_round("2026-1") == 1
    assert store.stored().empty
    with pytest.raises(SurveyError, match="there is no round"):
        store.forget_round("2026-1")


def test_what_is_stored_is_counted(store, form, opened):
    answered(form, opened["r0"])
    form.save(opened["b0"], {"a": "Yes", "b": "No"})
    assert store.stored().to_dict("records") == [
        {"round": "2026-1", "questionnaire": "small", "state": "open", "links": 6, "people": 2, "answers": 3, "texts": 1}
    ]


def test_a_backup_while_people_answer_is_one_state_and_opens_as_a_store(store, form, opened, tmp_path):
    """Every save writes two items; a copy that caught half of one would have an odd number."""
    stop = threading.Event()
    saved = []

    def answer():
        for name in [*opened] * 100:
            if stop.is_set():
                return
            form.save(opened[name], {"a": "Yes", "b": "No"} if len(saved) // 6 % 2 == 0 else {"a": "", "b": ""})
            form.submit(opened[name])
            saved.append(name)

    writer = threading.Thread(target=answer)
    writer.start()
    try:
        paths = [store.backup(tmp_path / f"copy{number}.db") for number in range(8)]
    finally:
        stop.set()
        writer.join()
    assert len(saved) > 3
    for path in paths:
        with sqlite3.connect(path) as copy:
            assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert copy.execute("SELECT count(*) FROM answers").fetchone()[0] % 2 == 0
        assert path.stat().st_mode & 0o077 == 0
    with open_store(paths[-1]) as restored:
        assert restored.rounds().equals(store.rounds())
        entered = Form(paths[-1])
        assert entered.enter(opened["r0"]).round == "2026-1"
        entered.close()
    assert sorted(path.name for path in tmp_path.glob(".*")) == []
    with pytest.raises(SurveyError, match="is there already"):
        store.backup(paths[0])
