"""What was changed, in words?

Reads: the rows of `groups.campaigns`, and texts of a few hunks through the fleet's port: one example for each edit, from as few
repositories as will do. Returns: the commonest edits of each campaign with their lines, and one line that says what changed.
Misleads: an example is how one repository wrote it; files that came or went whole, and hunks of over 200 lines, have no text.
Source: facts.HUNKS.
"""

import re

import numpy as np
import pandas as pd

from assessment.repositories.duplication.campaigns import held
from assessment.repositories.duplication.campaigns.events import SORTS
from assessment.repositories.facts import HunksOf
from assessment.repositories.history import edits, swaps

MOST_EDITS = 10
LONGEST = 100  # characters of what a campaign is called
COLUMNS = ["campaign", "kind", "removed", "added", "repositories", "commits"]
PAIRS = 3  # of words, above which they are a rewritten line cut at random
TELLING = 8  # letters of the words swapped, below which the lines say more
_TOKEN = re.compile(r"\d[\w.]*\w|\w+|\s+|[^\w\s]")
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]{3}")
_DIGEST = re.compile(r"[0-9a-f]{20}")


def commonest(rows: pd.DataFrame, hunks_of: HunksOf) -> pd.DataFrame:
    """The commonest edits of each campaign, most repositories first.

    campaign, sort, key (what the edit has in common with others), kind, path, repositories, commits, removed, added (texts, the
    repository's own name masked; '' where there are none), lines (added). Rows of equal campaigns stand together. Edits too short to have
    a hash are told apart by their swap.
    """
    rows = rows.assign(sort=np.where(rows["edit"] != 0, "edit", "swap"), key=rows["edit"].where(rows["edit"] != 0, rows["swap"]))
    rows = rows.drop_duplicates(["campaign", "key", "repository", "number", "path"])
    by = rows.groupby(["campaign", "sort", "key"], sort=False)
    counted = by.agg(repositories=("repository", "nunique"), commits=("commit", "nunique")).reset_index()
    order = ["campaign", "repositories", "commits", "key"]
    counted = counted.sort_values(order, ascending=[True, False, False, True], ignore_index=True)
    counted = counted[counted.groupby("campaign").cumcount() < MOST_EDITS]
    examples = rows.merge(counted, on=["campaign", "sort", "key"])
    often = examples["repository"].map(examples.drop_duplicates(["key", "repository"])["repository"].value_counts())
    examples = examples.assign(often=-often).sort_values(["often", "repository", "number", "path"], kind="stable")
    examples = examples.drop_duplicates(["campaign", "key"]).sort_values(order, ascending=[True, False, False, True], ignore_index=True)
    return pd.concat([examples, _texts(examples, hunks_of)], axis=1)


def _texts(examples: pd.DataFrame, hunks_of: HunksOf) -> pd.DataFrame:
    """removed, added, lines of the examples, in their order."""
    found = pd.DataFrame({"removed": "", "added": "", "lines": 0}, index=examples.index)
    for repository, some in examples.groupby("repository"):
        hunks = hunks_of(str(repository), sorted(set(some["path"])))
        hunks = hunks[hunks["number"].isin(some["number"])]
        name = edits.own_name(str(repository))
        for sort, mine in some.groupby("sort"):
            keyed = hunks.assign(key=hunks[sort], path=hunks["path"].astype(str)).drop_duplicates(["number", "path", "key"])
            both = mine[["number", "path", "key"]].merge(keyed, on=["number", "path", "key"], how="left").set_index(mine.index)
            for side in ("removed", "added"):
                found.loc[mine.index, side] = [_masked(text, name) for text in both[side].fillna("")]
            found.loc[mine.index, "lines"] = both["new_lines"].fillna(0).astype(int)
    return found


def _masked(text: str, name: re.Pattern[bytes] | None) -> str:
    return text if name is None else name.sub(edits.NAME.encode(), text.encode()).decode()


def what(rows: pd.DataFrame, examples: pd.DataFrame) -> pd.Series:
    """What each campaign changed, by the example of what most of its repositories did: old words → new words, or the lines that came and
    went; indexed by campaign."""
    reach = rows.groupby(["campaign", "sort", "key"])["repository"].nunique().rename("reach").reset_index()
    shown = []
    for sort in SORTS:
        some = reach[reach["sort"] == sort].rename(columns={"key": sort}).drop(columns="sort")
        shown.append(examples.merge(some, on=["campaign", sort]))
    first = pd.concat(shown, ignore_index=True).sort_values(["campaign", "reach"], ascending=[True, False], kind="stable")
    first = first.drop_duplicates("campaign").set_index("campaign")
    told = [
        _told(removed, added) if removed or added else _short(f"+ {path} ({lines:,} lines)", LONGEST)
        for path, lines, removed, added in first[["path", "lines", "removed", "added"]].itertuples(index=False, name=None)
    ]
    return pd.Series(told, index=first.index, dtype=object, name="what")


def _told(removed: str, added: str) -> str:
    words = _replaced(removed, added)
    if len(_LETTER.findall(words)) >= TELLING and not _DIGEST.search(words):
        return _short(words, LONGEST)
    sides = [(sign, _line(text)) for sign, text in (("-", removed), ("+", added)) if text]
    said = " ".join(f"{sign} {line}" for sign, line in sides)
    if len(said) > LONGEST and len(sides) == 2 and "\n" not in removed + added:
        return _inside(removed, added)
    return " ".join(_short(f"{sign} {line}", (LONGEST + 1) // len(sides) - 1) for sign, line in sides)


def _inside(old: str, new: str) -> str:
    """One line with what was replaced in it, old → new; cut in front where it is too long."""
    before, after = _between(old, new)
    start = old.strip().partition(before)[0] if before else ""
    said = f"{before or 'nothing'} → {after or 'nothing'}"
    room = LONGEST - len(said)
    start = start if len(start) <= room else f"…{start[len(start) - room + 1 :]}" if room > 1 else ""
    return _short(start + said, LONGEST)


def _replaced(removed: str, added: str) -> str:
    """The part of a line that was replaced, where it is the same in all lines; else the words; '' where there are none, or too many."""
    words = swaps.swaps(removed, added)
    pairs = zip(removed.split("\n"), added.split("\n"), strict=True) if words else ()
    parts = {_between(old, new) for old, new in pairs if old != new}
    told = {f"{old} → {new}" for old, new in parts if old and new}
    whole = told.pop() if len(parts) == len(told) == 1 else ""
    if 0 < len(whole) <= LONGEST:
        return whole
    return "; ".join(f"{old} → {new}" for old, new in words) if len(words) <= PAIRS else ""


def _between(old: str, new: str) -> tuple[str, str]:
    """What stands between the tokens that two lines begin and end with alike."""
    left, right = (_TOKEN.findall(line.strip()) for line in (old, new))
    start = _alike(left, right)
    end = _alike(left[start:][::-1], right[start:][::-1])
    before, after = ("".join(tokens[start : len(tokens) - end]).strip() for tokens in (left, right))
    return before, after


def _alike(left: list[str], right: list[str]) -> int:
    """How many tokens two lists begin with alike."""
    return next((at for at, (one, other) in enumerate(zip(left, right, strict=False)) if one != other), min(len(left), len(right)))


def _line(text: str) -> str:
    """Lines from the first one on that says something; comments only where there is nothing else."""
    lines = [line.decode("utf-8", "replace") for line in held.plain([text], None)[0]] or [" ".join(text.split())]
    first = next((at for at, line in enumerate(lines) if _WORD.search(line)), 0)
    return " ".join(lines[first : first + LONGEST // 4])


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
