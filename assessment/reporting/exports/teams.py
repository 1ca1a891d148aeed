"""Which team has which repository, in a terminal and as JSON: unmapped ones first, then those that sources disagree on.

Takes the ownership table with code-owner coverage, and notes on the mapping file (`Workspace.ownership`). Returns lines, plain records.
"""

from collections import Counter
from typing import Any

import pandas as pd

from assessment.numerals import percent
from assessment.repositories.ownership import claims

MOST = 20  # unknown names listed; the rest is counted


def lines(table: pd.DataFrame) -> list[str]:
    """One line a repository or path, then the repositories by source, then names that files give and that no team has."""
    rows = ordered(table)
    if rows.empty:
        return ["no repository"]
    places = [_place(row) for row in rows.to_dict("records")]
    wide = min(max(map(len, places)), 60)
    words = [_words(row) for row in rows.to_dict("records")]
    listed = [f"{place:<{wide}}  {word}" for place, word in zip(places, words, strict=True)]
    return [*listed, "", *_sources(table), *_unknown(table)]


def document(table: pd.DataFrame, notes: tuple[str, ...]) -> dict[str, Any]:
    """The same as plain values: repositories (records), sources (repositories by source, '' unmapped), notes."""
    rows = ordered(table)
    records = rows.astype(object).where(rows.notna(), None).to_dict("records")
    return {"repositories": records, "sources": claims.sources(table), "notes": list(notes)}


def ordered(table: pd.DataFrame) -> pd.DataFrame:
    """Unmapped rows first, then disputed ones, then the rest; by team, repository and path."""
    order = table.assign(_mapped=table["team"] != "", _clear=table["claims"] == "")
    rows = order.sort_values(["_mapped", "_clear", "team", "repository", "path"], kind="stable", ignore_index=True)
    return rows.drop(columns=["_mapped", "_clear"])


def _place(row: dict[Any, Any]) -> str:
    return f"{row['repository']}:{row['path']}" if row["path"] else str(row["repository"])


def _words(row: dict[Any, Any]) -> str:
    said = f"{row['team']} ({row['mapped_by']})" if row["team"] else "no team"
    parts = [f"; also claimed: {row['claims']}"] if row["claims"] else []
    parts += [f"; named, but no team: {row['unknown']}"] if row["unknown"] else []
    parts += [f"; {percent(row['owned'])} of files have a code owner"] if pd.notna(row["owned"]) and row["owned"] < 1 else []
    parts += [f"; {int(row['skipped'])} lines of CODEOWNERS are invalid"] if pd.notna(row["skipped"]) and row["skipped"] else []
    return said + "".join(parts)


def _sources(table: pd.DataFrame) -> list[str]:
    counts = claims.sources(table)
    total = sum(counts.values())
    shares = ", ".join(f"{source or 'no team'} {n} ({percent(n / total)})" for source, n in counts.items())
    disputed = int((table["claims"] != "").sum())
    return [f"{total} repositories by source: {shares}", *([f"{disputed} with disagreeing sources"] if disputed else [])]


def _unknown(table: pd.DataFrame) -> list[str]:
    """Names to make a team, alias or area of, the commonest first."""
    names = Counter(name.rsplit(" (", 1)[0] for cell in table["unknown"] if cell for name in cell.split("; "))
    if not names:
        return []
    ranked = sorted(names.items(), key=lambda one: (-one[1], one[0]))
    said = ", ".join(f"{name} ({n})" for name, n in ranked[:MOST])
    more = f", and {len(ranked) - MOST} more" if len(ranked) > MOST else ""
    return [f"named by files or exports, but neither team, alias nor area in organisation.yaml: {said}{more}"]
