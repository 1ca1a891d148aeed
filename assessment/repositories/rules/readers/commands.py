"""Which lines of a file are command lines?

Steps of pipelines, scripts, recipes, RUN lines of Dockerfiles, scripts in package.json. What only names or prints a command (names and
descriptions of steps, echo) is left out; a command continued with a backslash is one line. Misleads: text in a heredoc counts as commands.
"""

import re
from collections.abc import Iterator, Sequence

from assessment.repositories.facts import Text

KINDS = frozenset({
    "github-workflow", "github-action", "gitlab-ci", "circleci", "travis", "azure-pipelines", "jenkinsfile", "jenkins-library",
    "concourse", "other-ci", "ci-script", "script", "deploy-script", "secrets-script", "task-runner", "container-support",
    "dockerfile", "pre-commit", "tool-versions", "paas-manifest", "devcontainer",
})  # fmt: skip
_SCRIPTS = (".sh", ".bash", ".ps1")
_MENTIONED = re.compile(
    r"^\s*[\w.-]+:\s*(?:[|>][+-]?)?\s*$|^\s*(?:-\s+)?(?:[\"']?(?:name|description|title|summary|displayName|displayname|message|uses|id|if|label)[\"']?\s*:|(?:@?echo|printf|log|print|puts|stage)\b[^&|;>`$]*$|@?echo\s+[\"'][^\"']*[\"']\s*$)"
)
_SCRIPT = re.compile(r'^\s*"[^"]+"\s*:\s*"(?P<command>(?:[^"\\]|\\.)*)"')
LONGEST = 2_000


def holds_commands(text: Text) -> bool:
    """Whether a file has command lines at all."""
    return text.kind in KINDS or text.path.endswith(_SCRIPTS) or text.path.endswith("package.json")


def commands(text: Text, lines: Sequence[str], words: Sequence[str]) -> Iterator[tuple[int, str, list[str]]]:
    """Command lines that hold one of the `words`, which are in lower case: number of the first line, the command, the words it holds.
    `lines`: without comments."""
    scripts = text.path.endswith("package.json")
    for number, command in _npm_scripts(text.text.split("\n")) if scripts else _joined(lines):
        folded = command[:LONGEST].casefold()
        held = [word for word in words if word in folded]
        if held and (scripts or not _MENTIONED.match(command)):
            yield number, command[:LONGEST], held


def _joined(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Lines, those that a backslash continues as one."""
    start, held = 0, ""
    for number, line in enumerate(lines, 1):
        if not held and "\\" not in line:
            if line:
                yield number, line
            continue
        start, held = (start, held + line) if held else (number, line)
        if held.rstrip().endswith("\\") and len(held) < LONGEST:
            held = held.rstrip()[:-1] + " "
            continue
        yield start, held
        held = ""
    if held:
        yield start, held


def _npm_scripts(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    inside = False
    for number, line in enumerate(lines, 1):
        if re.match(r'^\s*"scripts"\s*:\s*\{', line):
            inside = True
        elif inside and line.strip().startswith("}"):
            return
        elif inside and (found := _SCRIPT.match(line[:LONGEST])):
            yield number, found["command"]
