"""An attacker who has every released table of every round, knows who took part, and takes everybody to have answered as before.

Reads the tables as they are shown and the list of people; writes down what each shown mean says about the sum of single answers, and
asks how closely the answers of single people and of small groups are bounded by all of it together.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from assessment.privacy.bounds import Known, Statement, known
from assessment.privacy.steps import LEAST, window
from tests.privacy.attacks.trees import QUESTIONNAIRE, Tree

SLACK = 1e-6
HOURS = 1 / 20  # of the range: what a number over everybody keeps open (steps.number_fraction)


class Target(NamedTuple):
    """A group under k: its people, and how closely the sum of their answers is known, as a share of the range of one answer."""

    item: str
    people: tuple[str, ...]
    open: float
    found: Known


def statements(tables: dict[str, pd.DataFrame], tree: Tree, item: str) -> tuple[list[Statement], list[str], np.ndarray]:
    """What the items table says about one item: sums over people, between two numbers; the people, and the range of each answer."""
    low, high, log = ends(item)
    people = sorted(tree.people["respondent"].unique())
    column = {person: at for at, person in enumerate(people)}
    mine = tree.answers[(tree.answers["item"] == item) & (tree.answers["state"] == "answered")]
    by_cell = {cell: rows["respondent"].map(column).to_numpy() for cell, rows in mine.groupby(["round", "team"])}
    by_round = {name: rows["respondent"].map(column).to_numpy() for name, rows in mine.groupby("round")}
    found = []
    shown = tables["items"].query("item == @item").dropna(subset="mean")
    for (name,), rows in shown.groupby(["round"]):
        teams = set(rows["team"]) - {""}
        for row in rows.itertuples():
            if not row.team and teams:
                continue  # made of the teams' means (test_made_of.py): says nothing that they do not
            columns = by_round[name] if not row.team else by_cell[name, row.team]
            value, step = (np.log(row.mean), np.log(row.step)) if log else (row.mean, row.step)
            rounding = 0.006 / (row.mean if log else 1)  # to two decimals
            start, end = window(value, (step + rounding) / (high - low), low, high)
            n = len(columns)
            found.append(Statement(columns, np.ones(n), n * (float(start) - rounding), n * (float(end) + rounding)))
    return found, people, np.tile([low, high], (len(people), 1))


def ends(item: str) -> tuple[float, float, bool]:
    """Ends of an item's answers, on the scale it is averaged on, and whether that is a log scale."""
    form, scale = QUESTIONNAIRE.range_of(item), QUESTIONNAIRE.scale_of(item)
    log = scale is not None and scale.spacing == "log"
    return (float(np.log(form.low)), float(np.log(form.high)), True) if log else (form.low, form.high, False)


def groups(tree: Tree, item: str, k: int) -> Iterator[tuple[str, ...]]:
    """Groups under k that somebody can name: single people, small teams, those who left or joined, and who they are together."""
    mine = tree.answers[(tree.answers["item"] == item) & (tree.answers["state"] == "answered")]
    cells = {cell: frozenset(rows["respondent"]) for cell, rows in mine.groupby(["round", "team"])}
    seen: set[frozenset[str]] = {frozenset([person]) for members in cells.values() for person in sorted(members)[:3]}
    seen |= set(cells.values())
    for (name, team), members in cells.items():
        for (other, same), others in cells.items():
            if same == team and other != name:
                seen |= {members - others, *(frozenset([person]) for person in members - others)}
    small = [group for group in cells.values() if len(group) < k]
    seen |= {one | two for one in small for two in small}
    yield from sorted(tuple(sorted(group)) for group in seen if 0 < len(group) < k)


def attack(tables: dict[str, pd.DataFrame], tree: Tree, item: str, k: int = 5) -> list[Target]:
    """The groups that are known more closely than promised: none, if the release holds."""
    found, people, ranges = statements(tables, tree, item)
    if not found:
        return []
    column = {person: at for at, person in enumerate(people)}
    low, high, _ = ends(item)
    promised = LEAST if item != "h" else HOURS
    stands = np.array([[at in s.columns for s in found] for at in range(len(people))])
    alike: dict[tuple[tuple[bool, ...], ...], tuple[str, ...]] = {}  # groups of people who stand in the same sums are known alike
    for group in groups(tree, item, k):
        alike.setdefault(tuple(sorted(tuple(stands[column[p]]) for p in group)), group)
    targets = list(alike.values())
    wanted = [Statement(np.array([column[p] for p in group]), np.ones(len(group)), 0, 0) for group in targets]
    results = []
    for group, interval in zip(targets, known(found, ranges, wanted), strict=True):
        if np.isinf(interval.low):
            return []  # the attacker's belief that all answered as before contradicts what is shown: nothing follows
        share = interval.width / (high - low)
        if share < promised - SLACK:
            results.append(Target(item, group, share, interval))
    return results
