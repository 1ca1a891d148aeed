"""What does the search for copies cost? `python benchmarks/duplication.py [REPOSITORIES]`, default 1,000 with six files each.

Prints CPU seconds of each step on a synthetic fleet, and how many pairs the candidate search kept of all there are.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import synthetic
import yaml

from assessment.repositories.collectors import reinvention
from assessment.repositories.duplication.campaigns import find as campaigns
from assessment.repositories.duplication.copies.candidates import candidates
from assessment.repositories.duplication.copies.clusters import clusters
from assessment.repositories.duplication.copies.documents import documents
from assessment.repositories.duplication.copies.similar import similar
from assessment.repositories.duplication.find import find
from assessment.repositories.duplication.thresholds import parse

RULES = Path(__file__).parent.parent / "data" / "rules" / "duplication.yaml"


def timed(name: str, step: Callable[[], object]) -> object:
    """Run a step and print its CPU time."""
    start = time.process_time()
    done = step()
    print(f"{name:24} {time.process_time() - start:7.2f} CPU s")
    return done


def main(repositories: int) -> None:
    """Each step alone, then `find` as a whole."""
    rules = parse(yaml.safe_load(RULES.read_text("utf-8")))
    fleet, _ = synthetic.fleet(max(repositories // 10, 2), repositories, 100, np.random.default_rng(1))
    contents = fleet.facts.contents
    found = timed("normalise and collapse", lambda: documents(contents, pd.Series(False, index=contents.index), rules))
    near = timed("candidates", lambda: candidates(found, overlap=rules.similar.candidates))
    pairs = timed("similar (with candidates)", lambda: similar(found, rules.similar))
    timed("clusters", lambda: clusters(found, pairs, rules.clusters))
    whole = timed("find, whole", lambda: find(fleet, rules))
    timed("signals of reinvention", lambda: reinvention.collect(fleet, whole))
    timed("campaigns", lambda: campaigns.find(fleet, rules, np.random.default_rng(1)))
    every = len(found) * (len(found) - 1) // 2
    print(f"{len(contents):,} files, {len(found):,} distinct; {len(near):,} of {every:,} pairs looked at, {len(pairs):,} similar")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
