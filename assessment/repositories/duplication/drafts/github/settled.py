"""Which differences are settled for all members? Versions of actions (the newest seen), and names that people only read (the commonest)."""

import re
from collections.abc import Iterable

from assessment.repositories.duplication.drafts import roles
from assessment.repositories.duplication.drafts.github.inputs import commonest
from assessment.repositories.duplication.drafts.github.writing import Place, Values, Writing
from assessment.repositories.duplication.drafts.values import MISSING, Maybe, Missing, Value, frozen

_PINNED = re.compile(r"^[ \t]*(?:-[ \t]+)?uses:[ \t]*['\"]?([^\s'\"#@]+@[0-9a-f]{40})['\"]?[ \t]*#([^\n]*)", re.MULTILINE)
_SAID = re.compile(r"(?:^|[\s@=])(v?\d+(?:\.\d+)*\S*)")


def commented(texts: Iterable[str]) -> dict[str, str]:
    """Versions that comments give for actions pinned to a commit: action@commit -> v4.1.1."""
    found: dict[str, str] = {}
    for one in texts:
        for uses, comment in _PINNED.findall(one):
            if said := _SAID.findall(comment):
                found.setdefault(uses, said[-1])
    return found


def action(uses: Maybe) -> str:
    """What a step uses, without the version; '' where it uses nothing."""
    if not isinstance(uses, str):
        return ""
    name = uses.partition("@")[0]
    head, colon, tag = name.rpartition(":")
    return head if colon and uses.startswith("docker://") and "/" not in tag else name


def one_action(values: Values) -> bool:
    """Whether all use the same action, in whatever version."""
    return len({action(value) for value in values if value is not MISSING}) <= 1


def drift(values: Values, place: Place, w: Writing, others: Values = ()) -> Value:
    """The newest version that a member uses of the same action; what it changes for the others is listed.

    others: what members use that have the same step in another variant.
    """
    name = next(action(value) for value in values if value is not MISSING)
    chosen = roles.newest([str(value) for value in (*values, *others) if action(value) == name], w.versions)
    if any(value != chosen for value in values if value is not MISSING):
        w.settle(values, chosen, place, lambda old, new: _words(name, str(old), str(new), w))
        noted = tuple(value if action(value) == name else MISSING for value in others or values)
        w.note((name.rpartition("/")[2], "version"), noted, place.where, "drift")
    return chosen


def _words(name: str, old: str, new: str, w: Writing) -> str:
    tags = [w.versions.get(uses) or _tag(uses, name) for uses in (old, new)]
    before, after = tags if len(set(tags)) == 2 else (_tag(old, name), _tag(new, name))
    return f"{name} {before} -> {after}"


def _tag(uses: str, name: str) -> str:
    """The version of an action as written, the first letters of a commit."""
    tag = uses[len(name) + 1 :]
    return tag[:7] if len(tag) == 40 else tag or "without version"


def display(values: Values, place: Place, w: Writing, what: str) -> Maybe:
    """The name that most have, or none where most have none; MISSING: none."""
    there = [value for value, path in zip(values, place.paths, strict=True) if path is not None]
    if len(set(map(frozen, there))) == 1:
        return there[0]
    names = [value for value in there if value is not MISSING and not (isinstance(value, str) and "${{" in value)]
    lacking = sum(value is MISSING for value in there)
    chosen = commonest(names) if len(names) >= lacking else MISSING
    w.settle(values, chosen, place, lambda old, new: f"name of {what}: {_name(old)} -> {_name(new)}")
    w.note(("name of", what), values, place.where, "display")
    return chosen


def _name(value: Maybe) -> str:
    return "none" if isinstance(value, Missing) else f"'{value}'"
