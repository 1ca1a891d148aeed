"""Is a draft too general? How much of an average member is the same in all, who brings most differences, and how a cluster falls in two."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from assessment.repositories.duplication.drafts.alignment import dice, features
from assessment.repositories.duplication.drafts.template import Constant, Hole, Items, Map, Node, Parameter, Template, Text
from assessment.repositories.duplication.drafts.values import Missing, Value, frozen, leaves

LEAST = 3  # parameters that one member alone brings, before it is worth leaving it out


def constants(template: Template, documents: Sequence[Value]) -> float:
    """Share of an average member that always stands in the template, 0..1; of a string with holes, the share of its letters."""
    average = sum(map(leaves, documents)) / len(documents)
    return min(1.0, _always(template.root, template) / average)


def _always(node: Node, template: Template) -> float:
    if isinstance(node, Constant):
        return float(leaves(node.value))
    if isinstance(node, Map):
        return sum(_always(entry.node, template) for entry in node.entries if not entry.flag)
    if isinstance(node, Items):
        return sum(_always(item.node, template) for item in node.items if not item.flag)
    return _share(node, template) if isinstance(node, Text) else 0.0


def _share(node: Text, template: Template) -> float:
    """Share of a string's letters that are the same in all; the repository's own name counts as the same."""
    own = {parameter.name for parameter in template.parameters if parameter.own}
    kept = sum(len(part) for part in node.parts if isinstance(part, str))
    holes = [part.parameter for part in node.parts if isinstance(part, Hole) and part.parameter not in own]
    filled = [
        len(str(value))
        for name in holes
        for member in range(template.members)
        if not isinstance(value := template.value(name, member), Missing)
    ]
    return kept / (kept + sum(filled) / max(template.members, 1)) if kept else 0.0


def outlier(parameters: Sequence[Parameter]) -> tuple[int, int] | None:
    """The member without which most parameters would not be needed, and how many; None where there are too few to say."""
    alone = Counter(member for parameter in parameters if (member := _only_for(parameter)) is not None)
    if len(parameters) < LEAST or not alone:
        return None
    return max(alone.items(), key=lambda pair: (pair[1], -pair[0]))


def _only_for(parameter: Parameter) -> int | None:
    """The one member that has another value than all others."""
    values = [frozen(value) for value in parameter.values if not isinstance(value, Missing)]
    counts = Counter(values)
    rare = [value for value, count in counts.items() if count == 1]
    if parameter.own or len(counts) != 2 or len(rare) != 1:
        return None
    return next(member for member, value in enumerate(parameter.values) if frozen(value) == rare[0])


def halves(documents: Sequence[Value]) -> list[list[int]]:
    """The members in two groups by average linkage over shared words, the larger first."""
    words = [features(document) for document in documents]
    count = len(words)
    apart = np.array([[0.0 if i == j else 1.0 - dice(words[i], words[j]) for j in range(count)] for i in range(count)])
    groups = fcluster(linkage(squareform(apart, checks=False), "average"), 2, "maxclust")
    found = [[int(member) for member in np.flatnonzero(groups == group)] for group in np.unique(groups)]
    return sorted(found, key=lambda group: (-len(group), group))
