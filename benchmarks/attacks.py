"""Does the release hold? `python benchmarks/attacks.py [TREES]`, default 1,000; 10,000 take a quarter of an hour.

Makes random organisations of teams of all sizes, with one to three rounds in which people leave, join and change teams, linked or not,
some answers skipped, and attacks what is released of them by linear programming (tests/privacy/attacks): no sum of answers of under k
people may be known more closely than to half of the range of one answer. Prints the trees, the means shown, the groups attacked and the
leaks, each by its seed; exits with 1 where there is one.
"""

import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))

from assessment.survey.answers import no_texts
from assessment.survey.release import tables
from tests.privacy.attacks.attacker import attack, groups
from tests.privacy.attacks.trees import QUESTIONNAIRE, transferred, tree

ITEMS = "asdh"
FIRST = 100_000  # seeds of the tests are below
SORTS = ((1, 0.0, ""), (1, 0.1, ""), (2, 0.0, ""), (2, 0.1, ""), (2, 0.0, "anonymous"), (3, 0.0, ""), (3, 0.1, ""), (1, 0.0, "moved"))


def one(seed: int) -> tuple[int, int, list[str]]:
    """Means shown, groups attacked, and what leaked, of one tree."""
    rounds, skips, sort = SORTS[seed % len(SORTS)]
    k = (5, 5, 5, 3, 8)[seed % 5]
    found = tree(seed, rounds=rounds, skips=skips, k=k)
    found = transferred(found, seed) if sort == "moved" else found
    answers = found.answers
    if sort == "anonymous":
        answers = answers.assign(respondent="anonymous-" + answers["round"] + answers["respondent"])
    shown = tables(answers, no_texts(), [QUESTIONNAIRE], found.organisation, np.random.default_rng(0))
    item = ITEMS[seed // len(SORTS) % len(ITEMS)]
    leaked = [f"tree {seed}, item {leak.item}: {', '.join(leak.people)} known to {leak.open:.3f}" for leak in attack(shown, found, item, k)]
    return int(shown["items"]["mean"].notna().sum()), len(list(groups(found, item, k))), leaked


def main(trees: int) -> int:
    """The attacks, and what they cost."""
    start = time.perf_counter()
    means = targets = 0
    leaks: list[str] = []
    with ProcessPoolExecutor() as pool:
        for shown, attacked, leaked in pool.map(one, range(FIRST, FIRST + trees), chunksize=20):
            means, targets, leaks = means + shown, targets + attacked, leaks + leaked
    print(f"{trees:,} trees, {means:,} means shown, {targets:,} groups attacked, {len(leaks)} leaks, {time.perf_counter() - start:.0f} s")
    print("\n".join(leaks))
    return bool(leaks)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000))
