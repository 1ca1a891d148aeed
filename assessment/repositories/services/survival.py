"""How long does it typically take, counting those that are still on their way?

Reads: rows with `days` and `censored`. Returns: a median, or None.
Misleads: it takes those on their way to be no slower than the rest; a service that was given up never arrives.
Source: the Kaplan-Meier estimator (1958, JASA 53).
"""

import numpy as np
import pandas as pd
from scipy.stats import CensoredData, ecdf


def median(table: pd.DataFrame) -> float | None:
    """Kaplan-Meier median of `days` of the measurable rows; None where half or more are still on their way, or none is there.

    Where the curve runs at exactly one half, the middle of that stretch (as survfit in R's survival package): without
    censoring it is the ordinary median.
    """
    days, censored = table["days"].to_numpy(float), table["censored"].to_numpy(bool)
    done, way = days[~np.isnan(days) & ~censored], days[~np.isnan(days) & censored]
    if not len(done):
        return None
    curve = ecdf(CensoredData(uncensored=done, right=way)).sf
    reached, passed = (np.flatnonzero(curve.probabilities < 0.5 + gap) for gap in (1e-9, -1e-9))
    return float(curve.quantiles[reached[0]] + curve.quantiles[passed[0]]) / 2 if len(passed) else None
