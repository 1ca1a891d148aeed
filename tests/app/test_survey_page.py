"""The page of survey rounds: a whole round by its buttons, and what it must not show."""

import csv
import io

import pytest

from assessment.survey.store.form import Form
from assessment.workspace import Workspace

ORGANISATION = """
name: Acme
teams:
  - {name: red, headcount: 6, repositories: ["red-*"]}
  - {name: blue, headcount: 7, repositories: ["blue-*"]}
"""


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.delenv("ASSESS_STORE", raising=False)
    (tmp_path / "organisation.yaml").write_text(ORGANISATION)
    return tmp_path


def said(app):
    kinds = (app.title, app.header, app.markdown, app.caption, app.success, app.error, app.info)
    return "\n".join(element.value for kind in kinds for element in kind).replace("\\", "")


def boxes(app):
    return "\n".join(element.proto.body for element in app.get("html"))


def pressed(app, label):
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception
    return app


def made(open_page, home, access="team"):
    app = open_page(home, "survey")
    app.text_input(key="new-name").input("2026-1")
    app.radio(key="new-access").set_value(access)
    return pressed(app, "Make the round")


def tokens(app):
    rows = csv.DictReader(io.StringIO(app.session_state["links"][1].decode()))
    return [(row["team"], row["link"].split("t=")[1]) for row in rows]


def test_a_whole_round(open_page, home):
    app = made(open_page, home, "person")
    assert "Round 2026-1 is a draft" in said(app)
    assert "nobody is invited yet" in said(pressed(app, "Open the round"))
    assert "13 links are made" in said(pressed(app, "Make links"))
    assert "Round 2026-1 is open" in said(pressed(app, "Open the round"))
    links = tokens(app)
    pressed(app, "I have them")
    assert "links" not in app.session_state
    form = Form(home / "survey.db")
    for number, (_, token) in enumerate(links[:5]):
        form.save(token, {"reinvention-own": "Agree"})
        form.submit(token)
        app.run()
        assert ("5 of 13" in boxes(app)) == (number == 4)  # fewer are hidden, in the total too
        assert ("under 5" in str(app.dataframe[1].value)) == (number < 4)
    form.close()
    assert "Remind everybody in:** blue" in said(app)
    assert "Round 2026-1 is closed" in said(pressed(app, "Close the round"))
    app.text_input(key="forget-who").input(f"http://x/?t={links[0][1]}")
    assert "Deleted: 1 response(s)." in said(pressed(app, "Delete this person"))
    app.selectbox(key="forget-round-name").select("2026-1")
    assert "the two names differ" in said(pressed(app, "Delete this round"))
    app.selectbox(key="forget-round-name").select("2026-1")
    app.text_input(key="forget-sure").input("2026-1")
    assert "Round 2026-1 is deleted, with 4 response(s)" in said(pressed(app, "Delete this round"))
    assert Workspace(home).answers().empty


def test_what_is_wrong_is_said_and_nothing_is_made(open_page, home):
    app = open_page(home, "survey")
    assert "is no name for a round" in said(pressed(app, "Make the round"))
    app = made(open_page, home)
    app.text_input(key="url").input("no address")
    assert "is no address of the form" in said(pressed(app, "Make links"))
    with Workspace(home).store() as store:
        assert store.rounds()["links"].tolist() == [0]


def test_without_an_organisation_the_page_says_how_to_begin(open_page, tmp_path):
    app = open_page(tmp_path, "survey")
    assert not app.exception
    assert app.title[0].value == "No organisation yet"
    assert app.code[0].value == f"assess init {tmp_path}"
    assert not (tmp_path / "survey.db").exists()


def test_a_name_cannot_become_markup(open_page, home):
    app = open_page(home, "survey")
    app.text_input(key="new-name").input("{x} ![a](https://evil.example) <b>")
    app = pressed(app, "Make the round")
    assert any(r"\!\[a\]" in element.value for element in app.success)
    assert "<b>" not in boxes(app)
