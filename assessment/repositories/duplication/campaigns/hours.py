"""What did a campaign cost?

Reads: commits of campaigns, and the stated minutes. Returns: hours, with a least and a most.
The assumption: git does not tell how long anything took. Each repository costs the stated minutes once: find the place, branch, edit,
open the change, have it reviewed, see it through the pipeline and merge; each further commit of the same campaign there costs the stated
share of that, since most of the way is known by then. The interval is that of the stated minutes, and of nothing else.
Misleads: one script that goes through many repositories costs its author less; a change that broke something costs more.
Source: duplication.yaml `campaigns.minutes`, where the reasons stand; change them to your own.
"""

import pandas as pd

from assessment.repositories.duplication.campaigns.rules import Minutes


def hours(repositories: pd.Series, commits: pd.Series, minutes: Minutes) -> pd.DataFrame:
    """hours, hours_low, hours_high (float) of campaigns with so many repositories and commits, indexed like them."""
    times = repositories + minutes.further * (commits - repositories)
    each = {"hours": minutes.usual, "hours_low": minutes.least, "hours_high": minutes.most}
    return pd.DataFrame({name: times * spent / 60 for name, spent in each.items()}, index=repositories.index)
