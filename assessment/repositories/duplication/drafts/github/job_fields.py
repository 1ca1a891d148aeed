"""How is each field of a job written? With inputs where GitHub takes them at every depth, as JSON, or only for members that agree."""

from collections.abc import Callable

from assessment.repositories.duplication.drafts.github import fields, settled
from assessment.repositories.duplication.drafts.github.writing import Place, Values, Writing, below, constant, first, keys
from assessment.repositories.duplication.drafts.values import MISSING, Maybe, Missing, Value, frozen

_PLAIN_DEFAULTS: dict[str, Value] = {"fail-fast": True}


def settled_field(values: Values, place: Place, w: Writing) -> Maybe:
    """A field that takes no input."""
    return first(values) if constant(values) and not _optional(values, place) else apart(values, place, w)


def apart(values: Values, place: Place, w: Writing) -> Maybe:
    """Members that differ here do not go together."""
    w.apart([None if path is None else frozen(value) for value, path in zip(values, place.paths, strict=True)], place)
    return MISSING


def _optional(values: Values, place: Place) -> bool:
    """Whether some have it and some, of those that have what is around it, have not."""
    return any(value is MISSING for value, path in zip(values, place.paths, strict=True) if path is not None)


def those_with_it(values: Values, place: Place, w: Writing) -> Place:
    """The place for those that have it; those that have not do not go together with them."""
    if _optional(values, place):
        w.apart([None if path is None else value is MISSING for value, path in zip(values, place.paths, strict=True)], place)
    paths = tuple(None if value is MISSING else path for value, path in zip(values, place.paths, strict=True))
    return Place(place.trail, place.where, paths)


def _present(found: dict[str, Maybe]) -> dict[str, Value]:
    return {key: value for key, value in found.items() if not isinstance(value, Missing)}


def filled(values: Values, place: Place, default: Value) -> Values:
    """The values, with a default where a member leaves it to GitHub."""
    return tuple(default if path is not None and value is MISSING else value for value, path in zip(values, place.paths, strict=True))


def _runner(values: Values, place: Place, w: Writing) -> Maybe:
    """A label, or a list of labels as JSON."""
    if fields.fits(values, w):
        return fields.field(values, place, w)
    written = fields.structured(values, place, w)
    return apart(values, place, w) if written is MISSING else written


def _deep(values: Values, place: Place, w: Writing) -> Maybe:
    """A field that takes expressions at every depth; its keys have to be the same in all."""
    if constant(values):
        return first(values)
    if all(isinstance(value, dict) for value in values if value is not MISSING):
        found = {key: _deep(below(values, key), those_with_it(below(values, key), place.down(key), w), w) for key in keys(values)}
        return _present(found)
    return fields.field(values, place, w) if fields.fits(values, w) else apart(values, place, w)


def _strategy(values: Values, place: Place, w: Writing) -> Maybe:
    """A strategy: the matrix row by row, a row that differs as JSON, else the matrix as a whole."""
    if constant(values) or not all(isinstance(value, dict) for value in values if value is not MISSING):
        return first(values) if constant(values) else apart(values, place, w)
    found: dict[str, Value] = {}
    for key in keys(values):
        at = place.down(key)
        inner = filled(below(values, key), at, _PLAIN_DEFAULTS[key]) if key in _PLAIN_DEFAULTS else below(values, key)
        at = those_with_it(inner, at, w)
        written = _matrix(inner, at, w) if key == "matrix" else _deep(inner, at, w)
        if not isinstance(written, Missing):
            found[key] = written
    return found


def _matrix(values: Values, place: Place, w: Writing) -> Maybe:
    maps = all(isinstance(value, dict) for value in values if value is not MISSING)
    rows = keys(values)
    if maps and not any(_optional(below(values, row), place.down(row)) for row in rows):
        written = {row: _runner(below(values, row), place.down(row), w) for row in rows}
        return _present(written)
    whole = fields.structured(values, place, w)
    return apart(values, place, w) if whole is MISSING else whole


def _outputs(values: Values, place: Place, w: Writing) -> Maybe:
    """Outputs: one that only some hand out is handed out by all, which harms nobody and is listed."""
    whole = tuple({} if path is not None and value is MISSING else value for value, path in zip(values, place.paths, strict=True))
    found: dict[str, Value] = {}
    for key in keys(whole):
        inner, at = below(whole, key), place.down(key)
        value = first(inner)
        if not constant(inner) or isinstance(value, Missing):
            return apart(values, place, w)
        if MISSING not in values:
            w.settle(inner, value, at, lambda _, new: f"job {place.trail[-2]} hands out {new} too")
        found[key] = value
    return apart(values, place, w) if _optional(values, place) else found


def _called(values: Values, place: Place, w: Writing) -> Maybe:
    """A workflow that the job calls, in the newest version."""
    if not settled.one_action(values):
        return apart(values, place, w)
    return settled.drift(values, place, w)


FIELDS: dict[str, Callable[[Values, Place, Writing], Maybe]] = {
    "runs-on": _runner,
    "env": _deep,
    "environment": _deep,
    "container": _deep,
    "services": _deep,
    "concurrency": _deep,
    "defaults": _deep,
    "with": _deep,
    "secrets": _deep,
    "strategy": _strategy,
    "outputs": _outputs,
    "uses": _called,
}
