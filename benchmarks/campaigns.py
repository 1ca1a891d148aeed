"""What do propagated changes cost to find, and how many of them would chance give?

    python benchmarks/campaigns.py WORKSPACE

Reads a collected workspace. Prints CPU seconds from hunks to tables, whole and for a repository; groups of equal edits, and of equal swaps,
in the real histories and in shifted ones, with and without the guards; and counts of the result. Single runs on one core.
"""

import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

from assessment.repositories.duplication.campaigns import carriers, chance
from assessment.repositories.duplication.campaigns.events import by_people, events, span
from assessment.repositories.duplication.campaigns.find import find
from assessment.repositories.duplication.campaigns.lines import lines
from assessment.repositories.duplication.campaigns.rules import CampaignRules, Guard
from assessment.repositories.fleet import Fleet
from assessment.repositories.labour.people import persons
from assessment.workspace import Workspace

NONE = Guard(by_chance=1e9, gathered=1e-9)


def main(workspace: Workspace) -> None:
    """Cost and counts of the whole search, then the null model step by step."""
    fleet, _ = workspace.fleet()
    rules, repositories = workspace.thresholds(), len(fleet.teams)
    started = time.process_time()
    who = persons(fleet.facts.commits)
    known = time.process_time()
    found = find(fleet, rules, np.random.default_rng(1), who)
    spent = time.process_time() - known
    print(
        f"{repositories} repositories, {len(fleet.facts.commits):,} commits, {len(fleet.facts.hunks):,} hunks that stand in three or more"
    )
    print(f"people: {known - started:.1f} CPU s; campaigns: {spent:.1f} CPU s, {spent / max(repositories, 1):.3f} a repository")
    table, late = found.campaigns, found.left_behind
    print(f"{len(table):,} campaigns, {len(found.flags):,} commits, {table['hours'].sum():,.0f} hours", end="; ")
    print(f"left behind: {len(late)} files in {late['campaign'].nunique()} campaigns, {int(late['active'].sum())} of them active\n")
    compared(fleet, who, rules.campaigns)


def compared(fleet: Fleet, who: pd.DataFrame, rules: CampaignRules) -> None:
    """Groups found and by chance, of edits and swaps, without guards, with people in common only, and as shipped."""
    commits = by_people(fleet.facts.commits, who)
    happened = events(fleet, commits, rules)
    days, tied = span(happened, rules), carriers.workers(commits, happened)
    free = rules.model_copy(update={"edits": NONE, "swaps": NONE})
    sizes = rules.shifts.groups
    print(f"{'groups found / by chance':30}" + "".join(f"{f'{size.repositories} in {size.days} days':>22}" for size in sizes))
    for name, some, used in (
        ("no guard", happened.assign(team="one"), free),
        ("people in common", happened, free),
        ("and no chance (shipped)", happened, rules),
    ):
        for line in lines(some, tied, used, days):
            made = chance.table((line,), sizes, rules.shifts, np.random.default_rng(1))
            cells = (f"{row.found:,} / {row.by_chance:.1f} = {row.share:.1%}" for row in made.itertuples())
            print(f"{name + ', ' + line.sort + 's':30}" + "".join(f"{cell:>22}" for cell in cells))


if __name__ == "__main__":
    main(Workspace(Path(sys.argv[1])))
