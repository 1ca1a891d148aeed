"""What people said, as released tables: two rounds of platform-need, by rule; for figures, report, app and browser tests.

Hidden teams are hidden as the release hides them. Numbers are made up, so that a test may name the ones that it asserts.
"""

import numpy as np
import pandas as pd

ROUNDS = ("2026-1", "2026-2")
SCALES = {  # id: title, mean, higher, ends of the answers
    "reinvention": ("Teams build the same things again", 3.6, "worse", (1, 5)),
    "setup-days": ("Working days from repository to first deployment", 12.0, "worse", (0.5, 63)),
    "culture": ("Information flows, failures teach, responsibility is shared", 5.4, "healthier", (1, 7)),
    "cognitive-load": ("More than a team can keep in mind", 3.4, "worse", (1, 5)),
}


def tables(teams: dict[str, int], hidden: tuple[str, ...]) -> dict[str, pd.DataFrame]:
    """drivers, choices, reliability, change and comments of teams with these headcounts."""
    drivers = [
        _driver(round, scale, team, at, headcount, team in hidden)
        for number, round in enumerate(ROUNDS)
        for scale in SCALES
        for at, (team, headcount) in enumerate([("", sum(teams.values())), *teams.items()], start=number)
    ]
    frame = pd.DataFrame(drivers)
    return {"drivers": frame, "change": _change(frame), "choices": _choices(), "reliability": _reliability(), "comments": _comments()}


def _driver(round: str, scale: str, team: str, at: int, headcount: int, hidden: bool) -> dict[str, object]:
    title, mean, higher, (least, most) = SCALES[scale]
    value = mean * (1 + ((at * 3 + len(scale)) % 7 - 3) * 0.05)
    half = 0.08 * (most - least) if team else 0.03 * (most - least)
    row = {
        "questionnaire": "platform-need",
        "round": round,
        "scale": scale,
        "title": title,
        "team": team,
        "value": value,
        "low": max(least, value - half),
        "high": min(most, value + half),
        "n_band": "12+" if not team else "5-7",
        "of": headcount,
        "rwg": 0.4 if at % 4 == 3 else 0.8,
        "ad": 0.5,
        "chance": 0.06,
        "worst_low": max(least, value - 3 * half),
        "worst_high": min(most, value + 3 * half),
        "carries": "team mean, split" if at % 4 == 3 else "team mean",
        "higher": higher,
        "least": float(least),
        "most": float(most),
        "ratio": scale == "setup-days",
    }
    nothing = ("value", "low", "high", "rwg", "ad", "chance", "worst_low", "worst_high")
    return row | dict.fromkeys(nothing, np.nan) | {"n_band": "", "carries": "hidden"} if hidden else row


def _change(drivers: pd.DataFrame) -> pd.DataFrame:
    before, after = (drivers[drivers["round"] == round].set_index(["scale", "team"]) for round in ROUNDS)
    rows = []
    for at, (scale, team) in enumerate(after.index):
        ratio = bool(after.loc[scale, team]["ratio"])
        then, now = float(before.loc[scale, team]["value"]), float(after.loc[scale, team]["value"])
        change, detectable = (now / then, 1.2) if ratio else (now - then, 0.3)
        told = (change > detectable or change < 1 / detectable) if ratio else abs(change) > detectable
        verdict = "hidden" if np.isnan(change) else ("more" if change > ratio else "less") if told else "too close to tell"
        low, high = (change / 1.2, change * 1.2) if ratio else (change - 0.3, change + 0.3)
        rows.append(
            {
                "questionnaire": "platform-need",
                "scale": scale,
                "team": team,
                "from_round": ROUNDS[0],
                "to_round": ROUNDS[1],
                "before": then,
                "after": now,
                "change": change,
                "low": low,
                "high": high,
                "detectable": np.nan if np.isnan(change) else detectable,
                "ratio": ratio,
                "verdict": verdict if at else "worded differently",
                "why": "" if at else "item reinvention-own has another wording",
            }
        )
    found = pd.DataFrame(rows)
    found.loc[0, ["before", "after", "change", "low", "high", "detectable"]] = np.nan
    return found


def _choices() -> pd.DataFrame:
    about = {"questionnaire": "platform-need", "item": "first", "text": "Which one first?", "step": 0.05, "n": 20}
    said = [("CI", 0.5), ("Secrets", 0.25), ("None", np.nan)]
    return pd.DataFrame([{**about, "round": name, "option": option, "share": share} for name in ROUNDS for option, share in said])


def _reliability() -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "questionnaire": "platform-need",
                "round": round,
                "scale": scale,
                "items": 1 if scale == "setup-days" else 5,
                "people": 20,
                "alpha": np.nan if scale == "setup-days" else 0.81,
                "alpha_low": np.nan if scale == "setup-days" else 0.7,
                "alpha_high": np.nan if scale == "setup-days" else 0.89,
                "omega": np.nan if scale == "setup-days" else 0.82,
                "icc1": 0.14,
                "icc1_low": 0.02,
                "icc1_high": 0.31,
                "icc2": 0.52,
                "flagged": pd.NA,
                "value": np.nan,
                "without": np.nan,
            }
            for round in ROUNDS
            for scale in SCALES
        ]
    ).astype({"people": "Int64", "flagged": "Int64"})


def _comments() -> pd.DataFrame:
    said = ("We wait days for [name] to grant access.", "The pipeline template <b>helps</b>.", "=1+1 more of the same")
    return pd.DataFrame(
        [
            {
                "questionnaire": "workflow-pain",
                "round": ROUNDS[1],
                "item": "wish",
                "text": "What one thing would help most?",
                "comment": one,
            }
            for one in said
        ]
    )
