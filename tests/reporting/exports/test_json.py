"""A result as JSON: strict, complete, and missing is null."""

import json

from assessment.reporting.exports import json as as_plain


def test_the_document_is_strict_json(assessment):
    document = json.loads(json.dumps(as_plain.document(assessment), allow_nan=False))
    assert list(document) == ["organisation", "as_of", "verdict", "tables"]
    assert (document["organisation"], document["as_of"]) == ("Example bank", "2026-11-22T00:00:00")
    assert document["verdict"]["answer"] == "platform team"
    assert document["verdict"]["structural"] == 0.93
    assert document["verdict"]["too_close_to_call"] == ["secrets"]


def test_rows_hold_every_column_and_missing_is_null(assessment):
    rows = as_plain.document(assessment)["tables"]["response"]
    hidden = next(row for row in rows if row["team"] == "insights")
    assert hidden == {
        "round": "2026-2",
        "questionnaire": "platform-need",
        "team": "insights",
        "headcount": 4,
        "answers": None,
        "rate": None,
        "shown": False,
    }
    shown = next(row for row in rows if row["team"] == "cards")
    assert shown == {
        "round": "2026-2",
        "questionnaire": "platform-need",
        "team": "cards",
        "headcount": 8,
        "answers": 6,
        "rate": 0.75,
        "shown": True,
    }


def test_days_are_iso(assessment):
    rows = as_plain.document(assessment)["tables"]["campaigns"]
    assert rows[0]["first"] == "2026-03-02T00:00:00"
    failed = next(row for row in as_plain.document(assessment)["tables"]["coverage"] if row["state"] == "failed")
    assert failed["last_commit"] is None
