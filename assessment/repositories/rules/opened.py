"""The texts of one repository, each read once for every sort of evidence: its code, its letters in lower case, what of it is off."""

from collections.abc import Iterable, Sequence

from assessment.repositories.facts import Text
from assessment.repositories.rules.globs import compiled
from assessment.repositories.rules.readers.lines import without_comments
from assessment.repositories.rules.readers.switched_off import Lines, off

SWITCHED = frozenset({
    "github-workflow", "renovate", "gitlab-ci", "circleci", "travis", "jenkinsfile", "azure-pipelines", "other-ci", "dependabot",
    "pre-commit", "dockerfile", "compose", "coverage", "sonar",
})  # fmt: skip
LARGEST = 300_000  # letters of a text that are searched for text evidence; the rest of a larger file is data


class Opened:
    """Texts by path: `texts` also those of documentation, which are searched only where an entry names them; `ours` and `kinds` without."""

    def __init__(self, texts: Sequence[Text], only_docs: frozenset[str]) -> None:
        self.texts = {text.path: text for text in texts}
        self.ours = {text.path: text for text in texts if text.path not in only_docs}
        self.kinds: dict[str, list[Text]] = {}
        for text in self.ours.values():
            self.kinds.setdefault(text.kind, []).append(text)
        self._folded = {text.path: text.text[:LARGEST].casefold() for text in texts}
        self._code: dict[str, str] = {}
        self._ranges: dict[str, tuple[Lines, ...]] = {}

    @property
    def whole(self) -> str:
        """All texts in lower case."""
        return "\0".join(self._folded.values())

    def of_kinds(self, kinds: Iterable[str]) -> list[Text]:
        """Texts of some kinds, in the order of the kinds."""
        return [text for kind in kinds for text in self.kinds.get(kind, ())]

    def held(self, words: Iterable[str], path: str) -> list[str]:
        """Those of the words that a text holds."""
        folded = self._folded[path]
        return [word for word in words if word in folded]

    def lines(self, path: str) -> list[str]:
        """Lines of a text without comments."""
        return without_comments(self.texts[path])

    def line(self, patterns: Sequence[str], path: str) -> int | None:
        """The first line where one of the patterns begins."""
        if path not in self._code:
            self._code[path] = "\n".join(self.lines(path))[:LARGEST]
        code = self._code[path]
        starts = [match.start() for pattern in patterns if (match := compiled("(?m)" + pattern).search(code))]
        return code.count("\n", 0, min(starts)) + 1 if starts else None

    def is_off(self, path: str, line: int | None) -> bool:
        """Whether nothing runs the line, or for a whole file any of its lines."""
        text = self.texts.get(path)
        if text is None or text.kind not in SWITCHED:
            return False
        if path not in self._ranges:
            self._ranges[path] = off(text, self.lines(path))
        ranges = self._ranges[path]
        last = line or (len(self.lines(path)) if ranges else 0)
        return any(a <= (line or 1) and last <= b for a, b in ranges)
