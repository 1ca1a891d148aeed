"""When did each edit, and each swap of words, happen, and which stretches of that are groups?

Reads: the table of `events`. Returns: `Line`, the timeline of all edits or of all swaps, and its runs: stretches in which one of them
stands in enough repositories within so many days, and that are no chance. An edit that everybody makes some day fills windows by itself,
so its group has to be larger than what that gives, and to hold enough of the repositories that ever made it.
Misleads: what chance gives is reckoned as if an edit came at the same rate all the time.
Source: scan statistics; the rates that the guards leave stand in duplication.yaml.
"""

from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import betainc

from assessment.repositories.duplication.campaigns import carriers, windows
from assessment.repositories.duplication.campaigns.events import SORTS
from assessment.repositories.duplication.campaigns.rules import CampaignRules, Guard, Window
from assessment.repositories.duplication.campaigns.windows import Reach, Runs, Timeline, Whole


class Windows(NamedTuple):
    """Windows by the event that each begins with, the position after its last one, and the distinct repositories in it."""

    start: Whole
    end: Whole
    repositories: Whole


@dataclass(frozen=True, slots=True)
class Line:
    """The timeline of one sort. `rows`: position of each of its events in the table; `days`: over how many chance spreads them; `scales`:
    shorter windows in which it is asked too whether a group is chance."""

    sort: str
    line: Timeline
    rows: Whole
    guard: Guard
    days: float
    scales: tuple[int, ...]
    _known: dict[int, Reach] = field(default_factory=dict, compare=False)
    _told: dict[int, Windows] = field(default_factory=dict, compare=False)
    _again: list[Whole] = field(default_factory=list, compare=False)

    def reach(self, days: int) -> Reach:
        """Repositories within so many days from each event on; worked out once."""
        if not self._again:
            self._again.append(windows.following(self.line))
        if days not in self._known:
            self._known[days] = windows.reach(self.line, self._again[0], days)
        return self._known[days]

    def told(self, days: int) -> Windows:
        """The windows of so many days that chance would hardly show; worked out once."""
        if days not in self._told:
            reach = self.reach(days)
            start = np.flatnonzero(reach.repositories > 1)
            count = reach.repositories[start]
            hardly = by_chance(count, self.line.spread[start], min(days / self.days, 1.0)) <= self.guard.by_chance
            self._told[days] = Windows(start[hardly], reach.end[start[hardly]], count[hardly])
        return self._told[days]

    def groups(self, *wanted: Window) -> Runs:
        """Runs of windows of any of the wanted sizes that are no chance, and gather enough of those who ever made the edit.

        As many repositories in a week or a day are in a month too: what is no chance at one of these scales is none.
        """
        sizes = dict.fromkeys((one.repositories, min(days, one.days)) for one in wanted for days in (*self.scales, one.days))
        kept = [(told, told.repositories >= least) for least, days in sizes for told in (self.told(days),)]
        runs = windows.runs(*(np.concatenate([getattr(told, side)[wide] for told, wide in kept]) for side in ("start", "end")))
        gathered = windows.repositories_of(runs, self.line) >= self.guard.gathered * self.line.spread[runs.first]
        return Runs(runs.first[gathered], runs.stop[gathered])

    def moved(self, seconds: Whole) -> "Line":
        """The same line, each repository's events later by so many seconds (indexed by its code)."""
        later, order = windows.ordered(self.line._replace(seconds=self.line.seconds + seconds[self.line.repository]))
        return replace(self, line=later, rows=self.rows[order], _known={}, _told={}, _again=[])


def lines(events: pd.DataFrame, who: pd.DataFrame, rules: CampaignRules, days: float) -> tuple[Line, ...]:
    """One line a sort (edits, swaps), with the same codes of repositories. An edit has a key for each set of repositories among which it
    could be carried. `who`: see `carriers.workers`; `days`: see `events.span`."""
    repository = pd.factorize(events["repository"], sort=True)[0].astype(np.int64)
    found = []
    for sort, guard in zip(SORTS, (rules.edits, rules.swaps), strict=True):
        rows = np.flatnonzero(events[sort].to_numpy() != 0)
        some, places = events.iloc[rows], repository[rows]
        value = pd.factorize(some[sort])[0].astype(np.int64)
        key = pd.factorize(carriers.carried(some, sort, who))[0].astype(np.int64)
        line, order = windows.ordered(Timeline(key, places, some["seconds"].to_numpy(np.int64), windows.spread(value, places)))
        found.append(Line(sort, line, rows[order], guard, days, rules.scales))
    return tuple(found)


def by_chance(inside: Whole, of: Whole, share: float) -> NDArray[np.float64]:
    """Windows with at least `inside` repositories that chance gives, where `of` of them make an edit once each, and a window is that
    share of the time. Each of them begins one window; the others fall into it as a binomial says (its upper tail as a beta integral)."""
    return np.asarray(of * betainc(inside - 1.0, of - inside + 1.0, share), np.float64)
