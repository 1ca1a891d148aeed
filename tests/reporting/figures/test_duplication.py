"""Which teams hold copies of each other's plumbing: counted by hand on five files."""

import pandas as pd
import pytest

from assessment.reporting.figures import duplication


@pytest.fixture
def members():
    rows = [
        # cluster, team, lines, similarity: cluster a: red 100 and 40 lines (0.5 of 80), blue 90; cluster b: red 10, no team 20
        ("a", "red", "r1", 100, 1.0),
        ("a", "red", "r2", 80, 0.5),
        ("a", "blue", "b1", 90, 1.0),
        ("b", "red", "r1", 10, 1.0),
        ("b", "", "x1", 20, 1.0),
    ]
    return pd.DataFrame(rows, columns=["cluster", "team", "repository", "lines", "similarity"]).assign(path="ci.yml")


def drawn(members, **options):
    figure = duplication.heatmap(members, **options)
    return figure.data[0], list(figure.layout.xaxis.ticktext)


def test_shared_lines_are_the_smaller_side_of_each_cluster(members):
    table = duplication.between(members).set_index(["team", "other"])
    assert table.loc[("red", "blue"), "lines"] == 90  # min(100 + 40, 90)
    assert table.loc[("blue", "red"), "lines"] == 90
    assert table.loc[("red", "no team"), "lines"] == 10  # min(10, 20)
    assert ("blue", "no team") not in table.index


def test_a_team_with_itself_counts_its_further_copies(members):
    table = duplication.between(members).set_index(["team", "other"])
    assert table.loc[("red", "red"), "lines"] == 40  # 140 lines less the largest file's 100
    assert ("blue", "blue") not in table.index


def test_share_is_of_the_row_teams_lines_in_clusters(members):
    table = duplication.between(members).set_index(["team", "other"])
    assert table.loc[("red", "blue"), "share"] == pytest.approx(90 / 150)
    assert table.loc[("blue", "red"), "share"] == 1.0
    assert (table["share"] <= 1).all()


def test_the_heatmap_leaves_empty_what_is_not_shared_and_says_n(members):
    heat, names = drawn(members)
    assert names[0] == "red"  # shares most
    row, column = names.index("red"), names.index("blue")
    assert heat.text[row][column] == "90"
    assert heat.customdata[row][column] == "<b>red and blue</b>: 90 lines<br>60 % of red's lines in clusters<br>1 cluster, 2 files of red"
    assert heat.text[names.index("blue")][names.index("no team")] == ""


def test_share_can_be_shown(members):
    heat, names = drawn(members, value="share")
    assert heat.text[names.index("red")][names.index("blue")] == "60 %"


def test_a_teams_name_is_shown_literally(members):
    heat, names = drawn(members.assign(team=members["team"].replace("red", "<b>red</b>")))
    assert "&lt;b&gt;red&lt;/b&gt;" in names
    assert not any("<b>red</b>" in cell for row in heat.customdata for cell in row)


def test_no_clusters_is_said(empty):
    assert duplication.heatmap(empty.members).layout.annotations[0].text == "No near-identical plumbing was found in two repositories"


def test_of_many_teams_those_with_most_copies_are_drawn_and_the_axis_says_of_how_many(assessment, monkeypatch):
    every = duplication.heatmap(assessment.members)
    monkeypatch.setattr(duplication, "MOST", 2)
    figure = duplication.heatmap(assessment.members)
    assert list(figure.layout.yaxis.ticktext) == list(every.layout.yaxis.ticktext)[:2]
    assert figure.layout.xaxis.title.text == f"2 of {len(every.data[0].y)} teams: those with most copies"
