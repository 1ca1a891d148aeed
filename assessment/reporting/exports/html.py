"""The report: one HTML file that opens offline, to be shown, mailed and printed.

Takes an `Assessment`; returns or writes the file. Everything from a repository or an answer is escaped, plotly.js stands in the file once,
and a content policy in the file forbids any request. What is in which section is said in `sections.py`.
"""

import json
import os
import tempfile
from functools import cache
from importlib import resources
from pathlib import Path

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup
from plotly.offline import get_plotlyjs

from assessment.decisions.assessment import Assessment
from assessment.decisions.dictionary import COLUMNS
from assessment.reporting import summaries, words
from assessment.reporting.exports import sections
from assessment.reporting.figures import theme


def write(assessment: Assessment, path: Path) -> Path:
    """Write the report to `path`, whole or not at all; returns `path`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, beside = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(report(assessment))
        Path(beside).chmod(0o644)
        Path(beside).replace(path)
    finally:
        Path(beside).unlink(missing_ok=True)
    return path


def report(assessment: Assessment) -> str:
    """The whole HTML document."""
    verdict = assessment.verdict
    return _template().render(
        organisation=assessment.organisation,
        day=words.day(assessment.as_of),
        answer=words.sentence(str(verdict.answer)),
        verdict=verdict,
        facts=summaries.standing(verdict),
        sections=sections.of(assessment),
        dictionary=COLUMNS,
        sizes={name: len(frame) for name, frame in assessment.tables.items()},
        why_hidden=words.WHY_HIDDEN,
        style=Markup(_file("report.css")),  # noqa: S704 - a file of ours
        plotly=Markup(get_plotlyjs()),  # noqa: S704 - a file of ours
        script=Markup(f"window.TEMPLATES = {_templates()};\n{_file('report.js')}"),  # noqa: S704 - a file of ours
    )


def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_file("report.html.j2"))


@cache
def _file(name: str) -> str:
    return resources.files("assessment.reporting.exports").joinpath(name).read_text(encoding="utf-8")


def _templates() -> str:
    return json.dumps(
        {"light": theme.LIGHT.to_plotly_json(), "dark": theme.DARK.to_plotly_json()}, default=lambda part: part.to_plotly_json()
    )
