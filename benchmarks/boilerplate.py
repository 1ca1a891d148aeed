"""Fingerprints of public templates for data/rules/boilerplate.yaml, printed as its entries: hashes of lines, no text.

`python benchmarks/boilerplate.py starters CLONE`: of a clone of GitHub's starter workflows, all versions of each template.
`python benchmarks/boilerplate.py shared WORKSPACE`: lines that stand alike in near-identical files of three unrelated owners and more; a
person reads them before they go into the file, and names them. The owner is what stands before + in the name of a clone's folder.

Run the first again whenever `copies/normalise.py` changes what it leaves of a line.
"""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from assessment.repositories.duplication.copies.clusters import clusters
from assessment.repositories.duplication.copies.documents import documents
from assessment.repositories.duplication.copies.fingerprints import hashed, packed
from assessment.repositories.duplication.copies.normalise import normalise
from assessment.repositories.duplication.copies.similar import similar
from assessment.repositories.duplication.thresholds import Thresholds, parse
from assessment.workspace import Workspace

RULES = Path(__file__).parent.parent / "data" / "rules" / "duplication.yaml"
FOLDERS = ("automation", "ci", "code-scanning", "deployments", "pages")
OWNERS = 3
LANGUAGES = (
    "actions",
    "c-cpp",
    "cpp",
    "csharp",
    "go",
    "java",
    "java-kotlin",
    "javascript",
    "javascript-typescript",
    "python",
    "ruby",
    "rust",
    "swift",
    "typescript",
)
# what the forge writes in place of its signs when somebody takes a template
MATRIX = ["include:", *(f"language: {name}" for name in LANGUAGES), *(f"build-mode: {mode}" for mode in ("none", "autobuild", "manual"))]
DETECTED = [f"language: [ {name} ]" for name in LANGUAGES] + [f"language: [ '{name}' ]" for name in LANGUAGES]


def starters(clone: Path, rules: Thresholds) -> Iterator[tuple[str, int, np.ndarray]]:
    """Name, lines of the newest version, and hashes of all versions, of each starter workflow."""
    log = git(clone, "log", "--raw", "--no-abbrev", "--no-renames", "--format=", "--", *FOLDERS)
    blobs: dict[str, list[str]] = {}
    for line in log.splitlines():
        meta, _, path = line.partition("\t")
        folder, _, base = path.partition("/")
        if folder in FOLDERS and base.endswith((".yml", ".yaml")) and "/" not in base and set(meta.split()[3]) != {"0"}:
            blobs.setdefault(f"{folder}/{base.rpartition('.')[0]}", []).append(meta.split()[3])
    ways = set(normalise(["x.yml"], ["\n".join([*MATRIX, *DETECTED])], [()], rules=rules).of(0))  # of which a file has few
    for name, versions in sorted(blobs.items()):
        texts = [git(clone, "cat-file", "blob", blob) for blob in dict.fromkeys(versions)]
        written = [variant for text in texts for variant in taken(text)]
        lines = normalise(["x.yml"] * len(written), written, [()] * len(written), rules=rules)
        yield name, len(set(lines.of(0)) - ways), hashed(lines.words)


def taken(text: str) -> list[str]:
    """A template as it stands in a repository that took it, with the one or the other name of the default branch."""
    text = text.replace(", $protected-branches", "").replace("$codeql-languages-matrix", "\n".join(MATRIX))
    kept = [line for line in text.split("\n") if "$cron" not in line and "$detected" not in line]
    kept += DETECTED if "$detected-codeql-languages" in text else []
    return ["\n".join(kept).replace("$default-branch", branch) for branch in ("main", "master")]


def shared(folder: Path, rules: Thresholds) -> Iterator[tuple[str, str, list[str]]]:
    """Kind, what it is like, and the lines that members of at least OWNERS owners have, of each cluster over so many owners."""
    workspace = Workspace(folder)
    owner = {one.name: one.path.parent.name.partition("+")[0] for one in workspace.located()}
    contents = workspace.facts().contents
    found = documents(contents, pd.Series(False, index=contents.index), rules)
    grouped = clusters(found, similar(found, rules.similar), rules.clusters, rules.similar)
    files = found.files.join(grouped[["cluster"]], on="document").assign(owner=found.files["repository"].map(owner))
    for _, some in files[files["cluster"] >= 0].groupby("cluster"):
        if some["owner"].nunique() >= OWNERS:
            pairs = {
                (one, line) for one, document in some[["owner", "document"]].itertuples(index=False) for line in found.lines.of(document)
            }
            counts = Counter(line for _, line in pairs)
            like = f"{some['owner'].nunique()} owners, {len(some)} files, {some['path'].iloc[0]}"
            yield str(some["kind"].iloc[0]), like, [line for line, owners in counts.items() if owners >= OWNERS]


def git(clone: Path, *arguments: str) -> str:
    """What git says of a clone."""
    return subprocess.run(["git", "-C", str(clone), *arguments], capture_output=True, check=True).stdout.decode("utf-8", "replace")


def main(what: str, place: Path) -> None:
    """Print entries."""
    rules = parse(yaml.safe_load(RULES.read_text("utf-8")))
    if what == "starters":
        for name, lines, hashes in starters(place, rules):
            print(f"  - {{name: GitHub starter {name}, kind: github-workflow, source: GitHub, lines: {lines}, hashes: {packed(hashes)}}}")
        return
    for kind, like, lines in shared(place, rules):
        print(f"  # {like}", *(f"  #   {line}" for line in lines), sep="\n")
        print(f"  - {{name: , kind: {kind}, source: , lines: {len(lines)}, hashes: {packed(hashed(lines))}}}")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
