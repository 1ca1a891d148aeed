"""Counts and shares over rounds: from words and counts of two rounds together, is it certain what somebody who left or joined said?"""

from itertools import product

import numpy as np
import pandas as pd
import pytest

from assessment.survey.answers import no_texts
from assessment.survey.release import memory, tables
from tests.privacy.attacks.attacker import ends
from tests.privacy.attacks.trees import QUESTIONNAIRE, Tree, tree

WORDS = {"under 1/3": (0, 1 / 3), "1/3-2/3": (1 / 3, 2 / 3), "over 2/3": (2 / 3, 1)}
SEEDS = range(3_000, 3_040)


def possible(word: str, n: int) -> set[int]:
    """How many of n it can be."""
    low, high = WORDS[word]
    return {c for c in range(n + 1) if low - 1e-9 <= c / n and (c / n < high - 1e-9 or high == 1)}


def certain(found: Tree) -> list[tuple[str, str]]:
    """Item and part of the range of which it is certain whether the one who left or joined is in it, from the two rounds together."""
    shown = tables(found.answers, no_texts(), [QUESTIONNAIRE], found.organisation, np.random.default_rng(0))["items"]
    told = []
    mine = found.answers[found.answers["state"] == "answered"]
    who = {cell: frozenset(rows["respondent"]) for cell, rows in mine.groupby(["round", "team", "item"])}
    teams = {cell: set(rows["team"]) - {""} for cell, rows in shown.dropna(subset="mean").groupby(["round", "item"])}
    rows = shown[(shown["team"] == "") & (shown["low"] != "")].set_index(["round", "item"])
    for name, item in rows.index:
        if name != "2" or ("1", item) not in rows.index or ends(item)[2]:
            continue
        before, after = (
            frozenset().union(*(who.get((r, t, item), ()) for t in teams[r, item] or found.organisation.team_names)) for r in "12"
        )
        if len(before - after) + len(after - before) != 1:
            continue
        stayed = len(before & after)
        for part in ("low", "mid", "high"):
            first, second = (possible(rows.loc[(r, item), part], len(w)) for r, w in (("1", before), (name, after)))
            left, joined = len(before) - stayed, len(after) - stayed
            ways = product((0, 1), range(stayed + 1))
            moved = {x for x, s in ways if s + x * left in first and s + x * joined in second}
            told += [(item, part)] if len(moved) == 1 else []
    return told


@pytest.mark.parametrize("seed", SEEDS)
def test_shares_do_not_tell_of_one_who_left_or_joined(seed: int) -> None:
    assert not certain(tree(seed, rounds=2, skips=0.05 * (seed % 2)))


def test_they_would_if_they_were_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory.Memory, "few", lambda self, now: np.zeros((len(now.teams) + 1, len(now.items)), bool))
    assert certain(tree(3_060, rounds=2))


@pytest.mark.parametrize("seed", SEEDS[:20])
def test_not_applicable_is_not_counted_where_one_more_or_less_would_tell(seed: int) -> None:
    found = tree(seed, rounds=2, skips=0.7)
    shown = tables(found.answers, no_texts(), [QUESTIONNAIRE], found.organisation, np.random.default_rng(0))["items"]
    counts = shown.dropna(subset="not_applicable").set_index(["round", "team", "item"])["not_applicable"]
    given = {cell: frozenset(rows["respondent"]) for cell, rows in found.answers.groupby(["round", "team", "item"])}
    for name, team, item in counts.index:
        if team and name == "2" and ("1", team, item) in counts.index:
            assert not 0 < len(given["1", team, item] ^ given[name, team, item]) < 5
    assert isinstance(counts, pd.Series)
