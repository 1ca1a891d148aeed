"""What if the people who did not answer think differently? The worst case.

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
