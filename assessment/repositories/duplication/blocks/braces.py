"""Which blocks in braces does a Jenkinsfile or a pipeline library hold: stages, closures, functions?

Reads a text; returns a block for each pair of braces with something before it on its line. No grammar of Groovy reads most Jenkinsfiles;
matching braces outside of comments and quoted text needs none.

Misleads: a quote inside a slashy string (/it's/) hides braces up to the end of its line; then braces may not match, and the file counts
as unreadable.
"""

import re

from assessment.repositories.duplication.blocks.block import LONGEST, Block, UnreadableError

# Every alternative takes what it began to the end of its line or text, closed or not, so that the scan is one pass.
_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*+(?:""")?'
    r"|'''(?:[^'\\]|\\.|'(?!''))*+(?:''')?"
    r'|"(?:[^"\\\n]|\\[^\n])*+"?'
    r"|'(?:[^'\\\n]|\\[^\n])*+'?"
    r"|//[^\n]*+"
    r"|/\*(?:[^*]|\*(?!/))*+(?:\*/)?"
    r"|[{}\n]",
    re.DOTALL,
)
_STAGE = re.compile(r"stage\s*+\(?\s*+[\"']([^\"'\n]*)")


def brace_blocks(text: str) -> list[Block]:
    """Blocks of a text, the outer before the inner, named by what stands before the brace; UnreadableError where braces do not match."""
    found: list[Block] = []
    opened: list[tuple[str, int]] = []
    line = start = 0
    for match in _TOKEN.finditer(text):
        sign = match[0]
        if sign == "{":
            opened.append((text[start : match.start()].rpartition("\n")[2].strip(), line))
        elif sign == "}":
            if not opened:
                raise UnreadableError
            found += _block(*opened.pop(), line + 1)
        line += sign.count("\n")
        if sign in "{}" or sign.endswith("\n"):
            start = match.end()
    if opened:
        raise UnreadableError
    return found[::-1]


def _block(head: str, first: int, last: int) -> list[Block]:
    stage = _STAGE.match(head)
    sort, name = ("stage", stage[1]) if stage else ("block", head)
    return [Block(sort, name[:LONGEST], first, last)] if any(letter.isalnum() for letter in name) else []
