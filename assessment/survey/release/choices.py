"""What did people choose? The choices table: which answer was given how often, over all teams only.

Takes the answers (columns: `answers.COLUMNS`), the questionnaire and the organisation. A choice has no mean, and a share by team would
name people, so there are none by team. Shares are in steps of two people or more, the first and the last standing for all beyond; an
option that fewer than k chose has none, and where such options together stand for fewer than k, the last of the others has none either. In
a later round an item is hidden where the people who answered it differ by 1 to k - 1 from those of an earlier one.
Misleads: a question that is asked on a condition is answered by those whom it concerns, and shares are of those.
"""

from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from assessment.model import Organisation
from assessment.privacy.steps import at_least
from assessment.survey.questionnaire import Questionnaire
from assessment.survey.questionnaire.formats import SEPARATOR, Choice
from assessment.survey.questionnaire.items import Item

CHOICES = ["questionnaire", "round", "item", "text", "option", "share", "step", "n"]
STEPS = (0.05, 0.1, 0.2)
STEP_PEOPLE = 2
SLACK = 2  # people that options which are not shown stay below what they can stand for at most
GROUPS = 2  # times k people must have answered an item, so that those who chose an option and those who did not can both be k


def choices(answers: pd.DataFrame, questionnaire: Questionnaire, organisation: Organisation) -> pd.DataFrame:
    """The table (columns: CHOICES), by round in order, item and option as asked, "don't know" last; `share` NaN and `n` <NA> where hidden.

    Options that were not chosen stand there like those of fewer than k; that all chose the same is not shown.
    """
    mine = answers[(answers["questionnaire"] == questionnaire.id) & answers["team"].isin(organisation.team_names)]
    parts = [
        _of_item(rows, item, questionnaire, organisation.survey.k)
        for item in questionnaire.items.values()
        if isinstance(questionnaire.format_of(item.id), Choice)
        and len(rows := mine[(mine["item"] == item.id) & (mine["version"] == item.version)])
    ]
    table = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=CHOICES)
    return table.sort_values("round", kind="stable", ignore_index=True)[CHOICES]


def _of_item(rows: pd.DataFrame, item: Item, questionnaire: Questionnaire, k: int) -> pd.DataFrame:
    """Every round of one item."""
    rounds = sorted(rows["round"].unique())
    people = {name: set(rows.loc[rows["round"] == name, "respondent"]) for name in rounds}
    tables = []
    for at, name in enumerate(rounds):
        few = any(_differ_by_few(people[name], people[before], k) for before in rounds[:at])
        told = _told(rows[rows["round"] == name], questionnaire.format_of(item.id).choices, k, hidden=few)
        tables.append(told.assign(questionnaire=questionnaire.id, round=name, item=item.id, text=questionnaire.wordings[item.id]))
    return pd.concat(tables, ignore_index=True)


def _differ_by_few(now: set[str], then: set[str], k: int) -> bool:
    """Whether the people of one round less those of another, or the other way round, are 1 to k - 1."""
    return any(0 < len(a - b) < k for a, b in pairwise((now, then, now)))


def _told(rows: pd.DataFrame, options: tuple[str, ...], k: int, *, hidden: bool) -> pd.DataFrame:
    """Option, share, step and n of one item in one round."""
    n = len(rows)
    chosen = rows["label"].str.split(SEPARATOR).explode().str.strip().value_counts()
    counts = np.array([int(chosen.get(option, 0)) for option in options])
    table = pd.DataFrame({"option": options, "share": np.nan, "step": np.nan, "n": pd.array([pd.NA] * len(options), dtype="Int64")})
    if hidden or n < GROUPS * k:
        return table
    share, step = shares(counts, n, k)
    return table.assign(share=share, step=step, n=pd.array([int(at_least(n))] * len(options), dtype="Int64"))


def shares(counts: NDArray[np.int_], n: int, k: int) -> tuple[NDArray[np.float64], float]:
    """Share of n people by option, in steps (the second value); NaN where not shown. `counts`: how many chose each option."""
    step = next((step for step in STEPS if step * n >= STEP_PEOPLE), STEPS[-1])
    share = np.clip(np.floor(counts / n / step + 0.5), 1, round(1 / step) - 1) * step
    return np.where(_shown(counts, k), share, np.nan), step


def _shown(counts: NDArray[np.int_], k: int) -> NDArray[np.bool_]:
    """Options that k or more chose, less the last ones asked where the others together stand for too few, or where one stands alone.

    Too few are 1 to k - 1, or almost as many as options of fewer than k can stand for: then it would be certain how many chose each. With
    what is hidden besides they have to be 2 k - 1, so that few among them can be 1 to k - 1. The last, not the smallest: that one is
    smaller than those shown would tell the same. An option alone is what everybody chose.
    """
    shown = counts >= k
    others, most = int(counts[~shown].sum()), (k - 1) * int((~shown).sum())
    too_few = 0 < others < k or others > max(most - SLACK, 0) or (not others and shown.sum() == 1)
    while shown.any() and too_few:
        shown[np.flatnonzero(shown)[-1]] = False
        too_few = counts[~shown].sum() < 2 * k - 1
    return shown
