"""The sections of the page Duplication: each is drawn when it is opened, and says what it must."""

import pytest

from tests.app.test_pages import said

SECTIONS = {
    "Copies": "One cluster",
    "Campaigns": "One campaign",
    "Blocks": "from line 2",
    "Reinvention": "Each team weighs the same",
}


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_is_drawn_when_it_is_open_and_the_others_are_not(open_page, assessed, section):
    app = open_page(assessed, "duplication", section=section)
    assert not app.exception
    text = said(app)
    assert [name for name, words in SECTIONS.items() if words in text] == [section]


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_without_anything_says_so(open_page, silent, section):
    app = open_page(silent, "duplication", section=section)
    assert not app.exception
    assert len(app.info) == 1
    assert not app.dataframe


def test_who_was_left_behind_stands_below_the_campaign(open_page, assessed):
    app = open_page(assessed, "duplication", section="Campaigns")
    behind = next(frame.value for frame in app.dataframe if "active" in frame.value)
    assert behind[["repository", "active"]].values.tolist() == [["cards-api", True], ["cards-web", False]]


def test_hours_stand_beside_their_interval(open_page, assessed):
    app = open_page(assessed, "duplication", section="Campaigns")
    assert "about 10 hours (3.9 to 30, at the minutes a repository" in said(
        app
    )  # 10.5 of 4.5 + 3.5 + 2.5, to even; 1.8 + 1.3 + 0.8; 11 + 10 + 9


def test_the_origin_of_copies_and_the_values_that_differ_are_told(open_page, assessed):
    app = open_page(assessed, "duplication")
    text = said(app)
    assert "had it first, on 1 Feb 2024" in text
    values = next(frame.value for frame in app.dataframe if "mask" in frame.value)
    assert values["values"].tolist() == ["v4 (3), v3 (2)"]


def test_public_templates_can_be_left_out(open_page, assessed):
    app = open_page(assessed, "duplication")

    def shown():
        return set(next(frame.value for frame in app.dataframe if "medoid_path" in frame.value)["cluster"])

    assert "c3" in shown()
    app.toggle(key="public").set_value(False).run()
    assert "c3" not in shown()
