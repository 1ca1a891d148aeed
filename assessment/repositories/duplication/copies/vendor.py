"""Which files follow a public template: everywhere, and no one's copy?

Reads documents and the fingerprints of public templates (`data/rules/boilerplate.yaml`); returns the template that each document follows,
and the label of each cluster. A file follows a template where most of its lines stand in it and it has enough of the template's lines;
both, because a file of five commonplace lines stands in many templates. A cluster is labelled where more than half of its files do.

Such a file is no invention of the team that has it, and no copy from another team: two teams that take the same sample did not copy each
other, and a shared version exists already, at the vendor's. So `find` counts none of its lines as copied, and `solutions` takes it for a
shared solution of a public provider. Its cluster stays in the tables, with the label.

Misleads: a template that is not among the fingerprints is not known; a file that an organisation made out of a template keeps the label
until a fifth of its lines are its own; old versions of a template are known as far as its public history goes.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import sparse

from assessment.repositories.duplication.copies.documents import Documents
from assessment.repositories.duplication.copies.fingerprints import Template, hashed, unpacked
from assessment.repositories.duplication.copies.normalise import normalise
from assessment.repositories.duplication.thresholds import Thresholds

HALF = 0.5  # of a cluster's files, more than which must follow a template


def followed(found: Documents, rules: Thresholds) -> pd.Series:
    """Name of the template that each document follows, '' for none; the one with most of its lines where there are several."""
    names = np.full(len(found), "", dtype=object)
    there = set(found.table["kind"])
    templates = [template for template in rules.boilerplate if template.kind in there]
    if not templates:
        return pd.Series(names, index=found.table.index, dtype="str")
    kinds = found.table["kind"].to_numpy()
    chosen = np.flatnonzero(np.isin(kinds, [template.kind for template in templates]))
    prints = [_prints(template, rules) for template in templates]
    share, holds = _overlaps(found, chosen, prints)
    holds /= [template.lines or max(len(some), 1) for template, some in zip(templates, prints, strict=True)]
    fits = (share >= [template.share - 1e-9 for template in templates]) & (holds >= [template.holds - 1e-9 for template in templates])
    fits &= kinds[chosen][:, None] == np.array([template.kind for template in templates])
    best = np.argmax(np.where(fits, share + holds, 0), axis=1)
    any_fits = fits.any(axis=1)
    names[chosen[any_fits]] = [templates[template].name for template in best[any_fits]]
    return pd.Series(names, index=found.table.index, dtype="str")


def labels(files: pd.DataFrame) -> pd.Series:
    """Template of each cluster that has one, by cluster; files: columns cluster ('' = none), boilerplate ('' = none)."""
    inside = files[files["cluster"] != ""]
    sizes = Counter(inside["cluster"])
    counts = Counter(zip(inside["cluster"], inside["boilerplate"], strict=True))
    return pd.Series({cluster: name for (cluster, name), n in counts.items() if name and n > HALF * sizes[cluster]}, dtype="str")


def _prints(template: Template, rules: Thresholds) -> np.ndarray:
    """Distinct hashes of a template's lines."""
    if template.hashes:
        return np.unique(unpacked(template.hashes))
    return np.unique(hashed(normalise([template.kind], [template.text], [()], rules=rules).words))


def _overlaps(found: Documents, chosen: np.ndarray, prints: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Documents x templates: share of the document's lines inside the template, and how many distinct lines of it the document has."""
    lines, size = found.lines, np.diff(found.lines.starts)[chosen]
    row = np.repeat(np.arange(len(chosen)), size)
    at = np.repeat(lines.starts[chosen] - np.concatenate([[0], np.cumsum(size)[:-1]]), size) + np.arange(size.sum())
    used, code = np.unique(lines.codes[at], return_inverse=True)
    known = np.unique(np.concatenate(prints))
    word = hashed(lines.words[used])
    place = np.minimum(np.searchsorted(known, word), len(known) - 1)
    column = np.where(known[place] == word, place, -1)[code]
    inside = column >= 0
    documents = sparse.csr_array((np.ones(inside.sum()), (row[inside], column[inside])), shape=(len(chosen), len(known)))
    members = [np.searchsorted(known, one) for one in prints]
    template = np.repeat(np.arange(len(prints)), [len(one) for one in prints])
    holds = sparse.csr_array((np.ones(len(template)), (np.concatenate(members), template)), shape=(len(known), len(prints)))
    documents.sum_duplicates()
    return (documents @ holds).toarray() / size[:, None], ((documents > 0).astype(float) @ holds).toarray()
