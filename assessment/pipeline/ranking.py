"""The workflows, ranked by what is seen and what is said of each: where to start."""

import numpy as np
import pandas as pd

from assessment.decisions.priorities import Said, rank
from assessment.pipeline.inputs import Inputs
from assessment.pipeline.observing import Observed
from assessment.repositories.duplication.sharing.solutions import effective_number
from assessment.survey import release, workload


def ranked(inputs: Inputs, observed: Observed, published: release.Published, size: int, rng: np.random.Generator) -> pd.DataFrame:
    """The workflows table, ranked, from what is seen and what is said."""
    table, hours, pain = workload.workflows(_asked_of_workflows(inputs, published), size, rng)
    tables = observed.tables
    recent = tables["toil"][pd.to_datetime(tables["toil"]["month"]) > inputs.fleet.facts.as_of.tz_localize(None) - pd.DateOffset(years=1)]
    commits = recent.groupby("workflow", observed=True)["commits"].sum()
    clusters = tables["clusters"]
    copied = clusters[clusters["boilerplate"] == ""].groupby("workflow", observed=True)["redundant_lines"].sum()
    solutions = tables["solutions"]
    carried = solutions[solutions["kind"] != "shared"].groupby("workflow")["repository"].nunique()
    names = sorted({str(w) for w in (*commits.index, *copied.index, *solutions["workflow"].unique())})
    numbers = {name: effective_number(observed.duplication.solutions, name) for name in names}
    seen = pd.DataFrame(
        {
            "workflow": names,
            "commits_year": [float(commits.get(name, 0)) for name in names],
            "carried": [float(carried.get(name, 0)) for name in names],
            "copied_lines": [float(copied.get(name, 0)) for name in names],
            "solutions": [numbers[name][0] for name in names],
            "eligible": [numbers[name][1] for name in names],
        }
    )
    return rank(Said(table=table, pain=pain, hours_year=hours), seen, size, rng)


def _asked_of_workflows(inputs: Inputs, published: release.Published) -> release.Published:
    """The newest round that asked for pain and hours by workflow; that of the verdict's questionnaire where there is none newer."""
    rounds = inputs.answers.groupby("questionnaire")["round"].max()
    asking = [q for q in inputs.questionnaires if any(item.asks in {"pain", "hours"} for item in q.items.values())]
    newest = max(asking, key=lambda q: str(rounds.get(q.id, "")), default=inputs.questionnaire)
    if str(rounds.get(newest.id, "")) <= published.heard.round:
        return published
    return release.patterns(inputs.answers, newest, inputs.fleet.organisation).published
