"""Where do people and repositories tell different stories? Questions to talk about, never averaged away.

Reads the same draws twice, once with each wing alone. Returns the disagreements table (`decisions/assessment.py`).
A difference is not a lie: files do not show waiting, and people do not see what they are used to.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from assessment.decisions.assessment import INDICATORS, tidy
from assessment.indicators.severities import Drawn, Severity, for_organisation, for_team
from assessment.outcome import Source

APART = 0.35  # difference in severity worth a conversation: about a third of the way from none to severe

ASK = {
    ("reinvention", True): "People feel more reinvention than the files show: what is rebuilt outside the repositories read?",
    ("reinvention", False): "The files show copies and own solutions that people do not mind: is it cheap, or has everyone got used to it?",
    ("onboarding", True): "Services look quick to set up in git, people say it is slow: where is the waiting?",
    ("onboarding", False): "Services take long to become deployable, people do not mind: is speed not needed, or not expected?",
    ("compliance", True): "Controls look even in the files, people say each team interprets them alone: what is decided outside the files?",
    ("compliance", False): "Controls differ a lot between repositories, people do not feel it: who would notice?",
    ("glue", True): "People say a few hold it together, git does not show it: is the glue in meetings and chat?",
    ("glue", False): "Git shows much plumbing done by outsiders, people do not feel it: who are they, as a role, and is it their job?",
}


def disagreements(teams: Sequence[str], headcounts: Mapping[str, int], evidence: Drawn) -> pd.DataFrame:
    """Indicators on which the two wings differ by `APART` or more, for the organisation and for each of `teams`.

    `evidence` must hold released signals only: what is hidden to protect people must not speak here either.
    """
    said, seen = evidence.only(Source.PERCEIVED), evidence.only(Source.OBSERVED)
    rows = []
    for indicator in INDICATORS:
        pairs = [("", for_organisation(indicator, headcounts, said), for_organisation(indicator, headcounts, seen))]
        pairs += [(team, for_team(indicator, team, said), for_team(indicator, team, seen)) for team in teams]
        rows += [row for team, one, other in pairs if (row := _row(indicator, team, one, other)) is not None]
    return tidy("disagreements", rows)


def _row(indicator: str, team: str, said: Severity, seen: Severity) -> dict[str, object] | None:
    if said.draws is None or seen.draws is None:
        return None
    perceived, observed = float(np.median(said.draws)), float(np.median(seen.draws))
    if abs(perceived - observed) < APART:
        return None
    question = ASK[indicator, perceived > observed]
    return {"indicator": indicator, "team": team, "perceived": perceived, "observed": observed, "question": question}
