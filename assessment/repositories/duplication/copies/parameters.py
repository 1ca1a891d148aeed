"""Which values differ between the copies, where all else is alike: versions, digests, names?

Reads the members of all clusters with their texts; returns the `cluster_parameters` table: what `normalise` masked, as it is written. These
are what one shared version would take as parameters, or what drifted.
How: only files that stand in clusters are read again; each distinct line of a repository is masked once, each masked value held by a sign
of its own until the line is normal.

Misleads: a member that writes the line another way has another line. Values of one line are told apart by their place in it, so where
one member names two versions and another one, the second stands alone. A name differs in every member by nature.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

import pandas as pd

from assessment.repositories.duplication.copies.masks import BLOCK, COMMENT, LAYOUT, MASKS, QUOTES, own_name, styles, without_blocks
from assessment.repositories.duplication.thresholds import Thresholds

COLUMNS = ["cluster", "line", "mask", "values", "distinct", "members"]
NAMED = {"V": "version", "H": "digest", "REPO": "name"}
DIGEST = re.compile(r"(?:sha\d{3}:)?[0-9a-f]{32,64}")
SHOWN = 20  # values of one line that are written out; a reader compares no more
SIGN = 0x20000  # signs that stand for masked values: letters to every pattern, in no line that anybody wrote
SIGNS = re.compile(f"[{chr(SIGN)}-{chr(SIGN + 0xFFF)}]")
RUN = re.compile(f"{SIGNS.pattern}(?: {SIGNS.pattern})*")  # "~> 3.1" is masked in two parts, and is one value


# what every mask but a name needs; most lines have none of it
MAY = re.compile(r"[0-9@]|ref=|[a-f]{32}|version|image:|from", re.IGNORECASE)


class Masked(NamedTuple):
    """A line as `normalise` leaves it, and what was masked in it, from left to right: (letters that stand for it, value as written)."""

    line: str
    values: tuple[tuple[str, str], ...]


Owns = tuple[re.Pattern[str], ...]
Found = dict[tuple[str, int], dict[str, set[int]]]  # line, place in it -> value -> members


def cluster_parameters(files: pd.DataFrame, rules: Thresholds) -> pd.DataFrame:
    """One row per masked place of a line that at least two members have with other values: COLUMNS, in the order of clusters.

    files: as `histories.with_texts` returns them. mask: version, digest (where all values are), name; values: 'v4 (9), v3 (4)', the
    commonest first, with the members that have each; distinct, members: counts.
    """
    known: dict[tuple[str, tuple[str, ...]], dict[str, Masked | None]] = {}
    own = {name: own_name(name, rules.names) for names in set(files["names"]) for name in names}
    rows: dict[str, Found] = {}
    masks: dict[tuple[str, int], str] = {}
    style = styles(list(files["path"]), rules)
    for member, (cluster, text, names) in enumerate(zip(files["cluster"], files["text"], files["names"], strict=True)):
        lines = known.setdefault((style[member], names), {})
        patterns = tuple(pattern for name in names if (pattern := own[name]))
        found = rows.setdefault(cluster, {})
        for one in _masked(text, style[member], patterns, lines):
            for place, (letters, value) in enumerate(one.values):
                masks[one.line, place] = letters
                found.setdefault((one.line, place), {}).setdefault(value, set()).add(member)
    made = [(cluster, *row) for cluster, found in rows.items() for row in _rows(found, masks)]
    return pd.DataFrame(made, columns=COLUMNS).astype({"distinct": "int64", "members": "int64"})


def masked(line: str, style: str, own: Iterable[re.Pattern[str]]) -> Masked | None:
    """A line without block comments, masked as `normalise` does; None where it leaves nothing or masks nothing."""
    held: list[tuple[str, str]] = []
    own = tuple(own)
    if not own and not MAY.search(line):
        return None

    def hold(letters: str, value: str) -> str:
        held.append((letters, SIGNS.sub(lambda sign: held[ord(sign[0]) - SIGN][1], value)))
        return chr(SIGN + len(held) - 1)

    if SIGNS.search(line):
        return None
    for pattern in own:
        line = pattern.sub(lambda name: hold("REPO", name[0]), line)
    for comment in COMMENT.get(style, ()):
        line = comment.sub("", line)
    for quote in QUOTES:
        line = line.replace(quote, "")
    for pattern, mask in MASKS:
        line = pattern.sub(partial(_held, kept=mask[:-1], letters=mask[-1], hold=hold), line)
    for pattern, to in LAYOUT:
        line = pattern.sub(to, line)
    values = tuple(_value(run[0], held) for run in RUN.finditer(line))
    return Masked(SIGNS.sub(lambda sign: held[ord(sign[0]) - SIGN][0], line), values) if values else None


def _value(run: str, held: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Letters and value of signs that stand side by side."""
    parts = [held[ord(sign) - SIGN] for sign in run[::2]]
    return parts[-1][0], " ".join(value for _, value in parts)


def _held(found: re.Match[str], *, kept: str, letters: str, hold: Callable[[str, str], str]) -> str:
    """What a mask leaves in front of the value, and the sign that holds the value."""
    before = found.expand(kept)
    return before + hold(letters, found[0][len(before) :])


def _masked(text: str, style: str, own: Owns, known: dict[str, Masked | None]) -> Iterator[Masked]:
    """The distinct lines of a file with masked values; `known`: lines of the same repository and style that were looked at."""
    if style in BLOCK:
        text = without_blocks(text, *BLOCK[style])
    own = tuple(pattern for pattern in own if pattern.search(text))
    for line in dict.fromkeys(text.split("\n")):
        if line not in known:
            known[line] = masked(line, style, own)
        if one := known[line]:
            yield one


def _rows(found: Found, masks: dict[tuple[str, int], str]) -> list[tuple[str, str, str, int, int]]:
    """Rows of one cluster without its id, those of most members first."""
    rows = []
    for (line, place), values in found.items():
        members = len(set().union(*values.values()))
        if any(len(some) < members for some in values.values()):
            mask = "digest" if all(DIGEST.fullmatch(value) for value in values) else NAMED[masks[line, place]]
            rows.append((-members, line, place, mask, _written(values), len(values), members))
    return [row[1:2] + row[3:] for row in sorted(rows)]


def _written(values: dict[str, set[int]]) -> str:
    order = sorted(((-len(some), value) for value, some in values.items()))
    more = [f"{len(order) - SHOWN} more"] if len(order) > SHOWN else []
    return ", ".join([f"{value} ({-count})" for count, value in order[:SHOWN]] + more)
