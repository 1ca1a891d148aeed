"""What earlier rounds have shown, so that a new one does not tell about those who left or joined.

Takes the rounds as they were heard and published; answers for proposed means whether they would tell (`privacy/rounds.py`). Who answered
in which round is known where pseudonyms are found again; where links were for teams it is not, and every number of leavers and joiners
up to k - 1 is thought of. All pairs of rounds are looked at, and with known pseudonyms all triples.
"""

from collections.abc import Callable, Iterator
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assessment.privacy.pseudonyms import ANONYMOUS
from assessment.privacy.rounds import Present, Sums, left_open
from assessment.privacy.steps import window
from assessment.survey.release.heard import Flags, Floats, Heard

ROUNDS = 4  # so many of the rounds before are looked at in triples


class Shown(NamedTuple):
    """One round as it was shown: who answered what, and between which sums each row (T + 1) of each item lies."""

    heard: Heard
    sums: Sums


class Memory:
    """Earlier rounds of one questionnaire, in order."""

    def __init__(self) -> None:
        self.rounds: list[Shown] = []

    def add(self, heard: Heard, value: Floats, width: Floats) -> None:
        """Remember what was shown (T + 1 x I; NaN: nothing)."""
        self.rounds.append(Shown(heard, sums(heard, value, width)))

    def tells(self, now: Heard, values: Floats, width: Floats, least: Floats, moved: bool) -> Flags:
        """Whether the proposed means (T + 1 x I, NaN: none) leave less than `least` (I) open, or contradict earlier ones where `moved`."""
        mine = sums(now, values, width)
        found = np.zeros(values.shape, bool)
        asked = ~np.isnan(values)
        low, high = np.broadcast_to(now.low, values.shape), np.broadcast_to(now.high, values.shape)
        for earlier, people in self._situations(now):
            windows = [shown.sums for shown in earlier] + [mine]
            relevant = asked & np.all([np.isfinite(shown.sums[0]) for shown in earlier], axis=0)
            if not relevant.any():
                continue
            some = [(least_[relevant], most[relevant]) for least_, most in windows]
            counts = {present: n[relevant] for present, n in people.items()}
            opened = left_open(some, counts, low[relevant], high[relevant])
            found[relevant] |= (opened < np.broadcast_to(least, values.shape)[relevant] - 1e-9) | (moved & np.isnan(opened))
        return found

    def few(self, now: Heard) -> Flags:
        """Where the people behind a number (T + 1 x I) may differ by 1 to k - 1 from those of an earlier round; True where nobody knows.

        Numbers that have no steps to be held in (counts, shares, agreement) are not shown there: they would tell who left.
        """
        found = np.zeros((len(now.teams) + 1, len(now.items)), bool)
        for shown in self.rounds:
            if not linked(shown.heard, now):
                found[:] = True
                break
            for flags in (_answered, _given):
                people = _present([shown.heard, now], flags)
                moved = people[(True, False)] + people[(False, True)]
                found |= (moved > 0) & (moved < now.k)
        return found

    def _situations(self, now: Heard) -> Iterator[tuple[list[Shown], dict[Present, Floats]]]:
        """Earlier rounds, one or two at a time, with the people in each and in the new one."""
        for shown in self.rounds:
            if linked(shown.heard, now):
                yield [shown], _present([shown.heard, now])
            else:
                yield from (([shown], people) for people in _possible(shown.heard, now))
        for pair in combinations(self.rounds[-ROUNDS:], 2):
            if all(linked(shown.heard, now) for shown in pair):
                yield list(pair), _present([*(shown.heard for shown in pair), now])


def sums(heard: Heard, value: Floats, width: Floats) -> Sums:
    """Between which numbers the sum of answers lies behind each shown mean; infinite where none is shown."""
    n = _everybody(heard.answered)
    low, high = window(value, width, heard.low, heard.high)
    hidden = np.isnan(value)
    return np.where(hidden, -np.inf, n * low), np.where(hidden, np.inf, n * high)


def linked(first: Heard, second: Heard) -> bool:
    """Whether people can be found again in the second of two rounds."""
    both = first.respondents.intersection(second.respondents)
    return bool((~both.astype(str).str.startswith(ANONYMOUS)).any()) if len(both) else False


def _answered(heard: Heard) -> Flags:
    return ~np.isnan(heard.values)


def _given(heard: Heard) -> Flags:
    return heard.given


def _present(rounds: list[Heard], flags_of: Callable[[Heard], Flags] = _answered) -> dict[Present, Floats]:
    """How many people of each row (T + 1) answered an item (I) in exactly these rounds."""
    people = rounds[0].respondents
    for other in rounds[1:]:
        people = people.union(other.respondents)
    teams = len(rounds[0].teams)
    there = []
    for heard in rounds:
        at = heard.respondents.get_indexer(people)
        there_, home = at >= 0, np.full(len(people), teams)
        flags = np.zeros((len(people), len(heard.items)), bool)
        flags[there_], home[there_] = flags_of(heard)[at[there_]], heard.team[at[there_]]
        there.append((flags, home))
    found: dict[Present, Floats] = {}
    for pattern in np.ndindex(*[2] * len(rounds)):
        if any(pattern):
            found[tuple(map(bool, pattern))] = np.vstack([_by_team(there, pattern, teams), _of_all(there, pattern)]).astype(float)
    return found


def _by_team(there: list[tuple[Flags, NDArray[np.int64]]], pattern: tuple[int, ...], teams: int) -> Floats:
    """Of each team: those who answered in these rounds in it, and in none of the others in it."""
    counts = np.zeros((teams, there[0][0].shape[1]))
    anchor = next(i for i, so in enumerate(pattern) if so)
    home = there[anchor][1]
    exact = np.ones(there[0][0].shape, bool)
    for so, (flags, team) in zip(pattern, there, strict=True):
        exact &= (flags & (team == home)[:, None]) == bool(so)
    np.add.at(counts, home[home < teams], exact[home < teams])
    return counts


def _of_all(there: list[tuple[Flags, NDArray[np.int64]]], pattern: tuple[int, ...]) -> Floats:
    exact = np.all([flags == bool(so) for so, (flags, _) in zip(pattern, there, strict=True)], axis=0)
    return np.asarray(exact.sum(axis=0), np.float64)


def _possible(before: Heard, now: Heard) -> Iterator[dict[Present, Floats]]:
    """Every way in which up to k - 1 left and some joined, where it is not known who stayed."""
    n1, n2 = _everybody(before.answered), _everybody(now.answered)
    for left in range(now.k):
        gone = np.minimum(np.maximum(left, n1 - n2), n1)
        yield {(True, True): n1 - gone, (True, False): gone, (False, True): n2 - (n1 - gone)}


def _everybody(counts: NDArray[np.int64]) -> Floats:
    return np.vstack([counts, counts.sum(axis=0)]).astype(float)
