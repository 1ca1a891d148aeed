"""What does the search for blocks cost on a collected workspace? `python benchmarks/blocks.py WORKSPACE`.

Prints CPU seconds of cutting and normalising, and of everything, by file and by block; and how many rows equal and near-equal blocks give.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pandas as pd

from assessment.repositories.duplication.blocks import find as blocks
from assessment.repositories.duplication.blocks.pieces import pieces
from assessment.repositories.duplication.copies import find as copies
from assessment.repositories.duplication.copies.thin import thin_callers
from assessment.repositories.duplication.sharing.providers import uses
from assessment.workspace import Workspace

T = TypeVar("T")


def timed(name: str, step: Callable[[], T]) -> tuple[T, float]:
    """Run a step and print its CPU time."""
    start = time.process_time()
    done = step()
    spent = time.process_time() - start
    print(f"{name:32} {spent:7.2f} CPU s")
    return done, spent


def main(folder: Path) -> None:
    """Cut every distinct file, then find the blocks as scoring does, then once more without near-equal ones."""
    workspace = Workspace(folder)
    rules, (fleet, _) = workspace.thresholds(), workspace.fleet()
    contents = fleet.facts.contents
    files = copies.find(fleet, thin_callers(contents, uses(fleet, rules), rules.thin), rules).files
    distinct = contents.drop_duplicates(["kind", "blob"]).astype({"path": str, "kind": str})
    cut, _ = timed("cutting and normalising", lambda: pieces(distinct, distinct["text"], [[]] * len(distinct), rules))
    found, spent = timed("blocks, whole", lambda: blocks.find(files, contents, rules))
    print(f"{len(contents):,} files: {1000 * spent / max(len(contents), 1):.2f} ms each; {len(found.unread)} that no parser took")
    print(f"{len(cut.table):,} blocks: {1000 * spent / max(len(cut.table), 1):.3f} ms each")
    equal = blocks.find(files, contents, rules.model_copy(update={"blocks": rules.blocks.model_copy(update={"alike": 1.0})}))
    for name, table in (("equal", equal.blocks), (f"{rules.blocks.alike:.0%} alike", found.blocks)):
        print(f"{name:12} {len(table):5} rows, {table['redundant_lines'].sum():7,} lines that one shared version would save")
    sorts: pd.Series = found.blocks["sort"].value_counts()
    print(", ".join(f"{sort} {count}" for sort, count in sorts.items()))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
