"""The Markdown document, rendered by another program: what people wrote is text in it, and everything is there."""

import html
import re

from markdown_it import MarkdownIt

from assessment.reporting.exports.questionnaires import markdown
from assessment.reporting.exports.questionnaires.parts import Form

RENDER = MarkdownIt("commonmark", {"html": True}).enable("table")
OURS = {"h1", "h2", "p", "ul", "li", "strong", "em", "code", "table", "thead", "tbody", "tr", "th", "td"}


def rendered(text: str) -> tuple[set[str], str]:
    """The tags, and the text without them on one line."""
    made = RENDER.render(text)
    return set(re.findall(r"</?([a-zA-Z][a-zA-Z0-9]*)", made)), " ".join(html.unescape(re.sub(r"<[^>]*>", " ", made)).split())


def test_everything_that_is_asked_is_in_it(form: Form) -> None:
    tags, said = rendered(markdown.text(form))
    assert tags == OURS
    for item in form.questionnaire.items.values():
        assert item.text in said
        assert f" {item.id} " in said
    assert "DORA (https://dora.dev), CC BY 4.0. Changes: none. Items: a" in said
    assert "5 minutes" in said
    assert "(if “First?”: Perhaps / Yes)" in said


def test_it_speaks_german(form: Form) -> None:
    _, said = rendered(markdown.text(form._replace(language="de")))
    for words in (
        "Alle Arten",
        "Wie sehr stimmt das?",
        "Ein Satz genügt.",
        "(wenn „Erstens?“: Vielleicht / Ja)",
        "(nur: Leitung)",
        "Stunden",
    ):
        assert words in said


def test_no_text_is_markup(hostile: Form) -> None:
    text = markdown.text(hostile)
    tags, said = rendered(text)
    assert tags <= OURS
    q = hostile.spoken()
    for words in (q.title, q.introduction, q.respondent.team, *(item.text for item in q.items.values()), *hostile.teams):
        assert " ".join(words.split()) in said, words


def test_texts_at_the_start_of_a_line_are_no_lists(form: Form) -> None:
    for start in ("1. one", "- one", "+ one", "# one", "> one", "===", "1) one"):
        made = form.questionnaire.model_copy(update={"introduction": start})
        _, said = rendered(markdown.text(form._replace(questionnaire=made)))
        assert start in said
