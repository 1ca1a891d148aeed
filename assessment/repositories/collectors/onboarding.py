"""How long is a new service set up before it can run, and how much of the first work is plumbing?

Why: a paved road is felt first by whoever starts a service; days of undifferentiated setup are its price when missing.
Reads: `services.clock` (the services of the last three years), `people.human`. Returns: signals days-to-first-deployable
and setup-share per team, one part per service.
Misleads: the clock counts calendar days, so a service begun beside other work looks slow; setup needed for a first deployment
is no waste in itself, only when every team repeats it. A service that arrived whole is not measurable and stays in `of`.
Squash merges make the first fifty commits cover more work.
Source: time to first deployment as a measure of onboarding (Spotify's engineering blog); share of setup among the first 50
commits: median 24 to 36 % in 197 public repositories, there with documentation and manifests counted as setup.
"""

from dataclasses import replace

import pandas as pd

from assessment.outcome import Evidence, Outcome, Part, Signal
from assessment.repositories import services
from assessment.repositories.fleet import Fleet
from assessment.repositories.labour import people, shares
from assessment.repositories.services.early import FIRST

FEWEST = 10  # commits below which a share of setup says nothing
EXAMPLES = 12
LOOKED_AT = ["repository", "team", "days", "censored", "commit", "path", "restarted", "imported", "from_template", "shallow"]


def collect(fleet: Fleet, human: pd.DataFrame, clock: pd.DataFrame) -> list[Signal]:
    """Signals 'days-to-first-deployable' (days, Kaplan-Meier median) and 'setup-share' (share) per team.

    n of `of` services born in the last three years. Not applicable: no service was born. Unavailable: history is cut, the
    services arrived whole, or half of them are still on their way. `human`: the table of `people.human`; `clock`: of
    `services.clock`.
    """
    born = services.born_within(clock, fleet.facts.as_of, people.WINDOW)
    early = _early(fleet, human, born)
    signals = []
    theirs, first = (dict(iter(table.groupby("team"))) for table in (born[LOOKED_AT], early))
    for team in fleet.organisation.team_names:
        mine = theirs.get(team, born.iloc[:0])
        signals += [_days(fleet, team, mine), _setup(fleet, team, mine, first.get(team, early.iloc[:0]))]
    return signals


def _early(fleet: Fleet, human: pd.DataFrame, born: pd.DataFrame) -> pd.DataFrame:
    """Per measurable service: repository, team, n (of its first 50 commits by people), setup, commit and path of the first setup."""
    begun = born.loc[~(born["restarted"] | born["imported"] | born["shallow"]), "repository"]
    rows = human[human["repository"].isin(begun)].astype({"repository": object}).sort_values(["repository", "number"])
    first = rows[rows.groupby("repository").cumcount() < FIRST]
    counts = first.groupby(["repository", "team"], as_index=False).agg(n=("setup_only", "size"), setup=("setup_only", "sum"))
    example = first[first["setup_only"]].drop_duplicates("repository")[["repository", "commit", "key"]]
    enough = counts[counts["n"] >= FEWEST].merge(example, on="repository", how="left")
    return enough.assign(path=shares.touched(fleet, enough["key"].fillna(-1).astype("int64")).to_numpy())


def _days(fleet: Fleet, team: str, mine: pd.DataFrame) -> Signal:
    blank, known = _blank(fleet, team, "days-to-first-deployable", mine), mine[mine["days"].notna()]
    if blank.outcome is not Outcome.UNAVAILABLE or known.empty:
        return blank
    value, way = services.median(known), int(known["censored"].sum())
    note = "; ".join(filter(None, [blank.note, f"{way} still on their way, counted with their age so far" if way else ""]))
    parts = tuple(Part(repository=str(r), value=float(d)) for r, d in zip(known["repository"], known["days"], strict=True))
    if value is None:
        return replace(blank, parts=parts, note=f"{note}; half or more of them: no median yet, at least {known['days'].median():.0f} days")
    done = known[~known["censored"]].sort_values("days", ascending=False).head(EXAMPLES)
    evidence = tuple(
        Evidence(repository=str(r), path=str(p), commit=str(c), note=_birth(float(d), template=bool(t)))
        for r, p, c, d, t in done[["repository", "path", "commit", "days", "from_template"]].itertuples(index=False, name=None)
    )
    return replace(blank, outcome=Outcome.MEASURED, value=value, unit="days", n=len(known), parts=parts, evidence=evidence, note=note)


def _birth(days: float, *, template: bool) -> str:
    if template and days < 1:
        return "first deployable, in form only: it came with the template"
    return f"first deployable, {days:.0f} days after the first commit"


def _setup(fleet: Fleet, team: str, mine: pd.DataFrame, early: pd.DataFrame) -> Signal:
    blank = _blank(fleet, team, "setup-share", mine)
    if blank.outcome is not Outcome.UNAVAILABLE or mine.empty:
        return blank
    if early.empty:
        return replace(blank, note="; ".join(filter(None, [blank.note, f"no measurable service has {FEWEST} commits by people"])))
    parts = tuple(
        Part(repository=str(r), value=s / n, weight=float(n))
        for r, s, n in early[["repository", "setup", "n"]].itertuples(index=False, name=None)
    )
    worst = early.assign(share=early["setup"] / early["n"]).sort_values("share", ascending=False).head(EXAMPLES)
    evidence = tuple(
        Evidence(
            repository=str(r), path=str(p), commit=str(c), note=f"{s} of the first {n} commits change plumbing only; this is the first"
        )
        for r, s, n, c, p in worst.loc[worst["setup"] > 0, ["repository", "setup", "n", "commit", "path"]].itertuples(
            index=False, name=None
        )
    )
    value = float(early["setup"].sum() / early["n"].sum())
    return replace(blank, outcome=Outcome.MEASURED, value=value, unit="share", n=len(early), parts=parts, evidence=evidence)


def _blank(fleet: Fleet, team: str, measure: str, mine: pd.DataFrame) -> Signal:
    """The signal without a value: final unless unavailable, where the caller may still measure. The note says what is special."""
    shut = shares.closed(fleet, team, measure)
    if shut:
        return shut
    if mine.empty:
        return Signal(measure=measure, outcome=Outcome.NOT_APPLICABLE, team=team, note="no service was born in the last three years")
    lost = mine["imported"] & ~mine["restarted"] & mine["days"].isna()
    kinds = {"arrived whole": mine["restarted"], "with a history made elsewhere": lost, "with a cut history": mine["shallow"]}
    left = {words: int(which.sum()) for words, which in (kinds | {"born from a template": mine["from_template"]}).items()}
    note = ", ".join(f"{count} {why}" for why, count in left.items() if count)
    return Signal(measure=measure, outcome=Outcome.UNAVAILABLE, team=team, of=len(mine), note=note)
