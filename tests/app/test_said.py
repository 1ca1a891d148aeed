"""The pages about what people said: choices, hidden groups, words for what cannot be told."""

from tests.said import ROUNDS, SCALES


def shown(app, *columns):
    """The first table with these columns."""
    return next(frame.value for frame in app.dataframe if set(columns) <= set(frame.value.columns))


def captions(app):
    return "\n".join(caption.value.replace("\\", "") for caption in app.caption)


def test_response_shows_the_newest_round_with_bounds_and_reliability(open_page, assessed):
    app = open_page(assessed, "response")
    assert [box.value for box in app.selectbox if box.label == "Round"] == [ROUNDS[-1]]
    assert set(shown(app, "alpha")["scale"]) == {title for title, *_ in SCALES.values()}
    assert "Thin: wherever it could lie" in captions(app)


def test_comments_stand_without_team_and_as_they_were_written(open_page, assessed):
    app = open_page(assessed, "response")
    app.selectbox(key="response-questionnaire")
    assert not app.exception  # comments of another questionnaire are not mixed in
    assert "We wait days" not in "\n".join(markdown.value for markdown in app.markdown)


def test_what_was_chosen_by_few_has_no_share(open_page, assessed):
    app = open_page(assessed, "response")
    told = shown(app, "option").set_index("option")["share"]
    assert told.to_dict() == {"CI": "50 %", "Secrets": "25 %", "None": "too few to tell"}


def test_the_driver_that_is_chosen_is_drilled_into(open_page, assessed):
    app = open_page(assessed, "cognitive_load")
    app.selectbox(key="scale").set_value("culture").run()
    assert not app.exception
    table = shown(app, "carries")
    assert len(table) == 9  # eight teams and everybody
    assert set(table["higher"]) == {"healthier"}


def test_items_of_a_hidden_team_stay_hidden(open_page, assessed):
    app = open_page(assessed, "cognitive_load")
    app.selectbox(key="scale").set_value("reinvention").run()
    app.selectbox(key="team").set_value("insights").run()
    assert not app.exception
    frames = [frame.value for frame in app.dataframe if "not_applicable" in frame.value.columns]
    assert all(set(frame["mean"]) == {"hidden to protect a small group"} for frame in frames)


def test_said_and_seen_changes_with_what_is_looked_at(open_page, assessed):
    app = open_page(assessed, "cognitive_load")
    before = set(shown(app, "technologies", "value")["team"])
    app.segmented_control(key="seen").set_value("repositories").run()
    assert not app.exception
    assert set(shown(app, "technologies", "value")["team"]) == before != set()


def test_change_counts_the_teams_that_it_cannot_show(open_page, assessed):
    app = open_page(assessed, "change")
    app.selectbox(key="scale").set_value("culture").run()
    assert "2 teams cannot be shown" in captions(app)
    everybody = shown(app, "scale", "verdict").set_index("scale")
    assert everybody.loc[SCALES["reinvention"][0], "verdict"] == "worded differently"
