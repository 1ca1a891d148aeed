"""What an input says about itself to those who call the shared version."""

from collections import Counter

from assessment.repositories.duplication.drafts.github import expressions
from assessment.repositories.duplication.drafts.github.inputs import Input
from assessment.repositories.duplication.drafts.values import Missing


def described(one: Input) -> str:
    """An input with the values that members have, the commonest first."""
    counts = Counter(expressions.shown(value) for value in one.values if not isinstance(value, Missing | dict | list))
    if one.role == "flag":
        return f"{_short(one.what)}: {counts['true']} of {counts.total()} have it"
    listed = ", ".join(f"{_short(value)} ({count})" for value, count in counts.most_common(3))
    more = f" and {len(counts) - 3} more" if len(counts) > 3 else ""
    return f"{_short(one.what)}: {listed}{more}"


def _short(value: str) -> str:
    line = " ".join(value.split())
    line = line.replace("${{", "{").replace("}}", "}")
    return "nothing" if not line else line if len(line) <= 60 else f"{line[:59]}…"
