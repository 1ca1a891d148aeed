"""What does a Terraform file declare: resources, data sources, providers, backends, modules?

Returns each as "sort:name" with its line. Reads lines; a `cloud` block inside `terraform` counts as backend:cloud.
"""

import re
from typing import NamedTuple

_BLOCK = re.compile(r'^\s*(?P<sort>resource|data|provider|backend)\s+"(?P<name>[^"]+)"')
_CLOUD = re.compile(r"^\s+cloud\s*\{")
_MODULE = re.compile(r'^\s*module\s+"')
_SOURCE = re.compile(r'^\s*source\s*=\s*"(?P<name>[^"]+)"')
_ANY = re.compile(r"^\s*(?:resource|data|provider|backend|module|source|cloud)\b")


class Resource(NamedTuple):
    """Something that Terraform declares."""

    line: int
    name: str


def resources(lines: list[str]) -> list[Resource]:
    """Declarations in the lines of a file, comments removed."""
    found, module = [], False
    for number, line in enumerate(lines, 1):
        if not _ANY.match(line):
            continue
        if block := _BLOCK.match(line):
            found.append(Resource(number, f"{block['sort']}:{block['name']}"))
            module = False
        elif _MODULE.match(line):
            module = True
        elif _CLOUD.match(line):
            found.append(Resource(number, "backend:cloud"))
        elif module and (source := _SOURCE.match(line)):
            found.append(Resource(number, f"module:{source['name']}"))
            module = False
    return found
