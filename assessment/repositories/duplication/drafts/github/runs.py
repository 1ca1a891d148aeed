"""How is a script written that differs from member to member? With variables in the places that differ, which carry inputs."""

import re
from collections.abc import Sequence

from assessment.repositories.duplication.drafts import strings
from assessment.repositories.duplication.drafts.github import meaning, scripts, text
from assessment.repositories.duplication.drafts.github.inputs import reference
from assessment.repositories.duplication.drafts.github.writing import Place, Values, Writing, below, constant
from assessment.repositories.duplication.drafts.values import MISSING, Missing, Value

VARIABLE = "INPUT_"  # begins the variables that carry inputs into scripts
_WORD = re.compile(r"[A-Za-z][\w.-]*")


def script(values: Values, place: Place, w: Writing) -> tuple[Value, dict[str, Value]]:
    """A script in which what differs comes from variables, and these. Only where `script_fits`."""
    pieces: list[str] = []
    variables: dict[str, Value] = {}
    for part in _parts(values, w):
        if isinstance(part, str):
            pieces.append(part)
            continue
        texts = iter(part)
        spread = tuple(MISSING if isinstance(value, Missing) else next(texts) for value in values)
        trail = (*place.trail[:-1], _called("".join(pieces)))
        name = str(w.inputs.input(spread, trail, place.where, role="shell text", own=w.owned(spread)).value)
        variable = VARIABLE + name.replace("-", "_").upper()
        variables[variable] = text.braced(reference(name))
        pieces.append(f"${{{variable}}}")
    return "".join(pieces), variables


def script_fits(values: Values, items: Values, w: Writing, posix: bool) -> bool:
    """Whether what differs between the scripts of these steps may come from variables."""
    if constant(values):
        return True
    shells = {value for value in below(items, "shell") if isinstance(value, str)}
    every = all(item is MISSING or (isinstance(item, dict) and "shell" in item) for item in items)
    known = shells <= {"bash", "sh"} and (posix or every)
    parts = _parts(values, w)
    plain = not any("${{" in one or "\n" in one for part in parts if not isinstance(part, str) for one in part)
    return known and plain and scripts.through_variables(parts)


def _parts(values: Values, w: Writing) -> list[strings.Part]:
    """What the scripts share and where they differ."""
    there = [(str(value), own) for value, own in zip(values, w.own, strict=True) if not isinstance(value, Missing)]
    texts = [value for value, _ in there]
    found = strings.parts(texts, [own for _, own in there])
    spaced = _spaced(found)
    again = ["".join(part if isinstance(part, str) else part[member] for part in spaced) for member in range(len(texts))]
    return spaced if [meaning.script(one) for one in again] == texts else found


def _spaced(found: Sequence[strings.Part]) -> list[strings.Part]:
    """The space before a last word that some do not have stands in the script: one at the end of a line means nothing."""
    result: list[strings.Part] = []
    for part, after in zip(found, (*found[1:], "\n"), strict=True):
        last = isinstance(after, str) and after.startswith("\n")
        before = result[-1] if result else None
        if not isinstance(part, str) and last and isinstance(before, str) and all(not one or one.startswith(" ") for one in part):
            result[-1:] = [f"{before} ", tuple(one.removeprefix(" ") for one in part)]
        else:
            result.append(part)
    return result


def _called(before: str) -> str:
    """The last word before a place on its line."""
    words = _WORD.findall(before.rsplit("\n", 1)[-1])
    return words[-1] if words else "script"
