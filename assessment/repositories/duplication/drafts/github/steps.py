"""How are steps written that not all members have alike? One step with inputs, or variants of it behind conditions.

Steps are laid side by side by the action they use or what they run. A value that differs becomes an input where GitHub takes an
expression. Where it does not (the action itself, a key of `with` that only some have), or where an input would mean something else (in a
script), the step comes in variants, each behind a condition; an optional key is never given an empty text.
"""

from collections import Counter
from collections.abc import Sequence

from assessment.repositories.duplication.drafts import alignment, strings
from assessment.repositories.duplication.drafts.github import fields, scripts, settled, text
from assessment.repositories.duplication.drafts.github.expressions import Expression
from assessment.repositories.duplication.drafts.github.inputs import reference
from assessment.repositories.duplication.drafts.github.writing import Place, Values, Writing, below, constant, first, keys
from assessment.repositories.duplication.drafts.labels import label
from assessment.repositories.duplication.drafts.values import MISSING, Maybe, Missing, Value, frozen

DEFAULTS: dict[str, Value] = {"timeout-minutes": 360, "continue-on-error": False}
VARIABLE = "INPUT_"  # begins the variables that carry inputs into scripts
_ORDER = ("name", "id", "if", "uses", "shell", "run", "with", "env")


def steps(values: Values, place: Place, w: Writing, *, posix: bool) -> list[Value]:
    """The steps of a job. posix: its scripts are read by sh or bash unless a step says otherwise."""
    lists = [value if isinstance(value, list) else [] for value in values]
    found: list[Value] = []
    for number, column in enumerate(alignment.columns(lists, label)):
        items = tuple(MISSING if spot is None else items[spot] for items, spot in zip(lists, column, strict=True))
        called = next(label(item) for item in items if not isinstance(item, Missing))
        found += _variants(items, place, place.item(column, number, called), w, posix)
    return found


def _variants(items: Values, around: Place, place: Place, w: Writing, posix: bool) -> list[Value]:
    """A step, as often as it has to be written."""
    sorts = [None if isinstance(item, Missing) else sort for item, sort in zip(items, _sorts(items, place, w, posix), strict=True)]
    counts = Counter(sort for sort in sorts if sort is not None)
    kept = [sort for sort, _ in counts.most_common(w.variants)]
    if len(counts) > len(kept):
        w.apart([None if sort is None else sort in kept or ("too many variants", sort) for sort in sorts], place)
    if len(kept) > 1 and any(value is not MISSING for value in below(items, "id")):
        w.apart(sorts, place)  # an id can be given once
    groups = [[sort == one for sort in sorts] for one in kept]
    richest = sorted(groups, key=lambda group: -len(_said(items, group)))  # so that a flag says what is there, not what is not
    guards = [w.inputs.guard(_present(group, around), *_named(items, group, richest, place)) for group in richest]
    return [_step(items, group, guard, place, w) for group, guard in zip(richest, guards, strict=True)]


def _present(group: Sequence[bool], around: Place) -> Values:
    """Who runs a step; MISSING where the whole job is not there."""
    return tuple(MISSING if path is None else take for path, take in zip(around.paths, group, strict=True))


def _said(items: Values, group: Sequence[bool]) -> dict[str, None]:
    """The keys of a variant, those of `with` and `env` too, in order."""
    found: dict[str, None] = {}
    for item, take in zip(items, group, strict=True):
        for key, value in item.items() if take and isinstance(item, dict) else ():
            found[key] = None
            found |= dict.fromkeys(value) if key in ("with", "env") and isinstance(value, dict) else {}
    return found


def _named(items: Values, group: Sequence[bool], groups: Sequence[Sequence[bool]], place: Place) -> tuple[tuple[str, ...], str]:
    """What to call the flag of a variant: after the first key that sets it apart; and its place."""
    others = set().union(*(_said(items, other) for other in groups if other is not group))
    own = next((key for key in _said(items, group) if key not in others), "")
    return ((*place.trail, own) if own and len(groups) > 1 else place.trail), place.where


def _step(items: Values, chosen: Sequence[bool], guard: Expression | None, place: Place, w: Writing) -> Value:
    """The step for the chosen members, behind a condition where others of the job do without."""
    own = tuple(item if take else MISSING for item, take in zip(items, chosen, strict=True))
    inner = Place(place.trail, place.where, tuple(path if take else None for path, take in zip(place.paths, chosen, strict=True)))
    parts: dict[str, Value] = {}
    variables: dict[str, Value] = {}
    written: Maybe = MISSING
    for key in keys(own):
        if key == "run" and not constant(below(own, key)):
            written, variables = _script(below(own, key), inner.down(key), w)
        else:
            written = _key(key, below(own, key), inner, w, below(items, key))
        if not isinstance(written, Missing):
            parts[key] = written
    if variables:
        environment = parts.get("env")
        parts["env"] = {**(environment if isinstance(environment, dict) else {}), **variables}
    condition = fields.guarded(guard, fields.condition(below(own, "if"), inner, w))
    parts |= {} if condition is None else {"if": fields.written(condition)}
    return {key: parts[key] for key in (*_ORDER, *parts) if key in parts}


def _key(key: str, values: Values, place: Place, w: Writing, everywhere: Values) -> Maybe:
    """What stands under one key of a step. everywhere: what stands there in its other variants too, for which one input will do."""
    inner = place.down(key)
    if key == "if":
        return MISSING
    if key == "name":
        return settled.display(values, inner, w, f"step {_called(place)}")
    if key == "id":
        w.settle(values, first(values), inner, lambda _, new: f"step {_called(place)} gets the id {new}")
        return first(values)
    if key == "uses":
        return settled.drift(values, inner, w, everywhere)
    if key in ("with", "env"):
        return {name: _shared(below(values, name), below(everywhere, name), inner.down(name), w) for name in keys(values)}
    if key in DEFAULTS:
        values = tuple(DEFAULTS[key] if path and value is MISSING else value for value, path in zip(values, inner.paths, strict=True))
    return first(values) if constant(values) else _shared(values, everywhere, inner, w)


def _shared(values: Values, everywhere: Values, place: Place, w: Writing) -> Value:
    return fields.field(everywhere if fields.fits(everywhere, w) else values, place, w)


def _called(place: Place) -> str:
    return place.trail[-1].partition(": ")[2] or place.trail[-1] if place.trail else place.where


def _script(values: Values, place: Place, w: Writing) -> tuple[Value, dict[str, Value]]:
    """A script in which what differs comes from variables, and these."""
    pieces: list[str] = []
    variables: dict[str, Value] = {}
    for part in _parts(values, w):
        if isinstance(part, str):
            pieces.append(part)
            continue
        texts = iter(part)
        spread = tuple(MISSING if isinstance(value, Missing) else next(texts) for value in values)
        name = str(w.inputs.input(spread, place.trail[:-1], place.where, role="shell text").value)
        variable = VARIABLE + name.replace("-", "_").upper()
        variables[variable] = text.braced(reference(name))
        pieces.append(f"${{{variable}}}")
    return "".join(pieces), variables


def _parts(values: Values, w: Writing) -> list[strings.Part]:
    there = [(str(value), own) for value, own in zip(values, w.own, strict=True) if not isinstance(value, Missing)]
    return strings.parts([value for value, _ in there], [own for _, own in there])


def _sorts(items: Values, place: Place, w: Writing, posix: bool) -> list[object]:
    """What about each member's step no input can express: equal for two members whose steps can be one."""
    bits: list[Sequence[object]] = []
    for key in keys(items):
        bits += _bits(key, items, place, w, posix)
    return [tuple(bit[member] for bit in bits) for member in range(len(items))]


def _bits(key: str, items: Values, place: Place, w: Writing, posix: bool) -> list[Sequence[object]]:
    values = below(items, key)
    if key == "name" or key in DEFAULTS:
        return []
    if key == "if":
        present = [item is not MISSING for item in items]
        return [] if fields.condition_fits(values, present) else [list(map(frozen, values))]
    if key == "uses":
        return [list(map(settled.action, values))]
    if key == "id":
        return [] if constant(values) else [list(map(frozen, values))]
    return _field_bits(key, values, items, w, posix)


def _field_bits(key: str, values: Values, items: Values, w: Writing, posix: bool) -> list[Sequence[object]]:
    there = [value is not MISSING for value in values]
    if key in ("with", "env"):
        found: list[Sequence[object]] = []
        for name in keys(values):
            inner = below(values, name)
            found.append([value is not MISSING for value in inner])
            found += [] if fields.fits(inner, w) else [list(map(frozen, inner))]
        return found
    if key == "run":
        return [there] if _script_fits(values, items, w, posix) else [list(map(frozen, values))]
    same = constant(values) or (key == "working-directory" and fields.fits(values, w))
    return [there] if same else [list(map(frozen, values))]


def _script_fits(values: Values, items: Values, w: Writing, posix: bool) -> bool:
    """Whether what differs between scripts may come from variables."""
    if constant(values):
        return True
    shells = {value for value in below(items, "shell") if isinstance(value, str)}
    every = all(item is MISSING or (isinstance(item, dict) and "shell" in item) for item in items)
    shell_known = shells <= {"bash", "sh"} and (posix or every)
    parts = _parts(values, w)
    holes = [part for part in parts if not isinstance(part, str)]
    plain = not any("${{" in one or "\n" in one for part in holes for one in part)
    return shell_known and plain and scripts.through_variables(parts)
