"""Who seems to have answered without reading? Straightlining and gaps; flagged, never dropped.

Takes answers as given (before reversing), one row a person and one column an item in the order asked. A short survey supports two
signs only: the same answer to every item of a scale that asks one of them the other way round, which contradicts itself unless it
is the middle; and more than half left out. Response times would be a third; none are kept. A flag is a reason to look at results
with and without, not proof: some people do think so, and some leave out what they do not know.
Sources: Meade and Craig 2012; Curran 2016.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

LEAST_ITEMS = 4  # of a scale with a reversed item; over three, one answer throughout is common
MISSING = 0.5


def flat(answers: pd.DataFrame, middle: float) -> NDArray[np.bool_]:
    """Who gave one answer, not the middle, to all items of a scale that has a reversed one; at least LEAST_ITEMS of them answered."""
    x = answers.to_numpy(float)
    answered = (~np.isnan(x)).sum(axis=1)
    low, high = (np.where(np.isnan(x), fill, x) for fill in (np.inf, -np.inf))
    lowest, highest = low.min(axis=1, initial=np.inf), high.max(axis=1, initial=-np.inf)
    return np.asarray((answered >= LEAST_ITEMS) & (lowest == highest) & (lowest != middle), np.bool_)


def flagged(mixed: list[NDArray[np.bool_]], applicable: list[NDArray[np.bool_]], missing: pd.Series) -> pd.Series:
    """Who looks careless (index of `missing`): flat in at least half of the mixed scales answered, or over half left out.

    `mixed`: per scale, who is `flat`; `applicable`: per scale, who answered enough of it to be; `missing`: share of items left out.
    """
    flats = np.sum(mixed, axis=0) if mixed else np.zeros(len(missing))
    of = np.sum(applicable, axis=0) if applicable else np.zeros(len(missing))
    return pd.Series((flats > 0) & (2 * flats >= of), index=missing.index) | (missing > MISSING)
