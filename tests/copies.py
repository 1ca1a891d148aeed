"""Documents made by chance: copies of a few originals, edited, in many repositories."""

from hashlib import sha1
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from assessment.repositories.duplication.copies.documents import Documents, documents
from assessment.repositories.duplication.thresholds import Thresholds, parse
from assessment.repositories.facts import empty, frame

SHIPPED = Path(__file__).parent.parent / "data" / "rules" / "duplication.yaml"
COMMON = [f"- uses: actions/step-{n}" for n in range(12)]
COLUMNS = ("repository", "path", "blob", "kind", "workflow", "text")


def thresholds() -> Thresholds:
    """The shipped thresholds."""
    return parse(yaml.safe_load(SHIPPED.read_text("utf-8")))


def documents_of(files: dict[str, dict[str, str]]) -> Documents:
    """Documents of {repository: {path: text}}; the kind is the ending of the path."""
    rows = [
        (repository, path, sha1(text.encode()).hexdigest(), path.rpartition(".")[2], "ci", text)
        for repository, texts in files.items()
        for path, text in texts.items()
    ]
    table = frame("contents", dict(zip(COLUMNS, zip(*rows, strict=True), strict=True))) if rows else empty("contents")
    return documents(table, pd.Series(False, index=table.index), thresholds())


def edited(seed: int, files: int) -> dict[str, dict[str, str]]:
    """`files` files, each an original with up to half of its lines replaced, dropped, repeated or moved."""
    rng, originals = np.random.default_rng(seed), files // 6
    texts = [
        [COMMON[rng.integers(12)] if rng.random() < 0.3 else f"- run: ./{original}-{n}.sh" for n in range(rng.integers(6, 40))]
        for original in range(originals)
    ]
    made: dict[str, dict[str, str]] = {}
    for number in range(files):
        lines = list(texts[rng.integers(originals)])
        for _ in range(int(rng.integers(0, 1 + len(lines) // 2))):
            at, what = int(rng.integers(len(lines))), rng.random()
            if what < 0.6:
                lines[at] = f"- run: ./new-{number}-{at}.sh"
            elif what < 0.75 and len(lines) > 6:
                del lines[at]
            else:
                lines.insert(int(rng.integers(len(lines))), lines[at])
        path = f"{number}.{'tf' if number % 5 == 0 else 'yml'}"
        made.setdefault(f"service-{int(rng.integers(files // 4))}", {})[path] = "\n".join(lines)
    return made
