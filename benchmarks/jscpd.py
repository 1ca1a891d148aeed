"""jscpd 5 on a folder of files, one folder a repository, for benchmarks beside it.

Its binary is of the npm package jscpd-linux-x64-gnu (5.3.3). Told by file name what Jenkinsfiles, Dockerfiles and Makefiles are: without it
they are left out in silence. Thresholds are its own defaults (50 tokens, 5 lines).
"""

import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

FORMATS = {"groovy": "jenkinsfile", "docker": "dockerfile", "makefile": "makefile"}
RUNNER = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stderr=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"\\n{used.ru_utime + used.ru_stime} {used.ru_maxrss}", end="")
sys.exit(done.returncode)
"""
Pair = tuple[str, str]


class Report(NamedTuple):
    """`shared`: by pair of files (REPOSITORY/PATH, ascending), the lines of each that stand in a clone of the two."""

    cpu: float
    megabytes: int
    shared: dict[Pair, tuple[set[int], set[int]]]


class Used(NamedTuple):
    """What a command took."""

    cpu: float
    megabytes: int
    output: str


def measured(command: Sequence[str], folder: Path) -> Used:
    """Run a command to its end: CPU seconds of user and system, the most memory, and what it printed.

    Through a small process of its own: the memory that Linux notes for a process begins with what it was started from.
    """
    done = subprocess.run([sys.executable, "-S", "-c", RUNNER, *command], cwd=folder, check=True, stdout=subprocess.PIPE, text=True)
    output, _, last = done.stdout.rpartition("\n")
    cpu, kilobytes = last.split()
    return Used(float(cpu), int(kilobytes) // 1024, output)


def run(binary: Path, folder: Path, *, read: bool = True) -> Report:
    """Its clones between files of FOLDER/files; `read`: whether to look at them."""
    names = {path.name for path in (folder / "files").rglob("*") if path.is_file()}
    told = ";".join(f"{form}:{','.join(sorted(n for n in names if word in n.lower() and '.' not in n))}" for form, word in FORMATS.items())
    with tempfile.TemporaryDirectory() as out:
        options = ["-k", "50", "-l", "5", "--no-gitignore", "-i", "**/*.md", "--formats-names", told, "-r", "json", "-o", out]
        used = measured([str(binary), "files", *options], folder)
        report = json.loads((Path(out) / "jscpd-report.json").read_text("utf-8")) if read else {"duplicates": []}
    return Report(used.cpu, used.megabytes, _shared(report["duplicates"]))


def _shared(clones: list[dict[str, dict[str, object]]]) -> dict[Pair, tuple[set[int], set[int]]]:
    found: dict[Pair, tuple[set[int], set[int]]] = defaultdict(lambda: (set(), set()))
    for clone in clones:
        sides = sorted(((str(side["name"]), side["start"], side["end"]) for side in (clone["firstFile"], clone["secondFile"])), key=str)
        lines = found[sides[0][0], sides[1][0]]
        for held, (_, start, end) in zip(lines, sides, strict=True):
            held.update(range(int(str(start)), int(str(end)) + 1))
    return dict(found)
