"""What if the people who did not answer think differently? The worst case, and how far they would have to be.

Takes the mean of those who answered, how many they are and how many members there are. Bounds, not an adjustment: nothing is assumed
about the silent but the ends of the scale. With a third of a team silent the bounds are wide; that is what a third not heard means.
Source: bounds of Manski 1989 for a mean under unknown non-response, in the finite-population form.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


class Bounds(NamedTuple):
    """Lowest and highest mean of all members."""

    low: Floats
    high: Floats


def bounds(mean: ArrayLike, n: ArrayLike, of: ArrayLike, low: float, high: float) -> Bounds:
    """Mean of all members had everyone silent given the lowest, the highest answer. Fewer members than answers count as the answers."""
    heard, members = np.asarray(n, float), np.maximum(np.asarray(of, float), np.asarray(n, float))
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = [(heard * np.asarray(mean, float) + (members - heard) * end) / members for end in (low, high)]
    return Bounds(*ends)


def to_flip(mean: ArrayLike, cut: float, n: ArrayLike, of: ArrayLike) -> Floats:
    """How far below those heard (negative: above) the silent would have to be, on average, for the mean of all to be at `cut`.

    Infinite with nobody silent: nothing can flip it. Compare it with the range of the scale: beyond that it cannot be.
    """
    silent = np.asarray(of, float) - np.asarray(n, float)
    gap = np.asarray(mean, float) - cut
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(silent > 0, gap * np.asarray(of, float) / silent, np.where(gap == 0, 0.0, np.copysign(np.inf, gap)))
