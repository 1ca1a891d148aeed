"""A store on each database: SQLite in a file, and a real PostgreSQL that the tests start."""

import os

import pytest

from assessment.survey.questionnaire import parse
from assessment.survey.store.form import Form
from assessment.survey.store.store import open_store
from tests import databases


@pytest.fixture(scope="session")
def postgresql():
    """PostgreSQL of this machine; without one the tests skip, but never in CI."""
    if databases.binaries() is None:
        reason = "PostgreSQL is not installed (no initdb in /usr/lib/postgresql/*/bin or on the path)"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    server = databases.Server()
    yield server
    server.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request, tmp_path):
    """Address of an empty database, of each kind."""
    if request.param == "sqlite":
        return str(tmp_path / "survey.db")
    return request.getfixturevalue("postgresql").new()


ASKED = {
    "id": "small", "title": "Small", "version": 1, "language": "en", "minutes": 2,
    "respondent": {"team": "Which team?", "role": {"text": "Role?", "options": ["Engineer", "Manager"]}},
    "formats": {
        "agree": {
            "kind": "labels", "unit": "agreement 1-3", "labels": {"No": 1, "Partly": 2, "Yes": 3},
            "not_applicable": ["Not applicable"], "unknown": ["I don't know"],
        },
        "hours": {"kind": "number", "unit": "hours", "low": 0, "high": 160, "unknown": ["I don't know"]},
        "tools": {"kind": "choice", "options": ["Jenkins", "Actions", "Other"], "several": True},
        "words": {"kind": "text", "longest": 100},
    },
    "sections": [
        {"id": "one", "title": "One", "items": [
            {"id": "a", "version": 1, "text": "First?", "format": "agree"},
            {"id": "b", "version": 2, "text": "Second?", "format": "agree"},
            {"id": "why", "version": 1, "text": "Why?", "format": "words", "ask_if": {"item": "a", "is": ["No"]}},
        ]},
        {"id": "two", "title": "Two", "items": [
            {"id": "hours", "version": 1, "text": "How many hours?", "format": "hours"},
            {"id": "tools", "version": 1, "text": "Which tools?", "format": "tools"},
            {"id": "budget", "version": 1, "text": "Is there money?", "format": "agree", "roles": ["Manager"]},
        ]},
        {"id": "more", "title": "More", "optional": True, "items": [{"id": "e", "version": 1, "text": "Extra?", "format": "agree"}]},
    ],
    "scales": [{"id": "s", "title": "S", "measure": "perceived-s", "items": ["a", "b"], "minimum": 1, "higher": "worse"}],
}  # fmt: skip
KEY = bytes(range(32))


@pytest.fixture(scope="session")
def asked():
    return parse(ASKED, "small.yaml")


@pytest.fixture
def store(where):
    opened = open_store(where)
    yield opened
    opened.dispose()


@pytest.fixture
def opened(store, asked):
    """An open round 2026-1 with links to persons: tokens by address."""
    store.create("2026-1", asked, access="person")
    people = [("red", f"r{n}@example.com") for n in range(3)] + [("blue", f"b{n}@example.com") for n in range(3)]
    tokens = {invitation.address.split("@")[0]: invitation.token for invitation in store.invite("2026-1", people, KEY)}
    store.open("2026-1")
    return tokens


@pytest.fixture
def form(where, store):
    """The form with its own rights: on PostgreSQL logged in as its own role."""
    made = Form(store.form_address("secret-of-the-form"))
    yield made
    made.close()
