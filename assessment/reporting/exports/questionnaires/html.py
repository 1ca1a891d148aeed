"""A questionnaire as one HTML page that works offline: no server, no request, no script from elsewhere.

Takes a `parts.Form`; returns the page, with all languages in it. Respondents fill it in and save a tidy CSV file, which
`assess answers import` reads. The program in it (`form.js`) is the same for every questionnaire and writes texts as text; the page's
policy lets the browser run nothing else. Whoever receives a file can read one person's answers before they are imported: the page says so.
"""

import base64
import hashlib
import json
from importlib import resources
from typing import Any

from assessment.reporting.exports.questionnaires.parts import Form, accepted, blocks, licences
from assessment.reporting.exports.questionnaires.words import FORM, words_of
from assessment.survey.questionnaire import Questionnaire
from assessment.survey.questionnaire.formats import AnyFormat, Number
from assessment.survey.questionnaire.items import Asked, Section
from assessment.survey.questionnaire.readings import ANSWERED

PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src '{script_hash}'; style-src '{style_hash}'; \
base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main id="form"><noscript>{noscript}</noscript></main>
<script type="application/json" id="questionnaire">{data}</script>
<script>{script}</script>
</body>
</html>
"""
ENTITIES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def text(form: Form) -> str:
    """The page."""
    q = form.spoken()
    script, style = _file("form.js"), _file("form.css")
    return PAGE.format(
        language=q.language,
        title=q.title.translate({ord("<"): "&lt;", ord(">"): "&gt;", ord("&"): "&amp;"}),
        noscript=words_of(q.language)["no script"],
        script=script,
        style=style,
        script_hash=_hash(script),
        style_hash=_hash(style),
        data=json.dumps(content(form), ensure_ascii=False).translate(ENTITIES),
    )


def content(form: Form) -> dict[str, Any]:
    """What the page asks, as plain data: structure by ids and labels of the source, words by language."""
    languages = form.questionnaire.languages
    q = form.spoken(form.questionnaire.language)
    return {
        "id": q.id,
        "language": form.language or q.language,
        "teams": list(form.teams),
        "roles": list(q.respondent.role.options) if q.respondent.role else [],
        "formats": {name: _format(shape) for name, shape in q.spoken_formats.items()},
        "sections": [_section(q, section) for section in q.sections],
        "words": {language: _words(form.spoken(language), form.minutes) for language in languages},
    }


def _section(q: Questionnaire, section: Section) -> dict[str, Any]:
    items = [{"id": item.id, "version": item.version, "format": item.format, **_asked(q, item)} for item in section.items]
    return {"items": items, "grids": [[item.id for item in block.items] for block in blocks(q, section)], **_asked(q, section)}


def _asked(q: Questionnaire, part: Asked) -> dict[str, Any]:
    """Who is asked; a condition as the labels, or the least number, of the item that it is about."""
    made: dict[str, Any] = {"roles": list(part.roles)}
    if part.ask_if:
        labels = list(accepted(part.ask_if, q.format_of(part.ask_if.item)))
        made["if"] = {"item": part.ask_if.item, "labels": labels, "least": None if labels else part.ask_if.at_least}
    return made


def _format(form: AnyFormat) -> dict[str, Any]:
    made = form.model_dump(include={"kind", "several", "low", "high", "longest"})
    if form.kind == "text":
        return made | {"choices": [], "none": []}
    return made | {"choices": list(form.choices), "none": [label for label in form.choices if form.meanings[label].state != ANSWERED]}


def _words(q: Questionnaire, minutes: int) -> dict[str, Any]:
    """All that is read in one language."""
    return {
        "title": q.title,
        "introduction": q.introduction,
        "minutes": f"{minutes} {words_of(q.language)['minutes']}",
        "team": q.respondent.team,
        "role": q.respondent.role.text if q.respondent.role else "",
        "roles": list(q.respondent.role.options) if q.respondent.role else [],
        "formats": {name: list(form.choices) for name, form in q.formats.items()},
        "units": {name: form.unit for name, form in q.formats.items() if isinstance(form, Number)},
        "sections": [{"title": section.title, "stem": section.stem or ""} for section in q.sections],
        "items": {item.id: {"text": item.text, "help": item.help or ""} for item in q.items.values()},
        "licences": list(licences(q)),
        "say": words_of(q.language) | FORM["en"] | {"name": q.language} | FORM.get(q.language.partition("-")[0], {}),
    }


def _file(name: str) -> str:
    return resources.files("assessment.reporting.exports.questionnaires").joinpath(name).read_text(encoding="utf-8")


def _hash(source: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
