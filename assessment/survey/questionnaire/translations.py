"""The words of a questionnaire in another language: `<questionnaire>.<language>.yaml` beside the questionnaire.

Records and their use only: `spoken_*` give the parts of a questionnaire in these words, under the same ids. Whether a translation is
complete and of today's wordings is for `completeness.py`; how well it says the same, only a person can tell: a scale is comparable
across languages as far as its translation is.
"""

from typing import Annotated

from pydantic import Field

from assessment.model import Strict
from assessment.survey.questionnaire.formats import AnyFormat, Number
from assessment.survey.questionnaire.items import Id, Item, Respondent, Scale, Section
from assessment.survey.questionnaire.texts import Help, Introduction, Label, Title, Wording

Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$", description="such as en, de or pt-BR")]
Words = dict[Label, Label]  # label of the source language -> label of this one


class TranslatedRole(Strict):
    """The question about the role, and its options by those of the source language."""

    text: Wording
    options: Words


class TranslatedRespondent(Strict):
    """What is asked about the respondent."""

    team: Wording
    role: TranslatedRole | None = None


class TranslatedSection(Strict):
    """Title and stem of a section."""

    title: Title
    stem: Wording | None = None


class TranslatedItem(Strict):
    """Text of an item, and which version of its wording was translated."""

    version: int = Field(ge=1)
    text: Wording


class Translation(Strict):
    """All words of a questionnaire in one language, by the ids and labels of the source."""

    language: Language
    title: Title
    introduction: Introduction = ""
    respondent: TranslatedRespondent
    formats: dict[Id, Words] = Field(default={}, description="by format: label of the source language -> label of this one")
    units: dict[Id, Label] = Field(default={}, description="by format of kind number: its unit")
    sections: dict[Id, TranslatedSection]
    items: dict[Id, TranslatedItem]
    help: dict[Id, Help] = Field(default={}, description="by item that has one")
    scales: dict[Id, Title] = Field(default={}, description="by scale: its title")


def spoken_format(form: AnyFormat, name: str, translation: Translation) -> AnyFormat:
    """A format in the words of a translation."""
    made = form.translated(translation.formats.get(name, {}))
    return made.in_unit(translation.units[name]) if isinstance(made, Number) else made


def spoken_section(section: Section, translation: Translation) -> Section:
    """A section and its items in the words of a translation."""
    words = translation.sections[section.id]
    items = tuple(_item(item, translation) for item in section.items)
    return section.model_copy(update={"title": words.title, "stem": words.stem, "items": items})


def spoken_scale(scale: Scale, translation: Translation) -> Scale:
    """A scale with its title in a translation."""
    return scale.model_copy(update={"title": translation.scales[scale.id]})


def spoken_respondent(respondent: Respondent, translation: Translation) -> Respondent:
    """The questions about the respondent in the words of a translation."""
    role, words = respondent.role, translation.respondent.role
    if role and words:
        sources = {words.options[option]: option for option in role.options} | {option: option for option in role.options}
        role = role.spoken(sources, words.text, tuple(words.options[option] for option in role.options))
    return Respondent(team=translation.respondent.team, role=role)


def _item(item: Item, translation: Translation) -> Item:
    return item.model_copy(update={"text": translation.items[item.id].text, "help": translation.help.get(item.id)})
