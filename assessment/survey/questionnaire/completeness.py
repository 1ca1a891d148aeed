"""Is a translation complete, of today's wordings, and can its answers be told apart?

Takes a questionnaire and a translation of it; gives where in the translation, what is wrong, and what would be right. Nothing is
filled in from the source: half a form in another language misleads respondents.
"""

from collections.abc import Iterable, Iterator, Mapping

from assessment.survey.questionnaire.contradictions import Wrong, nearest
from assessment.survey.questionnaire.formats import SEPARATOR, Choice, Number
from assessment.survey.questionnaire.model import Questionnaire
from assessment.survey.questionnaire.readings import fold
from assessment.survey.questionnaire.translations import Translation, spoken_section


def gaps(q: Questionnaire, translation: Translation) -> Iterator[Wrong]:
    """All that a translation, one of the questionnaire's, lacks, has too much, has of an earlier wording, or says like another language."""
    found = [*_about(q, translation), *_sections(q, translation), *_formats(q, translation)]
    yield from found
    if not found:
        yield from _same_wordings(q, translation)


def _about(q: Questionnaire, translation: Translation) -> Iterator[Wrong]:
    if bool(q.introduction) != bool(translation.introduction):
        yield "introduction", "is missing" if q.introduction else "is not in the source", "an introduction in both, or in none"
    role, words = q.respondent.role, translation.respondent.role
    if (role is None) != (words is None):
        yield "respondent: role", "is missing" if role else "is not asked", "the question about the role in both, or in none"
    if role and words:
        yield from _keys("respondent: role: options", role.options, words.options)
        yield from _twins("respondent: role: options", words.options.items())
        yield from _clashes("respondent: role: options", words.options, {word: q.roles[fold(word)] for word in words.options.values()})
    yield from _keys("scales", [scale.id for scale in q.scales], translation.scales)


def _sections(q: Questionnaire, translation: Translation) -> Iterator[Wrong]:
    yield from _keys("sections", [section.id for section in q.sections], translation.sections)
    for section in q.sections:
        words = translation.sections.get(section.id)
        if words and (section.stem is None) != (words.stem is None):
            yield f"sections: {section.id}: stem", "is missing" if section.stem else "is not in the source", "a stem in both, or in none"
    yield from _keys("items", q.items, translation.items)
    for name, item in q.items.items():
        text = translation.items.get(name)
        if text and text.version != item.version:
            what = f"version {text.version} was translated, but the item has version {item.version}"
            yield f"items: {name}: version", what, "translate today's wording, then raise the number"
    yield from _keys("help", [name for name, item in q.items.items() if item.help], translation.help)


def _formats(q: Questionnaire, translation: Translation) -> Iterator[Wrong]:
    yield from _keys("formats", [name for name, form in q.formats.items() if form.choices], translation.formats)
    yield from _keys("units", [name for name, form in q.formats.items() if isinstance(form, Number)], translation.units)
    for name, words in translation.formats.items():
        if name in q.formats:
            at, form = f"formats: {name}", q.spoken_formats[name]
            yield from _keys(at, form.choices, words)
            yield from _twins(at, words.items())
            yield from _clashes(at, words, {word: meant.label for word in words.values() if (meant := form.read(word))})
            if isinstance(form, Choice) and (held := next((word for word in words.values() if SEPARATOR in word), None)):
                yield at, f"option '{held}' holds a '{SEPARATOR}', which stands between options", "word it without"


def _clashes(at: str, words: Mapping[str, str], meant: Mapping[str, str]) -> Iterator[Wrong]:
    """Words that are read as another label, because another language has them for that."""
    for label, word in words.items():
        if meant.get(word, label) not in {label, ""}:
            yield (
                at,
                f"'{word}' for '{label}' means '{meant[word]}' in another language",
                "another word: answers are read in every language",
            )


def _same_wordings(q: Questionnaire, translation: Translation) -> Iterator[Wrong]:
    seen: dict[str, str] = {}
    for section in q.sections:
        spoken = spoken_section(section, translation)
        for item in spoken.items:
            same = seen.setdefault(fold(spoken.wording(item)), item.id)
            if same != item.id:
                yield f"items: {item.id}: text", f"item '{same}' has the same wording", "word each item differently"


def _keys(at: str, wanted: Iterable[str], given: Iterable[str]) -> Iterator[Wrong]:
    wanted, given = list(wanted), list(given)
    for key in wanted:
        if key not in given:
            yield at, f"'{key}' is missing", "its words in this language"
    for key in given:
        if key not in wanted:
            yield at, f"'{key}' is not in the questionnaire", f"nearest: '{nearest(key, wanted)}'" if wanted else "remove it"


def _twins(at: str, words: Iterable[tuple[str, str]]) -> Iterator[Wrong]:
    seen: dict[str, str] = {}
    for label, word in words:
        same = seen.setdefault(fold(word), label)
        if same != label:
            yield at, f"'{same}' and '{label}' have the same word '{word}'", "a word for each"
