"""How often do people agree who answer at random? The rate beside every shown agreement.

Takes the number of people, of items and of answer options; returns the probability of reaching an agreement. One item, or items
answered independently: exact, by counting all patterns of answers. Items that go together (the usual case, and the one in which
chance does most): a simulation with a fixed seed, of people who answer a Gaussian factor in equal shares.
Misleads: nobody answers at random; the rate says what an agreement is worth as evidence, not how likely it is that people did.
Source: the exact table for one five-point item was recomputed with R multilevel (`rwg.sim`, `ad.m.sim`).
"""

from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from math import factorial, prod

import numpy as np
from scipy.stats import norm

RUNS = 4_000
EXACT = 12  # people, up to which patterns are counted
SEED = 20260


def patterns(people: int, options: int) -> Iterator[tuple[tuple[int, ...], int]]:
    """Every way to spread people over options, with the number of answer patterns that lead to it."""

    def spread(left: int, places: int) -> Iterator[tuple[int, ...]]:
        if places == 1:
            yield (left,)
            return
        for here in range(left + 1):
            for rest in spread(left - here, places - 1):
                yield (here, *rest)

    for counts in spread(people, options):
        yield counts, factorial(people) // prod(factorial(c) for c in counts)


@cache
def variances(people: int, options: int) -> dict[int, Fraction]:
    """Chance of each value of n * sum of squares - sum^2, which is n (n - 1) times the variance of one item."""
    found: dict[int, int] = {}
    for counts, ways in patterns(people, options):
        total = sum(c * v for v, c in enumerate(counts))
        key = people * sum(c * v * v for v, c in enumerate(counts)) - total**2
        found[key] = found.get(key, 0) + ways
    return {key: Fraction(ways, options**people) for key, ways in found.items()}


def rwg(people: int, items: int, options: int, at: float = 0.7) -> float:
    """Chance that rwg(j) is `at` or more, items answered independently. ValueError below two people."""
    if people < 2:
        raise ValueError("one person has no one to agree with")
    most = _most(items, at) * items * (options**2 - 1) / 12 * people * (people - 1)
    one = variances(people, options)
    chances = np.zeros(max(one) + 1)
    chances[list(one)] = [float(p) for p in one.values()]
    together = chances
    for _ in range(items - 1):
        together = np.convolve(together, chances)
    return float(together[: int(most + 1e-9) + 1].sum())


@cache
def rwg_correlated(people: int, items: int, options: int, correlation: float, at: float = 0.7) -> float:
    """The same where items of one person correlate (latent correlation 0..1), by simulation; exact without, up to EXACT people."""
    if (correlation <= 0 or items == 1) and people <= EXACT:
        return rwg(people, items, options, at)
    rng = np.random.default_rng([SEED, people, items, options])
    factor, own = rng.standard_normal((RUNS, people, 1)), rng.standard_normal((RUNS, people, items))
    latent = np.sqrt(correlation) * factor + np.sqrt(1 - correlation) * own
    answers = np.minimum(np.floor(norm.cdf(latent) * options), options - 1)
    ratio = answers.var(axis=1, ddof=1).mean(axis=1) / ((options**2 - 1) / 12)
    return float((ratio <= _most(items, at) + 1e-12).mean())


def deviation(people: int, options: int, at: float) -> float:
    """Chance that the mean distance from the mean is `at` or less, for one item."""
    wanted = 0
    for counts, ways in patterns(people, options):
        mean = Fraction(sum(c * v for v, c in enumerate(counts)), people)
        if sum(c * abs(v - mean) for v, c in enumerate(counts)) / people <= Fraction(at).limit_denominator(10_000):
            wanted += ways
    return float(wanted / options**people)


def _most(items: int, at: float) -> float:
    """The largest mean item variance, as a share of the random one, with which rwg(j) is `at`: j(1-q) / (j(1-q)+q) = at."""
    return float(items * (1 - at) / (at + items * (1 - at)))
