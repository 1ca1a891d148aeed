"""Inputs that members have themselves: a shared workflow that reads them declares them too, and each caller hands its own on."""

from collections.abc import Sequence

from assessment.repositories.duplication.drafts.github import text
from assessment.repositories.duplication.drafts.github.inputs import reference
from assessment.repositories.duplication.drafts.github.meaning import body
from assessment.repositories.duplication.drafts.github.writing import Place, Writing, below, first
from assessment.repositories.duplication.drafts.values import MISSING, Value


def hand_on(documents: Sequence[dict[str, Value]], made: dict[str, Value], w: Writing) -> None:
    """Declare the members' own inputs that the shared workflow reads; members that mean other types by one name do not go together."""
    for name in sorted(text.keys(made, "inputs") - w.inputs.inputs.keys()):
        kinds = [kind_of(one, name) if name in text.keys(body(one), "inputs") else None for one in documents]
        known = sorted({kind for kind in kinds if kind is not None})
        if len(known) > 1:
            w.apart(kinds, Place((), f"inputs.{name}", ()))
        value = text.braced(reference(name))
        w.inputs.handed_on(name, known[0], tuple(MISSING if kind is None else value for kind in kinds))


def kind_of(document: dict[str, Value], name: str) -> str | None:
    """Type of a workflow's own input; None where it is unknown, or where another trigger leaves it empty and it is no text."""
    on = document.get("on")
    triggers = on if isinstance(on, dict) else {}
    kinds: set[str] = set()
    for trigger in ("workflow_dispatch", "workflow_call"):
        given = first(below(below((triggers.get(trigger),), "inputs"), name))
        if isinstance(given, dict):
            kinds.add(str(given.get("type", "string")))
    kinds = {kind if kind in ("boolean", "number") else "string" for kind in kinds}
    others = triggers.keys() - {"workflow_dispatch", "workflow_call"}
    return None if len(kinds) != 1 or (others and kinds != {"string"}) else kinds.pop()
