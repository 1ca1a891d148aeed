"""Which columns people see."""

import pytest

from assessment.decisions.dictionary import COLUMNS
from assessment.reporting import columns, written


@pytest.mark.parametrize("table", [name for name in columns.SHOWN if name in COLUMNS])
def test_every_shown_column_is_in_the_data_dictionary(table):
    assert {column.name for column in columns.SHOWN[table]} <= set(COLUMNS[table])


def test_every_result_table_can_be_shown():
    assert set(COLUMNS) <= set(columns.SHOWN)


def test_rows_are_written_as_text(assessment):
    (row,) = written.rows("workflows", assessment.workflows.head(1))
    assert row == ["1", "CI", "62 %", "3,900", "2,700", "5,300", "4.20", "41", "420", "5.10", "8", "26", "2,600"]


def test_what_is_hidden_is_said_in_the_cell(assessment):
    rows = {row[0]: row for row in written.rows("response", assessment.response)}
    assert rows["insights"] == ["insights", "4", "hidden to protect a small group", "hidden to protect a small group"]
    assert rows["cards"] == ["cards", "8", "6", "75 %"]
    assert rows["all"] == ["all", "58", "41", "71 %"]  # 41 / 58


def test_an_empty_team_is_said_as_what_it_means_in_its_table(assessment):
    measures = written.rows("measures", assessment.measures.head(1).assign(team=""))
    assert "between teams" in measures[0]
    assert "the organisation" in written.rows("indicators", assessment.indicators.head(1))[0]
    assert "no team" in {row[1] for row in written.rows("coverage", assessment.coverage)}


def test_a_missing_number_is_a_dash(assessment):
    databases = next(row for row in written.rows("workflows", assessment.workflows) if row[1] == "Databases")
    assert databases[2:7] == ["–"] * 5
