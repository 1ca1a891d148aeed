"""A kept result comes back as it was, whole or with a named error."""

import json
import os

import pandas as pd
import pytest

from assessment.errors import WorkspaceError
from assessment.reporting.exports import results


def test_what_is_saved_is_loaded(assessment, tmp_path):
    loaded = results.load(results.save(assessment, tmp_path / "results" / "2026-11-22"))
    assert loaded.verdict == assessment.verdict
    assert (loaded.organisation, loaded.as_of) == ("Example bank", pd.Timestamp("2026-11-22"))
    assert set(loaded.tables) == set(assessment.tables)
    for name, frame in assessment.tables.items():
        pd.testing.assert_frame_equal(loaded.tables[name], frame, check_dtype=False, obj=name)


def test_empty_tables_keep_their_columns(empty, tmp_path):
    loaded = results.load(results.save(empty, tmp_path / "r"))
    assert list(loaded.clusters.columns) == list(empty.clusters.columns)
    assert loaded.verdict.structural is None


def test_hidden_numbers_stay_missing(assessment, tmp_path):
    loaded = results.load(results.save(assessment, tmp_path / "r"))
    assert loaded.response.set_index("team")["answers"].isna().to_dict()["insights"]
    assert loaded.response.set_index("team").loc["cards", "answers"] == 6


def test_a_second_save_replaces_the_first_and_leaves_nothing_behind(assessment, empty, tmp_path):
    results.save(assessment, tmp_path / "r")
    first = results.stamp(tmp_path / "r")
    results.save(empty, tmp_path / "r")
    assert results.load(tmp_path / "r").verdict == empty.verdict
    assert results.stamp(tmp_path / "r") != first
    assert [path.name for path in tmp_path.iterdir()] == ["r"]


def test_a_failed_save_keeps_the_old_result(assessment, tmp_path, monkeypatch):
    results.save(assessment, tmp_path / "r")

    def broken(*_args, **_kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(pd.DataFrame, "to_parquet", broken)
    with pytest.raises(OSError, match="disk full"):
        results.save(assessment, tmp_path / "r")
    assert results.load(tmp_path / "r").verdict == assessment.verdict
    assert [path.name for path in tmp_path.iterdir()] == ["r"]


@pytest.mark.parametrize(
    ("damage", "file"),
    [
        (lambda folder: (folder / "clusters.parquet").unlink(), "clusters.parquet"),
        (lambda folder: (folder / "toil.parquet").write_bytes(b"not parquet"), "toil.parquet"),
        (lambda folder: (folder / "verdict.json").write_text("{"), "verdict.json"),
        (lambda folder: (folder / "verdict.json").unlink(), "verdict.json"),
    ],
    ids=["missing table", "broken table", "broken verdict", "missing verdict"],
)
def test_a_damaged_result_is_named(assessment, tmp_path, damage, file):
    folder = results.save(assessment, tmp_path / "r")
    damage(folder)
    with pytest.raises(WorkspaceError, match=f"{file}.*cannot be read.*run: assess score"):
        results.load(folder)


def test_a_result_without_a_newer_table_is_read(assessment, tmp_path):
    path = results.save(assessment, tmp_path / "r") / "verdict.json"
    record = json.loads(path.read_text())
    record["tables"].remove("clusters")
    path.write_text(json.dumps(record))
    loaded = results.load(tmp_path / "r")
    assert loaded.clusters.empty
    assert list(loaded.clusters.columns) == list(assessment.clusters.columns)


def test_a_result_of_another_format_is_refused(assessment, tmp_path):
    path = results.save(assessment, tmp_path / "r") / "verdict.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format": 99}))
    with pytest.raises(WorkspaceError, match="is in format 99; format 1"):
        results.load(tmp_path / "r")


def test_verdict_and_tables_of_one_result_only(assessment, empty, tmp_path, monkeypatch):
    """A result replaced between reading its verdict and its tables is read again."""
    folder = results.save(assessment, tmp_path / "r")
    read, swapped = pd.read_parquet, []

    def swap(path):
        if not swapped:
            swapped.append(True)
            results.save(empty, folder)
            os.utime(folder / "verdict.json", ns=(1, 1))
        return read(path)

    monkeypatch.setattr(pd, "read_parquet", swap)
    assert results.load(folder).verdict == empty.verdict
