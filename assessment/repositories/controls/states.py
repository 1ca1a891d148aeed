"""What is known of each control in each repository: from files, from history, and from what other tools exported.

Reads: `facts.controls`, `facts.commits`, `fleet.settings`, `fleet.teams`. Returns: one row per repository and control (`outcomes`).
An imported outcome stands where files say unavailable, absent or nothing; where files show a control, they stay, and a contradiction is
kept as `disagrees`. Whether a repository is dormant is read from history: nobody but automation has committed for a year. Merges do not
count (a click on a bot's change is no care for the code). It does not apply where the repository says that it is retired: by a file
ARCHIVED or DEPRECATED at the top, or a lifecycle in its catalogue entry.
Misleads: a control seen in files is configured, not proven to run; an import speaks of the day of its export; finished code that needs
no change looks dormant.
Source: dormancy as OpenSSF Scorecard's Maintained and CIS 1.1.8, with one year in place of 90 days and six months.
"""

from collections.abc import Sequence

import pandas as pd

from assessment.repositories import imported
from assessment.repositories.fleet import Fleet
from assessment.repositories.labour import people
from assessment.repositories.rules.schema_controls import ControlRule

DORMANT = "dormant"
YEAR = pd.DateOffset(years=1)
PRECEDENCE = {"present": 0, "absent": 1, "unavailable": 2, "not applicable": 3}  # of several rows of one repository and control
KEY = ["repository", "control"]
WORDS = [*KEY, "outcome", "setting", "path"]
COLUMNS = [*WORDS, "line", "team", "source", "disagrees"]
ASIDE = frozenset({"dormant", "road-stages"})
RETIRED = r"^(?:archived|deprecated)(?:\.\w+)?$"
LIFECYCLE = r"(?m)^\s+lifecycle:\s*[\"']?(?:deprecated|retired|archived|decommissioned|end-of-life)\b"


def outcomes(fleet: Fleet, automated: pd.Series | None = None) -> pd.DataFrame:
    """One row per repository and control: COLUMNS. team '' unmapped; source files, history, or the tool whose export is believed.

    `automated`: what `people.automated` said of the commits, where it was asked already. Repositories outside the fleet are dropped.
    `disagrees`: an import contradicts what the files show, or the other way round.
    """
    rows = fleet.facts.controls.astype(dict.fromkeys(WORDS, object))
    rows = rows[rows["repository"].isin(fleet.teams.index)].assign(source="files")
    rows = _first(pd.concat([part for part in (rows, _dormant(fleet, automated)) if len(part)] or [rows]))
    rows = _with_imports(rows, imported.of_fleet(fleet.settings, fleet.teams.index))
    rows = rows.assign(team=rows["repository"].map(fleet.teams).fillna("").astype(object))
    return rows.sort_values(["control", "repository"], ignore_index=True)[COLUMNS]


def compared(rows: pd.DataFrame, catalogue: Sequence[ControlRule]) -> pd.DataFrame:
    """The outcomes that signals between teams are made of.

    Left out are controls that only a forge knows as long as no import speaks of them (they would count every repository as unseen), and
    what is no rule that a team interprets: whether a repository is alive, and how a switch of a pipeline is named.
    """
    forge = {rule.id for rule in catalogue if rule.seen_in == "forge"}
    silent = forge - set(rows.loc[rows["outcome"].isin(["present", "absent"]), "control"])
    return rows[~rows["control"].isin(ASIDE | silent)]


def _first(rows: pd.DataFrame) -> pd.DataFrame:
    """Of several rows of one repository and control, the one that shows most."""
    first: pd.DataFrame = rows.assign(rank=rows["outcome"].map(PRECEDENCE)).sort_values("rank", kind="stable").drop_duplicates(KEY)
    return first


def _with_imports(rows: pd.DataFrame, settings: pd.DataFrame) -> pd.DataFrame:
    """Rows with what other tools know: theirs where files are silent or say absent."""
    if not len(settings):
        return rows.assign(disagrees=False)
    theirs = _first(settings.astype({"control": object, "outcome": object, "setting": object, "source": object}))
    both = rows.merge(theirs[[*KEY, "outcome", "setting", "source"]], on=KEY, how="outer", suffixes=("", "_theirs"))
    known = both["outcome_theirs"].notna()
    disagrees = known & both["outcome"].isin(["present", "absent"]) & (both["outcome"] != both["outcome_theirs"])
    silent = both["outcome"].isna() | both["outcome"].isin(["unavailable", "not applicable"])
    believed = known & (silent | ((both["outcome"] == "absent") & (both["outcome_theirs"] == "present")))
    for column in ("outcome", "setting", "source"):
        both[column] = both[column].mask(believed, both[f"{column}_theirs"])
    both["path"] = both["path"].mask(believed, "")
    both["line"] = both["line"].mask(believed)
    return both.assign(disagrees=disagrees)


def _dormant(fleet: Fleet, automated: pd.Series | None) -> pd.DataFrame:
    """present where a person committed within a year, absent where not, not applicable where the repository is retired."""
    commits = fleet.facts.commits
    machines = people.automated(commits) if automated is None else automated
    ours = commits[~machines & (commits["parents"] < 2) & commits["repository"].isin(fleet.teams.index)]
    last = ours["committed_at"].groupby(ours["repository"].astype(object)).max()
    names = commits["repository"].astype(object).unique()
    last = last.reindex([name for name in names if name in fleet.teams.index])
    outcome = pd.Series("absent", index=last.index).mask(last > fleet.facts.as_of - YEAR, "present")
    outcome = outcome.mask(outcome.index.isin(_retired(fleet)) & (outcome == "absent"), "not applicable")
    made = {"repository": last.index, "control": DORMANT, "outcome": outcome.to_numpy(), "setting": "", "path": "", "line": pd.NA}
    return pd.DataFrame(made).assign(source="history")


def _retired(fleet: Fleet) -> set[str]:
    """Repositories that say so themselves."""
    files, contents = fleet.facts.files, fleet.facts.contents
    paths = pd.Series(files["path"].unique(), dtype=object)
    named = files.loc[files["path"].isin(paths[paths.str.lower().str.match(RETIRED)]), "repository"]
    entries = contents[contents["kind"] == "catalog-info"]
    said = entries.loc[entries["text"].astype(object).str.contains(LIFECYCLE), "repository"]
    return {str(name) for name in (*named, *said)}
