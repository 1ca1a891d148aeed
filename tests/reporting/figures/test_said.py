"""What people said, drawn from the released tables."""

import numpy as np
import pandas as pd
import pytest

from assessment.reporting.figures import bounds, change, drivers
from tests import said

TEAMS = {"accounts": 9, "cards": 8, "insights": 4}


@pytest.fixture
def released():
    return said.tables(TEAMS, ("insights",))


def of(table, round="2026-2"):
    return table[table["round"] == round]


def test_the_bad_end_is_one_whichever_way_a_scale_runs():
    rows = pd.DataFrame(
        {
            "value": [5, 5, np.sqrt(0.5 * 63), 1],
            "least": [1, 1, 0.5, 1],
            "most": [5, 5, 63, 5],
            "ratio": [False, False, True, False],
            "higher": ["worse", "healthier", "worse", "worse"],
        }
    )
    assert drivers.badness(rows).tolist() == pytest.approx([1, 0, 0.5, 0])  # the third: the geometric middle


def test_teams_stand_below_everybody_the_most_loaded_first(released):
    figure = drivers.heatmap(of(released["drivers"]))
    assert figure.layout.yaxis.ticktext[0] == "<b>everybody</b>"
    means = np.nanmean(np.array(figure.data[0].z, float)[1:3], axis=1)
    assert means[0] >= means[1]
    assert len(figure.layout.xaxis.ticktext) == len(said.SCALES)


def test_a_hidden_team_has_no_colour_and_no_number(released):
    heatmap = drivers.heatmap(of(released["drivers"])).data[0]
    assert np.isnan(np.array(heatmap.z, float)[-1]).all()
    assert set(heatmap.text[-1]) == {"–"}
    assert all("hidden" in hover for hover in heatmap.customdata[-1])


def test_a_split_team_is_marked(released):
    table = of(released["drivers"])
    split = table[table["carries"] == "team mean, split"]
    cells = [cell for row in drivers.heatmap(table).data[0].text for cell in row]
    assert sum("≠" in cell for cell in cells) == len(split) > 0


def test_a_name_cannot_become_markup(released):
    table = of(released["drivers"]).replace({"team": {"cards": "<img src=x>"}})
    figure = drivers.heatmap(table)
    assert not any("<img" in label for label in figure.layout.yaxis.ticktext)


def test_nothing_to_show_is_said(released):
    nothing = of(released["drivers"]).assign(value=np.nan)
    words = {drivers.heatmap(nothing).layout.annotations[0].text, bounds.chart(nothing).layout.annotations[0].text}
    assert words == {"Nothing of what people said may be shown yet"}


def test_bounds_hold_the_interval_and_the_interval_the_estimate(released):
    worst, interval, estimate = bounds.chart(of(released["drivers"])).data
    for row, at in enumerate(estimate.x):
        thin, thick = sorted(worst.x[3 * row : 3 * row + 2]), sorted(interval.x[3 * row : 3 * row + 2])
        assert thin[0] <= thick[0] <= at <= thick[1] <= thin[1]


def test_a_change_is_good_or_bad_by_the_way_its_scale_runs(released):
    rows = released["change"].query("scale == 'culture' and team != 'insights'").assign(verdict="more")
    assert {trace.name for trace in change.chart(rows, higher="healthier").data} == {"cannot be told from chance", "better"}
    assert {trace.name for trace in change.chart(rows, higher="worse").data} == {"cannot be told from chance", "worse"}


def test_days_change_by_a_factor(released):
    figure = change.chart(released["change"].query("scale == 'setup-days'"))
    assert figure.layout.xaxis.type == "log"
    assert figure.layout.shapes[0].x0 == 1
    assert figure.data[0].base == pytest.approx([1 / 1.2] * 3)


def test_better_and_worse_differ_in_shape_as_well(released):
    rows = released["change"].query("scale == 'culture' and team != 'insights'").assign(verdict="more")
    shapes = {change.chart(rows, higher=higher).data[1].marker.symbol for higher in ("healthier", "worse")}
    assert shapes == {"circle", "diamond"}


def test_a_factor_is_said_as_one(released):
    figure = change.chart(released["change"].query("scale == 'setup-days'"))
    assert all(" times as much (" in said for trace in figure.data[1:] for said in trace.customdata)


def test_a_heading_is_the_short_title_or_the_id_in_words(released):
    rows = of(released["drivers"]).replace({"title": {said.SCALES["reinvention"][0]: "Pain: finding a problem"}})
    headings = drivers.heatmap(rows).layout.xaxis.ticktext
    assert "Pain:<br>finding a<br>problem" in headings
    assert "Cognitive<br>load" in headings


def test_names_of_bounds_stand_above_their_lines_so_that_a_narrow_page_keeps_both(released):
    figure = bounds.chart(of(released["drivers"]))
    assert [note.text for note in figure.layout.annotations] == [title for title, *_ in said.SCALES.values()][::-1]
    assert figure.layout.yaxis.visible is False


def test_many_scales_are_drawn_apart(released):
    rows = of(released["drivers"])
    many = pd.concat([rows.assign(scale=rows["scale"] + f"-{n}") for n in range(3)])  # 12 scales
    parts = drivers.apart(many)
    assert [part["scale"].nunique() for part in parts] == [6, 6]
    assert list(dict.fromkeys(pd.concat(parts)["scale"])) == list(dict.fromkeys(many["scale"]))
    assert len(drivers.apart(rows)) == 1
    assert len(drivers.apart(rows.head(0))) == 1


def test_hidden_changes_are_not_drawn(released):
    figure = change.chart(released["change"].query("scale == 'culture'"))
    assert not any("insights" in str(label) for trace in figure.data for label in trace.y)
