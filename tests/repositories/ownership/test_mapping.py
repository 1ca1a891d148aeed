"""The mapping file: the row of the day, and every contradiction by its row."""

from datetime import date

import pytest

from assessment.errors import OrganisationError
from assessment.model import Organisation
from assessment.repositories.ownership import mapping

ORGANISATION = Organisation.model_validate({"name": "A", "teams": [{"name": "Pay Team", "headcount": 5}, {"name": "lend", "headcount": 5}]})
DAY = date(2026, 6, 30)


def read(*rows, day=DAY):
    records = [dict(zip(mapping.COLUMNS, (*row, "", "", "")[:5], strict=True)) for row in rows]
    return mapping.read(records, ORGANISATION, "teams.csv", day)


def test_the_day_picks_the_row_and_both_ends_count():
    rows = [("api", "lend", "", "", "2026-03-31"), ("api", "pay-team", "", "2026-04-01", "2026-06-30")]
    assert read(*rows).of("api") == {"": "Pay Team"}
    assert read(*rows, day=date(2026, 3, 31)).of("api") == {"": "lend"}
    late = read(*rows, day=date(2026, 7, 1))
    assert late.of("api") == {}
    assert late.notes == ("teams.csv: 'api' has no team after 2026-06-30",)


def test_days_without_a_team_are_named():
    found = read(("api", "lend", "x", "", "2026-01-31"), ("api", "lend", "x", "2026-03-01", ""))
    assert found.notes == ("teams.csv: 'api' x has no team from 2026-02-01 to 2026-02-28",)
    assert read(("api", "lend", "", "2027-01-01", "")).notes == ("teams.csv: 'api' has no team before 2027-01-01",)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("a", "lend"), ("a", "Pay Team")], r"row 3: 'a' stands with team 'lend' above \(row 2\)"),
        (
            [("a", "Pay Team", "", "2026-02-01", ""), ("a", "lend", "", "", "2026-02-01")],
            r"row 2: 'a' stands with team 'lend' above \(row 3\)",
        ),
        (  # the first row covers the third although the second lies between them
            [
                ("a", "lend", "", "2026-01-01", "2026-12-31"),
                ("a", "lend", "", "2026-02-01", "2026-02-02"),
                ("a", "Pay Team", "", "2026-05-01", "2026-05-02"),
            ],
            r"row 4: 'a' stands with team 'lend' above \(row 2\) from 2026-05-01 to 2026-05-02",
        ),
        ([("a", "nobody")], r"row 2: repository 'a', team 'nobody'; .*Pay Team, lend"),
        ([("", "lend")], "row 2: repository ''"),
        ([("a", "lend", "", "1.2.2026", "")], "row 2: '1.2.2026' is no day; YYYY-MM-DD"),
        ([("a", "lend", "", "2026-02-02", "2026-02-01")], "row 2: ends on 2026-02-01, before it begins"),
        ([("a", "lend", "../x")], "row 2: path '../x'"),
        ([("a", "lend", "x/*.py")], "row 2: path"),
    ],
)
def test_contradictions_name_their_row(rows, message):
    with pytest.raises(OrganisationError, match=message):
        read(*rows)


def test_a_row_with_more_cells_than_columns_is_named():
    with pytest.raises(OrganisationError, match="row 2: has other cells"):
        mapping.read([{"repository": "a", "team": "lend", None: ["x"]}], ORGANISATION, "teams.csv", DAY)


def test_one_team_may_hold_what_overlaps_and_rows_without_a_team_are_counted():
    found = read(("a", "lend"), ("a", "lend", "", "2026-01-01", ""), ("b", ""))
    assert found.of("a") == {"": "lend"}
    assert found.of("b") == {}
    assert found.notes == ("teams.csv: 1 rows name no team",)


def test_a_plain_name_comes_before_a_glob_and_the_longer_glob_before_the_shorter():
    found = read(("pay-*", "lend"), ("pay-api-*", "Pay Team"), ("pay-api-old", "lend"), ("pay-api-old", "Pay Team", "/src/"))
    assert found.of("pay-x") == {"": "lend"}
    assert found.of("pay-api-x") == {"": "Pay Team"}
    assert found.of("pay-api-old") == {"": "lend", "src": "Pay Team"}
    assert found.idle(["pay-api-x"]) == ("pay-api-old",)


def test_what_was_written_for_a_spreadsheet_is_read_back():
    assert read(("'=cmd", "lend")).of("=cmd") == {"": "lend"}
