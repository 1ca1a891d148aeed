"""When things happen: days as seconds, and moments within working hours."""

from datetime import date

from numpy.random import Generator

HOUR, DAY, WEEK = 3600, 86400, 604800
_EPOCH = date(1970, 1, 1).toordinal()


def instant(day: date, hour: float = 0.0) -> int:
    """Seconds since 1970 at an hour of a day, UTC."""
    return (day.toordinal() - _EPOCH) * DAY + int(hour * HOUR)


def weekday(at: int) -> int:
    """0 = Monday … 6 = Sunday."""
    return (at // DAY + 3) % 7


def working(at: int) -> int:
    """The same moment, or on the Monday after when it falls on a weekend."""
    return at + (7 - weekday(at)) * DAY if weekday(at) > 4 else at


def moments(rng: Generator, begin: int, end: int, count: int) -> list[int]:
    """`count` moments in working hours (07-16 UTC, Monday to Friday) between begin and end, in order."""
    if end <= begin or count <= 0:
        return []
    found = []
    for share in rng.random((count, 2)):
        day = int(begin + share[0] * (end - begin)) // DAY * DAY
        found.append(min(max(working(day) + int((7 + 9 * share[1]) * HOUR), begin), end - 1))
    return sorted(found)


def day_of(at: int) -> str:
    """The day of a moment, as 2026-06-30."""
    return date.fromordinal(_EPOCH + at // DAY).isoformat()
