"""Who was left behind: which repositories still hold at HEAD what a campaign took out elsewhere?

Reads: campaigns (`groups.campaigns`), their commonest edits with texts (`words.commonest`), contents at HEAD, commits. Returns: the
left_behind table. A file holds the old text where the removed lines stand in it one after the other, normalised as edits are (comments and
blank lines apart, own name masked), or, where words were replaced, where the old words stand in one line. Only files of the campaign's
kinds are looked at, in repositories whose people or team had to do with one that took part. It is believed only where the edit lasted:
most of those who made it have the old text nowhere in such files; and where it reached most of those who had the old text: else it was
some teams' choice, and nobody missed anything. Who took part may have forgotten another file.
Misleads: the same lines may stand in a file for another reason. A commit by a bot makes a repository active too.
Source: late propagation (Mui, Zaidman and Pinzger 2014); research on 98 repositories, where 114 of 388 edits had laggards.
"""

from typing import NamedTuple

import pandas as pd

from assessment.repositories.duplication.campaigns import carriers, held
from assessment.repositories.duplication.campaigns.events import SORTS
from assessment.repositories.duplication.campaigns.held import Old
from assessment.repositories.duplication.campaigns.rules import Behind
from assessment.repositories.fleet import Fleet
from assessment.repositories.history import swaps

COLUMNS = ["campaign", "repository", "team", "path", "line", "text", "last_commit", "active"]


class _Edit(NamedTuple):
    """An edit of a campaign whose old text is looked for; sort and key as in the table of events."""

    campaign: str
    sort: str
    key: int
    old: Old


def table(rows: pd.DataFrame, examples: pd.DataFrame, fleet: Fleet, who: pd.DataFrame, rules: Behind) -> pd.DataFrame:
    """The left_behind table: one row a campaign and file, the first place of the old text in it. `rows`: events in campaigns; `who`: table
    of `carriers.workers`."""
    wanted = _wanted(rows, examples, rules)
    olds = [edit.old for edit in wanted]
    places = dict(iter(held.places(fleet.facts.contents, olds).groupby("old")))
    hubs = carriers.ties(who, fleet.teams)
    campaigns, reached = dict(iter(rows.groupby("campaign"))), _reached(fleet.facts.hunks, wanted)
    found = [pd.DataFrame(columns=["old", "repository", "path", "campaign"])]
    for at, edit in enumerate(wanted):
        if at in places:
            some = campaigns[edit.campaign]
            near = carriers.near(hubs, set(some["repository"]))
            mine = places[at][places[at]["repository"].isin(near)].assign(campaign=edit.campaign)
            found.append(_believed(mine, some[some[edit.sort] == edit.key], near & reached[edit.sort, edit.key], rules))
    late = pd.concat(found, ignore_index=True)
    if late.empty:
        return pd.DataFrame(columns=COLUMNS)
    changed = pd.MultiIndex.from_frame(rows[["campaign", "repository", "path"]])
    late = late[~pd.MultiIndex.from_frame(late[["campaign", "repository", "path"]]).isin(changed)].reset_index(drop=True)
    late = late.join(held.lines(fleet.facts.contents, late, olds))
    late = late.sort_values(["campaign", "repository", "path", "line"]).drop_duplicates(["campaign", "repository", "path"])
    return _dated(late.reset_index(drop=True), rows, fleet)


def counts(late: pd.DataFrame) -> pd.Series:
    """Active repositories left behind, by campaign."""
    return late[late["active"].astype(bool)].groupby("campaign")["repository"].nunique()


def _wanted(rows: pd.DataFrame, examples: pd.DataFrame, rules: Behind) -> list[_Edit]:
    """The old texts of the edits, and of the swaps, that most repositories of a campaign made."""
    kinds = {str(campaign): frozenset(some.astype(str)) for campaign, some in rows.groupby("campaign")["kind"]}
    found = []
    for sort in SORTS:
        some = _common(rows, sort, rules).merge(examples[examples["removed"] != ""], on=["campaign", sort])
        some = some.drop_duplicates(["campaign", sort])[["campaign", sort, "removed", "added"]]
        for campaign, key, removed, added in some.itertuples(index=False, name=None):
            words = dict.fromkeys(old for old, _ in swaps.swaps(removed, added)) if sort == "swap" else ()
            lines = held.plain([removed], None)[0] if sort == "edit" else ()
            old = Old(tuple(lines), tuple(words), kinds[campaign])
            if _letters(old) >= (rules.letters if sort == "edit" else rules.word_letters):
                found.append(_Edit(campaign, sort, key, old))
    return found


def _common(rows: pd.DataFrame, sort: str, rules: Behind) -> pd.DataFrame:
    """campaign and key (named as the sort) of what enough of a campaign's repositories did; swaps only where they go beyond every edit."""
    counted = rows.groupby(["campaign", "sort", "key"])["repository"].nunique().rename("n").reset_index()
    whole = counted["campaign"].map(rows.groupby("campaign")["repository"].nunique()).astype(float)
    edited = counted["n"].where(counted["sort"] == "edit", 0).groupby(counted["campaign"]).transform("max")
    beyond = (counted["n"] > edited) | (sort == "edit")
    mine = counted[(counted["sort"] == sort) & (counted["n"] >= rules.common * whole) & beyond]
    return mine.rename(columns={"key": sort})[["campaign", sort]]


def _letters(old: Old) -> int:
    return sum(letter.isalnum() for letter in b"".join(old.lines).decode("utf-8", "replace") + "".join(old.words))


def _reached(hunks: pd.DataFrame, wanted: list[_Edit]) -> dict[tuple[str, int], frozenset[str]]:
    """Repositories that made an edit, at any time, bots included."""
    found: dict[tuple[str, int], frozenset[str]] = {}
    for sort in {edit.sort for edit in wanted}:
        keys = {edit.key for edit in wanted if edit.sort == sort}
        some = hunks.loc[hunks[sort].isin(keys), [sort, "repository"]].astype({"repository": str})
        by_key = some.groupby(sort)["repository"].agg(frozenset)
        found |= dict(zip(((sort, key) for key in by_key.index.tolist()), by_key, strict=True))
    return found


def _believed(places: pd.DataFrame, made: pd.DataFrame, reached: frozenset[str], rules: Behind) -> pd.DataFrame:
    """The places of an old text, or none where the edit did not last, or was not for all. `made`: the events of the edit."""
    participants, having = set(made["repository"]), set(places["repository"])
    lasted = len(participants - having) >= rules.gone * len(participants)
    for_all = len(reached) >= rules.reached * len(reached | having)
    return places if lasted and for_all else places.iloc[:0]


def _dated(late: pd.DataFrame, rows: pd.DataFrame, fleet: Fleet) -> pd.DataFrame:
    """With team, newest commit, and whether that came after the campaign's median day."""
    commits = fleet.facts.commits
    newest = commits.groupby(commits["repository"].astype(str))["committed_at"].max()
    middle = rows.drop_duplicates(["campaign", "repository", "number"]).groupby("campaign")["day"].median()
    last = late["repository"].map(newest)
    team = fleet.team_of(late["repository"], late["path"])
    late = late.assign(team=team, last_commit=last.dt.floor("D"), active=(last.dt.floor("D") > late["campaign"].map(middle)).fillna(False))
    return late[COLUMNS]
