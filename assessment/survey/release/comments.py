"""What did people write? The comments table.

Takes the free texts (columns: `answers.TEXTS`), which know neither team nor role, and the questionnaire; returns them masked, in an order
drawn anew for every question, from ten people on.
"""

import numpy as np
import pandas as pd

from assessment.privacy import comments as rules
from assessment.survey.questionnaire import Questionnaire

COMMENTS = ["questionnaire", "round", "item", "text", "comment"]


def comments(texts: pd.DataFrame, questionnaire: Questionnaire, k: int, rng: np.random.Generator) -> pd.DataFrame:
    """The table (columns: COMMENTS), by round and item; only items that the questionnaire still asks."""
    mine = texts[(texts["questionnaire"] == questionnaire.id) & texts["item"].isin(list(questionnaire.items))]
    tables = []
    for (name, item), rows in mine.groupby(["round", "item"]):
        shown = rules.released(rows["text"].tolist(), rows["respondent"].nunique(), k, rng)
        tables.append(pd.DataFrame({"round": name, "item": item, "comment": shown}))
    table = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=["round", "item", "comment"], dtype=str)
    return table.assign(questionnaire=questionnaire.id, text=table["item"].map(questionnaire.wordings))[COMMENTS]
