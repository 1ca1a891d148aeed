"""What in a line is not what it says?

Patterns and functions by which files are normalised, for whoever normalises (`normalise`) and whoever wants to know what was masked
(`parameters`): comments by the style of the file, quotes, the repository's own name, digests, versions and references, layout.
"""

import re
from collections.abc import Sequence
from fnmatch import translate

from assessment.repositories.duplication.thresholds import Names, Thresholds

# A comment starts a line or follows white space: "http://" and "a#b" are none. The sign stands before its condition, which is faster.
HASH, SLASHES, SEMICOLON = (re.compile(rf"{sign}(?<!\S{sign})[^\n]*") for sign in ("#", "//", ";"))
COMMENT = {
    "hash": (HASH,),
    "slashes": (SLASHES, re.compile(r"^#![^\n]*", re.MULTILINE)),
    "hash and slashes": (HASH, SLASHES),
    "semicolon": (SEMICOLON, HASH),
}
BLOCK = {"slashes": ("/*", "*/"), "hash and slashes": ("/*", "*/"), "markup": ("<!--", "-->")}
PART = re.compile(r"[^-_.\s]+")  # of a repository's name
QUOTES = ("'", '"', "`")
# Each pattern starts with the letters it can start with and looks behind them afterwards: the search leaps from one of them to the next.
MASKS = (
    (re.compile(r"[s0-9a-f](?<!\w.)(?:(?<=s)ha\d{3}:[0-9a-f]{32,64}|(?<!s)[0-9a-f]{31,63})\b"), "H"),
    (re.compile(r"@(?<=[\w)]@)[\w.+/-]+"), "@V"),  # owner/action@v4, library@master, image@digest
    (
        re.compile(r"([FfIi](?<!\w.)(?:(?<=[Ff])[Rr][Oo][Mm]|(?<=[Ii])[Mm][Aa][Gg][Ee]:))([^\S\n]+\S+?):[\w.-]+(?=[\s@]|$)", re.MULTILINE),
        r"\1\2:V",
    ),
    (re.compile(r"([?&]ref=)[\w.+/-]+"), r"\1V"),
    (re.compile(r"(version\w{0,20}[^\S\n]*[:=][^\S\n]*)[^\s,;)]+", re.IGNORECASE), r"\1V"),
    (re.compile(r"[v\d](?<![\w.].)(?:(?<=v)\d+(?:(?:\.\d+)+(?:[-+.]?\w)*|\b)|(?<=\d)\d*(?:\.\d+)+(?:[-+.]?\w)*)"), "V"),
)
LAYOUT = (
    (re.compile(r"[^\S\n ]"), " "),
    (re.compile(r"  +"), " "),
    (re.compile(r"^ ", re.MULTILINE), ""),
    (re.compile(r"[ ,;](?<![ ,;].)[ ,;]*$", re.MULTILINE), ""),
    (re.compile(r"^(?:- )+", re.MULTILINE), ""),
    (re.compile(r"^(?:[^\w\n]|_)+$", re.MULTILINE), ""),  # brackets and rules only
)


def styles(paths: Sequence[str], rules: Thresholds) -> list[str]:
    """Comment style of each path (a key of COMMENT or BLOCK, or another), by its base name."""
    patterns = [
        (style, re.compile("|".join(translate(glob.lower()) for glob in globs))) for style, globs in rules.comments.items() if globs
    ]
    known: dict[str, str] = {}
    for path in paths:
        base = path.rpartition("/")[2].lower()
        if base not in known:
            known[base] = next((style for style, pattern in patterns if pattern.match(base)), "hash")
    return [known[path.rpartition("/")[2].lower()] for path in paths]


def without_blocks(text: str, opens: str, closes: str) -> str:
    """The text without block comments; one opens at a line's start or after white space, so "src/**/*.ts" opens none.

    Searched by hand: a pattern would start over at every opening that is never closed.
    """
    kept, at, start = [], 0, text.find(opens)
    while start >= 0:
        if start == 0 or text[start - 1].isspace():
            end = text.find(closes, start + len(opens))
            if end < 0:
                break
            kept.append(text[at:start])
            at = end + len(closes)
        start = text.find(opens, max(at, start + 1))
    return "".join([*kept, text[at:]])


def own_name(name: str, rules: Names) -> re.Pattern[str] | None:
    """Pattern of a repository's name as a whole word, in any case, joined by - _ . or nothing; without its first part where two remain.

    None where the name is too short or an ordinary word of setup files.
    """
    parts = PART.findall(name)
    if len("".join(parts)) < rules.least_letters or "-".join(parts).lower() in rules.words:
        return None
    forms = [parts, parts[1:]] if len(parts) > 2 and "-".join(parts[1:]).lower() not in rules.words else [parts]
    either = "|".join("[-_. ]?".join(map(re.escape, form)) for form in forms)
    return re.compile(rf"(?<![A-Za-z0-9])(?i:{either})(?![A-Za-z0-9])")  # the flag on the sets would triple the time to compile
