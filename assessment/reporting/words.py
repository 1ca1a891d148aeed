"""How results are put into words, the same in the app, the report, the terminal and the figures.

Reads single values of the result tables; returns short text. A missing value is always said, never shown as a number.
Shares and counts are written as everywhere else (`assessment.numerals`).
"""

from html import escape

import pandas as pd

from assessment import numerals

count, missing, number, percent = numerals.count, numerals.missing, numerals.number, numerals.percent
HIDDEN = "hidden to protect a small group"
WHY_HIDDEN = (
    "A group is hidden when fewer people answered than the organisation's minimum (5 unless its file says otherwise), "
    "or when showing it would let such a group be worked out by subtraction."
)
FEW = "too few to tell"
NO_VALUE = "no value"
CLONES_ARE_FACTS = (
    "Copies are facts, not debt: a copy may be the cheapest choice a team had. "
    "What they show is where one shared version could save the same work being done again."
)
NOT_COMPARED = (
    "Not compared: what every repository must declare for itself, such as owners, versions, variables and build manifests, "
    "and what a tool generates."
)


def compact(value: object) -> str:
    """A number in at most four characters, for cells: 437, 3.2k, 18k, 1.4M."""
    if missing(value):
        return "?"
    size = float(value)  # type: ignore[arg-type]
    for limit, step, sign in ((9.995e2, 1, ""), (9.95e3, 1e3, "k.1"), (9.995e5, 1e3, "k"), (float("inf"), 1e6, "M.1")):
        if size < limit:
            return f"{size / step:.{1 if sign.endswith('.1') else 0}f}{sign[:1]}"
    return f"{size:.0f}"


def estimate(value: object) -> str:
    """An estimated number, with no more digits than an estimate has: two."""
    if missing(value) or float(value) == 0:  # type: ignore[arg-type]
        return number(value)
    return number(float(f"{float(value):.2g}"), 1 if abs(float(value)) < 9.5 else 0)  # type: ignore[arg-type]


def severity(value: object, low: object = None, high: object = None) -> str:
    """A severity 0..1 with its 5-95 % interval: 0.71 (0.58-0.82)."""
    if missing(value):
        return NO_VALUE
    spread = "" if missing(low) or missing(high) else f" ({float(low):.2f}–{float(high):.2f})"  # type: ignore[arg-type]
    return f"{float(value):.2f}{spread}"  # type: ignore[arg-type]


def repositories(value: object) -> str:
    """'1 repository', '30 repositories'."""
    return count(value, "repository", "repositories")


def answers(value: object, hidden: object = False) -> str:
    """People behind a number, or that they are hidden."""
    return f"answers {HIDDEN}" if bool(hidden) else count(value, "answer")


def people(value: object, headcount: object) -> str:
    """People who answered, of all: '76 of 116'; 'too few of 116' where showing their number could give somebody away."""
    return f"{'too few' if missing(value) else number(value)} of {number(headcount)}"


def standing(*, coverage: object, people: object, repos: object, hidden: object = False) -> str:
    """What stands behind a value: 'coverage 86 %, 41 answers, 30 repositories'.

    Pass `repos=None` where repositories can not speak (culture); `hidden` where the answers are withheld.
    """
    parts = [f"coverage {percent(coverage)}", answers(people, hidden)]
    return ", ".join([*parts, repositories(repos)] if repos is not None else parts)


def behind(row: pd.Series) -> str:
    """`standing` of a row of the `indicators` table."""
    repos = None if row["indicator"] == "culture" and not row["repositories"] else row["repositories"]
    return standing(coverage=row["coverage"], people=row["answers"], repos=repos, hidden=bool(row["hidden"]) and not row["answers"])


def day(value: object) -> str:
    """A day as 22 Nov 2026; 'unknown' where it is missing."""
    if missing(value):
        return "unknown"
    return f"{pd.Timestamp(value):%-d %b %Y}"  # type: ignore[arg-type]


def shows(indicator: str) -> str:
    """What it is called when an indicator stands at or above its threshold."""
    return "weak" if indicator == "culture" else "resonates"


def team(name: object) -> str:
    """A team's name; what has none is 'no team'."""
    return "no team" if missing(name) or name == "" else str(name)


def label(text: object, limit: int = 40) -> str:
    """A name from outside as plotly shows it literally: no markup, no link, and cut at `limit` characters."""
    name = str(text)
    return escape(name if len(name) <= limit else f"{name[: limit - 1]}…", quote=False)


def folded(text: str, wide: int) -> str:
    """Words in lines of about `wide` characters, as plotly breaks them."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) >= wide:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "<br>".join(lines)


def sentence(text: str) -> str:
    """First letter upper case, the rest as it is."""
    return text[:1].upper() + text[1:]


def workflow(name: str) -> str:
    """A workflow as a label: 'CI', 'Secrets', 'Local development'."""
    return "CI" if name == "ci" else sentence(name)
