"""How long does scoring take? `python benchmarks/scoring.py [TEAMS REPOSITORIES COMMITS]`, default 100 1,000 500.

Prints seconds of wall and CPU time for the whole pipeline on a synthetic fleet with 60 % of people answering.
"""

import resource
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import synthetic

from assessment import pipeline
from assessment.survey import answers as table
from assessment.survey.formats import Labels, Number
from assessment.workspace import Workspace


def answers(workspace: Workspace, teams: int, rng: np.random.Generator) -> pd.DataFrame:
    """Random scored answers of four in seven people to every item of the shipped questionnaire."""
    questionnaire = workspace.questionnaire()
    rows = [
        {
            "respondent": f"p{t}-{p}",
            "team": f"team-{t:03}",
            "item": item,
            "answer": _pick(questionnaire.format_of(item), rng),
            "role": "",
            "round": "1",
        }
        for t in range(teams)
        for p in range(4 + t % 3)
        for item in questionnaire.items
    ]
    return table.score(pd.DataFrame(rows), questionnaire, synthetic.organisation(teams), "synthetic")


def _pick(form: Labels | Number, rng: np.random.Generator) -> str:
    return str(int(rng.integers(0, 20))) if isinstance(form, Number) else list(form.labels)[int(rng.integers(0, len(form.labels)))]


def main() -> None:
    """Time one assessment of a synthetic fleet."""
    teams, repositories, commits = (int(a) for a in sys.argv[1:4]) if len(sys.argv) > 3 else (100, 1_000, 500)
    rng = np.random.default_rng(1)
    fleet, owners = synthetic.fleet(teams, repositories, commits, rng)
    workspace = Workspace(Path())
    inputs = pipeline.Inputs(
        fleet=fleet,
        owners=owners,
        answers=answers(workspace, teams, rng),
        questionnaire=workspace.questionnaire(),
        rubric=workspace.rubric(),
        thresholds=workspace.thresholds(),
    )
    start, cpu = time.perf_counter(), time.process_time()
    made = pipeline.assess(inputs, size=4_000, rng=rng)
    print(
        f"{teams} teams, {repositories} repositories, {repositories * commits:,} commits: {time.perf_counter() - start:.1f} s wall, "
        f"{time.process_time() - cpu:.1f} s CPU, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB; {made.verdict.answer}"
    )


if __name__ == "__main__":
    main()
