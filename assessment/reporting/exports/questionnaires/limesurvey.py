"""A questionnaire for LimeSurvey: the tab-separated structure file of its import, with all languages, conditions and grids.

Takes a `parts.Form`; returns the file. Rows S, SL, G, Q, SQ, A in the order of the importer, the whole once a language; no ids, so that
LimeSurvey gives its own. Grids are arrays (F), labels lists (L), several options M, numbers N, texts T. "Don't know" to a number is not
written: LimeSurvey's field takes digits only, so the respondent leaves it empty, which counts as not answered.
Export answers with question codes (or codes and texts) as headings and full answers; the names are those of `codes.py`.
Texts of questions are HTML with `{expressions}` to LimeSurvey: every character that could be either is written as an entity.
Source: LimeSurvey's manual, "Tab Separated Value survey structure", and its own importer (TSVImportSurvey).
"""

import re
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from assessment.reporting.exports.questionnaires.parts import Block, Form, Rule, accepted, blocks, licences, rules
from assessment.reporting.exports.questionnaires.words import words_of
from assessment.survey.questionnaire import Questionnaire
from assessment.survey.questionnaire.codes import grid_codes, item_codes, label_codes
from assessment.survey.questionnaire.formats import AnyFormat, Choice, Labels, Number, Text
from assessment.survey.questionnaire.items import Asked, Item, Section

COLUMNS = (
    "class", "type/scale", "name", "relevance", "text", "help", "language", "validation", "mandatory", "other", "default", "same_default",
    "maximum_chars", "min_num_value_n", "max_num_value_n", "exclude_all_others",
)  # fmt: skip
ATTRIBUTES = COLUMNS[-4:]
SETTINGS = {  # nothing that could tell who answered, or when: DESIGN.md, section 5
    "anonymized": "Y", "datestamp": "N", "ipaddr": "N", "refurl": "N", "savetimings": "N", "format": "G", "allowprev": "Y",
    "showprogress": "Y", "allowsave": "N", "printanswers": "N", "publicstatistics": "N",
}  # fmt: skip
BOM = "\ufeff"
UNSAFE = re.compile(r"""[&<>"'{}\\]|^[=+\-@]""")
ALWAYS = "1"


class Names(NamedTuple):
    """Codes of items and of grids (section, place in it), the same in every language."""

    items: dict[str, str]
    grids: dict[tuple[str, int], str]


def text(form: Form) -> str:
    """The file, with a byte order mark as LimeSurvey's own have it."""
    q = form.spoken(form.questionnaire.language)
    names = Names(item_codes(form.questionnaire), grid_codes(form.questionnaire))
    rows = [dict(zip(COLUMNS, COLUMNS, strict=True)), *_settings(form)]
    for language in form.questionnaire.languages:
        rows += _language(form.spoken(language), form, names, base=language == q.language)
    return BOM + "".join("\t".join(row.get(column, "") for column in COLUMNS) + "\r\n" for row in rows)


def shown(words: str) -> str:
    """A text that LimeSurvey shows as it is written: no markup, no expression, no formula in a spreadsheet, one line."""
    lines = "<br />".join(" ".join(line.split()) for line in words.strip().splitlines())
    return "<br />".join(UNSAFE.sub(lambda found: f"&#{ord(found[0])};", line) for line in lines.split("<br />"))


def _settings(form: Form) -> Iterator[dict[str, str]]:
    q = form.questionnaire
    wish = zlib.crc32(q.id.encode()) % 900_000 + 100_000  # its importer asks for a number, and takes another where this one is taken
    settings = {"sid": str(wish), "language": q.language, "additional_languages": " ".join(q.languages[1:]), **SETTINGS}
    yield from ({"class": "S", "name": name, "text": value} for name, value in settings.items())
    for language in q.languages:
        spoken, say = form.spoken(language), words_of(language)
        sources = "".join(f"<br /><small>{shown(row)}</small>" for row in licences(spoken))
        texts = {
            "surveyls_title": shown(spoken.title),
            "surveyls_welcometext": f"{shown(spoken.introduction)}<br />{form.minutes} {say['minutes']}",
            "surveyls_endtext": f"{say['thanks']}<br /><br />{say['licences']}:{sources}" if sources else say["thanks"],
        }
        yield from ({"class": "SL", "name": name, "text": value, "language": language} for name, value in texts.items())


def _language(q: Questionnaire, form: Form, names: Names, *, base: bool) -> list[dict[str, str]]:
    """All rows of one language; attributes, which have none, stand with the base language only."""
    rows = [*_about(q, form)]
    for number, section in enumerate(q.sections, start=2):
        rows.append(_row("G", f"G{number}", shown(section.title), relevance=_relevance(q, section, names)))
        for block in blocks(q, section):
            rows += _grid(q, section, block, names) if block.grid else _alone(q, section, block, names)
    for row in rows:
        row["language"] = q.language
        if not base:
            row.update(dict.fromkeys(ATTRIBUTES, ""))
    return rows


def _about(q: Questionnaire, form: Form) -> Iterator[dict[str, str]]:
    """The questions about team and role."""
    say = words_of(q.language)
    yield _row("G", "G1", say["about"])
    yield _row("Q", "L" if form.teams else "S", "team", shown(q.respondent.team)) | {"mandatory": "Y"}
    yield from (_row("A", "0", f"T{place}", shown(team)) for place, team in enumerate(form.teams, start=1))
    if q.respondent.role:
        yield _row("Q", "L", "role", shown(q.respondent.role.text))
        yield from (_row("A", "0", f"R{place}", shown(option)) for place, option in enumerate(q.respondent.role.options, start=1))


def _grid(q: Questionnaire, section: Section, block: Block, names: Names) -> Iterator[dict[str, str]]:
    yield _row("Q", "F", names.grids[section.id, block.place], shown(section.stem or section.title))
    yield from (_row("SQ", "0", names.items[item.id], shown(item.text), _relevance(q, item, names)) for item in block.items)
    yield from _answers(block.form)


def _alone(q: Questionnaire, section: Section, block: Block, names: Names) -> Iterator[dict[str, str]]:
    item, form = block.items[0], block.form
    asked = shown(item.text) if section.stem is None else f"{shown(section.stem)}<br />{shown(item.text)}"
    several = isinstance(form, Choice) and form.several
    kind = {"number": "N", "text": "T"}.get(form.kind, "M" if several else "L")
    row = _row("Q", kind, names.items[item.id], asked, _relevance(q, item, names))
    yield row | {"help": "<br />".join(_help(item, form, q.language))} | _limits(form)
    if several:
        yield from (_row("SQ", "0", label_codes(form)[form.source(label)], shown(label)) for label in form.choices)
    else:
        yield from _answers(form)


def _answers(form: AnyFormat) -> Iterator[dict[str, str]]:
    if isinstance(form, Labels | Choice):
        yield from (_row("A", "0", label_codes(form)[form.source(label)], shown(label)) for label in form.choices)


def _help(item: Item, form: AnyFormat, language: str) -> Iterator[str]:
    if item.help:
        yield shown(item.help)
    if isinstance(form, Number):
        yield f"{shown(form.unit)} ({form.low:g}–{form.high:g})"
        if form.choices:
            yield words_of(language)["empty if unknown"]


def _limits(form: AnyFormat) -> dict[str, str]:
    if isinstance(form, Number):
        return {"min_num_value_n": f"{form.low:g}", "max_num_value_n": f"{form.high:g}"}
    if isinstance(form, Choice) and form.several:  # "none of these" beside nothing else
        return {
            "exclude_all_others": ";".join(label_codes(form)[form.source(label)] for label in form.choices if label not in form.options)
        }
    return {"maximum_chars": str(form.longest)} if isinstance(form, Text) else {}


def _row(kind: str, scale: str, name: str, words: str = "", relevance: str = ALWAYS) -> dict[str, str]:
    """A row; one of an answer has no relevance."""
    return {"class": kind, "type/scale": scale, "name": name, "text": words, "relevance": "" if kind == "A" else relevance}


def _relevance(q: Questionnaire, part: Asked, names: Names) -> str:
    """The expression under which a group, a question or a row of a grid is shown. It holds codes and numbers only, no text, and operators
    in letters: LimeSurvey's filter of HTML would spoil signs."""
    return " and ".join(f"({_rule(q, rule, names)})" for rule in rules(part)) or ALWAYS


def _rule(q: Questionnaire, rule: Rule, names: Names) -> str:
    if rule.condition is None:
        role = q.respondent.role
        codes = [f"R{place}" for place, option in enumerate(role.options, start=1) if role.source(option) in rule.roles] if role else []
        return " or ".join(["is_empty(role.NAOK)", *(f'role.NAOK == "{code}"' for code in codes)])
    form, variable = q.format_of(rule.condition.item), _variable(q, rule.condition.item, names)
    if isinstance(form, Number) and rule.condition.at_least is not None:
        return f"!is_empty({variable}.NAOK) and {variable}.NAOK ge {rule.condition.at_least:g}"
    codes = [label_codes(form)[label] for label in accepted(rule.condition, form)]
    if isinstance(form, Choice) and form.several:
        return " or ".join(f'{variable}_{code}.NAOK == "Y"' for code in codes)
    return " or ".join(f'{variable}.NAOK == "{code}"' for code in codes)


def _variable(q: Questionnaire, item: str, names: Names) -> str:
    """What LimeSurvey's expressions call an item: its code, after that of its grid where it is in one."""
    for section in q.sections:
        for block in blocks(q, section):
            if block.grid and any(one.id == item for one in block.items):
                return f"{names.grids[section.id, block.place]}_{names.items[item]}"
    return names.items[item]
