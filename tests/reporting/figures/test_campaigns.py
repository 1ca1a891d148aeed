"""The timeline of campaigns: one line each, a dot a repository, nothing from outside read as markup."""

import pandas as pd

from assessment.reporting.figures import campaigns


def test_each_campaign_is_a_line_from_its_first_to_its_last_day(assessment):
    figure = campaigns.timeline(assessment.campaigns, assessment.campaign_commits)
    lines = [trace for trace in figure.data if trace.mode == "lines"]
    ends = [(x0, x1) for trace in lines for x0, x1 in zip(trace.x[::3], trace.x[1::3], strict=True)]
    wanted = assessment.campaigns[["first", "last"]].itertuples(index=False, name=None)
    assert sorted(pd.Timestamp(x0) for x0, _ in ends) == sorted(first for first, _ in wanted)


def test_a_dot_is_a_repository_and_counts_once(assessment):
    commits = pd.concat([assessment.campaign_commits, assessment.campaign_commits])
    figure = campaigns.timeline(assessment.campaigns, commits)
    dots = sum(len(trace.x) for trace in figure.data if trace.mode == "markers")
    assert dots == len(assessment.campaign_commits.drop_duplicates(["campaign", "repository"]))


def test_what_people_wrote_is_shown_literally(assessment):
    figure = campaigns.timeline(assessment.campaigns, assessment.campaign_commits)
    assert any("&lt;b&gt;x&lt;/b&gt;" in text for text in figure.layout.yaxis.ticktext)
    assert not any("<b>x" in text for text in figure.layout.yaxis.ticktext)


def test_the_axis_says_when_some_are_not_drawn(assessment):
    one = assessment.campaigns.iloc[[0]]
    many = pd.concat([one.assign(campaign=f"m{n}") for n in range(campaigns.MOST + 3)])
    figure = campaigns.timeline(many, assessment.campaign_commits)
    assert len(figure.layout.yaxis.ticktext) == campaigns.MOST
    assert figure.layout.xaxis.title.text == "25 of 28 campaigns: those over most repositories"


def test_nothing_is_said_in_words(assessment):
    figure = campaigns.timeline(assessment.campaigns.iloc[:0], assessment.campaign_commits)
    assert figure.layout.annotations[0].text == "No campaign in the chosen time"
