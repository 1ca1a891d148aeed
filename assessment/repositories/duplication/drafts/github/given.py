"""What does a caller state, and does it go with what the shared workflow declares? Inputs and secrets, checked as GitHub would."""

from assessment.errors import DraftError
from assessment.repositories.duplication.drafts.github import passing, text
from assessment.repositories.duplication.drafts.values import Maybe, Missing, Value, at

_TYPES: dict[str, tuple[type, ...]] = {"string": (str,), "boolean": (bool,), "number": (int, float)}
_EMPTY: dict[str, Value] = {"string": "", "boolean": False, "number": 0}


def inputs(declared: Maybe, given: Maybe) -> dict[str, Value]:
    """The value of every input; DraftError for one that is unknown, missing or of the wrong type."""
    known = declared if isinstance(declared, dict) else {}
    said = given if isinstance(given, dict) else {}
    if unknown := said.keys() - known.keys():
        raise DraftError(f"states inputs that are not declared: {', '.join(sorted(unknown))}")
    found: dict[str, Value] = {}
    for name, one in known.items():
        kind = str(at(one, ("type",)))
        if name not in said and at(one, ("required",)) is True:
            raise DraftError(f"does not state input {name}")
        default = at(one, ("default",))
        value = said.get(name, _EMPTY[kind] if isinstance(default, Missing) else default)
        if not (type(value) in _TYPES[kind] or text.whole(value) is not None):
            raise DraftError(f"states input {name} as {value!r}, which is no {kind}")
        found[name] = value
    return found


def secrets(declared: Maybe, given: Maybe) -> dict[str, str]:
    """The member's own name of every secret that is passed."""
    known = declared if isinstance(declared, dict) else {}
    said = given if isinstance(given, dict) else {}
    missing = [name for name, one in known.items() if at(one, ("required",)) is True and name not in said]
    if missing or said.keys() - known.keys():
        raise DraftError(f"passes other secrets than are declared: {', '.join(sorted({*missing, *(said.keys() - known.keys())}))}")
    names = {name: passing.secret(value) for name, value in said.items()}
    if None in names.values():
        raise DraftError("passes something else than a secret as a secret")
    return {name: str(own) for name, own in names.items()}
