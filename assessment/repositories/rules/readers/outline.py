"""What does a YAML file say, with the line of every value, read by its indentation?

Reads the text of a pipeline file; returns a tree of nodes. It takes what YAML parsers refuse (template braces, unknown tags, broken
parts) as far as it goes, in one pass, and follows no alias, so that no document can explode it.
Misleads: a key of several lines, and a quoted text that holds a line like `key: value` after an unclosed bracket, are read as they look.
Source: YAML 1.2.2, chapters 6 to 8 (indentation, block scalars, flow collections).
"""

import re

from assessment.repositories.rules.readers.node import Node, flow

LONGEST = 2_000  # letters of a line that are looked at
_KEY = re.compile(r"""(?:"([^"\n]*)"|'([^'\n]*)'|(\?\s+)?([^\s"'#,\[\]{}&*!|>%@`][^#\n]*?|<<|\*\w+|\S[^\s:]*))\s*:(?:\s+|$)""")
_BLOCK = re.compile(r"(?:[&!]\S+\s+)*([|>])[-+0-9]*\s*(?:#.*)?$")
_MARK = re.compile(r"(?:(?P<anchor>&[\w.-]+)|![\w/.!:-]*)(?:\s+|$)")
_COMMENT = re.compile(r"\s#.*$")


def outline(text: str) -> Node:
    """The tree of a file; several documents are read as one."""
    return _Reader(text).root


class _Reader:
    """One pass over the lines; `open` holds the nodes that the next line may stand below, with their indentation."""

    def __init__(self, text: str) -> None:
        self.source = text.replace("\r\n", "\n").split("\n")
        self.root = Node(1, "")
        self.open: list[tuple[float, Node]] = [(-1, self.root)]
        self.at = 0
        while self.at < len(self.source):
            self._line()
            self.at += 1

    def _line(self) -> None:
        line = self.source[self.at][:LONGEST]
        bare = line.lstrip(" ")
        if not bare.strip() or bare[0] == "#" or line.startswith(("---", "...", "%")):
            return
        indent: float = len(line) - len(bare)
        while bare.startswith("- ") or bare.rstrip() == "-":
            node = Node(self.at + 1, "-")
            self._put(indent + 0.5, node)
            rest = bare[1:].lstrip(" ")
            indent += len(bare) - len(rest)
            bare = rest
            if mark := _MARK.match(bare):
                node.anchor, rest = (mark["anchor"] or "")[1:], bare[mark.end() :]
                indent, bare = indent + mark.end(), rest
            if not bare.strip() or bare[0] == "#":
                return
            if not _KEY.match(bare) and not bare.startswith("- "):
                self._value(node, bare, int(indent))
                return
        match = None if bare[0] in "[{" else _KEY.match(bare)
        if match is None:
            self._continued(bare)
            return
        node = Node(self.at + 1, next(group for group in (match[1], match[2], match[4]) if group is not None))
        self._put(indent, node)
        self._value(node, bare[match.end() :], int(indent) + 1)

    def _put(self, indent: float, node: Node) -> None:
        while self.open[-1][0] >= indent:
            self.open.pop()
        self.open[-1][1].below.append(node)
        self.open.append((indent, node))

    def _value(self, node: Node, written: str, inner: int) -> None:
        """Give a node its value; multi-line texts and brackets are read to their end."""
        while mark := _MARK.match(written):
            node.anchor = (mark["anchor"] or "")[1:] or node.anchor
            written = written[mark.end() :]
        if block := _BLOCK.match(written):
            self._block(node, inner, folded=block[1] == ">")
            return
        written = written.strip()
        if written[:1] in ("[", "{") and not written.startswith("{{"):
            flow(node, self._closed(written))
        elif written[:1] in ('"', "'"):
            node.value = self._quoted(written)
        else:
            node.value = "" if written.startswith("#") else _COMMENT.sub("", written)

    def _block(self, node: Node, inner: int, *, folded: bool) -> None:
        """Lines that stand deeper than the key; a folded text is one line."""
        first = self.at + 1
        while self.at + 1 < len(self.source):
            line = self.source[self.at + 1]
            bare = line.strip()
            if bare and len(line) - len(line.lstrip(" ")) < inner:
                break
            self.at += 1
            if bare:
                node.lines.append((self.at + 1, line[:LONGEST].rstrip()))
        if folded and node.lines:
            node.lines = [(node.lines[0][0] if node.lines else first, " ".join(line.strip() for _, line in node.lines)[:LONGEST])]

    def _continued(self, bare: str) -> None:
        """A line that is neither key nor entry goes on with the value above."""
        node = self.open[-1][1]
        if node is not self.root and not node.below and not node.lines and len(node.value) < LONGEST:
            if not node.value and bare[:1] in "[{\"'" + "|>":
                self._value(node, bare, int(self.open[-1][0]) + 1)
            else:
                node.value = f"{node.value} {_COMMENT.sub('', bare.strip())}".strip()

    def _quoted(self, written: str) -> str:
        """A quoted text, gathered to its closing sign over at most fifty lines."""
        sign = written[0]
        closing = re.compile(r'(?:[^"\\]|\\.)*"' if sign == '"' else r"(?:[^']|'')*'")
        for _ in range(50):
            match = closing.match(written, 1)
            if match or self.at + 1 >= len(self.source) or len(written) > LONGEST:
                break
            self.at += 1
            written += " " + self.source[self.at].strip()
        else:
            match = None
        inside = written[1 : match.end() - 1] if match else written[1:]
        return inside.replace("\\n", "\n").replace('\\"', '"') if sign == '"' else inside.replace("''", "'")

    def _closed(self, written: str) -> str:
        """Brackets with all lines up to the closing one, at most a hundred."""
        for _ in range(100):
            bare = re.sub(r"\"[^\"]*\"|'[^']*'", "", written)
            if bare.count("[") + bare.count("{") <= bare.count("]") + bare.count("}") or self.at + 1 >= len(self.source):
                break
            self.at += 1
            written += " " + _COMMENT.sub("", self.source[self.at][:LONGEST]).strip()
        return written[: 10 * LONGEST]
