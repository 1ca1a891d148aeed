"""What does a text mean, whatever it is: JSON, YAML, Terraform, a Dockerfile, or lines?

Reads the text of a file; returns {"format": ...} with "document" or "documents" (json, yaml) or "lines". Terraform and Dockerfiles are
lines in their normal spelling. A line is {"line": ...}; one that ends in an opening bracket holds those up to the one that closes it:
{"head": ..., "lines": [...], "tail": ...}; one inside a text over several lines (heredoc, triple quotes) is {"raw": ...}.

Misleads: empty lines mean nothing but inside such texts. How far a line is indented means something only in `indented lines`: where a line
ends in a colon, where template signs stand, and below the targets of a Makefile. Comments count in lines.
"""

import json
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import cast

from assessment.errors import DraftError
from assessment.repositories.duplication.drafts import yaml_text
from assessment.repositories.duplication.drafts.dockerfile import read as dockerfile
from assessment.repositories.duplication.drafts.hcl import read as hcl
from assessment.repositories.duplication.drafts.hcl import text as hcl_text
from assessment.repositories.duplication.drafts.values import Value

LONGEST = 1_000  # lines; laying longer files side by side takes minutes, and hardly any plumbing is as long
TERRAFORM = {"terraform", "provider", "variable", "output", "locals", "resource", "data", "module", "moved", "import", "removed", "check"}
_KEY = re.compile(r"[\w.$/@~^!*-]+(?: [\w.$/@~^!*-]+)*")  # keys at the top of YAML; a script that happens to read as YAML has others
_OPENS, _CLOSES = "([{", ")]}"
_HEREDOC = re.compile(r"<<[-~]?\s*(['\"]?)(\w+)\1")
_COMMENTS = ("#", "//", ";", "*")


def parse(text: str) -> dict[str, Value]:
    """The meaning of a text; DraftError where it is too long to be compared."""
    clean = text.removeprefix("\ufeff").replace("\r\n", "\n")
    for name, documents in (("json", _json(clean)), ("yaml", _yaml(clean))):
        if documents is not None:
            return {"format": name, "document": documents[0]} if len(documents) == 1 else {"format": name, "documents": documents}
    name, normal = _normal(clean)
    found = lines(normal)
    if len(found) > LONGEST:
        raise DraftError(f"has more than {LONGEST:,} lines that are neither JSON nor YAML")
    if name == "indented lines":
        return {"format": name, "lines": [{"raw" if inside else "line": line} for line, inside in found]}
    return {"format": name, "lines": blocks([(line if inside else line.strip(), inside) for line, inside in found])}


def _json(text: str) -> list[Value] | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return [found] if isinstance(found, dict | list) else None


def _yaml(text: str) -> list[Value] | None:
    try:
        found = yaml_text.read_all(text)
    except DraftError:
        return None
    keys = [key for document in found for key in (document if isinstance(document, dict) else ())]
    plain = all(isinstance(document, dict | list) for document in found) and all(map(_KEY.fullmatch, keys))
    return found if found and plain else None


def _normal(text: str) -> tuple[str, str]:
    """The format of a text that is no document, and its normal spelling where the format has one."""
    try:
        found = hcl.blocks(text)
        if found and {block["type"] for block in found} <= TERRAFORM:
            return "terraform", re.sub(r"(?m)^(\s*[\w-]+) += ", r"\1 = ", "".join(hcl_text.plain(block) for block in found))
    except DraftError:
        pass
    try:
        return "dockerfile", dockerfile.written(dockerfile.instructions(text))
    except DraftError:
        return "indented lines" if _indented(text) else "lines", text


def _indented(text: str) -> bool:
    """Whether indentation says something: a line ends in a colon, a rule of a Makefile has a recipe, or a text is a template's."""
    rows = text.split("\n")
    opens = any(row.rstrip(" \t").endswith(":") and not row.lstrip().startswith(_COMMENTS) for row in rows)
    return opens or "{{" in text or any(below.startswith("\t") and _rule(row) for row, below in pairwise(rows))


def _rule(row: str) -> bool:
    """Whether a line has a colon before any sign of equality: `target: source`, and not `NAME := value`."""
    head, equals, _ = row.partition("=")
    return row[:1] not in ("", " ", "\t", "#", "=") and ":" in (head.removesuffix(":") if equals else head)


def lines(text: str) -> list[tuple[str, bool]]:
    """The lines without blanks at their ends, and whether each stands inside a text over several; only there empty ones count."""
    return [(line, inside) for line, inside in marked(text) if line or inside]


def marked(text: str) -> Iterator[tuple[str, bool]]:
    """Every line without blanks at its end, and whether it stands inside a text over several lines."""
    end = ""
    for raw in text.removesuffix("\n").split("\n"):
        line = raw.rstrip()
        yield line, bool(end)
        if end:
            end = "" if _ends(line, end) else end
        elif match := _HEREDOC.search(line):
            end = match[2]
        else:
            end = next((quotes for quotes in ("'''", '"""') if line.count(quotes) % 2), "")


def _ends(line: str, end: str) -> bool:
    return line.count(end) % 2 == 1 if end in ("'''", '"""') else line.strip() == end


def blocks(found: Sequence[tuple[str, bool]]) -> list[Value]:
    """Lines with those between brackets kept together; as they are where the brackets do not match."""
    top: list[Value] = []
    open_: list[tuple[str, list[Value]]] = [("", top)]
    for line, inside in found:
        closes = not inside and line[0] in _CLOSES
        opens = not inside and line[-1] in _OPENS
        if closes and not _matches(open_[-1][0], line):
            return [{"raw" if raw else "line": text} for text, raw in found]
        if closes:
            open_.pop()
        if opens:
            block: dict[str, Value] = {"head": line, "lines": []}
            open_[-1][1].append(block)
            open_.append((line[-1], cast(list[Value], block["lines"])))
        elif closes:
            cast(dict[str, Value], open_[-1][1][-1])["tail"] = line
        else:
            open_[-1][1].append({"raw" if inside else "line": line})
    return top if len(open_) == 1 else [{"raw" if raw else "line": text} for text, raw in found]


def _matches(opened: str, line: str) -> bool:
    return bool(opened) and _CLOSES.index(line[0]) == _OPENS.index(opened)


def flat(value: Value) -> Iterator[str]:
    """The lines of lines kept together."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            yield from (str(item[key]) for key in ("line", "raw", "head") if key in item)
            yield from flat(item.get("lines", []))
            yield from (str(item["tail"]) for _ in range("tail" in item))
        else:
            yield str(item)
