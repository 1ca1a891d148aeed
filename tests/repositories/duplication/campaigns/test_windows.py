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
    found = windows.reach(line, windows.following(line), days)
    for at in range(len(line.key)):
        inside = (line.key == line.key[at]) & (line.seconds <= line.seconds[at] + days * DAY) & (np.arange(len(line.key)) >= at)
        assert found.repositories[at] == len(set(line.repository[inside]))
        assert found.end[at] == at + inside.sum()


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9)), max_size=12), st.lists(st.integers(0, 3), min_size=60, max_size=60))
def test_runs_are_what_overlapping_windows_cover(spans, repositories):
    start, long = (np.array([span[at] for span in spans], np.int64) for at in range(2))
    runs = windows.runs(start, start + long)
    covered, number = windows.inside(runs)
    assert covered.tolist() == sorted({at for first, size in spans for at in range(first, first + size)})
    joined = [first for first, size in spans]
    for first in runs.first:
        assert first in joined
        assert all((a < first) == (a + b <= first) for a, b in spans)  # no window reaches over where a run begins
    line = _line([(0, repository, at) for at, repository in enumerate(repositories)])
    for one, distinct in enumerate(windows.repositories_of(runs, line)):
        assert distinct == len(set(line.repository[covered[number == one]]))


@given(EVENTS)
def test_spread_is_the_number_of_repositories_of_a_value(events):
    key, repository = (np.array([event[at] for event in events], np.int64) for at in range(2))
    assert windows.spread(key, repository).tolist() == [len(set(repository[key == one])) for one in key]
