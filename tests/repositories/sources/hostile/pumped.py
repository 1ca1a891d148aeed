"""Texts that keep a regular expression busy: what it repeats, many times over, and then what it does not expect.

An expression is taken apart; for each part that may repeat, a text begins as the expression wants it, goes on with that part and ends in
a near miss. What is quadratic in the length of a line passes, because no line of more than 2,000 letters is
looked at; what is quadratic in the length of a file, or worse in that of a line, is kept busy.
Source: Weideman and others, Analyzing Matching Time Behavior of Backtracking Regular Expression Matchers (prefix, pump, suffix), 2016.
"""

import re
from collections.abc import Iterator
from re import _constants as c  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]

MISS = "\x01"
CLASSES = {
    c.CATEGORY_SPACE: " \n\t", c.CATEGORY_DIGIT: "1", c.CATEGORY_WORD: "a1",
    c.CATEGORY_NOT_SPACE: "a-", c.CATEGORY_NOT_WORD: "- \n", c.CATEGORY_NOT_DIGIT: "a \n",
}  # fmt: skip
ANY = "a \n-.:/\"'1"


def texts(pattern: str, line: int, size: int) -> Iterator[str]:
    """Texts for one expression that meets lines of so many letters, and texts of so many; of one line where the two are equal."""
    for prefix, unit in dict.fromkeys(_pumps(list(parser.parse(pattern)), "")):
        one = (prefix[-200:] + _many(unit, line))[: line - 1] + MISS
        if line == size:
            yield one.replace("\n", " ")
        elif "\n" in unit:
            yield prefix + _many(unit, size) + MISS
        else:
            yield _many(one + "\n", size)
            yield _many(prefix[-200:] + unit + "\n", size)


def _many(unit: str, size: int) -> str:
    return unit * max(1, size // len(unit))


def _pumps(parts: list[tuple[object, object]], before: str) -> Iterator[tuple[str, str]]:
    """(prefix, unit) of every part that may repeat."""
    if before:
        yield "", before[-100:]
    for sort, about in parts:
        if sort in (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT):
            _, most, body = about  # type: ignore[misc]
            if most > 20:
                yield from ((before, unit) for unit in _samples(list(body), many=True) if unit)
            yield from _pumps(list(body), before)
        elif sort is c.SUBPATTERN:
            yield from _pumps(list(about[3]), before)  # type: ignore[index]
        elif sort is c.ATOMIC_GROUP:
            yield from _pumps(list(about), before)  # type: ignore[call-overload]
        elif sort is c.BRANCH:
            for branch in about[1][:8]:  # type: ignore[index]
                yield from _pumps(list(branch), before)
        before += next(iter(_samples([(sort, about)])), "")


def _samples(parts: list[tuple[object, object]], *, many: bool = False) -> list[str]:
    """Some texts that the parts match, the first of them a plain one."""
    out = [""]
    for sort, about in parts:
        ends = _one(sort, about, many=many)
        out = [text + end for text in out[:3] for end in (ends if many else ends[:1])][:12]
    return out


def _one(sort: object, about: object, *, many: bool) -> list[str]:  # noqa: PLR0911 - one answer a sort
    if sort is c.LITERAL:
        return [chr(about)]  # type: ignore[arg-type]
    if sort is c.NOT_LITERAL:
        return [one for one in ANY if ord(one) != about]
    if sort is c.ANY:
        return [one for one in ANY if one != "\n"]
    if sort is c.IN:
        return _class(list(about))  # type: ignore[call-overload]
    if sort in (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT):
        least, _, body = about  # type: ignore[misc]
        return [text * max(least, int(many)) for text in _samples(list(body), many=many)]
    if sort is c.SUBPATTERN:
        return _samples(list(about[3]), many=many)  # type: ignore[index]
    if sort is c.ATOMIC_GROUP:
        return _samples(list(about), many=many)  # type: ignore[call-overload]
    if sort is c.BRANCH:
        return [text for branch in about[1] for text in _samples(list(branch), many=many)[:3]][:12]  # type: ignore[index]
    return [""]


def _class(parts: list[tuple[object, object]]) -> list[str]:
    if parts[0][0] is c.NEGATE:
        no = re.compile("[" + "".join(re.escape(one) for one in _class(parts[1:])) + "]") if parts[1:] else None
        return [one for one in ANY if no is None or not no.match(one)] or [MISS]
    out = ""
    for sort, about in parts:
        out += chr(about) if sort is c.LITERAL else chr(about[0]) if sort is c.RANGE else CLASSES.get(about, "a")  # type: ignore[arg-type, index, call-overload]
    return list(dict.fromkeys(out))[:6]
