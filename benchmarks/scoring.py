"""How long does scoring take? `python benchmarks/scoring.py [TEAMS REPOSITORIES COMMITS]`, default 100 1,000 500.

Prints seconds of wall and CPU time for the whole pipeline on a synthetic fleet with 60 % of people answering, and with `--steps` those of
each step of measuring as well.
"""

import functools
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import synthetic

from assessment import pipeline
from assessment.survey import answers as table
from assessment.survey.questionnaire.formats import Labels, Number
from assessment.workspace import Workspace

STEPS = {
    "people": ("persons", "human"),
    "pipeline": ("propagated_changes", "find", "tools_and_outcomes", "families"),
    "controls": ("outcomes", "compared"),
    "reinvention": ("collect",),
    "onboarding": ("collect",),
    "compliance": ("collect",),
    "glue": ("collect",),
    "tiers": ("providers",),
    "ledger": ("campaign_commits", "coverage"),
    "labour": ("tables",),
    "roads": ("adoption", "users"),
    "services": ("table", "clock"),
    "capabilities": ("tables",),
    "runs": ("table",),
    "consistency": ("table", "users", "settings"),
}


def answers(workspace: Workspace, teams: int, rng: np.random.Generator) -> pd.DataFrame:
    """Random scored answers of four in seven people to every item of the shipped questionnaire."""
    questionnaire = workspace.questionnaire()
    rows = [
        {
            "respondent": f"p{t}-{p}",
            "team": f"team-{t:03}",
            "item": item,
            "answer": _pick(questionnaire.range_of(item), rng),
            "role": "",
            "round": "1",
        }
        for t in range(teams)
        for p in range(4 + t % 3)
        for item in questionnaire.measured
    ]
    return table.score(pd.DataFrame(rows), questionnaire, synthetic.organisation(teams), "synthetic").answers


def _pick(form: Labels | Number, rng: np.random.Generator) -> str:
    return str(int(rng.integers(0, 20))) if isinstance(form, Number) else list(form.labels)[int(rng.integers(0, len(form.labels)))]


def timed() -> dict[str, float]:
    """Seconds of CPU time of each of STEPS that the pipeline takes from now on; one that another of them calls counts in both."""
    spent: dict[str, float] = {}
    for holder, names in STEPS.items():
        module = pipeline if holder == "pipeline" else getattr(pipeline, holder)
        for name in names:
            setattr(module, name, _measured(getattr(module, name), f"{holder}.{name}", spent))
    return spent


def _measured(function: Callable[..., object], name: str, spent: dict[str, float]) -> Callable[..., object]:
    @functools.wraps(function)
    def run(*given: object, **named: object) -> object:
        began = time.process_time()
        made = function(*given, **named)
        spent[name] = spent.get(name, 0) + time.process_time() - began
        return made

    return run


def main() -> None:
    """Time one assessment of a synthetic fleet."""
    numbers = [int(a) for a in sys.argv[1:] if a != "--steps"]
    teams, repositories, commits = numbers if len(numbers) == 3 else (100, 1_000, 500)
    rng = np.random.default_rng(1)
    workspace = Workspace(Path())
    rules = workspace.rules()
    fleet, owners = synthetic.fleet(teams, repositories, commits, rules, rng)
    inputs = pipeline.Inputs(
        fleet=fleet,
        owners=owners,
        answers=answers(workspace, teams, rng),
        questionnaire=workspace.questionnaire(),
        rubric=workspace.rubric(),
        thresholds=workspace.thresholds(),
        tools=rules.tool_rules,
        capabilities=rules.capabilities,
        controls=rules.catalogue,
    )
    spent = timed() if "--steps" in sys.argv else {}
    start, cpu = time.perf_counter(), time.process_time()
    made = pipeline.assess(inputs, size=4_000, rng=rng)
    print(
        f"{teams} teams, {repositories} repositories, {repositories * commits:,} commits: {time.perf_counter() - start:.1f} s wall, "
        f"{time.process_time() - cpu:.1f} s CPU, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB; {made.verdict.answer}"
    )
    for name, seconds in sorted(spent.items(), key=lambda one: -one[1]):
        print(f"{seconds:6.2f} s  {name}")


if __name__ == "__main__":
    main()
