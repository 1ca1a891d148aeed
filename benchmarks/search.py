"""One search for copies as a process of its own: `python benchmarks/search.py FOLDER` reads FOLDER/contents.parquet.

Prints CPU seconds of each step, resident memory after it and the most so far, the start of Python and all imports included; with --json
the same for another program to read.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from assessment.repositories.duplication.copies.clusters import clusters
from assessment.repositories.duplication.copies.documents import documents
from assessment.repositories.duplication.copies.similar import similar
from assessment.repositories.duplication.thresholds import Thresholds, parse
from assessment.repositories.sources.store import frugal

RULES = Path(__file__).parent.parent / "data" / "rules" / "duplication.yaml"
STATM = Path("/proc/self/statm")


class Steps:
    """What was measured, step by step."""

    def __init__(self) -> None:
        self.rows: list[dict[str, object]] = []
        self.cpu = 0.0
        self.done("start")

    def done(self, name: str) -> None:
        """Note what it took since the step before."""
        cpu = time.process_time()
        pages = int(STATM.read_text().split()[1]) if STATM.exists() else 0
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        self.rows.append({"step": name, "cpu": round(cpu - self.cpu, 2), "mb": pages * resource.getpagesize() >> 20, "most": most})
        self.cpu = cpu

    def run(self, name: str, step: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        """Run a step and note it."""
        made = step()
        self.done(name)
        return made


def rules() -> Thresholds:
    """The shipped thresholds."""
    return parse(yaml.safe_load(RULES.read_text("utf-8")))


def contents(folder: Path) -> pd.DataFrame:
    """The fact table, read in parts as the store does."""
    frugal()
    file = pq.ParquetFile(folder / "contents.parquet", pre_buffer=False)
    whole = pa.Table.from_batches(list(file.iter_batches(4_096, use_threads=False))).unify_dictionaries()
    made: pd.DataFrame = whole.to_pandas(split_blocks=True, self_destruct=True)
    del whole, file
    pa.default_memory_pool().release_unused()
    return made


def main(folder: Path) -> dict[str, object]:
    """Search the files of a folder."""
    steps, known = Steps(), rules()
    table = steps.run("read", lambda: contents(folder))
    found = documents(table, pd.Series(False, index=table.index), known)
    steps.done("documents")
    pairs = steps.run("similar pairs", lambda: similar(found, known.similar))
    grouped = steps.run("clusters", lambda: clusters(found, pairs, known.clusters, known.similar))
    counts = {"files": len(table), "documents": len(found), "pairs": len(pairs), "clusters": int(grouped["cluster"].max()) + 1}
    return {"steps": steps.rows, **counts}


if __name__ == "__main__":
    result = main(Path(sys.argv[1]))
    if "--json" in sys.argv:
        print(json.dumps(result))
    else:
        print(pd.DataFrame(result.pop("steps")).to_string(index=False))
        print(", ".join(f"{count:,} {name}" for name, count in result.items()))
