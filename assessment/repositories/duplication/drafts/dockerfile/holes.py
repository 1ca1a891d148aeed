"""Where in a Dockerfile can a build argument stand, and with which values does the build read the same?

Source: Dockerfile reference: instructions in which variables are replaced; RUN in shell form is given them by the shell; what runs in the
container (CMD, ENTRYPOINT, HEALTHCHECK) and arrays never are.
"""

import re
from collections.abc import Mapping, Sequence

from assessment.repositories.duplication.drafts.template import Hole, Text

EXPANDED = {"FROM", "ADD", "COPY", "ENV", "EXPOSE", "LABEL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR"}
QUOTING = {"ENV", "LABEL", "RUN"}
LATE = {"CMD", "ENTRYPOINT", "HEALTHCHECK"}  # read when a container runs; a later one of them may undo an earlier one
_SAFE = re.compile(r"[\w./:@+,=%^~-]*")  # no blanks, quotes or signs of a shell, which mean something else when they come out of a variable
_QUOTED = re.compile(r"(?!.*%\{)[^\"\\$`\n]*")  # between double quotes, blanks and such are what they are
_OWN = re.compile(r"([A-Za-z_]\w*)=(\"?)")
_ARRAY = re.compile(r"(?:--\S+ )*\[")
_FLAG = re.compile(r"--from=\S*$")


def argument(do: str, parts: Sequence[str | Hole]) -> str:
    """The argument of the member's own that a hole stands for: `ARG NAME=<hole>`; '' for anything else."""
    match = _OWN.fullmatch(parts[0]) if parts and isinstance(parts[0], str) else None
    whole = match is not None and len(parts) in (2, 3) and isinstance(parts[1], Hole) and parts[2:] == ((match[2],) if match[2] else ())
    return match[1] if do == "ARG" and match and whole else ""


def possible(do: str, text: Text | Hole, values: Mapping[str, Sequence[str]]) -> bool:
    """Whether build arguments can stand in an instruction. values: parameter -> its values."""
    parts = text.parts if isinstance(text, Text) else (text,)
    if argument(do, parts):
        return all(_SAFE.fullmatch(value) for own in values.values() for value in own)
    if do not in EXPANDED | {"RUN"} or _ARRAY.match(str(parts[0])):
        return False
    before = ""
    for part in parts:
        if isinstance(part, Hole):
            allowed = _QUOTED if do in QUOTING and _inside(before, '"') else _SAFE
            if (
                _inside(before, "'")
                or _FLAG.search(before)
                or before.endswith(("$", "\\"))
                or not all(map(allowed.fullmatch, values[part.parameter]))
            ):
                return False
        before += part if isinstance(part, str) else "x"
    return "<<" not in before


def _inside(before: str, quote: str) -> bool:
    """Whether what follows stands between quotes of a kind."""
    open_ = ""
    for sign in re.sub(r"\\.", "", before):
        if sign in "\"'":
            open_ = "" if open_ == sign else open_ or sign
    return open_ == quote


def names(parameters: Sequence[str], texts: Sequence[str]) -> dict[str, str]:
    """Parameter -> a name for its build argument that no instruction uses."""
    taken = {word for text in texts for word in re.findall(r"\w+", text)}
    found: dict[str, str] = {}
    for parameter in parameters:
        plain = re.sub(r"\W", "_", parameter.upper()) or "VALUE"
        name, number = plain if plain[0].isalpha() else f"V_{plain}", 2
        while name in taken:
            name, number = f"{plain}_{number}", number + 1
        found[parameter] = name
        taken.add(name)
    return found
