"""How many campaigns would there be if nobody had propagated anything?

Reads: the `lines` of a fleet. Returns: the campaign_chance table, and the share of chance in a campaign's own size.
The null model: each repository keeps its own history, and all of it is moved by half a year to two and a half years, so that what was
done in different repositories falls together by chance only. Groups are then counted as before, those of edits and of swaps together.
Misleads: it breaks what all follow, such as the day a version came out; a wave of upgrades is therefore not counted as chance. Shifts
draw a history out, so that of a fleet that is only a few years old too little is called chance.
Source: the shifted timelines of research on 98 repositories; the rates of this version stand in duplication.yaml.
"""

import numpy as np
import pandas as pd

from assessment.repositories.duplication.campaigns.lines import Line
from assessment.repositories.duplication.campaigns.rules import CampaignRules, Shifts, Window
from assessment.repositories.duplication.campaigns.windows import DAY, Whole

COLUMNS = ["repositories", "days", "found", "by_chance", "share", "repeats"]
YEAR = 365.25 * DAY
WIDEST = 12  # repositories from which nothing was ever found by chance: larger groups are as certain as these


def table(found: tuple[Line, ...], wanted: tuple[Window, ...], shifts: Shifts, rng: np.random.Generator) -> pd.DataFrame:
    """The campaign_chance table: a row for each wanted size of groups."""
    real = _counts(found, wanted)
    null = np.mean([_counts(_shifted(found, shifts, seed), wanted) for seed in rng.spawn(shifts.repeats)], axis=0)
    share = np.divide(null, real, out=np.full(len(wanted), np.nan), where=real > 0)
    rows = {
        "repositories": [window.repositories for window in wanted],
        "days": [window.days for window in wanted],
        "found": real,
        "by_chance": null,
        "share": np.minimum(share, 1.0),
        "repeats": shifts.repeats,
    }
    return pd.DataFrame(rows)[COLUMNS]


def sizes(rules: CampaignRules) -> tuple[Window, ...]:
    """Every size that a campaign can have, up to the widest: what `shares` reads."""
    return tuple(
        Window(repositories=count, days=window.days)
        for window in (rules.few, rules.many)
        for count in range(window.repositories, max(WIDEST, window.repositories) + 1)
    )


def shares(rows: pd.DataFrame, by_size: pd.DataFrame, rules: CampaignRules) -> pd.Series:
    """Share of chance among groups as wide as each campaign's densest stretch, indexed by campaign. `by_size`: the table of `sizes`."""
    widest = rows.groupby("campaign")[["few", "many"]].max()
    dense = widest["few"] >= rules.few.repositories
    count = widest["few"].where(dense, widest["many"])
    days = np.where(dense, rules.few.days, rules.many.days)
    known = by_size[by_size["found"] > 0].set_index(["days", "repositories"])["share"]
    found = [known.get(day, known[:0]).loc[:size] for day, size in zip(days, count, strict=True)]
    return pd.Series([one.iloc[-1] if len(one) else np.nan for one in found], index=widest.index, dtype=float)


def _counts(found: tuple[Line, ...], wanted: tuple[Window, ...]) -> Whole:
    """Number of groups of each size."""
    return np.array([sum(len(one.groups(window).first) for one in found) for window in wanted], np.int64)


def _shifted(found: tuple[Line, ...], shifts: Shifts, rng: np.random.Generator) -> tuple[Line, ...]:
    """The same events, the timeline of each repository moved as a whole."""
    count = max((int(one.line.repository.max(initial=-1)) + 1 for one in found), default=0)
    years = rng.uniform(*shifts.years, count) * rng.choice([-1, 1], count)
    return tuple(one.moved((years * YEAR).astype(np.int64)) for one in found)
