"""Are security and compliance controls applied alike, or does each team interpret them alone?

Why: the sign of a structural problem is not a low mean but spread between teams, in whether a control is there and in how
it is set. 'All alike and bad' and 'mixed' need different actions.
Reads: outcomes of controls (`controls.outcomes`), `fleet.teams`. Returns: signals control-spread and setting-spread between
teams, control-gap per team; `table` with the share of repositories per control and team.
Misleads: a control seen in files is configured, not proven to run; one that lives in the platform's settings cannot be seen
and is unavailable, not absent. A team of one repository can only stand at 0 or 1: teams are weighted by repositories, and
spread among many tiny teams is partly chance. Entropy is high for free-text settings however little they matter. Which controls are
compared, and why some are not: `controls.compared`.
Source: that settings diverge where presence does not was read from 197 public repositories; formulas: `repositories.controls.dispersion`.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import pandas as pd

from assessment.numerals import percent
from assessment.outcome import Evidence, Outcome, Part, Signal
from assessment.repositories.controls.dispersion import entropies, spreads
from assessment.repositories.fleet import Fleet

SHOWN = 5  # controls listed as evidence


def table(rows: pd.DataFrame) -> pd.DataFrame:
    """Per control and team: control, team ('' unmapped), present, of (present + absent), share (NaN where of is 0), unavailable.

    Counts repositories; not applicable is in none of the counts.
    """
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


def collect(fleet: Fleet, rows: pd.DataFrame) -> list[Signal]:
    """Signals 'control-spread' and 'setting-spread' (team '', 0..1), 'control-gap' per team (mean share behind, 0..1).

    n and of count repositories: one counts as seen when at least half of its applicable controls could be seen.
    """
    mapped = rows[rows["team"] != ""]
    seen = _seen(fleet, mapped)
    return [_control_spread(mapped, seen[""]), _setting_spread(mapped), *_gaps(fleet, mapped, seen)]


class _Seen(NamedTuple):
    """Repositories seen, of those that controls apply to or that failed; what could not be seen."""

    n: int
    of: int
    note: str


def _seen(fleet: Fleet, rows: pd.DataFrame) -> dict[str, _Seen]:
    """By team of the organisation, and '' for all of them."""
    states = fleet.facts.repositories
    failed = fleet.teams.reindex(states.loc[states["state"] == "failed", "repository"].astype(object)).fillna("").value_counts()
    asked = rows[rows["outcome"] != "not applicable"]
    visible = asked["outcome"] != "unavailable"
    share = visible.groupby([asked["team"], asked["repository"]]).mean()
    n, of = (share >= 0.5).groupby("team").sum(), share.groupby("team").size()
    dark = ~visible.groupby([asked["team"], asked["control"]]).any()
    hidden = {team: list(names) for team, names in dark[dark].reset_index().groupby("team")["control"]}
    nowhere = ~visible.groupby(asked["control"]).any()
    hidden[""] = list(nowhere.index[nowhere])
    counts = {team: (int(n.get(team, 0)), int(of.get(team, 0) + failed.get(team, 0))) for team in fleet.organisation.team_names}
    counts[""] = (sum(n for n, _ in counts.values()), sum(of for _, of in counts.values()))
    notes = {team: f"cannot be seen: {', '.join(names)}" for team, names in hidden.items() if names}
    return {team: _Seen(*pair, notes.get(team, "")) for team, pair in counts.items()}


def _shares(rows: pd.DataFrame) -> pd.DataFrame:
    known = rows[rows["outcome"].isin(["present", "absent"])]
    present = (known["outcome"] == "present").groupby([known["control"], known["team"]])
    return present.agg(["mean", "size"]).set_axis(["share", "of"], axis=1).reset_index()


def _between(measure: str, values: pd.Series, seen: _Seen) -> Signal:
    n, of, note = seen
    if len(values):
        return Signal(measure=measure, outcome=Outcome.MEASURED, value=float(values.mean()), unit=str(values.name), n=n, of=of, note=note)
    if of and not n:
        return Signal(measure=measure, outcome=Outcome.UNAVAILABLE, of=of, note=note)
    return Signal(measure=measure, outcome=Outcome.NOT_APPLICABLE, note="no control that applies in two teams is there to compare")


def _control_spread(rows: pd.DataFrame, seen: _Seen) -> Signal:
    shares = _shares(rows)
    values = spreads(shares)
    signal = _between("control-spread", values, seen)
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
        there = f"{row['share'] * row['of']:.0f} of {int(row['of'])}"
        note = f"{control} {outcome}; {row['team']} has it in {there} where it applies (spread {spread:.2f})"
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
    signal = _between("setting-spread", values, _Seen(n, n, f"mean over {len(values)} controls that are set in at least two teams"))
    if signal.outcome is not Outcome.MEASURED:
        return signal
    widest = values[values > 0].sort_index().sort_values(ascending=False, kind="stable").head(SHOWN).index
    shown = chosen[chosen["control"].isin(widest)].drop_duplicates(["control", "setting"]).groupby("control").head(2)
    evidence = tuple(_place(row, f"{row['control']} is set to {row['setting']}") for row in shown.to_dict("records"))
    return replace(signal, evidence=evidence)


def _gaps(fleet: Fleet, rows: pd.DataFrame, seen: dict[str, _Seen]) -> list[Signal]:
    known = rows[rows["outcome"].isin(["present", "absent"])]
    known = known.assign(there=(known["outcome"] == "present").astype(float))
    mine, everyone = known.groupby(["team", "control"])["there"], known.groupby("control")["there"]
    known = known.assign(share=mine.transform("mean"), of=mine.transform("size"), practice=everyone.transform("mean"))
    known = known.assign(gap=(known["practice"] - known["share"]).clip(lower=0))
    practised = known[known["control"].isin(known.loc[known["practice"] > 0, "control"])]
    known = practised if len(practised) else known  # what nobody applies is no practice to stand behind: it would only thin the mean
    gaps = known.drop_duplicates(["team", "control"]).groupby("team")["gap"]
    mean, controls, parts, evidence = gaps.mean().to_dict(), gaps.size().to_dict(), _parts(known), _lacking(known)
    signals = []
    for team in fleet.organisation.team_names:
        blank = Signal(measure="control-gap", outcome=Outcome.UNAVAILABLE, team=team, of=seen[team].of)
        if team not in mean:
            signals.append(_without(blank, seen[team].note, collected=bool(fleet.of(team))))
            continue
        note = "; ".join(filter(None, [f"mean over {controls[team]} controls", seen[team].note]))
        found = replace(blank, outcome=Outcome.MEASURED, value=float(mean[team]), unit="share", n=seen[team].n, note=note)
        signals.append(replace(found, parts=parts[team], evidence=evidence.get(team, ())))
    return signals


def _without(blank: Signal, note: str, *, collected: bool) -> Signal:
    """The gap of a team of which no control is known."""
    if collected and not blank.of:
        return replace(blank, outcome=Outcome.NOT_APPLICABLE, note="no control applies to its repositories")
    return replace(blank, note=note or ("its repositories could not be read" if collected else "no repository of this team was collected"))


def _parts(known: pd.DataFrame) -> dict[str, tuple[Part, ...]]:
    """By team, each repository's contribution to the gap, scaled so that their mean is the gap; negative where it is ahead."""
    of_team = known.groupby("team")
    scale = of_team["repository"].transform("nunique") / of_team["control"].transform("nunique")
    behind = (known["practice"] - known["there"]) * (known["gap"] > 0) / known["of"] * scale
    rows = behind.groupby([known["team"], known["repository"]]).sum().rename("value").reset_index()
    found: dict[str, list[Part]] = {}
    for team, repository, value in zip(rows["team"], rows["repository"], rows["value"], strict=True):
        found.setdefault(team, []).append(Part(repository=str(repository), value=float(value)))
    return {team: tuple(parts) for team, parts in found.items()}


def _lacking(known: pd.DataFrame) -> dict[str, tuple[Evidence, ...]]:
    """By team, the controls furthest behind the organisation's practice, each with a repository that lacks it."""
    lacking = known[(known["gap"] > 0) & (known["there"] == 0)].sort_values(["gap", "control", "repository"], ascending=[False, True, True])
    worst = lacking.drop_duplicates(["team", "control"]).groupby("team").head(SHOWN)
    found: dict[str, list[Evidence]] = {}
    for row in worst.to_dict("records"):
        note = f"{row['control']} absent; present in {percent(row['share'])} of the team's repositories, {percent(row['practice'])} of all"
        found.setdefault(row["team"], []).append(_place(row, note))
    return {team: tuple(places) for team, places in found.items()}
