"""Which product-looking file is plumbing by what it says?

Kubernetes manifests, pipelines of Azure and Concourse, CloudFormation and others carry no name of their own. Reads the entries `sniff` and
`content` of `data/rules/files.yaml`; says which files are worth a look, and what a text is. Misleads: a manifest in a folder of test
material is not looked at; beyond the limit of files a repository is looked at only in part.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from assessment.repositories.rules.globs import compiled
from assessment.repositories.rules.places import PathIndex, Place, split
from assessment.repositories.rules.schema import ContentRule, SniffRule


@dataclass(frozen=True, slots=True, eq=False)  # equal to itself only: what was asked of it can then be remembered
class Sniffing:
    """The entries of files.yaml that look into files."""

    sniff: SniffRule
    content: tuple[ContentRule, ...]
    index: PathIndex = field(init=False)
    unless: PathIndex = field(init=False)
    places: tuple[Place, ...] = field(init=False)
    named: PathIndex = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "index", PathIndex.of([(0, pattern) for pattern in self.sniff.path]))
        object.__setattr__(self, "unless", PathIndex.of([(0, pattern) for pattern in self.sniff.not_]))
        object.__setattr__(self, "named", PathIndex.of([(n, p) for n, entry in enumerate(self.content) for p in entry.path]))
        object.__setattr__(self, "places", tuple(Place("plumbing", str(entry.workflow), entry.kind) for entry in self.content))

    def worth(self, files: Iterable[tuple[str, int]]) -> list[str]:
        """Of product files (path, bytes; -1 unknown) those to look into: the least deep first, at most `sniff.files`."""
        found = [path for path, size in files if 0 < size <= self.sniff.bytes and self._asked(path)]
        return sorted(found, key=lambda path: (path.count("/"), path))[: self.sniff.files]

    def recognised(self, path: str, text: str) -> Place | None:
        """What a text is; None for product."""
        for number in sorted(self.named(*split(path))):
            entry = self.content[number]
            if any(word in text for word in entry.words) and compiled("(?m)" + entry.match).search(text):
                return self.places[number]
        return None

    def _asked(self, path: str) -> bool:
        folder, base = split(path)
        return bool(self.index(folder, base)) and not self.unless(folder, base)
