"""How a share, a count and a missing number are written, everywhere: in evidence, in sentences, in tables.

Reads single values; returns short text. Misleads: a rounded percentage hides up to half a point.
"""

from math import isnan

import pandas as pd


def missing(value: object) -> bool:
    """True for None, NaN, NaT and <NA>."""
    return value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and isnan(value))


def percent(share: object) -> str:
    """A share 0..1 as a percentage; 0 % and 100 % only where it truly is."""
    if missing(share):
        return "unknown"
    value = float(share)  # type: ignore[arg-type]
    if 0 < value <= 0.005:
        return "<1 %"
    if 0.995 <= value < 1:
        return ">99 %"
    return f"{value * 100:.0f} %"


def number(value: object, digits: int = 0) -> str:
    """A number with its thousands apart: 12,400; 'unknown' where it is missing."""
    if missing(value):
        return "unknown"
    return f"{float(value):,.{digits}f}"  # type: ignore[arg-type]


def count(value: object, one: str, many: str = "") -> str:
    """A counted noun: '1 repository', '30 repositories'."""
    plural = many or f"{one}s"
    if missing(value):
        return f"unknown {plural}"
    return f"{number(value)} {one if int(value) == 1 else plural}"  # type: ignore[call-overload]
