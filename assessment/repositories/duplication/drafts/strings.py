"""What do several strings have in common? Their common words and lines, with holes where they differ.

Reads the strings of the members that have one; returns parts: text that all share, or a tuple with the text of each. Joining a member's
own texts gives its string back. Expressions in braces are one word, so that no hole cuts through one.

Source: longest common subsequence, folded over the strings; bit-parallel in rapidfuzz.
"""

import re
from collections.abc import Hashable, Sequence
from typing import NamedTuple, TypeAlias

from rapidfuzz.distance import LCSseq

from assessment.repositories.duplication.drafts.names import spelling

Part: TypeAlias = "str | tuple[str, ...]"  # shared, or one for each string

_WORDS = re.compile(
    r"\$\{\{(?:[^}$]|\}(?!\})|\$(?!\{))*\}\}|\{\{(?:[^{}]|\}(?!\})|\{(?!\{))*\}\}"  # one that is never closed is looked at once
    r"|\$\{[^{}]*\}|[\w.+-]+|[^\S\n]+|.",
    re.DOTALL,
)
SHARED = 0.5  # share of letters that must be common, else the whole string is the parameter
HOLES = 3  # more holes in one line tell less than the whole line as a parameter


class Own(NamedTuple):
    """The repository's own name, as it stands in a string."""

    spelling: str
    text: str


Word: TypeAlias = "str | Own"


def parts(strings: Sequence[str], own: Sequence[re.Pattern[str] | None]) -> list[Part]:
    """What the strings share and where they differ; one single tuple where they share too little.

    own: pattern of each member's repository name, which counts as the same word in all, if all have it.
    """
    tokens = _tokens(strings, own)
    if any(isinstance(token, Own) for token in tokens[0]) and len({tuple(map(_key, found)) for found in tokens}) == 1:
        return _columns(tokens)
    if any("\n" in string.strip("\n") for string in strings):
        return _script(strings, own)
    return _line(strings, tokens)


def _line(strings: Sequence[str], tokens: list[list[Word]]) -> list[Part]:
    found = _aligned(tokens)
    shared = sum(_letters(part) for part in found if isinstance(part, str))
    shared += sum(_letters(part[0]) for part in found if isinstance(part, tuple) and _owned(part, tokens))
    holes = sum(isinstance(part, tuple) and not _owned(part, tokens) for part in found)
    average = sum(map(_letters, strings)) / len(strings)
    return found if holes <= HOLES and average and shared >= SHARED * average else [tuple(strings)]


def _script(strings: Sequence[str], own: Sequence[re.Pattern[str] | None]) -> list[Part]:
    """Lines in common stay, changed lines become holes, in parts where the same lines changed in a few words."""
    lines: list[list[Word]] = [list(string.splitlines(keepends=True)) for string in strings]
    found: list[Part] = []
    for before, line in _gaps(lines):
        found += _block(before, own) if any(before) else []
        found += [_part(line)] if line else []
    shared = sum(_letters(part) for part in found if isinstance(part, str))
    return _joined(found) if shared >= SHARED * sum(map(_letters, strings)) / len(strings) else [tuple(strings)]


def _block(blocks: list[list[Word]], own: Sequence[re.Pattern[str] | None]) -> list[Part]:
    counts = {len(block) for block in blocks}
    if len(counts) == 1:
        rows = [list(map(_text, row)) for row in zip(*blocks, strict=True)]
        return [part for row in rows for part in ([row[0]] if len(set(row)) == 1 else _line(row, _tokens(row, own)))]
    return [tuple("".join(map(_text, block)) for block in blocks)]


def _tokens(strings: Sequence[str], own: Sequence[re.Pattern[str] | None]) -> list[list[Word]]:
    found = [_split(string, pattern) for string, pattern in zip(strings, own, strict=True)]
    if all(any(isinstance(token, Own) for token in tokens) for tokens in found):
        return found
    return [list(_WORDS.findall(string)) for string in strings]


def _split(string: str, own: re.Pattern[str] | None) -> list[Word]:
    tokens: list[Word] = []
    at = 0
    for match in own.finditer(string) if own else ():
        if string.rfind("${{", 0, match.start()) <= string.rfind("}}", 0, match.start()):  # not inside an expression
            tokens += _WORDS.findall(string[at : match.start()])
            tokens.append(Own(spelling(match.group()), match.group()))
            at = match.end()
    return tokens + _WORDS.findall(string[at:])


def _key(token: Word) -> Hashable:
    return (Own, token.spelling) if isinstance(token, Own) else token


def _text(token: Word) -> str:
    return token.text if isinstance(token, Own) else token


def _letters(text: str) -> int:
    return sum(character.isalnum() for character in text)


def _owned(part: tuple[str, ...], tokens: list[list[Word]]) -> bool:
    """Whether a hole is nothing but the repository's own name."""
    return all(any(isinstance(token, Own) and token.text == text for token in found) for text, found in zip(part, tokens, strict=True))


def _columns(tokens: list[list[Word]]) -> list[Part]:
    """Word lists that are alike but for the repository's own name."""
    return _joined([_part(column) for column in zip(*tokens, strict=True)])


def _part(column: Sequence[Word]) -> Part:
    texts = tuple(map(_text, column))
    return texts[0] if len(set(texts)) == 1 else texts


def _aligned(tokens: list[list[Word]]) -> list[Part]:
    found: list[Part] = []
    for before, column in _gaps(tokens):
        found += [tuple("".join(map(_text, block)) for block in before)] if any(before) else []
        found += [_part(column)] if column else []
    return _joined(found)


def _gaps(rows: Sequence[Sequence[Word]]) -> list[tuple[list[list[Word]], list[Word]]]:
    """For each token that all rows share: what each row has before it, and the token in each row; at the end, what is left."""
    common: list[Hashable] = [_key(token) for token in rows[0]]
    for row in rows[1:]:
        steps = LCSseq.opcodes(common, [_key(token) for token in row])
        common = [key for step in steps if step.tag == "equal" for key in common[step.src_start : step.src_end]]
    starts = [0] * len(rows)
    found: list[tuple[list[list[Word]], list[Word]]] = []
    for places in zip(*(_places(common, row) for row in rows), strict=True):
        before = [list(row[start:place]) for row, start, place in zip(rows, starts, places, strict=True)]
        found.append((before, [row[place] for row, place in zip(rows, places, strict=True)]))
        starts = [place + 1 for place in places]
    return [*found, ([list(row[start:]) for row, start in zip(rows, starts, strict=True)], [])]


def _places(common: list[Hashable], row: Sequence[Word]) -> list[int]:
    """Where the common tokens stand in a row."""
    steps = LCSseq.opcodes(common, [_key(token) for token in row])
    return [place for step in steps if step.tag == "equal" for place in range(step.dest_start, step.dest_end)]


def _joined(found: list[Part]) -> list[Part]:
    """Neighbouring shared texts as one."""
    result: list[Part] = []
    for part in found:
        if isinstance(part, str) and result and isinstance(result[-1], str):
            result[-1] += part
        else:
            result.append(part)
    return result
