"""Are security and compliance controls applied alike, or does each team interpret them alone?

Why: the sign of a structural problem is not a low mean but spread between teams, in whether a control is there and in how
it is set. 'All alike and bad' and 'mixed' need different actions.
Reads: `facts.controls`, `fleet.teams`. Returns: signals control-spread and setting-spread between teams, control-gap per team;
`table` with the share of repositories per control and team.
Misleads: a control seen in files is configured, not proven to run; one that lives in the platform's settings cannot be seen
and is unavailable, not absent. A team of one repository can only stand at 0 or 1: teams are weighted by repositories, and
spread among many tiny teams is partly chance. Entropy is high for free-text settings however little they matter.
Source: that settings diverge where presence does not was read from 197 public repositories; formulas: `repositories.dispersion`.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from assessment.outcome import Evidence, Outcome, Part, Signal
from assessment.repositories.dispersion import entropies, spreads
from assessment.repositories.fleet import Fleet

SHOWN = 5  # controls listed as evidence
PRECEDENCE = {"present": 0, "absent": 1, "unavailable": 2, "not applicable": 3}  # of several rows of one repository and control


def table(fleet: Fleet) -> pd.DataFrame:
    """Per control and team: control, team ('' unmapped), present, of (present + absent), share (NaN where of is 0), unavailable.

    Counts repositories; not applicable is in none of the counts.
    """
    rows = _rows(fleet)
    counts = pd.crosstab([rows["control"], rows["team"]], rows["outcome"]).reindex(
        columns=["present", "absent", "unavailable"], fill_value=0
    )
    of = counts["present"] + counts["absent"]
    wide = pd.DataFrame(
        {"present": counts["present"], "of": of, "share": counts["present"] / of.where(of > 0), "unavailable": counts["unavailable"]}
    )
    return (
        wide[(wide["of"] > 0) | (wide["unavailable"] > 0)].reset_index()
        if len(rows)
        else wide.reset_index().reindex(columns=["control", "team", "present", "of", "share", "unavailable"])
    )


def collect(fleet: Fleet) -> list[Signal]:
    """Signals 'control-spread' and 'setting-spread' (team '', 0..1), 'control-gap' per team (mean share behind, 0..1).

    n and of count repositories: one counts as seen when at least half of its applicable controls could be seen.
    """
    rows = _rows(fleet)
    mapped = rows[rows["team"] != ""]
    return [_control_spread(fleet, mapped), _setting_spread(mapped), *_gaps(fleet, mapped)]


def _rows(fleet: Fleet) -> pd.DataFrame:
    """Controls with one row per repository and control, and its team; repositories outside the fleet are dropped."""
    words = ["repository", "control", "outcome", "setting", "path"]
    rows = fleet.facts.controls.astype(dict.fromkeys(words, object))
    rows = rows[rows["repository"].isin(fleet.teams.index)]
    rows = rows.assign(team=rows["repository"].map(fleet.teams).fillna("").astype(object), rank=rows["outcome"].map(PRECEDENCE))
    first: pd.DataFrame = rows.sort_values("rank", kind="stable").drop_duplicates(["repository", "control"])
    return first.sort_values(["control", "repository"])


def _seen(rows: pd.DataFrame, failed: int) -> tuple[int, int, str]:
    """n, of and a note on what could not be seen, for some rows of controls and a number of repositories that failed."""
    asked = rows[rows["outcome"] != "not applicable"]
    visible = (asked["outcome"] != "unavailable").groupby(asked["repository"]).mean()
    dark = (asked["outcome"] != "unavailable").groupby(asked["control"]).any()
    hidden = sorted(str(name) for name in dark.index[~dark])
    note = f"cannot be seen: {', '.join(hidden)}" if hidden else ""
    return int((visible >= 0.5).sum()), len(visible) + failed, note


def _failed(fleet: Fleet) -> pd.Series:
    """Repositories that could not be read, by team."""
    states = fleet.facts.repositories
    return (
        fleet.teams.reindex(states.loc[states["state"] == "failed", "repository"].astype(object))
        .fillna("")
        .value_counts()
        .drop("", errors="ignore")
    )


def _shares(rows: pd.DataFrame) -> pd.DataFrame:
    known = rows[rows["outcome"].isin(["present", "absent"])]
    present = (known["outcome"] == "present").groupby([known["control"], known["team"]])
    return present.agg(["mean", "size"]).set_axis(["share", "of"], axis=1).reset_index()


def _between(measure: str, values: pd.Series, seen: tuple[int, int, str]) -> Signal:
    n, of, note = seen
    if len(values):
        return Signal(measure=measure, outcome=Outcome.MEASURED, value=float(values.mean()), unit=str(values.name), n=n, of=of, note=note)
    if of and not n:
        return Signal(measure=measure, outcome=Outcome.UNAVAILABLE, of=of, note=note)
    return Signal(measure=measure, outcome=Outcome.NOT_APPLICABLE, note="no control that applies in two teams is there to compare")


def _control_spread(fleet: Fleet, rows: pd.DataFrame) -> Signal:
    shares = _shares(rows)
    values = spreads(shares)
    signal = _between("control-spread", values, _seen(rows, int(_failed(fleet).sum())))
    if signal.outcome is not Outcome.MEASURED:
        return signal
    widest = values[values > 0].sort_index().sort_values(ascending=False, kind="stable").head(SHOWN)
    evidence = tuple(place for control in widest.index for place in _ends(str(control), widest[control], shares, rows))
    return replace(signal, evidence=evidence, note="; ".join(filter(None, [f"mean over {len(values)} controls", signal.note])))


def _ends(control: str, spread: float, shares: pd.DataFrame, rows: pd.DataFrame) -> list[Evidence]:
    """One repository of the team that applies a control most, where it is there, and one of the team that applies it least."""
    ours = shares[shares["control"] == control].sort_values(["share", "of"])
    places = []
    for row, outcome in ((ours.iloc[-1], "present"), (ours.iloc[0], "absent")):
        found = rows[(rows["control"] == control) & (rows["team"] == row["team"]) & (rows["outcome"] == outcome)].iloc[0]
        note = f"{control} {outcome}; {row['team']} has it in {row['share']:.0%} of {int(row['of'])} repositories (spread {spread:.2f})"
        places.append(_place(found.to_dict(), note))
    return places


def _place(row: Mapping[Any, Any], note: str) -> Evidence:
    line = None if pd.isna(row["line"]) else int(row["line"])
    return Evidence(repository=str(row["repository"]), path=str(row["path"]), line=line, note=note)


def _setting_spread(rows: pd.DataFrame) -> Signal:
    present = rows[rows["outcome"] == "present"]
    chosen = present[present["setting"].fillna("") != ""]
    values = entropies(chosen)
    n = int(chosen["repository"].nunique())
    signal = _between("setting-spread", values, (n, n, f"mean over {len(values)} controls that are set in at least two teams"))
    if signal.outcome is not Outcome.MEASURED:
        return signal
    widest = values[values > 0].sort_index().sort_values(ascending=False, kind="stable").head(SHOWN).index
    shown = chosen[chosen["control"].isin(widest)].drop_duplicates(["control", "setting"]).groupby("control").head(2)
    evidence = tuple(_place(row, f"{row['control']} is set to {row['setting']}") for row in shown.to_dict("records"))
    return replace(signal, evidence=evidence)


def _gaps(fleet: Fleet, rows: pd.DataFrame) -> list[Signal]:
    known = rows[rows["outcome"].isin(["present", "absent"])]
    there = (known["outcome"] == "present").astype(float)
    behind = known.assign(there=there, practice=there.groupby(known["control"]).transform("mean"))
    failed = _failed(fleet)
    of = {team: (behind[behind["team"] == team], rows[rows["team"] == team]) for team in fleet.organisation.team_names}
    return [_gap(team, known, _seen(all_, int(failed.get(team, 0))), bool(fleet.of(team))) for team, (known, all_) in of.items()]


def _gap(team: str, known: pd.DataFrame, seen: tuple[int, int, str], collected: bool) -> Signal:
    n, of, note = seen
    blank = Signal(measure="control-gap", outcome=Outcome.UNAVAILABLE, team=team, of=of)
    if known.empty and collected and not of:
        return replace(blank, outcome=Outcome.NOT_APPLICABLE, note="no control applies to its repositories")
    if known.empty:
        return replace(
            blank, note=note or ("its repositories could not be read" if collected else "no repository of this team was collected")
        )
    by = known.groupby("control").agg(share=("there", "mean"), practice=("practice", "first"), of=("there", "size"))
    by["gap"] = (by["practice"] - by["share"]).clip(lower=0)
    worst = by[by["gap"] > 0].sort_index().sort_values("gap", ascending=False, kind="stable").head(SHOWN)
    lacking = known[known["control"].isin(worst.index) & (known["there"] == 0)].drop_duplicates("control").set_index("control")
    evidence = tuple(
        Evidence(
            repository=str(lacking.loc[c, "repository"]),
            path=str(lacking.loc[c, "path"]),
            note=f"{c} absent; in {by.loc[c, 'share']:.0%} of the team's repositories, {by.loc[c, 'practice']:.0%} of all",
        )
        for c in worst.index
    )
    return replace(
        blank,
        outcome=Outcome.MEASURED,
        value=float(by["gap"].mean()),
        unit="share",
        n=n,
        parts=_parts(known, by),
        evidence=evidence,
        note="; ".join(filter(None, [f"mean over {len(by)} controls", note])),
    )


def _parts(known: pd.DataFrame, by: pd.DataFrame) -> tuple[Part, ...]:
    """Each repository's contribution to the gap, scaled so that their mean is the gap: negative where it is ahead of the practice."""
    rows = known.join(by[["gap", "of"]], on="control")
    repositories = rows["repository"].nunique()
    value = ((rows["practice"] - rows["there"]) * (rows["gap"] > 0) / rows["of"]).groupby(rows["repository"]).sum() * repositories / len(by)
    return tuple(Part(repository=str(name), value=float(v)) for name, v in value.items())
