"""Signals, severities and collection state as the result tables: everything a reader can look up behind the verdict."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import fields

import numpy as np
import pandas as pd

from assessment.decisions.assessment import tidy
from assessment.indicators.rubric import Rubric
from assessment.indicators.severities import Drawn, Severity
from assessment.outcome import Evidence, Outcome, Signal
from assessment.repositories.facts import Facts


def indicators(severities: Iterable[Severity], threshold: float, hidden: Set[tuple[str, str]]) -> pd.DataFrame:
    """Indicators table. `hidden`: (indicator, team) whose perceived side is withheld."""
    return tidy("indicators", [_indicator(s, threshold, hidden) for s in severities])


def _indicator(severity: Severity, threshold: float, hidden: Set[tuple[str, str]]) -> dict[str, object]:
    draws = severity.draws
    low, value, high = (np.nan,) * 3 if draws is None else np.quantile(draws, [0.05, 0.5, 0.95])
    return {
        "indicator": severity.indicator,
        "team": severity.team,
        "value": value,
        "low": low,
        "high": high,
        "resonates": np.nan if draws is None else float(np.mean(draws >= threshold)),
        "threshold": threshold,
        "coverage": severity.coverage,
        "answers": severity.answers,
        "repositories": severity.repositories,
        "hidden": (severity.indicator, severity.team) in hidden,
    }


def measures(signals: Sequence[Signal], evidence: Drawn) -> pd.DataFrame:
    """Measures table: every released signal that the rubric knows, with its severity."""
    places = {m.id: (name, m) for name, indicator in evidence.rubric.all.items() for m in indicator.measures}
    rows = []
    for signal in signals:
        if signal.measure not in places:
            continue
        indicator, measure = places[signal.measure]
        draws = evidence.draws.get((signal.measure, signal.team))
        rows.append(
            {
                "indicator": indicator,
                "measure": signal.measure,
                "title": measure.title,
                "source": str(signal.source),
                "team": signal.team,
                "outcome": str(signal.outcome),
                "value": np.nan if signal.value is None else signal.value,
                "unit": measure.unit,
                "severity": np.nan if draws is None else float(np.median(draws)),
                "weight": measure.weight,
                "n": signal.n,
                "of": signal.of,
                "note": signal.note,
            }
        )
    return tidy("measures", rows)


def evidence(signals: Iterable[Signal], rubric: Rubric, repositories: pd.DataFrame) -> pd.DataFrame:
    """Evidence table: down to repository, path, line and commit. A file seen at HEAD stands at the commit that was read.

    `repositories`: the fact table.
    """
    indicator = {m.id: name for name, entry in rubric.all.items() for m in entry.measures}
    names = [field.name for field in fields(Evidence)]
    rows = [
        {**{name: getattr(e, name) for name in names}, "indicator": indicator[s.measure], "measure": s.measure, "team": s.team}
        for s in signals
        if s.measure in indicator and s.outcome is Outcome.MEASURED
        for e in s.evidence
    ]
    table = tidy("evidence", rows)
    table["line"] = table["line"].astype("Int64")
    heads = dict(zip(repositories["repository"].astype(str), repositories["head"].fillna(""), strict=True))
    at_head = (table["commit"] == "") & (table["path"] != "")
    table.loc[at_head, "commit"] = [heads.get(name, "") for name in table.loc[at_head, "repository"]]
    return table


def campaign_commits(propagated: pd.DataFrame, commits: pd.DataFrame, teams: pd.Series) -> pd.DataFrame:
    """Campaign commits table. `propagated`: [repository, number, campaign]; `teams`: repository -> team."""
    known = commits[["repository", "number", "commit", "authored_at"]].astype({"repository": str})
    table = propagated.astype({"repository": str}).merge(known, on=["repository", "number"])
    table["team"] = table["repository"].map(teams).fillna("")
    table["day"] = table["authored_at"].dt.tz_localize(None).dt.floor("D")
    return tidy("campaign_commits", table.sort_values(["campaign", "day", "repository"]))


def coverage(facts: Facts, owners: pd.DataFrame, *, automated: pd.Series, unparsed: pd.Series) -> pd.DataFrame:
    """Coverage table: what was and was not read of each repository.

    `automated`: per commit, whether effort leaves it out as a bot's. `unparsed`: the repository of each file that no parser took.
    """
    folders = owners.loc[owners["path"] != "", "repository"].value_counts()
    table = facts.repositories.astype({"repository": str}).merge(owners[owners["path"] == ""], on="repository", how="left")
    table["folders"] = table["repository"].map(folders).fillna(0).astype(int)
    declared, agents = facts.commits["automation"].astype(bool), facts.commits["agent"].fillna(False).astype(bool)
    commits = facts.commits.assign(automation=automated, scripted=automated & ~declared, agents=agents)
    by = commits.groupby(commits["repository"].astype(str))
    read = facts.files[facts.files["read"] == "read"]
    bots = {name: (name, "sum") for name in ("automation", "scripted", "agents")}
    counted = by.agg(automation_share=("automation", "mean"), last_commit=("committed_at", "max"), **bots)
    counted["plumbing_files"] = read.groupby(read["repository"].astype(str)).size()
    counted["unparsed"] = unparsed.value_counts()
    table = table.merge(counted, left_on="repository", right_index=True, how="left")
    numbers = dict.fromkeys([*bots, "plumbing_files", "unparsed"], 0)
    table = table.fillna(numbers).astype(dict.fromkeys(numbers, int))
    return tidy("coverage", table)
