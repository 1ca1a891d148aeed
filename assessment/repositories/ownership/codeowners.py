"""Who owns which file, as CODEOWNERS says in GitHub's or in GitLab's grammar?

Reads the text of the file that the host would read, and paths. Returns owners as they are written, for use inside: a `@user` or an
address names a person and goes into no table; `teams` keeps those that name a team.
GitHub: the last matching rule decides, a rule without owners takes them away, a line with a malformed owner is skipped. GitLab: the last
matching entry of each section decides, sections add up, an entry without owners has those of its section's heading, `!pattern` takes
paths out of its section for good.
Misleads: it names who reviews, which is not always who owns. Whether a user or a team exists, and may write, is not in the file.
Source: docs.github.com, About code owners; docs.gitlab.com, Code Owners syntax and error handling.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from assessment.repositories.ownership.patterns import compiled, literal

LARGEST = 3_000_000  # characters; GitHub reads no larger file
ORDER = {"github": (".github/", "", "docs/"), "gitlab": ("", "docs/", ".gitlab/")}
MOST = 5_000_000  # comparisons of a wildcard with a path; more would take seconds
EVERYTHING = frozenset({"*", "**", "/**", "**/*", "/**/*", "/", "**/"})

_OWNER = re.compile(r"@@?[\w][\w.-]*(?:/[\w][\w./-]*)?\Z|[^@\s/]+@[^@\s/]+\.[^@\s/]+\Z")
_HEADING = re.compile(r"(?P<optional>\^)?\[(?P<name>[^\]]+)\](?:\[\d+\])?(?P<owners>\s.*)?\Z")
_SPLIT = re.compile(r"(?:\\.|\S)+")


class Rule(NamedTuple):
    """One line: `owners` is empty where it takes ownership away; `section` numbers GitLab's sections, 0 before the first."""

    line: int
    pattern: str
    owners: tuple[str, ...]
    section: int = 0
    excludes: bool = False


class CodeOwners(NamedTuple):
    """The rules of a file in their order; `skipped`: lines that the grammar does not allow and the host ignores."""

    dialect: str
    rules: tuple[Rule, ...]
    skipped: tuple[int, ...] = ()


def chosen(files: Mapping[str, str], *, gitlab: bool = False) -> tuple[str, CodeOwners] | None:
    """Path and rules of the file that the host reads, of several by path; None without one, or where it is over GitHub's 3 MB.

    GitLab's grammar where the file stands in .gitlab, has sections or roles, or the repository builds there (`gitlab`).
    """
    at_home = any(path.startswith(".gitlab/") for path in files)
    dialect = "gitlab" if (gitlab or at_home) and not any(path.startswith(".github/") for path in files) else "github"
    path = next((f"{folder}CODEOWNERS" for folder in ORDER[dialect] if f"{folder}CODEOWNERS" in files), None)
    if path is None or len(files[path]) > LARGEST:
        return None
    text = files[path]
    sections = not path.startswith(".github/") and re.search(r"^\^?\[[^\]]+\]|\s@@\w", text, re.MULTILINE)
    return path, parse(text, "gitlab" if sections else dialect)


def parse(text: str, dialect: str = "github") -> CodeOwners:
    """The rules in a text of the `github` or `gitlab` grammar. Nothing in it is an error: the hosts skip what they cannot read."""
    read = _gitlab if dialect == "gitlab" else _github
    return read([(number, line.strip()) for number, line in enumerate(text.splitlines(), 1)])


def owners(found: CodeOwners, paths: Sequence[str]) -> list[tuple[str, ...]] | None:
    """Owners of each path, () where nobody owns it; None where rules and paths are too many to compare."""
    sections = sorted({rule.section for rule in found.rules})
    split = [[rule for rule in found.rules if rule.section == section] for section in sections]
    if sum(literal(rule.pattern, found.dialect) is None and rule.pattern not in EVERYTHING for rule in found.rules) * len(paths) > MOST:
        return None
    result: list[tuple[str, ...]] = [()] * len(paths)
    for rules in split:
        for place, rule in enumerate(_deciding(rules, paths, found.dialect)):
            if rule is not None and rule.owners:
                result[place] = tuple(dict.fromkeys((*result[place], *rule.owners)))
    return result


def default(found: CodeOwners) -> tuple[str, ...]:
    """Owners of a file that only rules for everything match; of GitLab's sections together."""
    last: dict[int, tuple[str, ...]] = {}
    for rule in found.rules:
        if rule.pattern in EVERYTHING:
            last[rule.section] = () if rule.excludes else rule.owners
    return tuple(dict.fromkeys(owner for some in last.values() for owner in some))


def has_default(found: CodeOwners) -> bool:
    """Whether there is a rule for everything, with owners or without."""
    return any(rule.pattern in EVERYTHING for rule in found.rules)


def lone(found: CodeOwners) -> tuple[str, ...]:
    """Teams that stand on a line without a path, which the host takes for a path: an owner was meant."""
    return tuple(rule.pattern for rule in found.rules if not rule.owners and teams((rule.pattern,)) and _OWNER.match(rule.pattern))


def teams(some: Iterable[str], dialect: str = "github") -> tuple[str, ...]:
    """The owners that may name a team: `@org/team`, in GitLab also `@group`, which looks like a user."""
    return tuple(one for one in some if one.startswith("@") and not one.startswith("@@") and ("/" in one or dialect == "gitlab"))


def _github(lines: list[tuple[int, str]]) -> CodeOwners:
    rules, skipped = [], []
    for number, line in lines:
        words = _SPLIT.findall(re.split(r"(?:^|\s)#", line, maxsplit=1)[0])
        if not words:
            continue
        if all(map(_OWNER.match, words[1:])) and (compiled(words[0], "github") or words[0] in EVERYTHING):
            rules.append(Rule(number, words[0].replace("\\ ", " "), tuple(words[1:])))
        else:
            skipped.append(number)
    return CodeOwners("github", tuple(rules), tuple(skipped))


def _gitlab(lines: list[tuple[int, str]]) -> CodeOwners:
    rules, skipped, section = [], [], 0
    sections: dict[str, int] = {}
    inherited: dict[int, tuple[str, ...]] = {0: ()}
    for number, line in lines:
        if not line or line.startswith("#"):
            continue
        heading = _HEADING.match(line)
        if heading:
            section = sections.setdefault(heading["name"].strip().casefold(), len(sections) + 1)
            inherited[section] = _named((heading["owners"] or "").split()) or inherited.get(section, ())
            continue
        words = _SPLIT.findall(line)
        excludes, pattern = words[0].startswith("!"), words[0].removeprefix("!").replace("\\ ", " ")
        if compiled(pattern, "gitlab") or pattern in EVERYTHING:
            rules.append(Rule(number, pattern, _named(words[1:]) or inherited[section], section, excludes))
        else:
            skipped.append(number)
    return CodeOwners("gitlab", tuple(rules), tuple(skipped))


def _named(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(word for word in words if _OWNER.match(word))


def _deciding(rules: list[Rule], paths: Sequence[str], dialect: str) -> list[Rule | None]:
    """The rule that decides for each path: an exclusion wherever one matches, else the last that matches."""
    places: dict[str, int] = {}
    wild: list[tuple[int, re.Pattern[str] | None]] = []
    for number, rule in enumerate(rules):
        name = None if rule.excludes else literal(rule.pattern, dialect)
        if name is not None:
            places[name + "/" * rule.pattern.endswith("/")] = number
        else:
            wild.append((number, None if rule.pattern in EVERYTHING else compiled(rule.pattern, dialect)))
    wild.reverse()
    wild.sort(key=lambda one: not rules[one[0]].excludes)  # stable: exclusions first, each part from the last line up
    return [_last(path, rules, places, wild) for path in paths]


def _last(path: str, rules: list[Rule], places: Mapping[str, int], wild: list[tuple[int, re.Pattern[str] | None]]) -> Rule | None:
    best = -1
    if places:
        best = places.get(path, -1)
        cut = path.rfind("/")
        while cut > 0:
            best = max(best, places.get(path[:cut], -1), places.get(path[: cut + 1], -1))
            cut = path.rfind("/", 0, cut)
    for number, pattern in wild:
        if number < best and not rules[number].excludes:
            break
        if pattern is None or pattern.match(path):
            return None if rules[number].excludes else rules[number]
    return rules[best] if best >= 0 else None
