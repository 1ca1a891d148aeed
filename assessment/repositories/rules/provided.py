"""What does a repository offer to others by its shape: a Terraform module, a chart?

A Terraform module: variables at the top, no backend and no provider settings there, and a README or examples. A chart: one that says
it is a library, or stands in a repository without an image of its own. Misleads: a module that only its own team uses looks the same.
"""

import re
from collections.abc import Iterator, Sequence

from assessment.repositories.facts import Text
from assessment.repositories.rules.settings.seen import File

_ROOT = re.compile(r"^[ \t]*(?:backend\s+\"|provider\s+\"|cloud\s*\{)", re.M)
_VARIABLE = re.compile(r"^[ \t]*variable\s+\"", re.M)
_CHART = re.compile(r"(?:stable/|charts/)[^/]+/Chart\.ya?ml$|^[^/]+/Chart\.ya?ml$|^Chart\.ya?ml$")
_LIBRARY = re.compile(r"^type:\s*[\"']?library", re.M)


def provided(files: Sequence[File], texts: Sequence[Text]) -> Iterator[tuple[str, str, int | None]]:
    """Tool, path and line of what is offered."""
    top = [text for text in texts if text.path.endswith(".tf") and "/" not in text.path]
    told = any(file.path.casefold().startswith(("readme", "examples/", "example/")) for file in files)
    variables = [text for text in top if _VARIABLE.search(text.text)]
    if told and variables and not any(_ROOT.search(text.text) for text in top) and not any(text.path.endswith(".tfvars") for text in texts):
        yield "terraform", variables[0].path, None
    charts = [text for text in texts if _CHART.search(text.path)]
    image = any(text.kind == "dockerfile" for text in texts)
    for text in charts:
        if _LIBRARY.search(text.text) or not image:
            yield "helm", text.path, None
            return
