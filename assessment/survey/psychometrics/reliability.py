"""Do the items of a scale measure one thing? Cronbach's alpha.

Takes the answers of one scale, one row a person and one column an item, reversed items already turned round. A low or negative
alpha more often means a reversal forgotten than a bad scale; alpha grows with the number of items and says nothing about validity.
Source: Cronbach 1951; agrees with R psych::alpha (raw alpha).
"""

import numpy as np
import pandas as pd


def alpha(items: pd.DataFrame) -> float:
    """Raw alpha over the people who answered all items; NaN with fewer than two items, two people, or no variance."""
    complete = items.dropna().to_numpy(float)
    people, count = complete.shape
    if people < 2 or count < 2:
        return float("nan")
    total = complete.sum(axis=1).var(ddof=1)
    return float(count / (count - 1) * (1 - complete.var(axis=0, ddof=1).sum() / total)) if total > 0 else float(np.nan)
