"""A questionnaire from the mapping of its file, or all that is wrong with it, each with its place and what would be right."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pydantic import ValidationError

from assessment.errors import QuestionnaireError
from assessment.survey.questionnaire.completeness import gaps
from assessment.survey.questionnaire.contradictions import contradictions
from assessment.survey.questionnaire.model import Questionnaire
from assessment.survey.questionnaire.translations import Translation

RIGHT = {
    "missing": "add it",
    "extra_forbidden": "remove it, or mend its spelling",
    "string_pattern_mismatch": "small letters, digits and hyphens, a letter first",
    "union_tag_invalid": "kind: labels, bands, number, choice or text",
    "union_tag_not_found": "kind: labels, bands, number, choice or text",
}
LANGUAGE = "a code such as en, de or pt-BR"


class Problem(NamedTuple):
    """Something wrong in a file: where (file, section, item, key), what, and what would be right ('' where that says it)."""

    where: str
    what: str
    expected: str


def parse(mapping: object, where: str, translated: Mapping[str, object] | None = None) -> Questionnaire:
    """A questionnaire from its YAML mapping, with the translations in files of their own (file -> mapping).

    QuestionnaireError naming the first problem with file, section, item, key and what would be right, and how many more there are.
    """
    questionnaire, problems = examined(mapping, where, translated)
    if questionnaire is None or problems:
        first, more = problems[0], len(problems) - 1
        rest = f"; {more} more problem(s) after this one" if more else ""
        raise QuestionnaireError(first.what + rest, where=first.where, expected=first.expected)
    return questionnaire


def examined(
    mapping: object, where: str, translated: Mapping[str, object] | None = None
) -> tuple[Questionnaire | None, tuple[Problem, ...]]:
    """The questionnaire (None where the file cannot be read as one) and all of its problems, those of its translations last."""
    try:
        questionnaire = Questionnaire.model_validate(mapping)
    except ValidationError as error:
        return None, tuple(_malformed(error, mapping, where))
    problems = [Problem(f"{where}: {place}", what, expected) for place, what, expected in contradictions(questionnaire)]
    sources, found = dict.fromkeys(questionnaire.translations, where), dict(questionnaire.translations)
    for file, words in (translated or {}).items():
        try:
            translation = Translation.model_validate(words)
        except ValidationError as error:
            problems += _malformed(error, words, file)
            continue
        if translation.language in {*sources, questionnaire.language}:
            at = sources.get(translation.language, where)
            problems.append(Problem(f"{file}: language", f"'{translation.language}' is the language of {at} already", "another language"))
        sources[translation.language], found[translation.language] = file, translation
    whole = Questionnaire.model_validate(
        {name: getattr(questionnaire, name) for name in Questionnaire.model_fields} | {"translations": found}
    )
    if not problems:
        for language, translation in found.items():
            problems += [Problem(f"{sources[language]}: {place}", what, expected) for place, what, expected in gaps(whole, translation)]
    return whole, tuple(problems)


def _malformed(error: ValidationError, mapping: object, where: str) -> Iterator[Problem]:
    for one in error.errors():
        if one["type"] == "too_short" and len(one["input"]) >= one["ctx"]["min_length"]:
            continue  # pydantic does not count what is wrong: a problem of its own, named above
        given = f" (given: {one['input']!r:.60})" if not isinstance(one["input"], dict | list) else ""
        what = f"unknown kind {one['ctx']['tag']!r:.60}" if one["type"] == "union_tag_invalid" else one["msg"].removeprefix("Value error, ")
        about_language = one["type"] == "string_pattern_mismatch" and {"language", "translations"} & set(one["loc"])
        yield Problem(_place(mapping, one["loc"], where), what + given, LANGUAGE if about_language else RIGHT.get(one["type"], ""))


def _place(mapping: object, loc: tuple[int | str, ...], where: str) -> str:
    """`file: sections 'glue': items 'glue-few': format` for a pydantic location, with ids in place of numbers."""
    words: list[str] = []
    for position, part in enumerate(loc):
        if position == 2 and loc[0] == "formats":
            continue  # pydantic names the kind of format as if it were a key
        inside = isinstance(mapping, dict) and part in mapping
        mapping = mapping[part] if inside or (isinstance(mapping, list) and isinstance(part, int) and part < len(mapping)) else None  # type: ignore[index]
        if isinstance(part, int) and words:
            name = mapping.get("id", part + 1) if isinstance(mapping, dict) else part + 1
            words[-1] += f" '{name}'" if isinstance(name, str) else f" number {name}"
        else:
            words.append(str(part))
    return ": ".join((where, *words))
