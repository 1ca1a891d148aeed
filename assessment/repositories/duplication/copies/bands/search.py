"""Which pairs of documents have enough lines in common, by bands and in one process?

Reads documents; returns pairs as `candidates` does, or fewer. The steps are those that a cluster takes (`repositories/distributed`),
without files between them: the shape to read first, and what the distributed search is compared with in the tests.

Misleads: `signatures.chance` is the least share of pairs that is found while buckets are not crowded; components add to it.
Source: research on candidates at 5 million files: bands, one group-by per band, star edges, components, exact search inside them.
"""

from functools import partial

import numpy as np
import pandas as pd

from assessment.repositories.duplication.copies.bands.buckets import Edges, edges, merged
from assessment.repositories.duplication.copies.bands.components import Checked, gathered, labels, outside, parted
from assessment.repositories.duplication.copies.bands.features import Features, chosen, features, hashed
from assessment.repositories.duplication.copies.bands.overlaps import apart, enough, jaccard, within
from assessment.repositories.duplication.copies.bands.signatures import band_hashes
from assessment.repositories.duplication.copies.documents import Documents
from assessment.repositories.duplication.copies.similar import Search
from assessment.repositories.duplication.thresholds import Bands


def by_bands(rules: Bands) -> Search:
    """The search as `find` takes it."""
    return partial(search, rules=rules)


def search(found: Documents, *, overlap: float, rules: Bands) -> pd.DataFrame:
    """Pairs `left` < `right` of documents as `candidates` gives them, without those that no bucket and no component brought together."""
    known = features(hashed(found))
    hashes = band_hashes(known, rules)
    proposed = merged([edges(hashes[:, band], rules.bucket)[0] for band in range(rules.bands)])
    checked = check(known, proposed, overlap)
    label = parted(labels(len(known), [checked]), lambda: [checked], rules)
    rest = outside(label, checked.pairs, rules) & apart(known.repository, checked.pairs)
    parts = [Edges(checked.pairs.left[rest], checked.pairs.right[rest])]
    for group in gathered(label, rules):
        inside = within(chosen(known, group), label[group], overlap)
        parts.append(Edges(group[inside.left], group[inside.right]))
    return table(merged(parts))


def check(known: Features, proposed: Edges, overlap: float) -> Checked:
    """The proposed edges that are alike."""
    shared = jaccard(known, proposed)
    kept = enough(shared, overlap)
    return Checked(Edges(proposed.left[kept], proposed.right[kept]), shared[kept].astype(np.float32))


def table(pairs: Edges) -> pd.DataFrame:
    """Edges as `candidates` returns them: columns left, right (int64), in order."""
    order = np.lexsort((pairs.right, pairs.left))
    return pd.DataFrame({"left": pairs.left[order].astype(np.int64), "right": pairs.right[order].astype(np.int64)})
