"""How many clusters can be drafted into a shared version, does every member come back, what is saved, and what does a linter say?

    python benchmarks/drafts.py WORKSPACE [--repositories 3] [--kind github-workflow]

Clusters of the newest result with members in three repositories or more. Every accepted draft is checked again, from its texts: caller and
shared version read together must give what the member's file means, up to the listed changes. Workflows and actions are given to zizmor
(offline) and, workflows, to the schema that check-jsonschema carries: findings of the members beside those of draft and callers.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from assessment.repositories.duplication.drafts import draft as drafting
from assessment.repositories.duplication.drafts import forms
from assessment.repositories.duplication.drafts.draft import Draft
from assessment.repositories.duplication.drafts.form import Member, Written
from assessment.repositories.duplication.drafts.values import changed, same
from assessment.workspace import Workspace

LINTED = ("github-workflow", "github-action")
BIN = Path(sys.executable).parent
Finding = tuple[str, str]  # audit, severity


class Row(NamedTuple):
    """One cluster."""

    cluster: str
    kind: str
    members: int
    draft: Draft
    exact: int
    seconds: float
    before: Counter[Finding]
    after: Counter[Finding]
    new: list[str]


def main() -> None:
    """Print one line a cluster and the sums."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("workspace", type=Path)
    arguments.add_argument("--repositories", type=int, default=3)
    arguments.add_argument("--kind")
    given = arguments.parse_args()
    workspace = Workspace(given.workspace)
    made, rules = workspace.assessment(), workspace.thresholds().drafts
    chosen = made.clusters[made.clusters["repositories"] >= given.repositories]
    rows = []
    for cluster, kind in chosen[["cluster", "kind"]].itertuples(index=False, name=None):
        if given.kind in (None, kind):
            places = made.members.loc[made.members["cluster"] == cluster, ["repository", "team", "path"]].astype(str)
            texts = [(*place, workspace.content(place[0], place[2])) for place in places.itertuples(index=False, name=None)]
            rows.append(measured(str(cluster), str(kind), [Member(*one) for one in texts if one[3] is not None], rules))
            print(line(rows[-1]), flush=True)
    for text in sums(rows):
        print(text)


def measured(cluster: str, kind: str, members: list[Member], rules: drafting.DraftRules) -> Row:
    """Draft one cluster and check what came out."""
    start = time.process_time()
    made = drafting.draft(members, kind, rules)
    seconds = time.process_time() - start
    fits = {(row.repository, row.path) for row in made.fits[made.fits["fits"]].itertuples()} if made.accepted else set()
    fitting = [member for member in members if member.key in fits]
    exact = sum(comes_back(made, member) for member in fitting)
    before, after, new = linted(made, kind, fitting) if made.accepted and kind in LINTED else (Counter(), Counter(), [])
    return Row(cluster, kind, len(members), made, exact, seconds, before, after, new)


def comes_back(made: Draft, member: Member) -> bool:
    """Whether a member's meaning comes back from the texts of the draft alone."""
    form = forms.named(made.form)
    changes = made.changed.get(member.key, ())
    written = Written(made.files, made.callers, {member.key: changes})
    return same(form.rebuild(written, member), changed(form.parse(member.text), changes))


def linted(made: Draft, kind: str, members: list[Member]) -> tuple[Counter[Finding], Counter[Finding], list[str]]:
    """Findings in the members, findings in draft and callers, and of the latter those that no member had."""
    ending = {"github-workflow": ".github/workflows/file.yml", "github-action": "action.yml"}[kind]
    old = {member.key: zizmor(member.text, ending) for member in members}
    callers = {
        member.key: zizmor(made.callers[member.key], ".github/workflows/file.yml" if "jobs:" in made.callers[member.key] else ending)
        for member in members
    }
    shared = {
        path: zizmor(text, path if path.endswith("action.yml") else ".github/workflows/file.yml") for path, text in made.files.items()
    }
    before, after = sum(old.values(), Counter()), sum([*callers.values(), *shared.values()], Counter())
    anywhere = set(before)
    new = [
        f"{path}: {audit} ({severity})" for path, found in shared.items() for audit, severity in found if (audit, severity) not in anywhere
    ]
    new += [
        f"{key}: {audit} ({severity})"
        for key, found in callers.items()
        for audit, severity in found
        if (audit, severity) not in set(old[key])
    ]
    texts = [text for text in [*made.files.values(), *made.callers.values()] if "jobs:" in text]
    problem = schema(texts)
    return before, after, new + [problem] * bool(problem and not schema([member.text for member in members]))


def zizmor(text: str, path: str) -> Counter[Finding]:
    """What zizmor finds in one file: (audit, severity) -> how often; ('refused', …) where it cannot read it."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
        command = [BIN / "zizmor", "--offline", "--no-progress", "--no-config", "--strict-collection", "--format", "json", str(place)]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        found = json.loads(ran.stdout)
    except ValueError:
        return Counter({("refused", ran.stderr.strip().splitlines()[-1][:80] if ran.stderr else ""): 1})
    return Counter((one["ident"], one["determinations"]["severity"]) for one in found)


def schema(texts: list[str]) -> str:
    """What the schema of workflows has against these texts; '' nothing."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{number}.yml" for number in range(len(texts))]
        for path, text in zip(paths, texts, strict=True):
            path.write_text(text, encoding="utf-8")
        command = [BIN / "check-jsonschema", "--builtin-schema", "vendor.github-workflows", *map(str, paths)]
        ran = subprocess.run(command, capture_output=True, text=True, check=False) if paths else None
    return "" if ran is None or ran.returncode == 0 else f"schema: {' '.join(ran.stdout.split())[:300]}"


def line(row: Row) -> str:
    """One cluster in a line."""
    made = row.draft
    fits = int(made.fits["fits"].sum()) if made.accepted else 0
    said = (
        f"{fits}/{row.members} fit, {row.exact} exact, {made.lines_before} -> {made.lines_after}"
        if made.accepted
        else f"no: {made.why[:100]}"
    )
    found = f" zizmor {row.before.total()} -> {row.after.total()}" if row.kind in LINTED and made.accepted else ""
    return f"{row.cluster} {row.kind:<20} {said}{found}, {row.seconds:.2f} s" + "".join(f"\n    NEW {one}" for one in row.new)


def sums(rows: list[Row]) -> list[str]:
    """The sums, a line a kind and one for all."""
    found = []
    for kind in [*sorted({row.kind for row in rows}), ""]:
        some = [row for row in rows if kind in ("", row.kind)]
        kept = [row for row in some if row.draft.accepted]
        fits = sum(int(row.draft.fits["fits"].sum()) for row in kept)
        before, after = sum(row.draft.lines_before for row in kept), sum(row.draft.lines_after for row in kept)
        saved = f"{1 - after / before:.0%} of {before} lines saved" if before else "nothing"
        exact = f"{sum(row.exact for row in kept)} of {fits} members exact"
        cost = f"{sum(row.seconds for row in some):.1f} CPU s, worst {max(row.seconds for row in some):.2f}"
        found.append(f"{kind or 'all':<20} {len(kept):>3} of {len(some):>3} clusters accepted, {exact}, {saved}, {cost}")
    checked = [row for row in rows if row.draft.accepted and row.kind in LINTED]
    old, new = sum((row.before for row in checked), Counter()), sum((row.after for row in checked), Counter())
    for name, counts in (("members", old), ("drafts and callers", new)):
        found.append(
            f"zizmor, {name}: {counts.total()} findings: "
            + ", ".join(f"{audit} {severity} {n}" for (audit, severity), n in counts.most_common())
        )
    return [*found, f"new findings: {sum(len(row.new) for row in rows)}"]


if __name__ == "__main__":
    main()
