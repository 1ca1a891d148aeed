"""How long does the survey's arithmetic take? `python benchmarks/survey.py [TEAMS PEOPLE ITEMS]`, default 1,000 5 40: 200,000 answers.

Prints seconds of wall and CPU time for everything that is released of one round (means, intervals, suppression, agreement, reliability)
and for the signals of the assessment; then the same with a second round beside it, which holds means back and compares.
"""

import sys
import time

import numpy as np
import pandas as pd

from assessment.model import Organisation
from assessment.survey import release, scales
from assessment.survey.answers import COLUMNS, DTYPES, no_texts
from assessment.survey.questionnaire import Questionnaire, parse

A_SCALE = 5  # items


def questionnaire(items: int) -> Questionnaire:
    """So many five-point items in scales of five, the last of each reversed."""
    names = [f"i{at}" for at in range(items)]
    scales_ = [names[at : at + A_SCALE] for at in range(0, items, A_SCALE)]
    labels = {"SD": 1, "D": 2, "N": 3, "A": 4, "SA": 5}
    mapping = {
        "id": "large", "title": "Large", "version": 1, "language": "en", "minutes": 60, "respondent": {"team": "Team?"},
        "formats": {"agree": {"kind": "labels", "unit": "1-5", "labels": labels}},
        "sections": [{"id": "all", "title": "All", "items": [{"id": i, "version": 1, "text": f"{i}?", "format": "agree"} for i in names]}],
        "scales": [
            {"id": f"s{at}", "title": f"S{at}", "measure": f"m{at}", "items": [*some[:-1], f"-{some[-1]}"], "minimum": 3, "higher": "worse"}
            for at, some in enumerate(scales_)
        ],
    }  # fmt: skip
    return parse(mapping, "large.yaml")


def answers(q: Questionnaire, teams: int, people: int, name: str, rng: np.random.Generator) -> pd.DataFrame:
    """Everybody's answers: people around their team, items around the person, 2 % left out."""
    items = list(q.items)
    latent = rng.normal(3, 0.3, (teams, 1, 1)) + rng.normal(0, 0.6, (teams, people, 1)) + rng.normal(0, 0.7, (teams, people, len(items)))
    value = np.clip(np.rint(latent), 1, 5)
    index = pd.MultiIndex.from_product([range(teams), range(people), items], names=["team", "person", "item"])
    table = pd.DataFrame({"value": value.ravel()}, index=index).reset_index()
    team = "team-" + table["team"].astype(str)
    said = {"role": "", "round": name, "questionnaire": q.id, "version": 1, "state": "answered", "label": ""}
    rows = table.assign(respondent=team + "-" + table["person"].astype(str), team=team, **said)
    return rows[rng.random(len(rows)) > 0.02][list(COLUMNS)].astype(DTYPES)


def main(teams: int, people: int, items: int) -> None:
    """Time everything."""
    rng, q = np.random.default_rng(1), questionnaire(items)
    o = Organisation.model_validate({"name": "Large", "teams": [{"name": f"team-{t}", "headcount": people + t % 3} for t in range(teams)]})
    one, two = (answers(q, teams, people, name, rng) for name in ("1", "2"))
    for what, table in ((f"{len(one):,} answers", one), ("and a second round", pd.concat([one, two], ignore_index=True))):
        wall, cpu = time.perf_counter(), time.process_time()
        made = release.tables(table, no_texts(), [q], o, rng)
        found = scales.signals(table, q, o)
        shown = release.released(found, release.patterns(table, q, o))
        print(f"{what}: {time.perf_counter() - wall:.1f} s, CPU {time.process_time() - cpu:.1f} s")
        print(f"  {', '.join(f'{name} {len(t):,}' for name, t in made.items())}; {len(shown):,} signals")


if __name__ == "__main__":
    main(*(int(x) for x in sys.argv[1:]) if len(sys.argv) > 1 else (1_000, 5, 40))
