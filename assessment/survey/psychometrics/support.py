"""What can a team's mean carry? A word for each team and scale, so that nobody reads more from three answers than they say.

Takes what is shown of a team on a scale, and whether teams differ on it at all. From the weakest up: hidden (too few to protect who
answered), too few (under five, or under 60 % of members), organisation only (teams do not differ on this: one team's mean is the
organisation's plus chance), team mean, split (teams differ, but this one does not agree with itself: the spread is the finding), and
team mean. Agreement is taken as evidence only where chance seldom gives it.
Sources: rwg .70 and its limits in LeBreton and Senter 2008; average deviation at most A/6 for A options, Burke and Dunlap 2002; both
kinds of evidence together, Woehr et al. 2015; five people and 60 % are our own floor.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

TEAM, SPLIT, ORGANISATION, FEW, HIDDEN = "team mean", "team mean, split", "organisation only", "too few", "hidden"
WORDS = (TEAM, SPLIT, ORGANISATION, FEW, HIDDEN)
LEAST_PEOPLE = 5
LEAST_RATE = 0.6
AGREED = 0.7


def carries(rows: pd.DataFrame, differ: bool, options: int, width: float) -> list[str]:
    """One of WORDS for each row (columns: shown, n, of, rwg, ad); `differ`: the lower end of ICC(1)'s interval is above 0.

    `options` answers lie `width` apart. Where no agreement can be shown (NaN) it is not held against the team.
    """
    few = (rows["n"] < LEAST_PEOPLE) | (rows["n"] < LEAST_RATE * rows["of"])
    most = options / 6 * width
    split = (rows["rwg"] < AGREED) | (rows["ad"] > most)
    word = np.select([~rows["shown"].to_numpy(bool), few, np.full(len(rows), not differ), split], [HIDDEN, FEW, ORGANISATION, SPLIT], TEAM)
    return _texts(word)


def _texts(words: Iterable[object]) -> list[str]:
    return [str(word) for word in words]
