"""What stands in the report, in which order: the argument of the verdict, then the evidence, then what was not read.

Takes an `Assessment`; returns sections of sentences, figures and tables, ready for the template. Every table says how many rows
it leaves out.
"""

from collections.abc import Iterator

import pandas as pd

from assessment.decisions.assessment import Assessment, Verdict
from assessment.reporting import summaries, words
from assessment.reporting.exports.views import Section, draw, view
from assessment.reporting.figures import (
    adoption,
    bounds,
    campaigns,
    coverage,
    drivers,
    duplication,
    indicators,
    priorities,
    reinvention,
    response,
    solutions,
    teams,
    toil,
    trend,
)


def of(assessment: Assessment) -> list[Section]:
    """All sections, in the order of the argument."""
    return [
        _verdict(assessment),
        _sides(assessment.verdict),
        _start(assessment),
        _teams(assessment),
        *_said(assessment),
        _duplication(assessment),
        _campaigns(assessment),
        _toil(assessment),
        *_roads(assessment),
        *_controls(assessment),
        _coverage(assessment),
        _evidence(assessment),
    ]


def _verdict(assessment: Assessment) -> Section:
    whole = assessment.indicators[assessment.indicators["team"] == ""]
    return Section(
        id="indicators",
        title="The four indicators, and culture",
        intro="Severity goes from 0, none, to 1, severe; lines are 5 to 95 % intervals. "
        "Coverage is the share of the rubric's weight that had evidence.",
        figures=(draw(indicators.chart(assessment.indicators), "Severity of the indicators"),),
        tables=(view("indicators", whole, without=("team",)),),
    )


def _sides(verdict: Verdict) -> Section:
    return Section(
        id="sides",
        title="For, against, and what would change it",
        lists=(
            ("Why", verdict.reasons),
            ("What speaks against it", verdict.counter_evidence),
            ("What would change the answer", verdict.would_flip),
            ("What to collect next", verdict.collect_next),
        ),
    )


def _start(assessment: Assessment) -> Section:
    close = ", ".join(map(words.workflow, assessment.verdict.too_close_to_call))
    return Section(
        id="start",
        title="Where to start",
        intro=f"Too close to call: {close} may as well be first." if close else "",
        figures=(
            draw(priorities.chart(assessment.workflows), "What each workflow costs"),
            draw(solutions.chart(assessment.solutions), "How teams get it done: shared, copy of one solution, or own"),
        ),
        tables=(view("workflows", assessment.workflows.sort_values("rank")),),
    )


def _teams(assessment: Assessment) -> Section:
    return Section(
        id="teams",
        title="Indicators by team",
        intro="Upper number: severity. Lower number: coverage. This is not a ranking; most intervals overlap.",
        figures=(draw(teams.heatmap(assessment.indicators), "Severity by team and indicator"),),
        tables=(
            view(
                "disagreements",
                summaries.widest(assessment.disagreements),
                title="Where what people say and what repositories show disagree, the widest first",
                most=summaries.TALKS,
            ),
        ),
        folded=(view("indicators", assessment.indicators[assessment.indicators["team"] != ""], title="All numbers by team", most=400),),
    )


def _said(assessment: Assessment) -> Iterator[Section]:
    said = assessment.tables.get("drivers")
    if said is None or said.empty:
        return
    asked = list(dict.fromkeys(said["questionnaire"]))
    newest = [summaries.newest(said[said["questionnaire"] == name]) for name in asked]
    everybody = assessment.change[assessment.change["team"] == ""]
    yield Section(
        id="said",
        title="What people say",
        intro="Colour: how far towards the bad end of the answers. Small: how many people answered. "
        "≠: the people of the team do not agree. ·: the number carries no mean of the team.",
        figures=(
            *(
                draw(drivers.heatmap(part), f"{summaries.titled(name)}, by team")
                for name, rows in zip(asked, newest, strict=True)
                for part in drivers.apart(rows)
            ),
            draw(bounds.chart(newest[0]), "What those who kept silent could change"),
        ),
        tables=(view("change", everybody, without=("team",), title="What changed since the round before"),) if len(everybody) else (),
        folded=(
            view("drivers", pd.concat(newest), title="All numbers by team", most=400),
            view("reliability", summaries.newest(assessment.reliability), title="How well the scales measure"),
        ),
    )


def _duplication(assessment: Assessment) -> Section:
    clusters = assessment.clusters.sort_values("redundant_lines", ascending=False)
    return Section(
        id="duplication",
        title="Duplication",
        intro=f"{words.CLONES_ARE_FACTS} {words.NOT_COMPARED}",
        figures=(
            draw(duplication.heatmap(summaries.copied(assessment)), "Lines of plumbing that stand near-identical in two teams"),
            draw(
                reinvention.chart(assessment.reinvention), "Per workflow: teams on something shared, on copies, on inventions of their own"
            ),
        ),
        tables=(
            view("clusters", clusters, title="Clusters of near-identical plumbing files, by the lines that one shared version would save"),
        ),
        folded=(
            view(
                "members",
                assessment.members.sort_values(["cluster", "similarity"], ascending=[True, False]),
                title="Members of the clusters",
                most=400,
            ),
            view("reinvention", assessment.reinvention, title="How independently teams solve each workflow"),
            view("blocks", assessment.blocks, title="Blocks that stand in several repositories, inside files that differ as a whole"),
        ),
    )


def _campaigns(assessment: Assessment) -> Section:
    table = assessment.campaigns
    spread = f" ({words.estimate(table['hours_low'].sum())} to {words.estimate(table['hours_high'].sum())})" if len(table) else ""
    return Section(
        id="campaigns",
        title="The same edit, made by hand in many repositories",
        intro=f"{words.count(len(table), 'campaign')}, {words.number(table['commits'].sum())} commits by people, "
        f"about {words.estimate(table['hours'].sum())} hours{spread} at stated minutes a repository.",
        figures=(draw(campaigns.timeline(table, assessment.campaign_commits), "Campaigns from their first to their last commit"),),
        tables=(
            view("campaigns", table, title="Campaigns"),
            view("left_behind", assessment.left_behind[assessment.left_behind["active"].astype(bool)], title="Who still has the old text"),
        ),
        folded=(
            view("campaign_commits", assessment.campaign_commits, title="Commits of these edits"),
            view("campaign_chance", assessment.campaign_chance, title="How many would be found by chance"),
        ),
    )


def _toil(assessment: Assessment) -> Section:
    count, repositories = words.number(assessment.toil["commits"].sum()), words.repositories(assessment.toil["repository"].nunique())
    return Section(
        id="toil",
        title="Toil hotspots",
        intro=f"{count} commits by people on plumbing in {repositories}. A commit is not an hour.",
        figures=(
            draw(toil.treemap(assessment.toil), "Plumbing commits by workflow, team and repository"),
            draw(trend.chart(assessment.toil), "Plumbing commits a month by workflow"),
        ),
        tables=(view("hotspots", assessment.hotspots.head(15), title="Plumbing files that are large and change often, last 365 days"),),
        folded=(view("toil", summaries.by_repository(assessment.toil), title="By repository and workflow"),),
    )


def _roads(assessment: Assessment) -> Iterator[Section]:
    table = assessment.adoption
    if table.empty:
        return
    drawn = [
        draw(adoption.chart(table, road), f"Repositories on and off the road {road}, by team") for road in dict.fromkeys(table["road"])
    ]
    yield Section(id="roads", title="Paved roads", figures=tuple(drawn), tables=(view("adoption", table[table["team"] == ""]),))


def _controls(assessment: Assessment) -> Iterator[Section]:
    table = assessment.tables.get("controls")
    if table is None or table.empty:
        return
    known = table[table["present"] + table["absent"] > 0].sort_values(["spread", "control"], ascending=[False, True])
    dark = table[table["present"] + table["absent"] == 0]
    yield Section(
        id="controls",
        title="Security and compliance controls",
        intro="Spread is how unequal teams are in having a control: 0 is all alike, 1 is half of them always and half never. "
        "A control seen in files is configured, not proven to run.",
        tables=(view("controls", known, without=("requirements",), title="The most unequal first"),),
        folded=(
            view("control_settings", assessment.tables["control_settings"], title="How each is set"),
            view("controls", dark, title="Known of no repository"),
        ),
    )


def _coverage(assessment: Assessment) -> Section:
    return Section(
        id="coverage",
        title="What was and was not read or answered",
        intro=", ".join(f"{words.repositories(number)} {state}" for state, number in summaries.states(assessment.coverage).items()) + ".",
        figures=(
            draw(coverage.chart(assessment.coverage), "Repositories by team and state"),
            draw(response.chart(summaries.newest(assessment.response)), "Response rate by team"),
        ),
        tables=(
            view("left out", summaries.left_out(assessment.coverage)),
            view("outcomes", summaries.outcomes(assessment.measures), title="Teams by outcome of each measure"),
        ),
        folded=(
            view("response", summaries.newest(assessment.response), title="Response by team"),
            view("coverage", assessment.coverage, title="Every repository", most=400),
        ),
    )


def _evidence(assessment: Assessment) -> Section:
    titles = dict(zip(assessment.measures["measure"], assessment.measures["title"], strict=True))
    shown = [
        view("evidence", rows, title=f"{words.sentence(str(indicator))}: {titles.get(measure, measure)}")
        for (indicator, measure), rows in assessment.evidence.groupby(["indicator", "measure"], sort=False, observed=True)
    ]
    return Section(
        id="evidence",
        title="Evidence",
        intro="Every number leads to a place in a repository or to an item of the survey.",
        folded=(view("measures", assessment.measures, title="All measures by team", most=400), *shown),
    )
