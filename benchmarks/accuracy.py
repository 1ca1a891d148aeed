"""How often is what we read from a repository what is there?

    python benchmarks/accuracy.py CLONES [--half all|tuning|held-out] [--misses]

Compares facts with labels that were written by hand from reading the files (`benchmarks/labels/*.yaml`, one a repository, before anyone
looked at any output). CLONES: folder in which the labelled repositories are found below `<owner>+<repository>`. Labels that say
`half: held-out` are of organisations that no rule was ever changed for: theirs are the figures to quote. Wherever a label says that a
careful colleague could decide either way, nothing is counted.
"""

import argparse
import re
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import yaml

from assessment.model import Organisation, Team
from assessment.repositories import services
from assessment.repositories.facts import Facts
from assessment.repositories.fleet import Fleet
from assessment.repositories.sources import collect, rules, store
from assessment.repositories.sources.discover import Located

LABELS = Path(__file__).parent / "labels"
PRESENCE = ("high", "medium")  # confidence that counts as found
DAYS = 1  # by which a date may be off: time zones
DATES = {"first_commit": "born", "first_ci": "first_ci", "first_deployable": "first_deployable", "first_release": "first_release"}


class Counted(NamedTuple):
    """Things found that are there, found that are not, and there that were not found, as words to show."""

    right: list[str]
    wrong: list[str]
    missed: list[str]

    @staticmethod
    def of(found: Iterable[str], there: Iterable[str]) -> "Counted":
        """Compare two bags of words."""
        one, other = Counter(found), Counter(there)
        return Counted(list((one & other).elements()), list((one - other).elements()), list((other - one).elements()))

    def line(self, name: str) -> str:
        """Precision and recall with what they are counted over."""
        found, there = len(self.right) + len(self.wrong), len(self.right) + len(self.missed)
        precision = len(self.right) / found if found else float("nan")
        recall = len(self.right) / there if there else float("nan")
        return f"{name:32}{precision:>10.3f}{recall:>10.3f}{found:>10,}{there:>10,}"


def added(parts: Iterable[Counted]) -> Counted:
    """All parts as one."""
    right, wrong, missed = [], [], []
    for part in parts:
        right += part.right
        wrong += part.wrong
        missed += part.missed
    return Counted(right, wrong, missed)


def held_out(label: dict[str, Any]) -> bool:
    """Whether a repository belongs to the half that rules are not tuned on."""
    return bool(label.get("half") == "held-out")


def tools(label: dict[str, Any], facts: Facts) -> Counted:
    """Tools in use or provided, whatever their state."""
    table, doubtful = facts.tools, set(label.get("doubtful") or ())
    found = set(table.loc[table["confidence"].isin(PRESENCE), "tool"].astype(str)) - doubtful
    return Counted.of(_of(label, found), _of(label, {tool["id"] for tool in label["tools"]} - doubtful))


def controls(label: dict[str, Any], facts: Facts) -> Counted:
    """Controls that are present, of those that the label decides."""
    decided = {control: said for control, said in label["controls"].items() if control not in (label.get("doubtful_controls") or ())}
    table = facts.controls.astype({"control": str, "outcome": str})
    found = {control for control, outcome in zip(table["control"], table["outcome"], strict=True) if outcome == "present"}
    return Counted.of(_of(label, found & set(decided)), _of(label, {control for control, said in decided.items() if said == "present"}))


def references(label: dict[str, Any], facts: Facts) -> Counted:
    """References in the files that were labelled: path, kind, target and version."""
    table = facts.references[facts.references["path"].isin(label.get("reference_files") or ())].astype(str)
    table = table[~_copied(table, facts.contents)]  # images that a Dockerfile copies from are no base images, and were not labelled
    found = [_reference(*row) for row in table[["path", "kind", "target", "block", "version"]].itertuples(index=False)]
    there = [
        _reference(r["path"], r["kind"], r["target"], r.get("block", ""), str(r.get("version") or "")) for r in label["references"] or ()
    ]
    return Counted.of(_of(label, found), _of(label, there))


def _copied(table: pd.DataFrame, contents: pd.DataFrame) -> pd.Series:
    lines = {str(path): str(text).split("\n") for path, text in zip(contents["path"], contents["text"], strict=True)}
    said = [lines.get(path, [""] * int(line))[int(line) - 1] for path, line in zip(table["path"], table["line"], strict=True)]
    return pd.Series([re.match(r"\s*(COPY|ADD)\s", line, re.IGNORECASE) is not None for line in said], index=table.index, dtype=bool)


def _reference(path: str, kind: str, target: str, block: str, version: str) -> str:
    name = f"{target}/{block}".strip("/") if block else target
    if kind == "module":  # the same repository, with or without its host
        name = re.sub(r"^(git::)?(\w+://)?([\w.-]+@)?(?=[\w-]+\.)([\w.-]+\.[a-z]{2,})(:\d+)?[/:]", "", name)
    name = re.sub(r"(\.git)?/{2,}", "/", re.sub(r"^(https?|oci)://", "", name))
    return f"{path}: {kind} {name.casefold().removeprefix('./').removesuffix('.git')} {version.partition('@')[0] or version}"


def dates(label: dict[str, Any], facts: Facts) -> Counted:
    """Dates of the onboarding clock, each a word; a date that is not there is a word too."""
    organisation = Organisation(name="labels", teams=(Team(name="all", headcount=5),))
    teams = pd.Series({str(name): "all" for name in facts.repositories["repository"]})
    clock = services.dates(Fleet(organisation=organisation, facts=facts, teams=teams))
    row = clock.iloc[0] if len(clock) else pd.Series(dtype=object)
    said = label["onboarding"]
    found, there = [], []
    for key, column in DATES.items():
        if column not in clock.columns or (row.empty and key != "first_deployable"):
            continue
        ours = pd.NaT if row.empty else row[column]
        theirs = pd.NaT if said.get(key) is None else pd.Timestamp(said[key], tz="UTC")
        near = pd.notna(ours) and pd.notna(theirs) and abs((ours - theirs) / pd.Timedelta(days=1)) < DAYS + 1
        there.append(f"{key} {_day(theirs)}")
        found.append(f"{key} {_day(theirs if near else ours)}")
    return Counted.of(_of(label, found), _of(label, there))


def _day(moment: pd.Timestamp) -> str:
    return "none" if pd.isna(moment) else f"{moment:%Y-%m-%d}"


def automation(label: dict[str, Any], facts: Facts, clone: Path) -> Counted:
    """Commits by bots, each a word."""
    listed = ["git", "-C", str(clone), "-c", "safe.directory=*", "log", "--format=%H%x00%an", str(facts.repositories["head"].iloc[0])]
    lines = subprocess.run(listed, check=True, capture_output=True).stdout.decode("utf-8", "replace").splitlines()
    names = dict(line.split("\0", 1) for line in lines)
    bots = {commit for commit, name in names.items() if name in set(label["automation"])}
    commits = facts.commits.assign(auto=facts.commits["automation"])
    found = {commit for commit, auto in zip(commits["commit"], commits["auto"], strict=True) if auto}
    return Counted.of(_of(label, found), _of(label, bots & set(commits["commit"])))


def _of(label: dict[str, Any], words: Iterable[str]) -> list[str]:
    return [f"{label['repository']}: {word}" for word in words]


def main() -> None:
    """Collect the labelled repositories, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clones", type=Path)
    parser.add_argument("--half", choices=("all", "tuning", "held-out"), default="held-out")
    parser.add_argument("--misses", action="store_true", help="list every difference; not for the held-out half")
    options = parser.parse_args()
    labels = [yaml.safe_load(path.read_text()) for path in sorted(LABELS.glob("*.yaml"))]
    wanted = [one for one in labels if options.half == "all" or held_out(one) == (options.half == "held-out")]
    located = [Located(one["repository"].replace("/", "+"), _clone(options.clones, one["repository"])) for one in wanted]
    counted: dict[str, list[Counted]] = {name: [] for name in ("tools", "controls", "references", "dates", "bot commits")}
    with tempfile.TemporaryDirectory() as folder:
        collect.collect_fleet(located, Path(folder), rules=rules.load(), key=b"accuracy-accuracy")
        for label, one in zip(wanted, located, strict=True):
            facts = store.read_fleet(Path(folder), [one.name])
            if facts.repositories["head"].iloc[0] != label["commit"]:
                print(f"{one.name}: the clone stands at another commit than was labelled; left out")
                continue
            counted["tools"].append(tools(label, facts))
            counted["controls"].append(controls(label, facts))
            counted["references"].append(references(label, facts))
            counted["dates"].append(dates(label, facts))
            counted["bot commits"].append(automation(label, facts, one.path))
    print(f"{len(counted['tools'])} repositories, half: {options.half}")
    print(f"{'':32}{'precision':>10}{'recall':>10}{'found':>10}{'there':>10}")
    for name, parts in counted.items():
        print(added(parts).line(name))
    if options.misses:
        for name, parts in counted.items():
            whole = added(parts)
            for sign, words in (("found, not there", whole.wrong), ("there, not found", whole.missed)):
                told = Counter(word.rpartition(": ")[0] if name == "bot commits" else word for word in words)
                print(*(f"{name}: {sign}: {word} ({n})" for word, n in sorted(told.items())), sep="\n")


def _clone(folder: Path, repository: str) -> Path:
    place = folder / repository.replace("/", "+")
    return place / "repo" if (place / "repo").is_dir() else place


if __name__ == "__main__":
    main()
