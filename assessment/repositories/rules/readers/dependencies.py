"""Which dependencies does a manifest declare?

Reads the manifests of npm, pypi, Maven, Gradle, Go, Ruby, NuGet, Cargo, Composer, sbt and Mix by their base name; returns ecosystem, name
and line. What a lock file or a parent brings in, and what Go marks as indirect, is not declared. Never raises on content.
Misleads: names that are assembled (Gradle variables, Maven properties) are seen as they are written.
Source: manuals of the package managers.
"""

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from assessment.repositories.rules.readers.lines import without_tags

LONGEST = 1_000  # letters of a line that are looked at


class Dependency(NamedTuple):
    """A declared dependency: npm name, group:artifact, plugin id, module path, package or gem."""

    ecosystem: str
    name: str
    line: int


def declared(path: str, text: str) -> list[Dependency]:
    """Dependencies that a file declares; empty for a file that is no manifest or is malformed."""
    base = path.rpartition("/")[2].casefold()
    reader = next((reader for pattern, reader in MANIFESTS if pattern.fullmatch(base)), None)
    return list(dict.fromkeys(reader(text))) if reader else []


def _lines(text: str) -> Iterator[tuple[int, str]]:
    return ((number, line[:LONGEST]) for number, line in enumerate(text.split("\n"), 1))


def _matching(ecosystem: str, pattern: re.Pattern[str], lines: Iterable[tuple[int, str]]) -> Iterator[Dependency]:
    anchored = pattern.pattern.startswith("^")  # else the expression would be tried at every letter of a line
    for number, line in lines:
        for match in filter(None, (pattern.match(line),)) if anchored else pattern.finditer(line):
            yield Dependency(ecosystem, ":".join(part for part in match.groups() if part), number)


_KEY = re.compile(r'^\s*"([^"]+)"\s*:')
_NPM = ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies")


def _json(ecosystem: str, sections: tuple[str, ...], text: str) -> Iterator[Dependency]:
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        return
    held = [whole.get(section) for section in sections] if isinstance(whole, dict) else []
    names = {name for section in held if isinstance(section, dict) for name in section}
    lines = {match[1]: number for number, line in _lines(text) if (match := _KEY.match(line)) and match[1] in names}
    yield from (Dependency(ecosystem, name, lines.get(name, 1)) for name in sorted(names))


def _npm(text: str) -> Iterator[Dependency]:
    return _json("npm", _NPM, text)


def _composer(text: str) -> Iterator[Dependency]:
    return _json("composer", ("require", "require-dev"), text)


_REQUIREMENT = re.compile(r"^\s*([A-Za-z0-9][\w.-]*)(?=\s*(?:[\[=<>~!;@#,(]|$))")


def _requirements(text: str) -> Iterator[Dependency]:
    for number, line in _lines(text):
        if match := _REQUIREMENT.match(line):
            yield Dependency("pypi", match[1], number)


def _toml(text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}


def _at(table: object, *keys: str) -> object:
    for key in keys:
        table = table.get(key) if isinstance(table, dict) else None
    return table


def _words(value: object) -> Iterator[str]:
    """Requirement strings, however lists and tables nest."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield from chain.from_iterable(map(_words, value))
    elif isinstance(value, dict):
        yield from chain.from_iterable(map(_words, value.values()))


def _pyproject(text: str) -> Iterator[Dependency]:
    whole = _toml(text)
    groups = _at(whole, "tool", "poetry", "group")
    tables = [_at(whole, "tool", "poetry", "dependencies"), _at(whole, "tool", "poetry", "dev-dependencies")]
    tables += [_at(group, "dependencies") for group in groups.values()] if isinstance(groups, dict) else []
    tables += [_at(whole, "packages"), _at(whole, "dev-packages")]  # of a Pipfile
    lists = [_at(whole, "project", "dependencies"), _at(whole, "project", "optional-dependencies"), _at(whole, "dependency-groups")]
    lists += [
        _at(whole, "tool", "uv", "dev-dependencies"),
        _at(whole, "tool", "pdm", "dev-dependencies"),
        _at(whole, "build-system", "requires"),
    ]
    names = {name for table in tables if isinstance(table, dict) for name in table}
    names |= {match[1] for word in _words(lists) if (match := _REQUIREMENT.match(word))}
    yield from _located("pypi", names, text)


def _located(ecosystem: str, names: set[str], text: str) -> Iterator[Dependency]:
    """Each name with the first line that holds it."""
    where: dict[str, int] = {}
    for number, line in _lines(text):
        for word in re.findall(r"[\w.@/-]+", line):
            where.setdefault(word, number)
    yield from (Dependency(ecosystem, name, where.get(name, 1)) for name in sorted(names))


_QUOTED_REQUIREMENT = re.compile(r"[\"']([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*(?:[=<>~!][^\"']*)?[\"']\s*[,\]]")


def _setup(text: str) -> Iterator[Dependency]:
    return _matching("pypi", _QUOTED_REQUIREMENT, _lines(text))


_POM = re.compile(r"<groupId>\s*([^<\s]+)\s*</groupId>\s*<artifactId>\s*([^<\s]+)\s*</artifactId>|<artifactId>\s*([^<\s]+)\s*</artifactId>")


def _pom(text: str) -> Iterator[Dependency]:
    text = without_tags(text)
    for match in _POM.finditer(text):
        name = ":".join(part for part in match.groups() if part)
        yield Dependency("maven", name, text.count("\n", 0, match.start()) + 1)


_COORDINATE = re.compile(r"[\"']([\w.-]+\.[\w.-]+|junit|log4j|commons-\w+):([\w.-]+)(?::[^\"']*)?[\"']")
_NAMED = re.compile(r"group\s*[:=]\s*[\"']([\w.-]+)[\"']\s*,\s*name\s*[:=]\s*[\"']([\w.-]+)[\"']")
_PLUGIN = re.compile(r"^\s*(?:id|apply\s+plugin:|alias)\s*\(?\s*[\"']([\w.-]+)[\"']")
_CATALOG = re.compile(r"\b(?:module|id)\s*=\s*\"([\w.-]+)(?::([\w.-]+))?\"|group\s*=\s*\"([\w.-]+)\"\s*,\s*name\s*=\s*\"([\w.-]+)\"")
_SHORT_CATALOG = re.compile(r"^\s*[\w-]+\s*=\s*\"([\w.-]+):([\w.-]+)(?::[^\"]*)?\"")
_KOTLIN = re.compile(r"\bkotlin\(\s*\"(test)[\w-]*\"")


def _gradle(text: str) -> Iterator[Dependency]:
    code = re.sub(r"^[ \t]*//.*$", "", text, flags=re.M)
    quoted = [(number, line) for number, line in _lines(code) if '"' in line or "'" in line]
    for pattern in (_COORDINATE, _NAMED, _PLUGIN):
        yield from _matching("maven", pattern, quoted)
    for number, line in quoted:
        if _KOTLIN.search(line):
            yield Dependency("maven", "kotlin-test", number)


def _catalog(text: str) -> Iterator[Dependency]:
    yield from _matching("maven", _CATALOG, _lines(text))
    yield from _matching("maven", _SHORT_CATALOG, _lines(text))


_SBT = re.compile(r"\"([\w.-]+)\"\s*%{1,3}\s*\"([\w.-]+)\"")
_GO = re.compile(r"^\s*(?:require\s+|tool\s+)?([\w-]+(?:\.[\w-]+)+/[\w./-]+|[\w-]+\.[\w.-]+)\s+v\d(?!.*//\s*indirect)")
_GEM = re.compile(r"^\s*(?:gem|\w+\.add_(?:development_|runtime_)?dependency)\s*\(?\s*[\"']([\w.-]+)[\"']")
_NUGET = re.compile(r"<(?:PackageReference|PackageVersion|package)\s+(?:Include|Update|id)=\"([^\"]+)\"", re.I)
_HEX = re.compile(r"^\s*\{:(\w+),")


def _cargo(text: str) -> Iterator[Dependency]:
    whole = _toml(text)
    sections = ("dependencies", "dev-dependencies", "build-dependencies")
    tables = [_at(whole, *above, section) for above in ((), ("workspace",)) for section in sections]
    yield from _located("cargo", {name for table in tables if isinstance(table, dict) for name in table}, text)


def _by(ecosystem: str, pattern: re.Pattern[str]) -> Callable[[str], Iterator[Dependency]]:
    return lambda text: _matching(ecosystem, pattern, _lines(text))


MANIFESTS: tuple[tuple[re.Pattern[str], Callable[[str], Iterator[Dependency]]], ...] = (
    (re.compile(r"package\.json"), _npm),
    (re.compile(r"composer\.json"), _composer),
    (re.compile(r"(?:.*[-_.])?requirements.*\.(?:txt|in)|(?:base|dev|test|prod|local|ci|lint)\.(?:txt|in)"), _requirements),
    (re.compile(r"pyproject\.toml|pipfile"), _pyproject),
    (re.compile(r"setup\.py"), _setup),
    (re.compile(r"setup\.cfg"), _requirements),
    (re.compile(r"pom\.xml"), _pom),
    (re.compile(r".*\.versions\.toml"), _catalog),
    (re.compile(r".*\.gradle(?:\.kts)?"), _gradle),
    (re.compile(r".*\.sbt|dependencies\.scala"), _by("maven", _SBT)),
    (re.compile(r"go\.mod"), _by("go", _GO)),
    (re.compile(r"gemfile.*|.*\.gemspec"), _by("gem", _GEM)),
    (re.compile(r".*\.(?:csproj|fsproj|vbproj)|directory\.packages\.props|packages\.config"), _by("nuget", _NUGET)),
    (re.compile(r"cargo\.toml"), _cargo),
    (re.compile(r"mix\.exs"), _by("hex", _HEX)),
)
