"""What of the answers may be shown: response rates, item means, and for which teams.

Takes the answers (columns: `answers.COLUMNS`), the questionnaire and the organisation, whose `survey.k` is the fewest answers behind
any number shown; returns the result tables `response` and `items`, and the teams a perceived measure may be shown for. This is the
one door to the outside: everything that shows answers shows these. The items of a scale are shown together or not at all, and only
where the scale is, because each can be computed from the others. Item means are rounded to one decimal. Not protected: a team in
which all gave the same answer.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from assessment.model import Organisation
from assessment.outcome import Outcome, Signal
from assessment.privacy.suppression import Release, shown
from assessment.survey.psychometrics.predictor import organisation_mean
from assessment.survey.questionnaire import Questionnaire
from assessment.survey.questionnaire.readings import ANSWERED
from assessment.survey.rounds import current, last_round
from assessment.survey.scales import people

RESPONSE = ["round", "questionnaire", "team", "headcount", "answers", "rate", "shown"]
ITEMS = ["questionnaire", "round", "item", "version", "scale", "team", "text", "mean", "step", "ratio", "n", "not_applicable"]
ITEMS += ["low", "mid", "high"]
DECIMALS = 1
HIDDEN = "hidden: too few answers to protect who gave them"


class Patterns(NamedTuple):
    """What may be shown: by measure of a scale, by item, and by measure whether people said anything to it at all."""

    measures: dict[str, Release]
    items: dict[str, Release]
    asked: dict[str, Release]


def response(answers: pd.DataFrame, organisation: Organisation) -> pd.DataFrame:
    """Who answered (columns: RESPONSE), by team in file order, then team '' for all.

    `answers` is the number of people and <NA> where hidden; `rate` is answers / headcount. A team without answers is shown as 0.
    """
    rows = last_round(answers, organisation).answers[["team", "respondent"]].drop_duplicates()
    n = rows["team"].value_counts().reindex(list(organisation.team_names), fill_value=0)
    release = shown(n, organisation.survey.k)
    headcount = pd.Series({team.name: team.headcount for team in organisation.teams})
    visible = _told(n, organisation.survey.k)
    table = pd.DataFrame({
        "team": [*n.index, ""],
        "headcount": [*headcount, headcount.sum()],
        "answers": pd.array([*n, n.sum()], dtype="Int64"),
        "shown": [*release.shown, release.total_shown],
    })  # fmt: skip
    table["answers"] = table["answers"].where(visible)
    return table.assign(rate=table["answers"].to_numpy(float, na_value=np.nan) / table["headcount"]).reindex(columns=RESPONSE)


def items(answers: pd.DataFrame, questionnaire: Questionnaire, organisation: Organisation, found: Patterns | None = None) -> pd.DataFrame:
    """Mean answer to every item (columns: ITEMS) for every team, and for team '' weighted by headcount; NaN and <NA> where hidden.

    `mean` is after reversing, in the item's unit; `n` counts the answers, `not_applicable` those of "not applicable" and "don't know",
    which are hidden on their own where fewer than k people gave them.
    """
    kept = current(answers, questionnaire, organisation).answers
    releases = (found or patterns(kept, questionnaire, organisation)).items
    turned = _reversed(kept, questionnaire)
    n, said = _counts(turned, questionnaire, organisation), _counts(kept, questionnaire, organisation)
    means = turned.groupby(["item", "team"])["value"].mean().unstack("item").reindex(index=n.index, columns=n.columns)
    headcounts = {team.name: team.headcount for team in organisation.teams}
    by_item = dict(list(turned.groupby("item")))
    tables = []
    for item in questionnaire.measured:
        release, whole = releases[item], organisation_mean(by_item.get(item, turned.head(0)), headcounts)
        beside = said[item] - n[item]
        table = pd.DataFrame({
            "item": item,
            "team": [*n.index, ""],
            "mean": np.round([*means[item], whole.value], DECIMALS),
            "n": pd.array([*n[item], n[item].sum()], dtype="Int64"),
            "not_applicable": pd.array([*beside, beside.sum()], dtype="Int64"),
        })  # fmt: skip
        visible = np.array([*release.shown, release.total_shown])
        table = table.assign(**{column: table[column].where(visible) for column in ("mean", "n", "not_applicable")})
        tables.append(table.assign(not_applicable=table["not_applicable"].where(_told(beside, organisation.survey.k))))
    return _worded(pd.concat(tables, ignore_index=True), questionnaire).reindex(columns=ITEMS)


def patterns(answers: pd.DataFrame, questionnaire: Questionnaire, organisation: Organisation) -> Patterns:
    """What may be shown of every measure and of every item (index of `Release.shown`: team)."""
    kept = current(answers, questionnaire, organisation).answers
    release = partial(shown, k=organisation.survey.k)
    answered = _counts(kept[kept["state"] == ANSWERED], questionnaire, organisation)
    said = _counts(kept, questionnaire, organisation)
    # How many said "not applicable" is a number about people too, so both counts have to be large enough.
    of_items = {item: release(pd.concat([answered[item], said[item]], axis=1)) for item in questionnaire.measured}
    of_measures, of_asked = {}, {}
    for scale in questionnaire.scales:
        ids = list(scale.keys)
        n = people(scale, kept, questionnaire).values["team"].value_counts().reindex(answered.index, fill_value=0)
        whole, parts = release(n), release(pd.concat([answered[ids], said[ids]], axis=1))
        of_measures[scale.measure] = whole
        of_items |= dict.fromkeys(ids, Release(whole.shown & parts.shown, whole.total_shown and parts.total_shown))
        of_asked[scale.measure] = _asked(kept[kept["item"].isin(ids)], kept, organisation)
    return Patterns(of_measures, of_items, of_asked)


def _told(n: pd.Series, k: int) -> NDArray[np.bool_]:
    """Which of these counts (teams, then their total) may be shown when everybody knows how many people there are: none of 1 to k - 1."""
    release = shown(n, k)
    return np.array([*(release.shown | (n == 0)), release.total_shown or not n.any()])


def _asked(about: pd.DataFrame, answers: pd.DataFrame, organisation: Organisation) -> Release:
    """Where it may be shown that people said something to a scale, or nothing. A team that stayed silent altogether is no secret."""
    people_of = [
        rows.groupby("team")["respondent"].nunique().reindex(list(organisation.team_names), fill_value=0) for rows in (about, answers)
    ]
    release = shown(people_of[0], organisation.survey.k)
    return Release(release.shown | (people_of[1] == 0), release.total_shown) if len(about) else Release(people_of[0] == 0, True)


def shown_teams(found: Patterns, organisation: Organisation, measures: Iterable[str] | None = None) -> frozenset[str]:
    """Teams for which a number made of all the measures named (None: of all) may be shown; '' among them if their total may.

    A combination is shown only where each of its parts is, so that it tells nothing that its parts do not.
    """
    wanted = [found.measures[m] for m in (found.measures if measures is None else measures)]
    teams = {team for team in organisation.team_names if all(release.shown[team] for release in wanted)}
    return frozenset(teams | ({""} if all(release.total_shown for release in wanted) else set()))


def released(signals: Iterable[Signal], found: Patterns) -> list[Signal]:
    """The signals of `scales.signals` as everyone may see them: each that its measure's pattern hides is `hidden`.

    That nobody in a small team found a question applicable is an answer too, so an outcome without a value is hidden alike.
    """

    def visible(signal: Signal) -> bool:
        release = (found.measures if signal.outcome is Outcome.MEASURED else found.asked)[signal.measure]
        return bool(release.shown[signal.team] if signal.team else release.total_shown)

    return [s if visible(s) else hidden(s) for s in signals]


def hidden(signal: Signal) -> Signal:
    """The signal as everyone may see it where it may not be shown: nothing but that."""
    return replace(signal, outcome=Outcome.UNAVAILABLE, value=None, n=0, of=0, spread=0.0, df=float("inf"), note=HIDDEN)


def _counts(answers: pd.DataFrame, questionnaire: Questionnaire, organisation: Organisation) -> pd.DataFrame:
    """Answers by team (rows) and item (columns), all teams and items there are."""
    counts = answers.groupby(["team", "item"]).size().unstack("item")
    return counts.reindex(index=list(organisation.team_names), columns=list(questionnaire.measured)).fillna(0).astype(int)


def _reversed(answers: pd.DataFrame, questionnaire: Questionnaire) -> pd.DataFrame:
    """The answered rows with reversed items turned round by their declared range."""
    turn = {item: questionnaire.range_of(item) for scale in questionnaire.scales for item, key in scale.keys.items() if key < 0}
    rows = answers[answers["state"] == ANSWERED]
    ends = pd.to_numeric(rows["item"].map({item: form.low + form.high for item, form in turn.items()}))
    return rows.assign(value=rows["value"].where(ends.isna(), ends - rows["value"]))


def _worded(table: pd.DataFrame, questionnaire: Questionnaire) -> pd.DataFrame:
    scales = {item: scale.id for scale in questionnaire.scales for item in scale.keys}
    versions = {item.id: item.version for item in questionnaire.items.values()}
    return table.assign(
        version=table["item"].map(versions), scale=table["item"].map(scales).fillna(""), text=table["item"].map(questionnaire.wordings)
    )
