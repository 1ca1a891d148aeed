"""Windows counted with cumulative sums are held against counting them one by one."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assessment.repositories.duplication.campaigns import windows
from assessment.repositories.duplication.campaigns.windows import DAY, Timeline

EVENTS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4), st.integers(0, 40)), max_size=60)


def _line(events):
    key, repository, day = (np.array([event[at] for event in events], np.int64) for at in range(3))
    return windows.ordered(Timeline(key, repository, day * DAY, windows.spread(key, repository)))[0]


@given(EVENTS, st.integers(1, 15))
def test_repositories_in_every_window(events, days):
    line = _line(events)
    found = windows.reach(line, days)
    for at in range(len(line.key)):
        inside = (line.key == line.key[at]) & (line.seconds <= line.seconds[at] + days * DAY) & (np.arange(len(line.key)) >= at)
        assert found.repositories[at] == len(set(line.repository[inside]))
        assert found.end[at] == at + inside.sum()


@given(EVENTS, st.integers(1, 15), st.integers(2, 4))
def test_runs_are_overlapping_good_windows(events, days, least):
    line = _line(events)
    found = windows.reach(line, days)
    run = windows.runs(found.repositories >= least, found.end)
    wanted, covered, number = np.full(len(run), -1), 0, -1
    for at in np.flatnonzero(found.repositories >= least):
        number += at >= covered
        wanted[at : found.end[at]] = number
        covered = max(covered, found.end[at])
    assert run.tolist() == wanted.tolist()
    for name in range(number + 1):
        assert windows.repositories_of(run, line)[name] == len(set(line.repository[run == name]))


@given(EVENTS)
def test_spread_is_the_number_of_repositories_of_a_value(events):
    key, repository = (np.array([event[at] for event in events], np.int64) for at in range(2))
    assert windows.spread(key, repository).tolist() == [len(set(repository[key == one])) for one in key]
