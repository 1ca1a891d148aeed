"""In how many repositories does the same thing happen within so many days, and where do such windows run together?

Reads: a timeline, which is a code of what happened, a code of the repository and a time for each event. Returns: arrays, one number an
event; and stretches of events.
How: windows of one length move over sorted events, so both their ends only ever move forward. Repositories in a window are its events
less those whose repository comes again inside it, and these are counted for all windows at once with two cumulative sums: a
million events take a second.
Misleads: a run may be longer than a window, where windows overlap.
Source: distinct counts in sliding windows, by the next occurrence of each value.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
DAY = 86_400


class Timeline(NamedTuple):
    """Events in order of key and time. `spread`: in how many repositories the event's edit stands at all, whatever its key."""

    key: Whole
    repository: Whole
    seconds: Whole
    spread: Whole


class Reach(NamedTuple):
    """For the window of so many days that begins with each event: distinct repositories in it, and the position after its last event."""

    repositories: Whole
    end: Whole


class Runs(NamedTuple):
    """Stretches of events: the position of the first, and the one after the last. They do not overlap, and stand in order."""

    first: Whole
    stop: Whole


def ordered(events: Timeline) -> tuple[Timeline, Whole]:
    """Events in order, and their positions in what was given."""
    order = np.lexsort((events.seconds, events.key))
    return Timeline(*(column[order] for column in events)), order


def spread(value: Whole, repository: Whole) -> Whole:
    """For each event, in how many repositories its value stands. Codes count from 0."""
    width = max(int(repository.max(initial=-1)) + 1, 1)
    return np.bincount(np.unique(value * width + repository) // width, minlength=int(value.max(initial=-1)) + 1)[value]


def following(line: Timeline) -> Whole:
    """Position of the next event of the same key and repository; -1 where there is none."""
    order = np.lexsort((line.repository, line.key))
    key, repository = line.key[order], line.repository[order]
    same = (key[1:] == key[:-1]) & (repository[1:] == repository[:-1])
    after = np.full(len(order), -1)
    after[order[:-1][same]] = order[1:][same]
    return after


def reach(line: Timeline, again: Whole, days: int) -> Reach:
    """Distinct repositories within `days` from each event on. `again`: what `following` gives."""
    count = len(line.key)
    if not count:
        return Reach(np.zeros(0, np.int64), np.zeros(0, np.int64))
    since = line.seconds - line.seconds.min()
    at = line.key * (int(since.max()) + days * DAY + 1) + since
    end = np.searchsorted(at, at + days * DAY, "right")
    first = np.flatnonzero(again >= 0)
    second = np.cumsum(np.bincount(again[first], minlength=count + 1))  # events that repeat one before, up to each position
    # a repetition no longer counts once the window has left the first of the two; before its end has reached the second, it never did
    left = np.maximum(first + 1, np.searchsorted(end, again[first], "right"))
    counted = second[end - 1] - np.cumsum(np.bincount(left, minlength=count + 1))[:count]
    return Reach(end - np.arange(count) - counted, end)


def runs(start: Whole, end: Whole) -> Runs:
    """The runs of overlapping windows; `start` and `end` of each window, in any order."""
    if not len(start):
        return Runs(start, end)
    order = np.argsort(start, kind="stable")
    start, last = start[order], np.maximum.accumulate(end[order])
    new = np.append(True, start[1:] >= last[:-1])
    return Runs(start[new], last[np.append(np.flatnonzero(new)[1:] - 1, len(start) - 1)])


def inside(found: Runs) -> tuple[Whole, Whole]:
    """Positions of the events in runs, and the number of the run of each."""
    long = found.stop - found.first
    number = np.repeat(np.arange(len(long)), long)
    return np.arange(long.sum()) - np.repeat(np.cumsum(long) - long, long) + found.first[number], number


def repositories_of(found: Runs, line: Timeline) -> Whole:
    """Distinct repositories of each run."""
    position, number = inside(found)
    width = max(int(line.repository.max(initial=-1)) + 1, 1)
    return np.bincount(np.unique(number * width + line.repository[position]) // width, minlength=len(found.first))
