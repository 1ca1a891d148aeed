"""What does a Dockerfile say? Its instructions, each on one line, comments and layout gone.

Reads text that may come from any repository; returns instructions. Continued lines are joined, blanks outside quotes are one, arrays are
written in one way. Comments that a tool obeys (`# syntax=`, `# renovate:`) are kept as instructions called `#`.

Misleads: a blank inside a shell's quotes counts, one outside does not, which is how shells read it.
Source: the tree-sitter grammar of Containerfiles, whose error nodes name the line; Dockerfile reference.
"""

import json
import re
from typing import TypedDict

import tree_sitter_containerfile
from tree_sitter import Language, Node, Parser

from assessment.errors import DraftError

LARGEST = 200_000  # characters
OBEYED = re.compile(r"#\s*((?:syntax|escape|check)\s*=.*|(?:renovate|hadolint|checkov|trivy|kics-scan|nosemgrep)\b.*)")
_PARSER = Parser(Language(tree_sitter_containerfile.language()))
_BLANKS = re.compile(r"""("(?:\\.|[^"\\])*"|'[^']*')|\s+""", re.DOTALL)
_ARRAY = re.compile(r"((?:--\S+ )*)(\[.*\])", re.DOTALL)


class Instruction(TypedDict):
    """One instruction: its keyword in capitals (`#` for a comment that is obeyed), and what follows."""

    do: str
    text: str


def instructions(text: str) -> list[Instruction]:
    """The instructions of a Dockerfile in their order; DraftError naming the line that cannot be read, or where no image is built."""
    if len(text) > LARGEST:
        raise DraftError(f"is longer than {LARGEST:,} characters")
    root = _PARSER.parse((text.replace("\r\n", "\n").rstrip() + "\n").encode()).root_node
    if root.has_error:
        raise DraftError("malformed Dockerfile", where=f"line {_line(root)}")
    escape = "`" if re.match(r"(?:#.*\n)*#\s*escape\s*=\s*`", text) else "\\"
    found = [made for node in root.children if (made := _made(node, escape))]
    if not any(one["do"] == "FROM" for one in found):
        raise DraftError("has no FROM, so that it builds no image")
    return found


def _line(root: Node) -> int:
    """The line of the innermost error."""
    node = root
    while inner := next((child for child in node.children if child.has_error or child.is_missing), None):
        node = inner
    return node.start_point.row + 1


def _made(node: Node, escape: str) -> Instruction | None:
    raw = (node.text or b"").decode()
    if node.type == "comment":
        found = OBEYED.fullmatch(raw.strip())
        return Instruction(do="#", text=_spaced(found[1])) if found else None
    if not node.type.endswith("_instruction"):
        return None
    word, rest = (*raw.strip().split(maxsplit=1), "")[:2]
    if any(child.type == "heredoc_block" for child in node.children):
        return Instruction(do=word.upper(), text=rest.strip())
    return Instruction(do=word.upper(), text=_normal(word.upper(), _joined(rest, escape)))


def _joined(text: str, escape: str) -> str:
    """Continued lines as one; comments and empty lines between them go."""
    lines = [line for line in text.split("\n") if line.strip() and not line.lstrip().startswith("#")]
    return " ".join(re.sub(rf"{re.escape(escape)}\s*$", "", line) for line in lines)


def _spaced(text: str) -> str:
    return _BLANKS.sub(lambda found: found[1] or " ", text).strip()


def _normal(word: str, text: str) -> str:
    plain = _spaced(text)
    if word == "FROM":
        return re.sub(r"(?i)\s+as\s+", " AS ", plain)
    if found := _ARRAY.fullmatch(plain):
        try:
            return found[1] + json.dumps(json.loads(found[2]), ensure_ascii=False)
        except ValueError:
            return plain
    return plain


def written(found: list[Instruction]) -> str:
    """Instructions as text; long commands broken where one command follows another, which reading joins again."""
    return "".join(f"{_broken(one)}\n" for one in found)


def _broken(one: Instruction) -> str:
    if one["do"] == "#":
        return f"# {one['text']}"
    line = f"{one['do']} {one['text']}"
    if one["do"] == "RUN" and len(line) > 80 and " && " in line and not re.search(r"[\"'\n]", line):
        return line.replace(" && ", " && \\\n    ")
    return line
