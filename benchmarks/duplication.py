"""How does the search for copies grow? `python benchmarks/duplication.py WORKSPACE [FILES...] [--jscpd BINARY]`.

Default: 10, 50 and 100 thousand files. They are mutants of the plumbing files of the workspace (`synthetic_files.py`). Each search is a
process of its own (`search.py`): CPU seconds by step, the start of Python and reading the files apart, and the most memory of all. With
--jscpd the same files are given to jscpd as files on disk.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

import jscpd
import search
import synthetic_files

SIZES = [10_000, 50_000, 100_000]


def ours(folder: Path) -> None:
    """Our search on a folder."""
    used = jscpd.measured([sys.executable, str(Path(search.__file__).resolve()), str(folder), "--json"], Path.cwd())
    made = json.loads(used.output)
    spent = {row["step"]: row["cpu"] for row in made["steps"]}
    apart = spent.pop("start") + spent.pop("read")
    print(f"{made['files']:,} files, {made['documents']:,} documents, {made['pairs']:,} similar pairs, {made['clusters']:,} clusters")
    print(f"  search {sum(spent.values()):.1f} CPU s ({', '.join(f'{name} {cpu:.1f}' for name, cpu in spent.items())})", end="")
    print(f"; start and reading {apart:.1f} CPU s; {used.megabytes:,} MB at most")


def theirs(binary: Path, folder: Path) -> None:
    """jscpd on the same folder."""
    report = jscpd.run(binary, folder, read=False)
    print(f"  jscpd {report.cpu:.1f} CPU s; {report.megabytes:,} MB at most", flush=True)


def main() -> None:
    """Each size in turn."""
    parser = argparse.ArgumentParser()
    parser.add_argument("workspace", type=Path)
    parser.add_argument("files", type=int, nargs="*", default=SIZES)
    parser.add_argument("--jscpd", type=Path)
    given = parser.parse_args()
    for files in given.files:
        with tempfile.TemporaryDirectory() as folder:
            synthetic_files.main(given.workspace, files, Path(folder))
            ours(Path(folder))
            if given.jscpd:
                theirs(given.jscpd, Path(folder))


if __name__ == "__main__":
    main()
