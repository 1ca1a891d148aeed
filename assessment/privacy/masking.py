"""Which part of a text looks like a secret? It is replaced by `***` before the text is stored.

Reads: text of a file, or many of them in one buffer. Returns: the text without its secrets; the places in a buffer where one may stand.
A secret is a token of a known form (AWS, GitHub, GitLab, Slack, Google, JSON web tokens, …), a private key, a password in an address,
or a long value after = or :, or alone on its line, that looks random. Digests are none: what is pinned with @ or sha256:, and a commit
where its name says so (ref, sha, …).
Misleads: a short password looks like any word and stays; a long name with many digits may go.
Source: the documented forms of the providers' tokens; the share of neighbours of another sort is 0.64 in base64, under 0.2 in names.
"""

import re
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

MASK = "***"
CHANGES = 0.3  # neighbours of another sort (small, capital, digit), of all neighbours
DIGESTS = (40, 64)  # digits of a commit and of an image; where pinned they are most of what is long, and not looked at twice
NAMED = 200  # characters in front of a value in which its name stands
PIECE = 12  # letters and digits between - and / and _ that are looked at as one

_FORMS = (
    r"(?:AKIA|ASIA|AROA|AIDA)[0-9A-Z]{16}(?![0-9A-Za-z])",
    r"gh[pousr]_\w{20,}",
    r"github_pat_\w{20,}",
    r"gl(?:pat|dt|rt|ptt|cbt|ft|soat)-[\w-]{16,}",
    r"xox[a-z]-[\w-]{10,}",
    r"xapp-[\w-]{14,}",
    r"[sr]k_(?:live|test)_\w{12,}",
    r"AIza[\w-]{30,}",
    r"SG\.[\w-]{16,}\.[\w-]{16,}",
    r"npm_\w{30,}",
    r"pypi-[\w-]{30,}",
    r"dckr_pat_[\w-]{20,}",
    r"dop_v1_[0-9a-f]{32,}",
    r"hv[sb]\.[\w-]{20,}",
    r"(?:sdk|api|mob)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    r"eyJ[\w-]{10,}(?:\.[\w-]*){0,2}",
)
_FORM = re.compile(rf"(?<![0-9A-Za-z])(?:{'|'.join(_FORMS)})")
_KEY = re.compile(r"(-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----)((?:(?!-----END ).)*)", re.DOTALL)
_ADDRESS = re.compile(r"(://[^\s/:@]*:)[^\s/@${}]+(?=@)")
_HOOK = re.compile(r"(hooks\.slack\.com/\w+/)[\w/]+")
_VALUE = re.compile(r"(?<![\w+/-])[\w+/-]{24,}={0,2}(?![\w+/-])")
_BEFORE = re.compile(r"""(?:[=:]|^|[-+>])\s*["']*(?:bearer\s+|basic\s+)?$""", re.IGNORECASE)
_PINNED = re.compile(r"(?:@|sha\d{3}:)$")
_INTEGRITY = re.compile(r"sha\d{3}-")
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_SAID = re.compile(
    r"""(?:(?:ref|rev|sha|sha1|sha256|commit|digest|checksum|hash|version|tag|revision)["']?\s*[=:>]\s*["']?|[\w}]:)$""", re.IGNORECASE
)
_GUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_SECRET = re.compile(r"""(?:passw|secret|token|api[-_]?key|access[-_]?key|credential)[\w-]*["']?\s*[=:]\s*["']?$""", re.IGNORECASE)
_HEX = re.compile(r"[0-9a-f]{32,}|[0-9A-F]{32,}")
_PIECES = re.compile(rf"[0-9A-Za-z]{{{PIECE},}}")
_AWS = np.frombuffer(b"KSRI", np.uint8)  # second letter of its keys, which one in thirty has no digit
_HEXADECIMAL = np.frombuffer(b"0123456789abcdef", np.uint8)
_OTHERS = (
    (b"://", re.compile(rb"://[^\s/:@]*:[^\s/@]+@")),
    (b"PRIVATE KEY", re.compile(b"PRIVATE KEY")),
    (b"hooks.slack", re.compile(rb"hooks\.slack")),
)


def _sort(character: str) -> str:
    """0, a or A for a digit, a small or a capital letter of ASCII; a blank for anything else."""
    if not character.isascii() or not character.isalnum():
        return " "
    return "0" if character.isdigit() else "a" if character.islower() else "A"


_SORTS = "".join(_sort(chr(n)) for n in range(256))  # of a character, of a byte


def masked(text: str) -> str:
    """The text with *** for each secret, in as many lines; the same text where there is none."""
    text = _KEY.sub(lambda key: key[1] + re.sub(r"[^\n]+", MASK, key[2]), text) if "PRIVATE KEY" in text else text
    text = _FORM.sub(MASK, text)
    text = _HOOK.sub(rf"\1{MASK}", _ADDRESS.sub(rf"\1{MASK}", text))
    return _VALUE.sub(_judged, text)


def suspects(buffer: bytes) -> NDArray[np.int64]:
    """Where in a buffer of lines a secret may stand, in no order. What is not named here has none, but for tokens without any digit."""
    text, sorts = (np.frombuffer(some, np.uint8) for some in (buffer, buffer.translate(_SORTS.encode())))
    ends = np.append(np.flatnonzero(sorts == ord(" ")), len(text))
    long = np.flatnonzero(np.diff(ends, prepend=-1) > PIECE)
    starts, ends = np.where(long > 0, ends[long - 1] + 1, 0), ends[long]
    digits = np.flatnonzero(sorts == ord("0"))
    before = [text[np.maximum(starts - back, 0)] for back in (1, 2, 3)]
    pinned = (before[0] == ord("@")) | ((before[0] == ord(":")) & (before[1] == ord("6")) & (before[2] == ord("5")))  # sha256:
    pinned &= np.isin(ends - starts, DIGESTS) & np.isin(text[np.minimum(starts, len(text) - 1)], _HEXADECIMAL)
    likely = np.searchsorted(digits, ends) > np.searchsorted(digits, starts)
    likely |= (text[starts] == ord("A")) & np.isin(text[np.minimum(starts + 1, len(text) - 1)], _AWS) if len(text) else False
    others = [place.start() for word, form in _OTHERS if word in buffer for place in form.finditer(buffer)]
    return np.concatenate([starts[likely & ~pinned], np.array(others, np.int64)])


def _judged(found: re.Match[str]) -> str:
    """What stays of a long value."""
    value, start = found[0], found.start()
    before = found.string[max(found.string.rfind("\n", 0, start) + 1, start - NAMED) : start]
    if not _BEFORE.search(before) or _PINNED.search(before) or _INTEGRITY.match(value):
        return value
    if _COMMIT.fullmatch(value) and _SAID.search(before):
        return value
    if _GUID.fullmatch(value):
        return MASK if _SECRET.search(before) else value
    return MASK if _random(value) else value


def _random(value: str) -> bool:
    """Whether nobody would write this by hand: hexadecimal, or small and capital letters and digits all mixed."""
    if _HEX.fullmatch(value):
        return not value.isdigit()
    for piece in _PIECES.findall(_GUID.sub("", value)):
        sorts = piece.translate(_SORTS)
        changes = sum(one != two for one, two in pairwise(sorts))
        if sorts.count("0") >= 2 and changes >= CHANGES * (len(sorts) - 1):
            return True
    return False
