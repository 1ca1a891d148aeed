"""What do two or three rounds tell together about somebody who left or joined?

Who takes all others to have answered as before can subtract rounds. Takes the sums that rounds were shown to lie between, and how many
people stood in which of them; returns how much of one person's answer stays open. `held` picks for a new mean the nearest step that leaves
enough open, so that a mean often stays what it was where one leaver could explain a change. Which step that is follows from numbers that
are known to such an attacker, so holding tells nothing of its own.

The bounds are those of the linear programme, exact for up to three rounds: its dual has its corners at multiples of one half. Not looked
at here: more than three rounds at once, and somebody who changed from one shown team to another, whom two teams tell of.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

from assessment.privacy.steps import coarse

Floats = NDArray[np.float64]
Sums = tuple[Floats, Floats]  # between which two numbers a sum lies; infinite where nothing was shown
Present = tuple[bool, ...]  # in which of the rounds somebody answered

HALVES, WHOLES = (-1.0, -0.5, 0.0, 0.5, 1.0), (-1.0, 0.0, 1.0)
Tells = Callable[[Floats, NDArray[np.int64], bool], NDArray[np.bool_]]
FAR = 1e9
TOLERANCE = 1e-7


def left_open(sums: Sequence[Sums], people: Mapping[Present, Floats], low: Floats, high: Floats) -> Floats:
    """The least that stays open of any one person's answer, as a share of its range (all arrays of one shape).

    `people`: how many answered in exactly these of the rounds. NaN where the sums contradict each other: then somebody answered
    differently, and nothing follows. Infinite where there is nobody.
    """
    limits = [(np.maximum(least, -FAR), np.minimum(most, FAR)) for least, most in sums]
    upper = {p: np.full(low.shape, np.inf) for p in people}
    lower = {p: np.full(low.shape, -np.inf) for p in people}
    possible = np.ones(low.shape, bool)
    for y in product(HALVES if len(sums) > 2 else WHOLES, repeat=len(sums)):
        shares = {p: sum(weight for weight, there in zip(y, p, strict=True) if there) for p in people}
        base = sum((w * most if w > 0 else w * least) for w, (least, most) in zip(y, limits, strict=True) if w) + np.zeros(low.shape)
        for p, n in people.items():
            base = base + n * _most(-shares[p], low, high)
        possible &= base >= -TOLERANCE * (1 + np.abs(high))
        for p, share in shares.items():
            rest = base - _most(-share, low, high)
            upper[p] = np.minimum(upper[p], rest + _most(1 - share, low, high))
            lower[p] = np.maximum(lower[p], -(rest + _most(-1 - share, low, high)))
    opened = [np.where(n > 0, (upper[p] - lower[p]) / (high - low), np.inf) for p, n in people.items()]
    return np.where(possible, np.min(opened, axis=0), np.nan)


def _most(weight: float, low: Floats, high: Floats) -> Floats:
    """The largest that weight times an answer can be."""
    return weight * (high if weight > 0 else low)


def held(mean: Floats, width: Floats, low: Floats, high: Floats, tells: Tells) -> Floats:
    """Means in steps, each the nearest that does not tell; NaN where there is none. One-dimensional arrays of one length.

    `tells(values, at, moved)`: whether these steps, proposed for the means at these places, tell too much. A step that contradicts what
    was shown before tells nothing where it is the nearest one; a mean must not be `moved` to such a step, because only means that do
    tell would be found there.
    """
    first, step = coarse(mean, width, low, high), width * (high - low)
    result = np.full(mean.shape, np.nan)
    waiting = np.flatnonzero(~np.isnan(first))
    nearer = np.where(mean >= first, 1.0, -1.0)
    for away in range(int(np.max(1 / width, initial=1)) + 1):
        for sign in (1.0, -1.0) if away else (1.0,):
            value = first[waiting] + sign * nearer[waiting] * away * step[waiting]
            inside = (value > low[waiting] + step[waiting] / 2) & (value < high[waiting] - step[waiting] / 2)
            tried, value = waiting[inside], value[inside]
            fits = ~tells(value, tried, away > 0)
            result[tried[fits]] = value[fits]
            waiting = waiting[np.isnan(result[waiting])]
            if not len(waiting):
                return result
    return result
