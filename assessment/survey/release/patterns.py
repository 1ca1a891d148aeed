"""For which teams may which number be shown? One pattern for everybody who looks.

Takes what was heard and what earlier rounds showed; returns for every item and scale the teams that may be shown, and whether the number
over all may. A team is shown nowhere unless its response rate may be (complementary suppression: `privacy/suppression.py`), and no item
for which fewer than k of it answered, or said anything. The number over all is made of the teams shown and of nothing else, so that
subtracting them leaves nothing. Where they would be less than half of those who answered, no team is shown and the number over all is
that of everybody. Which of the two it is stays as it was in the first round, because the two together could be subtracted.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from assessment.privacy.suppression import Release, shown
from assessment.survey.questionnaire.formats import Number
from assessment.survey.release.heard import Flags, Heard

TEAMS, EVERYBODY = "teams", "everybody"
LEAST_SHARE = 0.5


class Pattern(NamedTuple):
    """What may be shown: by item (T x I) and over all (I), the way each item is shown, and by scale id the same for scales.

    `way`: item -> TEAMS or EVERYBODY, with that of earlier rounds; `asked`: by scale id, whether people said anything to it at all.
    """

    response: Release
    items: Flags
    total: Flags
    way: dict[str, str]
    scales: dict[str, Release]
    asked: dict[str, Release]


def pattern(heard: Heard, ways: Mapping[str, str]) -> Pattern:
    """The pattern of one round; `ways`: those of the rounds before."""
    response = shown(pd.Series(heard.people, index=list(heard.teams)), heard.k)
    answered, said = heard.answered, heard.said
    allowed = (answered >= heard.k) & (said >= heard.k) & response.shown.to_numpy(bool)[:, None]
    with np.errstate(invalid="ignore"):
        by_teams = (answered * allowed).sum(axis=0) >= LEAST_SHARE * answered.sum(axis=0)
    enough = answered.sum(axis=0) >= heard.k
    now = {item: TEAMS if by and not _whole_only(heard, item) else EVERYBODY for item, by in zip(heard.items, by_teams, strict=True)}
    fixed = {item: way for item, way in ways.items() if item in now}
    shown_now = {item for item, so in zip(heard.items, enough, strict=True) if so}
    kept = np.array([fixed.get(item, now[item]) for item in heard.items])
    items = allowed & (kept == TEAMS)
    total = np.where(kept == TEAMS, items.any(axis=0), enough)
    way = fixed | {item: now[item] for item in shown_now if item not in fixed}
    scales = {scale.id: _of_scale(heard, scale.id, items, np.asarray(total, bool)) for scale in heard.questionnaire.scales}
    asked = {scale.id: _asked(heard, heard.columns(scale), response) for scale in heard.questionnaire.scales}
    return Pattern(response, items, np.asarray(total, bool), way, scales, asked)


def _whole_only(heard: Heard, item: str) -> bool:
    """A number outside of scales, such as hours, is shown over everybody only: its range says nothing of what people answer."""
    q = heard.questionnaire
    return isinstance(q.range_of(item), Number) and q.scale_of(item) is None


def _of_scale(heard: Heard, id: str, items: Flags, total: Flags) -> Release:
    """A scale is shown where k people answered enough of it and at least half of its items, and its minimum, are shown."""
    scale = next(s for s in heard.questionnaire.scales if s.id == id)
    columns = heard.columns(scale)
    least = max(scale.minimum, (len(columns) + 1) // 2)
    people = heard.by_team((~np.isnan(heard.values[:, columns])).sum(axis=1) >= scale.minimum)
    teams = (items[:, columns].sum(axis=1) >= least) & (people >= heard.k)
    return Release(pd.Series(teams, index=list(heard.teams)), bool(total[columns].sum() >= least and people.sum() >= heard.k))


def _asked(heard: Heard, columns: list[int], response: Release) -> Release:
    """Where it may be shown that people said something to a scale, or nothing. A team that stayed silent altogether is no secret."""
    index, silent = list(heard.teams), heard.people == 0
    n = pd.Series(heard.by_team(np.asarray(heard.given[:, columns].any(axis=1))), index=index, dtype="int64")
    if not n.any():
        return Release(pd.Series(silent, index=index) | response.shown, True)
    release = shown(n, heard.k)
    return Release((release.shown & response.shown) | silent, release.total_shown)
