"""Which members can share one version, where they differ at places that take no input?

Reads the differences that were noted while writing; returns who is left out, and why.
"""

from collections.abc import Sequence

from assessment.repositories.duplication.drafts.github.writing import Writing


def left_out(w: Writing) -> dict[int, str]:
    """Who is left out, so that as many as possible go together: members with the commonest of each other's differences."""
    members = range(len(w.own))
    rows = [[fixed.values[member] for fixed in w.fixed] for member in members]
    groups = [{other for other in members if _together(rows[member], rows[other])} for member in members]
    best = max(groups, key=lambda group: (len(group), -min(group)))
    kept: list[int] = []
    for member in sorted(best):  # pairwise fits need not be a whole
        if all(_together(rows[member], rows[other]) for other in kept):
            kept.append(member)
    return {member: _why(member, kept, rows, w) for member in members if member not in kept}


def _together(one: Sequence[object], other: Sequence[object]) -> bool:
    return all(a is None or b is None or a == b for a, b in zip(one, other, strict=True))


def _why(member: int, kept: Sequence[int], rows: Sequence[Sequence[object]], w: Writing) -> str:
    places = [
        fixed.where
        for number, fixed in enumerate(w.fixed)
        if rows[member][number] is not None and any(rows[other][number] not in (None, rows[member][number]) for other in kept)
    ]
    return f"differs where no input can stand: {', '.join(dict.fromkeys(places))}"
