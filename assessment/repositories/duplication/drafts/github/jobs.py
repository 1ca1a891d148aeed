"""How are jobs written that not all members have alike? Each field with inputs where it takes them, else only for members that agree."""

from assessment.repositories.duplication.drafts.github import conditions, fields, settled
from assessment.repositories.duplication.drafts.github.job_fields import FIELDS, apart, filled, settled_field, those_with_it
from assessment.repositories.duplication.drafts.github.steps import steps
from assessment.repositories.duplication.drafts.github.variants import bound, reading_all
from assessment.repositories.duplication.drafts.github.writing import Place, Values, Writing, below, first, keys
from assessment.repositories.duplication.drafts.values import MISSING, Maybe, Missing, Value

DEFAULTS: dict[str, Value] = {"timeout-minutes": 360, "continue-on-error": False}
_FIRST = ("name", "needs", "if", "runs-on", "permissions")
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
    asked = below(values, "if")
    present = [path is not None for path in place.paths]
    if conditions.fits(asked, present):
        guard = w.inputs.guard(tuple(value is not MISSING for value in values), place.trail, place.where)
        condition = conditions.guarded(guard, conditions.condition(asked, place, w))
        parts |= {} if condition is None else {"if": conditions.written(condition)}
    else:
        apart(asked, place.down("if"), w)
    return reading_all({key: parts[key] for key in (*_FIRST, *parts) if key in parts}, w.variant_ids)


def _field(key: str, values: Values, around: Place, w: Writing, posix: bool) -> Maybe:
    place = around.down(key)
    if key in ("if", "permissions"):
        return MISSING
    if key == "name":
        return settled.display(values, place, w, f"job {around.trail[-1]}")
    if key in DEFAULTS:
        return fields.field(filled(values, place, DEFAULTS[key]), place, w)
    writer = FIELDS.get(key)
    place = those_with_it(values, place, w)
    if key == "steps":
        return steps(values, place, w, posix=posix)
    return writer(values, place, w) if writer else settled_field(values, place, w)


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
