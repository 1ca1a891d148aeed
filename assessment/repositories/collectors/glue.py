"""Are people the glue between teams and tools?

Why: where the same few people mend everybody's plumbing, or carry one edit by hand through many repositories, the help
does not scale and leaves with them.
Reads: `people.human`, the campaign flags [repository, number, campaign] of propagated changes. Returns signals:
outside-plumbing and propagated-by-hand per team, glue-concentration between teams. No person appears in any of them.
Misleads: git sees the technical half of glue only; answers, reviews and meetings leave no commit. A person on loan, or one
who changed teams, looks like outside help. Three people are a large share of a small crowd: the note says how many there are.
Source: Reilly, Being Glue (2019); Li et al. 2025 on organisational coupling (doi 10.1007/s00607-025-01454-7); the
departure simulation follows the truck factor of Avelino et al., ICPC 2016.
"""

from dataclasses import replace

import pandas as pd

from assessment.numerals import percent
from assessment.outcome import Evidence, Outcome, Part, Signal
from assessment.repositories.fleet import Fleet
from assessment.repositories.labour import shares
from assessment.repositories.labour.people import NOBODY, commit_key, homes, outside

BUSIEST = 3
FEWEST_PEOPLE = 5
FEWEST_COMMITS = 20
OUTSIDE = shares.Question(
    measure="outside-plumbing",
    hit="plumbing changed by someone whose home is another team",
    rows="plumbing commits by people of known product teams in three years",
)
PROPAGATED = shares.Question(measure="propagated-by-hand", hit="the same edit was made by hand in at least three repositories")


def collect(fleet: Fleet, human: pd.DataFrame, propagated: pd.DataFrame) -> list[Signal]:
    """Signals 'outside-plumbing' and 'propagated-by-hand' per team (shares), 'glue-concentration' between teams (share).

    The platform team's people working in other teams' repositories do their job: they are left out of outside-plumbing and of
    glue-concentration, and counted in the note. So is everyone whose home team is unknown.
    """
    plumbing, platform = human[human["plumbing"]], fleet.organisation.platform.team
    plumbing = plumbing.assign(stands=outside(plumbing, homes(human), platform=platform))
    known = plumbing[plumbing["stands"].isin(["own", "outside"])]
    carried = pd.Index(plumbing["key"]).isin(commit_key(propagated, fleet.teams.index))
    return [
        *_with_left_out(shares.by_team(fleet, known.assign(hit=known["stands"] == "outside"), OUTSIDE), plumbing, platform),
        concentration(fleet, plumbing[plumbing["stands"] == "outside"]),
        *shares.by_team(fleet, plumbing.assign(hit=carried), PROPAGATED),
    ]


def concentration(fleet: Fleet, crossing: pd.DataFrame) -> Signal:
    """Share of the cross-team plumbing commits made by the three busiest people; needs twenty commits, by five people and by k.

    The note simulates their departure: how many of the teams that had outside help would lose more than half of it.
    """
    rows = crossing[(crossing["person"] != NOBODY) & (crossing["team"] != fleet.organisation.platform.team)]
    busy, fewest = rows["person"].value_counts(), max(FEWEST_PEOPLE, fleet.organisation.survey.k)
    if len(busy) < fewest or len(rows) < FEWEST_COMMITS:
        who = f"{len(busy)} people" if len(busy) >= fewest else f"fewer than {fewest} people"
        note = f"{len(rows)} cross-team plumbing commits by {who}; {FEWEST_COMMITS} by {fewest} people are needed"
        return Signal(measure="glue-concentration", outcome=Outcome.UNAVAILABLE, note=note)
    theirs = rows.assign(theirs=rows["person"].isin(busy.sort_index().sort_values(ascending=False, kind="stable").index[:BUSIEST]))
    lost = theirs.groupby("team")["theirs"].mean() > 0.5
    by = theirs.astype({"repository": object}).groupby("repository")["theirs"].agg(["mean", "size"])
    note = (
        f"{len(rows)} cross-team plumbing commits by {len(busy)} people, spread evenly {BUSIEST} would make "
        f"{percent(BUSIEST / len(busy))}; "
        f"if the busiest {BUSIEST} left, {int(lost.sum())} of {len(lost)} teams lose more than half of their outside help"
    )
    return Signal(
        measure="glue-concentration",
        outcome=Outcome.MEASURED,
        value=float(theirs["theirs"].mean()),
        unit="share",
        n=len(by),
        of=len(by),
        parts=tuple(Part(repository=str(name), value=float(mean), weight=float(size)) for name, mean, size in by.itertuples()),
        evidence=_across(fleet, rows),
        note=note,
    )


def _across(fleet: Fleet, rows: pd.DataFrame) -> tuple[Evidence, ...]:
    """The newest cross-team commit of each of five teams, by whomever: the busiest people cannot be told from it."""
    places = shares.sample(fleet, rows, "plumbing changed by someone whose home is another team")
    return tuple(examples[0] for _, examples in sorted(places.items()))[: shares.EXAMPLES]


def _with_left_out(signals: list[Signal], plumbing: pd.DataFrame, platform: str | None) -> list[Signal]:
    left = plumbing.groupby(["team", "stands"]).size()
    kinds = {"platform": "by the platform team's people, whose job it is", "unknown": "by people without a known home team"}
    noted = []
    for signal in signals:
        extra = [f"{left[signal.team, kind]} {words}" for kind, words in kinds.items() if (signal.team, kind) in left.index]
        told = bool(extra) and signal.team != platform
        noted.append(replace(signal, note=f"{signal.note}; left out: {' and '.join(extra)}") if told else signal)
    return noted
