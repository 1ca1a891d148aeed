"""How are jobs written that not all members have alike? Each field with inputs where it takes them, else only for members that agree."""

from collections.abc import Callable

from assessment.repositories.duplication.drafts.github import fields, settled
from assessment.repositories.duplication.drafts.github.steps import steps
from assessment.repositories.duplication.drafts.github.variants import bound, reading_all
from assessment.repositories.duplication.drafts.github.writing import Place, Values, Writing, below, constant, first, keys
from assessment.repositories.duplication.drafts.values import MISSING, Maybe, Missing, Value, frozen

DEFAULTS: dict[str, Value] = {"timeout-minutes": 360, "continue-on-error": False}
_FIRST = ("name", "needs", "if", "runs-on", "permissions")
_PLAIN_DEFAULTS: dict[str, Value] = {"fail-fast": True}
_SHELLS = ("bash", "sh")
_POSIX = ("ubuntu", "macos", "linux")


def jobs(values: Values, place: Place, w: Writing, defaults: Values) -> dict[str, Value]:
    """All jobs. defaults: the `defaults` of each member's workflow."""
    return {name: _job(name, below(values, name), place.down(name), w, defaults) for name in keys(values)}


def _job(name: str, values: Values, around: Place, w: Writing, defaults: Values) -> Value:
    place = Place(
        around.trail, around.where, tuple(None if value is MISSING else path for value, path in zip(values, around.paths, strict=True))
    )
    parts: dict[str, Value] = {}
    w.variant_ids = {}
    w.bound_ids = {str(one) for value in values if isinstance(value, dict) for one in bound(value)}
    for key in keys(values):
        written = _field(key, below(values, key), place, w, posix(values, defaults))
        if not isinstance(written, Missing):
            parts[key] = written
    conditions = below(values, "if")
    present = [path is not None for path in place.paths]
    if fields.condition_fits(conditions, present):
        guard = w.inputs.guard(tuple(value is not MISSING for value in values), place.trail, place.where)
        condition = fields.guarded(guard, fields.condition(conditions, place, w))
        parts |= {} if condition is None else {"if": fields.written(condition)}
    else:
        _apart(conditions, place.down("if"), w)
    return reading_all({key: parts[key] for key in (*_FIRST, *parts) if key in parts}, w.variant_ids)


def _field(key: str, values: Values, around: Place, w: Writing, posix: bool) -> Maybe:
    place = around.down(key)
    if key in ("if", "permissions"):
        return MISSING
    if key == "name":
        return settled.display(values, place, w, f"job {around.trail[-1]}")
    if key in DEFAULTS:
        return fields.field(_filled(values, place, DEFAULTS[key]), place, w)
    writer = _FIELDS.get(key)
    place = _there(values, place, w)
    if key == "steps":
        return steps(values, place, w, posix=posix)
    return writer(values, place, w) if writer else _constant(values, place, w)


def _constant(values: Values, place: Place, w: Writing) -> Maybe:
    """A field that takes no input."""
    return first(values) if constant(values) and not _optional(values, place) else _apart(values, place, w)


def _apart(values: Values, place: Place, w: Writing) -> Maybe:
    """Members that differ here do not go together."""
    w.apart([None if path is None else frozen(value) for value, path in zip(values, place.paths, strict=True)], place)
    return MISSING


def _optional(values: Values, place: Place) -> bool:
    """Whether some have it and some, of those that have what is around it, have not."""
    return any(value is MISSING for value, path in zip(values, place.paths, strict=True) if path is not None)


def _there(values: Values, place: Place, w: Writing) -> Place:
    """The place for those that have it; those that have not do not go together with them."""
    if _optional(values, place):
        w.apart([None if path is None else value is MISSING for value, path in zip(values, place.paths, strict=True)], place)
    paths = tuple(None if value is MISSING else path for value, path in zip(values, place.paths, strict=True))
    return Place(place.trail, place.where, paths)


def _present(found: dict[str, Maybe]) -> dict[str, Value]:
    return {key: value for key, value in found.items() if not isinstance(value, Missing)}


def _filled(values: Values, place: Place, default: Value) -> Values:
    return tuple(default if path is not None and value is MISSING else value for value, path in zip(values, place.paths, strict=True))


def _runner(values: Values, place: Place, w: Writing) -> Maybe:
    """A label, or a list of labels as JSON."""
    if fields.fits(values, w):
        return fields.field(values, place, w)
    written = fields.structured(values, place, w)
    return _apart(values, place, w) if written is MISSING else written


def _deep(values: Values, place: Place, w: Writing) -> Maybe:
    """A field that takes expressions at every depth; its keys have to be the same in all."""
    if constant(values):
        return first(values)
    if all(isinstance(value, dict) for value in values if value is not MISSING):
        found = {key: _deep(below(values, key), _there(below(values, key), place.down(key), w), w) for key in keys(values)}
        return _present(found)
    return fields.field(values, place, w) if fields.fits(values, w) else _apart(values, place, w)


def _strategy(values: Values, place: Place, w: Writing) -> Maybe:
    """A strategy: the matrix row by row, a row that differs as JSON, else the matrix as a whole."""
    if constant(values) or not all(isinstance(value, dict) for value in values if value is not MISSING):
        return first(values) if constant(values) else _apart(values, place, w)
    found: dict[str, Value] = {}
    for key in keys(values):
        at = place.down(key)
        inner = _filled(below(values, key), at, _PLAIN_DEFAULTS[key]) if key in _PLAIN_DEFAULTS else below(values, key)
        at = _there(inner, at, w)
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
    return _apart(values, place, w) if whole is MISSING else whole


def _outputs(values: Values, place: Place, w: Writing) -> Maybe:
    """Outputs: one that only some hand out is handed out by all, which harms nobody and is listed."""
    whole = tuple({} if path is not None and value is MISSING else value for value, path in zip(values, place.paths, strict=True))
    found: dict[str, Value] = {}
    for key in keys(whole):
        inner, at = below(whole, key), place.down(key)
        value = first(inner)
        if not constant(inner) or isinstance(value, Missing):
            return _apart(values, place, w)
        if MISSING not in values:
            w.settle(inner, value, at, lambda _, new: f"job {place.trail[-2]} hands out {new} too")
        found[key] = value
    return _apart(values, place, w) if _optional(values, place) else found


def _called(values: Values, place: Place, w: Writing) -> Maybe:
    """A workflow that the job calls, in the newest version."""
    if not settled.one_action(values):
        return _apart(values, place, w)
    return settled.drift(values, place, w)


def posix(values: Values, defaults: Values) -> bool:
    """Whether the scripts of these jobs are read by sh or bash: by their default shell, or that of their runner."""
    own = below(values, "defaults")
    shells = {_shell(one) or _shell(default) for one, default, job in zip(own, defaults, values, strict=True) if job is not MISSING}
    runners = [value for value in below(values, "runs-on") if value is not MISSING]
    unix = all(isinstance(runner, str) and any(word in runner for word in _POSIX) for runner in runners)
    return shells <= set(_SHELLS) or (shells <= {"", *_SHELLS} and unix)


def _shell(defaults: Maybe) -> str:
    run = first(below((defaults,), "run"))
    shell = run.get("shell") if isinstance(run, dict) else None
    return shell if isinstance(shell, str) else ""


_FIELDS: dict[str, Callable[[Values, Place, Writing], Maybe]] = {
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
