"""What Dockerfiles, Terraform, charts, GitLab, Azure, pre-commit and template files refer to.

Each reader takes a Text and yields what it found; none raises, whatever the content. They read lines, not documents: values that
are assembled elsewhere (Terraform locals, YAML anchors in other files) stay unresolved and count as pin `variable`.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from assessment.repositories.facts import Text
from assessment.repositories.rules.readers import names
from assessment.repositories.rules.readers.lines import code_lines, indent_of, items


class Found(NamedTuple):
    """One reference in a file."""

    line: int
    kind: str
    target: str
    block: str
    version: str
    pin: str


_ARG = re.compile(r"^\s*ARG\s+(?P<name>\w+)(?:=(?P<value>\S*))?", re.I)
_FROM = re.compile(r"^\s*FROM\s+(?:--\S+\s+)*(?P<image>\S+)(?:\s+AS\s+(?P<stage>\S+))?", re.I)
_COPY = re.compile(r"^\s*(?:COPY|ADD)\s+(?:--\S+\s+)*?--from=(?P<image>\S+)", re.I)


def dockerfile(text: Text) -> Iterator[Found]:
    """Base images and images copied from; names of build stages and `scratch` are not images."""
    values: dict[str, str] = {}
    stages = {"scratch"}
    for number, line in enumerate(code_lines(text), 1):
        if (arg := _ARG.match(line)) and arg["value"] is not None:
            values.setdefault(arg["name"], names.substituted(arg["value"].strip("\"'"), values))
        match = _FROM.match(line) or _COPY.match(line)
        if not match:
            continue
        written = names.substituted(match["image"].strip("\"'"), values)
        if written.casefold() not in stages and not written.isdigit():
            found = names.image(written)
            yield Found(number, "image", *found, names.pin(found.target, found.version, git=False))
        stage = match.groupdict().get("stage")
        stages |= {stage.casefold()} if stage else set()


_GIVEN = re.compile(r"^\s*(?:-\s+)?(?:with|matrix|env|inputs|outputs|secrets):\s*$")  # what stands below is a value, not a container
_CONTAINER = re.compile(r"^\s*(?:image|container):\s*[\"']?(?:docker://)?(?P<image>\w[\w./:@${}()\[\] -]*[\w}])[\"']?\s*$")


def job_image(text: Text) -> Iterator[Found]:
    """Images in which jobs of a GitHub workflow and their services run; an input or a matrix called `image` is none."""
    given = -1
    for number, line in enumerate(code_lines(text), 1):
        if not line.strip():
            continue
        if 0 <= given < indent_of(line):
            continue
        given = indent_of(line) + 2 * line.lstrip().startswith("- ") if _GIVEN.match(line) else -1
        match = _CONTAINER.match(line)
        if match:
            found = names.image(match["image"])
            yield Found(number, "image", *found, names.pin(found.target, found.version, git=False))


_ALIAS = re.compile(r"^\s*(?:-\s+)?(?:image|container):\s*\*(?P<name>[\w.-]+)\s*$")
_ANCHOR = re.compile(r"^\s*(?:-\s+)?[\w.-]+:\s*&(?P<name>[\w.-]+)\s+[\"']?(?P<image>[^\s\"'#{[]+)[\"']?\s*$")


def aliased_image(text: Text) -> Iterator[Found]:
    """Images that a YAML alias stands for (`image: *tool`), where the anchor is in the same file; at the line that uses it."""
    if "*" not in text.text:
        return
    lines = code_lines(text)
    anchors = {match["name"]: match["image"] for line in lines if (match := _ANCHOR.match(line))}
    for number, line in enumerate(lines, 1):
        match = _ALIAS.match(line)
        if match and match["name"] in anchors:
            found = names.image(anchors[match["name"]])
            yield Found(number, "image", *found, names.pin(found.target, found.version, git=False))


_BLOCK = re.compile(r'^\s*(?:module\s+"[^"]*"|module\s+\w+|terraform)\s*\{')
_ATTRIBUTE = re.compile(r'^\s*(?P<key>source|version)\s*=\s*"(?P<value>[^"]*)"')


def terraform(text: Text) -> Iterator[Found]:
    """Module sources with their versions, and Terragrunt's `terraform { source }`."""
    depth, held = 0, dict[str, tuple[int, str]]()
    for number, line in enumerate(code_lines(text), 1):
        body = line
        if depth == 0:
            opened = _BLOCK.match(line)
            if not opened:
                continue
            held, body = {}, line[opened.end() :]
            depth = 1
        for part in body.split(";") if depth == 1 else ():
            if attribute := _ATTRIBUTE.match(part.rstrip("} ")):
                held[attribute["key"]] = number, attribute["value"]
        depth += body.count("{") - body.count("}")
        if depth <= 0:
            depth = 0
            yield from _module(held)
            held = {}
    yield from _module(held)


def _module(held: dict[str, tuple[int, str]]) -> Iterator[Found]:
    if "source" in held:
        line, written = held["source"]
        target, block, version = names.source(written)
        version = version or held.get("version", (0, ""))[1]
        yield Found(line, "module", target, block, version, names.pin(target, version))


def chart(text: Text) -> Iterator[Found]:
    """Charts that a chart depends on: repository/name without scheme."""
    if not re.search(r"(?:^|/)(?:chart|requirements)\.ya?ml$", text.path, re.I):
        return
    for entry in items(code_lines(text), re.compile(r"dependencies:")):
        if "name" not in entry:
            continue
        line, name = entry["name"]
        repository = entry.get("repository", (0, ""))[1]
        version = entry.get("version", (0, ""))[1]
        bare = re.sub(r"^(?:oci|https?|alias):/{0,2}", "", repository).strip("/")
        target = repository if repository.startswith("file:") else f"{bare}/{name}" if bare else name
        yield Found(line, "chart", target, "", version, names.pin(target, version, git=False))


def gitlab_include(text: Text) -> Iterator[Found]:
    """GitLab includes of a project, component, remote file, vendor template or local file."""
    for entry in items(code_lines(text), re.compile(r"include:")):
        key = next((key for key in ("project", "component", "remote", "template", "local", "") if key in entry), None)
        if key is None:
            continue
        line, value = entry[key]
        if key == "project":
            version = entry.get("ref", (0, ""))[1]
            yield Found(line, "include", value, entry.get("file", (0, ""))[1].strip("[]/ "), version, names.pin(value, version))
        elif key == "component":
            path, _, version = value.partition("@")
            target, _, block = path.partition("/")[2].rpartition("/")
            yield Found(line, "include", target, block, version, names.pin(target, version))
        elif key == "template":
            yield Found(line, "template", value, "", "", "none")
        elif value and (key == "remote" or "://" in value):
            yield Found(line, "include", value.partition("://")[2], "", "", names.pin(value, ""))
        elif value:
            yield Found(line, "include", "./" + value.lstrip("./"), "", "", "local")


_AZURE_TEMPLATE = re.compile(r"^\s*(?:-\s+)?template:\s*[\"']?(?P<path>[^\s\"'@]+)(?:@(?P<alias>[\w.-]+))?")


def azure_template(text: Text) -> Iterator[Found]:
    """Azure templates; an alias is followed to the repository that the file declares."""
    lines = code_lines(text)
    declared = {entry["repository"][1]: entry for entry in items(lines, re.compile(r"\s*repositories:")) if "repository" in entry}
    for number, line in enumerate(lines, 1):
        match = _AZURE_TEMPLATE.match(line)
        if not match:
            continue
        alias = match["alias"]
        if not alias or alias == "self":
            yield Found(number, "template", "./" + match["path"].lstrip("./"), "", "", "local")
            continue
        entry = declared.get(alias, {})
        version = entry.get("ref", (0, ""))[1]
        target = entry.get("name", (0, alias))[1]
        yield Found(number, "template", target, match["path"].lstrip("/"), version, names.pin(target, version))


def pre_commit(text: Text) -> Iterator[Found]:
    """Hook repositories of pre-commit with their revision."""
    for entry in items(code_lines(text), re.compile(r"repos:")):
        line, written = entry.get("repo", (0, ""))
        if written and written not in ("local", "meta"):
            target, block, _ = names.source(written)
            version = entry.get("rev", (0, ""))[1]
            yield Found(line, "include", target, block, version, names.pin(target, version))


_ORIGIN = re.compile(r"^\s*[\"']?(?P<key>_src_path|_commit|template|commit)[\"']?\s*:\s*[\"']?(?P<value>[^\s\"',]+)")


def template_origin(text: Text) -> Iterator[Found]:
    """Template that a repository was made from, by Copier (`_src_path`) or Cruft (`template`)."""
    if not re.search(r"(?:^|/)\.(?:copier-answers[^/]*\.ya?ml|cruft\.json)$", text.path, re.I):
        return
    held = {m["key"].strip("_"): (number, m["value"]) for number, line in enumerate(code_lines(text), 1) if (m := _ORIGIN.match(line))}
    line, written = held.get("src_path") or held.get("template") or (0, "")
    if written:
        target, block, _ = names.source(written)
        version = held.get("commit", (0, ""))[1]
        yield Found(line, "template", target, block, version, names.pin(target, version))


READERS: dict[str, Callable[[Text], Iterator[Found]]] = {
    "dockerfile": dockerfile,
    "job-image": job_image,
    "aliased-image": aliased_image,
    "terraform": terraform,
    "chart": chart,
    "gitlab-include": gitlab_include,
    "azure-template": azure_template,
    "pre-commit": pre_commit,
    "template-origin": template_origin,
}
