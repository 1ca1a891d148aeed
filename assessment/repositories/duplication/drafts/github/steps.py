"""How are steps written that not all members have alike? One step with inputs, or variants of it behind conditions.

Steps are laid side by side by the action they use or what they run. A value that differs becomes an input where GitHub takes an
expression. Where it does not (the action itself, a key of `with` that only some have), or where an input would mean something else (in a
script), the step comes in variants, each behind a condition; an optional key is never given an empty text.
"""

from collections import Counter
from collections.abc import Callable, Collection, Sequence

from assessment.repositories.duplication.drafts import alignment
from assessment.repositories.duplication.drafts.github import conditions, fields, settled
from assessment.repositories.duplication.drafts.github.expressions import Expression
from assessment.repositories.duplication.drafts.github.guards import guards, richest
from assessment.repositories.duplication.drafts.github.runs import script, script_fits
from assessment.repositories.duplication.drafts.github.variants import ids
from assessment.repositories.duplication.drafts.github.writing import Place, Values, Writing, below, constant, first, keys
from assessment.repositories.duplication.drafts.labels import label
from assessment.repositories.duplication.drafts.values import MISSING, Maybe, Missing, Value, frozen

DEFAULTS: dict[str, Value] = {"timeout-minutes": 360, "continue-on-error": False}
_ORDER = ("name", "id", "if", "uses", "shell", "run", "with", "env")


def steps(values: Values, place: Place, w: Writing, *, posix: bool) -> list[Value]:
    """The steps of a job. posix: its scripts are read by sh or bash unless a step says otherwise."""
    lists = [value if isinstance(value, list) else [] for value in values]
    found: list[Value] = []
    for number, column in enumerate(alignment.columns(lists, label)):
        items = tuple(MISSING if spot is None else items[spot] for items, spot in zip(lists, column, strict=True))
        called = next(label(item) for item in items if not isinstance(item, Missing))
        items = _with_defaults(items)
        found += _variants(items, place, place.item(column, number, called), w, posix)
    return found


def _with_defaults(items: Values) -> Values:
    """Steps that say what they leave to GitHub's default, where others say something else."""
    there = tuple(item for item in items if item is not MISSING)
    said = {
        key: default
        for key, default in DEFAULTS.items()
        if not constant(below(there, key)) or 0 < below(there, key).count(MISSING) < len(there)
    }
    return tuple({**said, **item} if isinstance(item, dict) else item for item in items)


def _variants(items: Values, around: Place, place: Place, w: Writing, posix: bool) -> list[Value]:
    """A step, as often as it has to be written."""
    sorts = [None if isinstance(item, Missing) else sort for item, sort in zip(items, _sorts(items, place, w, posix), strict=True)]
    counts = Counter(sort for sort in sorts if sort is not None)
    kept = [sort for sort, _ in counts.most_common(w.variants)]
    if len(counts) > len(kept):
        w.apart([None if sort is None else sort in kept or ("too many variants", sort) for sort in sorts], place)
    if len(kept) > 1 and w.bound_ids & {str(value) for value in below(items, "id")}:
        w.apart(sorts, place)  # what is read of it cannot be read of a variant
    groups = richest([[sort == one for sort in sorts] for one in kept], items)
    conditions = guards(items, groups, around, place, w)
    found = [_step(items, group, guard, place, w) for group, guard in zip(groups, conditions, strict=True)]
    return _with_ids(found, w)


def _with_ids(found: list[dict[str, Value]], w: Writing) -> list[Value]:
    """Variants of a step, those with an id each with one of its own."""
    having = [number for number, step in enumerate(found) if "id" in step]
    names = {str(found[number]["id"]) for number in having}
    if len(having) < 2 or len(names) > 1:
        return [*found]
    name = names.pop()
    w.variant_ids[name] = ids(name, len(having))
    own = dict(zip(having, w.variant_ids[name], strict=True))
    return [{**step, "id": own[number]} if number in own else step for number, step in enumerate(found)]


def _step(items: Values, chosen: Sequence[bool], guard: Expression | None, place: Place, w: Writing) -> dict[str, Value]:
    """The step for the chosen members, behind a condition where others of the job do without."""
    own = tuple(item if take else MISSING for item, take in zip(items, chosen, strict=True))
    inner = Place(place.trail, place.where, tuple(path if take else None for path, take in zip(place.paths, chosen, strict=True)))
    parts: dict[str, Value] = {}
    variables: dict[str, Value] = {}
    written: Maybe = MISSING
    for key in keys(own):
        if key == "run" and not constant(below(own, key)) and not script_fits(below(own, key), own, w, posix=True):
            w.apart(
                [None if path is None else frozen(value) for value, path in zip(below(own, key), inner.paths, strict=True)], inner.down(key)
            )
        elif key == "run" and not constant(below(own, key)):
            written, variables = script(below(own, key), inner.down(key), w)
        else:
            written = _key(key, below(own, key), inner, w, below(items, key))
        if not isinstance(written, Missing):
            parts[key] = written
    if variables:
        environment = parts.get("env")
        parts["env"] = {**(environment if isinstance(environment, dict) else {}), **variables}
    condition = conditions.guarded(guard, conditions.condition(below(own, "if"), inner, w))
    parts |= {} if condition is None else {"if": conditions.written(condition)}
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
    if _is_mapping(key, everywhere):
        return {name: _shared(below(values, name), below(everywhere, name), inner.down(name), w) for name in keys(values)}
    return first(values) if constant(values) else _shared(values, everywhere, inner, w)


def _is_mapping(key: str, values: Values) -> bool:
    return key in ("with", "env") and all(isinstance(value, dict | Missing) for value in values)


def _shared(values: Values, everywhere: Values, place: Place, w: Writing) -> Value:
    return fields.field(everywhere if fields.fits(everywhere, w) else values, place, w)


def _called(place: Place) -> str:
    return place.trail[-1].partition(": ")[2] or place.trail[-1] if place.trail else place.where


def _sorts(items: Values, place: Place, w: Writing, posix: bool) -> list[object]:
    """What about each member's step no input can express: equal for two members whose steps can be one."""
    bits: list[Sequence[object]] = []
    for key in keys(items):
        bits += _bits(key, items, place, w, posix)
    return [tuple(bit[member] for bit in bits) for member in range(len(items))]


def _bits(key: str, items: Values, place: Place, w: Writing, posix: bool) -> list[Sequence[object]]:
    values = below(items, key)
    if key == "name":
        return []
    if key in ("if", "id"):
        same = constant(values) if key == "id" else conditions.fits(values, [item is not MISSING for item in items])
        return [] if same else [list(map(frozen, values))]
    if key == "uses":
        return [list(map(settled.action, values))]
    if key == "run":
        return [_groups(values, lambda some: script_fits(some, items, w, posix))]
    if _is_mapping(key, values):
        return [_groups(below(values, name), lambda some: fields.fits(some, w)) for name in keys(values)]
    return [_groups(values, lambda some: constant(some) or (key == "working-directory" and fields.fits(some, w)))]


def _groups(values: Values, fit: Callable[[Values], bool]) -> list[object]:
    """Which members' values can be written as one: a number for each group, commonest values first; MISSING has its own."""
    if fit(values):
        return [value is not MISSING for value in values]
    found: list[set[object]] = []
    for one, _ in Counter(frozen(value) for value in values if value is not MISSING).most_common():
        group = next((group for group in found if fit(_only(values, {*group, one}))), None)
        if group is None:
            found.append({one})
        else:
            group.add(one)
    return [next((number for number, group in enumerate(found) if frozen(value) in group), None) for value in values]


def _only(values: Values, kept: Collection[object]) -> Values:
    return tuple(value if frozen(value) in kept else MISSING for value in values)
