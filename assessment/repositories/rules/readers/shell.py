"""Which commands does a piece of shell run, each with its line?

Reads lines of a script step; returns single commands: split at && || ; | and newlines outside quotes, without comments and heredocs.
Misleads: a heredoc that is itself a script, and what a called script does, are not looked into.
Source: POSIX.1-2024, Shell Command Language, 2.2 to 2.7.
"""

import re
from collections.abc import Iterable, Iterator

Lines = Iterable[tuple[int, str]]
MOST = 60  # lines that one quoted text may take
_HEREDOC = re.compile(r"<<[-~]?\s*\\?[\"']?(\w+)")
_PLAIN = re.compile(r"[^&|;\"'`#$()<\\]*$")
_PIECE = re.compile(
    r"""(?P<skip>\\.|'[^']*'|"(?:[^"\\`$]|\\.|\$(?!\()|`)*"|\$\{\{[^\n]*?\}\}|\$\{[^}]*\}|\d?>&\d?|&>>?|<\(|>\|)|(?P<comment>(?<!\S)\#.*)|"""
    r"""(?P<cut>&&|\|\|?|;;?|&|\$\(|`|\)|(?<=[\s(])\((?!\())""",
    re.S,
)
_OPEN = re.compile(r"""\\.|"(?:[^"\\]|\\.)*"|'[^']*'|\$\{\{[^\n]*?\}\}|(?<!\S)\#[^\n]*|(?P<open>["'])""", re.S)


def commands(lines: Lines) -> Iterator[tuple[int, str]]:
    """(line, command) in order; blank ones are left out."""
    for number, line in _logical(lines):
        if _PLAIN.match(line):
            yield number, line.strip()
            continue
        for piece in _split(line):
            if piece:
                yield number, piece


def _logical(lines: Lines) -> Iterator[tuple[int, str]]:
    """Lines with continuations and open quotes joined, heredocs dropped."""
    until, start, held, joined = "", 0, "", 0
    for number, raw in lines:
        line = raw.strip()
        if until:
            until = "" if line == until else until
            continue
        if not held and (not line or line[0] == "#"):
            continue
        start = start if held else number
        held = f"{held}\n{line}" if held and not held.endswith(" ") else held + line
        joined += 1
        if held.endswith("\\"):
            held = held[:-1].rstrip() + " "
            continue
        if ("'" in held or '"' in held) and joined < MOST and _is_open(held):
            continue
        if "<<" in held and (heredoc := _HEREDOC.search(held)):
            until = heredoc[1]
        yield start, held.strip()
        held, joined = "", 0
    if held.strip():
        yield start, held.strip()


def _is_open(text: str) -> bool:
    """Whether a quote is left open at the end."""
    return any(match["open"] for match in _OPEN.finditer(text))


def _split(line: str) -> Iterator[str]:
    at = 0
    for match in _PIECE.finditer(line):
        if match["skip"]:
            continue
        if match["comment"]:
            yield line[at : match.start()].strip()
            return
        if (
            match["cut"] == "|"
            and re.search(r"\bcurl\b|\bwget\b", line[at : match.start()])
            and re.match(r"\|\s*(sudo\s+)?(ba)?sh", line[match.start() :])
        ):
            continue  # what is fetched to be run is one command
        yield line[at : match.start()].strip()
        at = match.end()
    yield line[at:].strip()
