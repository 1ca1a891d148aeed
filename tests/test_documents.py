"""YAML that people write: errors name file and line; hostile documents are refused."""

import re

import pytest

from assessment import documents
from assessment.errors import OrganisationError


def write(folder, text, name="organisation.yaml"):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_document_is_loaded_with_its_types(tmp_path):
    assert documents.load(write(tmp_path, "\ufeffname: Acme\nteams: [a, b]\n"), OrganisationError) == {"name": "Acme", "teams": ["a", "b"]}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name: [Acme\nteams: x\n", r"organisation\.yaml: line 2: malformed YAML"),
        ("name: Acme\nname: Other\n", r"line 2: malformed YAML \(key 'name' is given twice\)"),
        (b"name: \xff\xfe", "is not UTF-8"),
        ("a: !!python/object/apply:os.system [echo]\n", "malformed YAML"),
        ("a: &a [1]\nb: [" + "*a, " * 21 + "]\n", "more than 20 aliases"),
        ("a: " + "[" * 101 + "]" * 101, "line 1: malformed YAML .nested more than 100 levels deep"),
        ("as_of: 2026-99-99\n", "malformed YAML .month must be in 1..12"),
        ("name: Acme\n---\nname: Other\n", "holds 2 YAML documents"),
        ("a: " + "x" * 2_000_001, "larger than 2,000,000 bytes"),
    ],
)
def test_broken_documents_are_named(tmp_path, text, message):
    with pytest.raises(OrganisationError, match=message):
        documents.load(write(tmp_path, text), OrganisationError)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(OrganisationError, match=re.escape(str(tmp_path / "none.yaml"))):
        documents.load(tmp_path / "none.yaml", OrganisationError)


def test_a_hundred_levels_are_read_and_an_empty_file_is_nothing(tmp_path):
    found = documents.load(write(tmp_path, "[" * 100 + "]" * 100), OrganisationError)
    for _ in range(99):
        assert isinstance(found, list)
        (found,) = found
    assert found == []
    assert documents.load(write(tmp_path, ""), OrganisationError) is None
