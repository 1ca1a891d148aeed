"""Plumbing files of a fleet of any size: mutants of real files, for benchmarks of the search for copies.

    python benchmarks/synthetic_files.py WORKSPACE FILES FOLDER

Writes FOLDER/contents.parquet (the fact table) and FOLDER/files/REPOSITORY/PATH (the same as files, for other tools). Deterministic.

Originals: 2,000 files of the workspace. How often each is copied is log-normal; half of the copies are made from a copy. 15 % stay as they
are, in 35 % up to 5 % of the lines are edited, in 30 % 5 to 25 %, in 20 % 25 to 70 %. An edit changes one word, drops a line, brings in a
line of another file of the kind, or puts one in place of a line. A copy says the name of its own repository.

Misleads: more alike than reality, because so few originals stand behind so many files; edits of people are not random.
"""

import sys
from hashlib import sha1
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from assessment.repositories.facts import Facts, frame, schema
from assessment.workspace import Workspace

ORIGINALS = 2_000
LEAST, MOST = 5, 500  # lines of an original
EACH = 10  # files a repository
SPREAD = 1.5  # of the logarithm of how often an original is copied
SHARES = ((0.15, 0, 0), (0.35, 0.01, 0.05), (0.30, 0.05, 0.25), (0.20, 0.25, 0.70))  # how many mutants, and least and most of their lines


class Original(NamedTuple):
    """A file that copies are made of."""

    repository: str
    path: str
    kind: str
    workflow: str
    lines: list[str]


def originals(facts: Facts, rng: np.random.Generator) -> list[Original]:
    """Some files of a fleet, in an order of their own."""
    found = facts.contents.sort_values(["repository", "path"])
    long = found["text"].str.count("\n").between(LEAST, MOST)
    chosen = found[long].sample(min(ORIGINALS, int(long.sum())), random_state=rng)
    columns = (chosen[column].astype(str) for column in ("repository", "path", "kind", "workflow", "text"))
    return [Original(r, p, k, w, text.splitlines()) for r, p, k, w, text in zip(*columns, strict=True)]


def contents(sources: list[Original], files: int, rng: np.random.Generator) -> pd.DataFrame:
    """The fact table of that many mutants, `EACH` a repository."""
    popularity = rng.lognormal(0, SPREAD, len(sources))
    family = rng.choice(len(sources), files, p=popularity / popularity.sum())
    lines_of: dict[str, list[str]] = {}
    for source in sources:
        lines_of.setdefault(source.kind, []).extend(source.lines)
    copies: dict[int, list[list[str]]] = {}
    rows = []
    for number, origin in enumerate(family):
        source, made = sources[origin], copies.setdefault(int(origin), [])
        parent = made[rng.integers(len(made))] if made and rng.random() < 0.5 else source.lines
        made.append(mutant(parent, lines_of[source.kind], rng))
        name = f"service-{number // EACH:05}"
        text = "\n".join(made[-1]).replace(source.repository, name) + "\n"
        path = f"{number % EACH:02}/{source.path}"
        rows.append((name, path, sha1(text.encode()).hexdigest(), source.kind, source.workflow, text))
    columns = ("repository", "path", "blob", "kind", "workflow", "text")
    return frame("contents", dict(zip(columns, zip(*rows, strict=True), strict=True)))


def mutant(lines: list[str], others: list[str], rng: np.random.Generator) -> list[str]:
    """A copy with a random share of its lines edited."""
    _, least, most = SHARES[rng.choice(len(SHARES), p=[share for share, _, _ in SHARES])]
    made = list(lines)
    for _ in range(round(rng.uniform(least, most) * len(lines))):
        at, what = int(rng.integers(len(made))), rng.random()
        other = others[rng.integers(len(others))]
        if what < 0.4:
            made[at] = _reworded(made[at], rng)
        elif what < 0.6 and len(made) > LEAST:
            del made[at]
        elif what < 0.8:
            made.insert(at, other)
        else:
            made[at] = other
    return made


def _reworded(line: str, rng: np.random.Generator) -> str:
    words = line.split(" ")
    filled = [n for n, word in enumerate(words) if word]
    if filled:
        words[filled[rng.integers(len(filled))]] = f"word{rng.integers(100_000)}"
    return " ".join(words)


def write(table: pd.DataFrame, folder: Path) -> None:
    """The table and its files. Paths come from repositories: none may leave the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    table.to_parquet(folder / "contents.parquet", schema=schema("contents"), row_group_size=1_000)  # as if read by repository
    rim = (folder / "files").resolve()
    for repository, path, text in zip(table["repository"].astype(str), table["path"].astype(str), table["text"].astype(str), strict=True):
        place = (rim / repository / path).resolve()
        if place.is_relative_to(rim) and not place.is_dir():
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, "utf-8", errors="replace", newline="")


def main(workspace: Path, files: int, folder: Path) -> None:
    """Make and write them."""
    rng = np.random.default_rng(1)
    table = contents(originals(Workspace(workspace).facts(), rng), files, rng)
    write(table, folder)
    print(f"{len(table):,} files of {table['repository'].nunique():,} repositories, {table['text'].str.len().sum() / 1e6:,.0f} MB of text")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
