"""Steps of Jenkinsfiles and of shared libraries (vars/*.groovy): shell, built-in steps, steps that a library brings, stages.

Reads lines, as Groovy in pipelines seldom parses. A call is a name at the beginning of a statement; what the file defines itself is none.
Misleads: steps that classes of a library bring are seen only through the name of the stage; a name built from variables is not.
Source: jenkins.io/doc, pipeline syntax and steps reference.
"""

import re
from collections.abc import Iterator

from assessment.repositories.facts import Text
from assessment.repositories.rules.readers.ci.step import Step
from assessment.repositories.rules.readers.lines import without_comments

_LIBRARY = re.compile(
    r"""@Library\s*\(\s*\[?\s*(?:value\s*=\s*)?["'](?P<name>[^"'@\s]+)|\blibrary\s*\(?\s*(?:identifier\s*:\s*)?["'](?P<other>[^"'@\s]+)"""
)
_CALL = re.compile(
    r"""^\s*(?:\}\s*)*(?:(?:def\s+|final\s+)?\w+(?:\s+\w+)?\s*=\s*|return\s+)?(?P<name>[A-Za-z_]\w*(?:\.\w+)?)\b(?=\s*[({]|\s+["'][^:]*$|\s+\w+\s*:\s)"""
)
_STAGE = re.compile(r"""\bstage\w*\s*\(?\s*(?:name\s*:\s*)?(?P<quote>["'])(?P<name>.*?)(?P=quote)""")
_SHELL = re.compile(r"""(?<![.\w/-])(?:sh|bat|powershell|pwsh)\s*(?:\(\s*)?(?:[^"'\n]*?\bscript\s*:\s*)?(?P<quote>\"{3}|'{3}|["'])""")
_DEFINED = re.compile(
    r"^[ \t]*(?:(?:static|private|public|final)[ \t]+)*(?:def|void|[A-Z]\w*(?:<[^>\n]*>)?(?:\[\])?)[ \t]+(?P<name>\w+)[ \t]*\(", re.M
)
_DOTTED = frozenset(("docker.build", "docker.withRegistry", "docker.image"))
_PUSHED = re.compile(r"\w\.push\s*\(")
_NOT_A_STEP = frozenset(
    (
        "if", "else", "for", "while", "switch", "case", "try", "catch", "finally", "return", "new", "def", "throw", "assert", "import",
        "call", "pipeline", "agent", "node", "stages", "stage", "steps", "post", "always", "success", "failure", "unstable", "changed",
        "fixed", "cleanup", "aborted", "regression", "environment", "options", "parameters", "triggers", "when", "expression", "branch",
        "anyOf", "allOf", "not", "input", "matrix", "axes", "axis", "parallel", "properties", "pipelineTriggers", "cron", "pollSCM",
        "string", "booleanParam", "choice", "text", "password", "file", "withEnv", "dir", "ws", "timeout", "retry", "timestamps",
        "ansiColor", "catchError", "warnError", "buildDiscarder", "logRotator", "disableConcurrentBuilds", "skipDefaultCheckout",
        "durabilityHint", "sh", "bat", "powershell", "pwsh", "echo", "error", "script", "println", "print", "docker", "kubernetes",
        "dockerfile", "label", "image", "args", "container", "podTemplate", "containerTemplate", "library", "readFile", "writeFile",
        "readJSON", "readYaml", "writeJSON", "writeYaml", "fileExists", "isUnix", "pwd", "sleep", "waitUntil", "lock", "milestone", "env",
        "params", "currentBuild", "secret", "load", "unsuccessful", "beforeAgent", "evaluate", "super", "this", "public", "class",
    )
)  # fmt: skip
_NO_CHOICE = re.compile(r"^(?:disable|get|set|is|has|on[A-Z]|log|to[A-Z]|each|find|collect|add|put|remove|parse|format|split|join|replace)")


def jenkins(text: Text) -> Iterator[Step]:
    """Steps in the order of the file; `job` is the name of the stage."""
    library = text.kind == "jenkins-library"
    lines = without_comments(text)
    whole = "\n".join(lines)
    named = _LIBRARY.search(whole)
    source = "." if library else (named["name"] or named["other"]) if named else ""
    own = {match["name"] for match in _DEFINED.finditer(whole)}
    stage, stage_line, told = "", 0, True
    at, depth = 0, 0
    while at < len(lines):
        line = lines[at]
        number = at + 1
        if found := _STAGE.search(line):
            if not told:
                yield Step(stage_line, stage, stage, f"stage:{stage}", stage)
            stage, stage_line, told = found["name"], number, False
        if shell := _SHELL.search(line):
            script, at = _string(lines, at, shell)
            told = True
            yield Step(number, stage, stage, commands=script)
        elif not found and (step := _call(line, own, source, depth)):
            told = told or step[2]
            yield Step(number, stage, "", *step[:2], certain=step[2] or (depth == 0 and not library))
        depth = max(0, depth + line.count("{") - line.count("}"))
        at += 1
    if not told:
        yield Step(stage_line, stage, stage, f"stage:{stage}", stage)


def _call(line: str, own: set[str], source: str, depth: int) -> tuple[str, str, bool] | None:
    """(how, block, whether it says what the stage does) of the step that a line calls."""
    if _PUSHED.search(line):
        return "step:docker.push", "jenkins:docker.push", True
    match = _CALL.match(line)
    if match is None:
        return None
    name = match["name"]
    if "." in name:
        return (f"step:{name}", f"jenkins:{name}", True) if name in _DOTTED else None
    if name in own or name in _NOT_A_STEP or (_NO_CHOICE.match(name) and depth):
        return None
    if name in BUILT_IN or not source:
        return (f"step:{name}", f"jenkins:{name}", True) if name in BUILT_IN else None
    return f"library:{source}/{name}", name, False


def _string(lines: list[str], at: int, opened: re.Match[str]) -> tuple[tuple[tuple[int, str], ...], int]:
    """Lines of a quoted script, and the line on which it ends."""
    quote, rest = opened["quote"], lines[at][opened.end() :]
    if len(quote) == 1:
        closing = re.match(rf"(?:[^{quote}\\]|\\.)*", rest)
        return ((at + 1, (closing.group() if closing else rest).replace("\\n", "\n")),), at
    script = list[tuple[int, str]]()
    for number in range(at, min(len(lines), at + 500)):
        line = rest if number == at else lines[number]
        before, closed, _ = line.partition(quote)
        script.append((number + 1, before))
        if closed:
            return tuple(script), number
    return tuple(script), at


BUILT_IN = frozenset(
    (
        "checkout", "git", "tools", "nodejs", "tool", "jdk", "withMaven", "withGradle", "withCredentials", "credentials", "withVault",
        "withAzureKeyvault", "azureKeyVault", "withSonarQubeEnv", "waitForQualityGate", "junit", "publishHTML", "cobertura", "jacoco",
        "recordIssues", "xunit", "publishCoverage", "recordCoverage", "withAWS", "withDockerRegistry", "sshagent", "withKubeConfig",
        "archiveArtifacts", "stash", "unstash", "copyArtifacts", "archive", "slackSend", "office365ConnectorSend", "mail", "emailext",
        "githubNotify", "build", "deleteDir", "cleanWs", "dependencyCheck", "dependencyCheckPublisher", "triggerRemoteJob",
        "kubernetesDeploy", "ansiblePlaybook", "nexusArtifactUploader", "rtUpload", "s3Upload", "fortifyScan", "snykSecurity",
        "zapPublisher", "gatlingArchive", "perfReport", "withAzureKeyVaultSecrets",
    )
)  # fmt: skip
