"""A workspace on each database: ASSESS_STORE is used, its password is never shown, and the form is not told it."""

import pytest
from sqlalchemy.engine import make_url

from assessment import launching
from assessment.errors import SurveyError
from assessment.survey.store.form import Form
from assessment.workspace import Workspace

KEY = bytes(range(32))


@pytest.fixture
def workspace(where, tmp_path, monkeypatch):
    home = tmp_path / "acme"
    home.mkdir()
    (home / "organisation.yaml").write_text("name: Acme\nteams:\n  - {name: red, headcount: 6, repositories: ['red-*']}\n")
    monkeypatch.setenv("ASSESS_STORE", where if "://" in where else f"sqlite:///{where}")
    return Workspace(home)


def test_what_the_form_takes_the_workspace_has(workspace, where, monkeypatch):
    with workspace.store() as store:
        store.create("1", workspace.questionnaire(), access="person")
        token = store.invite("1", [("red", None)], KEY)[0].token
        store.open("1")
        address = store.form_address("secret-of-the-form")
    environment = launching.form_environment(address, 5)
    assert "ASSESS_STORE" not in environment
    if "://" in where:
        secret = str(make_url(where).password)
        assert make_url(address).username.endswith("_form")
        assert not any(secret in value for name, value in environment.items() if name != "PYTEST_CURRENT_TEST")
    form = Form(environment["ASSESS_FORM_STORE"])
    form.save(token, {"reinvention-own": "Agree"})
    form.submit(token)
    form.close()
    assert workspace.answers()["item"].tolist() == ["reinvention-own"]
    assert workspace.texts().empty
    assert not (workspace.folder / "survey.db").exists()
    monkeypatch.delenv("ASSESS_STORE")
    assert workspace.answers().empty
    assert not (workspace.folder / "survey.db").exists()  # to look is no reason to make one


def test_a_store_that_cannot_be_reached_is_named_without_its_password(workspace, monkeypatch):
    monkeypatch.setenv("ASSESS_STORE", "postgresql://me:topsecret@127.0.0.1:1/survey")
    with pytest.raises(SurveyError) as caught:
        workspace.answers()
    assert "topsecret" not in str(caught.value)
