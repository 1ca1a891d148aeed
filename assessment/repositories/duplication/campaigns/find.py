"""Which edits were made by hand in many repositories, what did that cost, and who was left behind?

Reads a Fleet: hunks, commits, changes and contents of its facts, and texts of a few hunks through its port. Returns `Campaigns`: the result
tables campaigns, campaign_edits, left_behind and campaign_chance, and the commits that belong to a campaign. The same edit, or the same
swap of words, by people in enough repositories within a few weeks is a campaign; those that share most of their commits are one.
Misleads: some are chance (see campaign_chance) or version upgrades that a bot could make; an edit made differently in each repository is
not recognised, unless the words that were replaced are the same.
Source: Ray and Kim, FSE 2012 (ported edits), with equality of edit hashes in place of clone detection.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from assessment.repositories.duplication.campaigns import behind, carriers, chance, groups, tables, words
from assessment.repositories.duplication.campaigns.events import by_people, events, span
from assessment.repositories.duplication.campaigns.lines import lines
from assessment.repositories.duplication.thresholds import Thresholds
from assessment.repositories.fleet import Fleet
from assessment.repositories.labour.people import persons


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaigns:
    """campaigns, edits, left_behind, chance: the result tables of these names (edits: campaign_edits, chance: campaign_chance).
    flags: repository, number, campaign of each commit in one."""

    campaigns: pd.DataFrame
    edits: pd.DataFrame
    left_behind: pd.DataFrame
    chance: pd.DataFrame
    flags: pd.DataFrame


def find(fleet: Fleet, thresholds: Thresholds, rng: np.random.Generator, who: pd.DataFrame | None = None) -> Campaigns:
    """The campaigns of a fleet, most repositories first.

    A commit in several campaigns is flagged with the one over most repositories. Days are UTC; `people` is <NA> where fewer than the
    organisation's k took part, because it would then point at them. `rng` shifts timelines for the share of chance, and decides nothing
    else. `who`: the table of `people.persons`, where it is known already.
    """
    rules = thresholds.campaigns
    commits = by_people(fleet.facts.commits, persons(fleet.facts.commits) if who is None else who)
    happened = events(fleet, commits, rules)
    who_where = carriers.workers(commits, happened)
    found = lines(happened, who_where, rules, span(happened, rules))
    rows = groups.campaigns(happened, found, rules)
    stated = rules.shifts.groups
    by_size = chance.table(found, (*stated, *chance.sizes(rules)), rules.shifts, rng)
    if rows.empty:
        return _none(by_size.iloc[: len(stated)])
    examples = words.commonest(rows, fleet.hunks_of)
    late = behind.table(rows, examples, fleet, who_where, rules.behind)
    told = tables.Told(words.what(rows, examples), chance.shares(rows, by_size.iloc[len(stated) :], rules), behind.counts(late))
    table = tables.campaigns(rows, told, rules.minutes, fewest=fleet.organisation.survey.k)
    return Campaigns(
        campaigns=table,
        edits=examples[words.COLUMNS],
        left_behind=late,
        chance=by_size.iloc[: len(stated)],
        flags=tables.flags(rows, table),
    )


def _none(by_size: pd.DataFrame) -> Campaigns:
    """No campaigns: tables with columns and without rows."""
    columns = {"campaigns": tables.COLUMNS, "edits": words.COLUMNS, "left_behind": behind.COLUMNS, "flags": tables.FLAGS}
    return Campaigns(chance=by_size, **{name: pd.DataFrame(columns=known) for name, known in columns.items()})
