"""A questionnaire as other tools take it, and as a person reads it.

One file a tool, each a pure function `text(form) -> str` of a `parts.Form`; `ENGINES` is the list of them. Whatever a person wrote into
a questionnaire is text in every one of them: never markup, script, expression or formula.
"""

from collections.abc import Callable
from typing import NamedTuple

from assessment.reporting.exports.questionnaires import google, html, limesurvey, markdown, surveyjs
from assessment.reporting.exports.questionnaires.parts import Form


class Engine(NamedTuple):
    """A tool that forms are written for: `all_languages` in one file, or one language a file."""

    text: Callable[[Form], str]
    suffix: str
    all_languages: bool
    title: str
    then: str


ENGINES: dict[str, Engine] = {
    "limesurvey": Engine(limesurvey.text, "txt", True, "LimeSurvey, tab separated values", "in LimeSurvey: Create survey, Import"),
    "surveyjs": Engine(surveyjs.text, "json", True, "SurveyJS", "give it to new Survey.Model(…)"),
    "html": Engine(html.text, "html", True, "one page that works offline", "send it; people send back the file that it saves"),
    "google": Engine(google.text, "js", False, "Google Apps Script", "paste it into script.google.com and run: makeForm"),
    "markdown": Engine(markdown.text, "md", False, "a document to read, or to paste into a form", "read it, or paste it"),
}
