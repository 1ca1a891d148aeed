"""A questionnaire for Google Forms: an Apps Script that makes the form, in one language.

Takes a `parts.Form`; returns JavaScript. The program is the same for every questionnaire; what a person wrote is in one JSON literal, so no
text can become code. Google Forms cannot hide a question by an answer or a role: the condition stands as a sentence under the question.
Addresses are not collected, so each row of the answers counts as one person. Not applicable stands among the columns of a grid; "don't
know" to a number is an empty field.
Source: Google's reference of FormApp; it was run here against a stand-in only, never at Google.
"""

import json
from collections.abc import Iterator
from typing import Any

from assessment.reporting.exports.questionnaires.parts import Block, Form, blocks, condition, licences
from assessment.reporting.exports.questionnaires.words import words_of
from assessment.survey.questionnaire import Questionnaire
from assessment.survey.questionnaire.formats import Choice, Number, Text
from assessment.survey.questionnaire.items import Section

PROGRAM = """\
// Makes the form of a questionnaire. Paste it into a project of script.google.com, choose makeForm and run it.
// The address to send is in the log; answers are read with: assess answers import
const FORM = %s;

function makeForm() {
  const form = FormApp.create(FORM.title);
  form.setTitle(FORM.title).setDescription(FORM.description).setConfirmationMessage(FORM.thanks);
  form.setCollectEmail(false).setLimitOneResponsePerUser(false).setProgressBar(true).setShuffleQuestions(false);
  FORM.items.forEach(function (item) { add(form, item); });
  Logger.log("Edit: " + form.getEditUrl());
  Logger.log("Send: " + form.getPublishedUrl());
  return form;
}

function add(form, item) {
  const made = MAKERS[item.kind](form, item);
  made.setTitle(item.title).setHelpText(item.help);
  if (item.required) made.setRequired(true);
}

const MAKERS = {
  page: function (form) { return form.addPageBreakItem(); },
  grid: function (form, item) { return form.addGridItem().setRows(item.rows).setColumns(item.choices); },
  one: function (form, item) { return form.addMultipleChoiceItem().setChoiceValues(item.choices); },
  list: function (form, item) { return form.addListItem().setChoiceValues(item.choices); },
  several: function (form, item) { return form.addCheckboxItem().setChoiceValues(item.choices); },
  line: function (form) { return form.addTextItem(); },
  number: function (form, item) {
    const rule = FormApp.createTextValidation().requireNumberBetween(item.low, item.high).build();
    return form.addTextItem().setValidation(rule);
  },
  text: function (form, item) {
    const rule = FormApp.createParagraphTextValidation().requireTextLengthLessThanOrEqualTo(item.longest).build();
    return form.addParagraphTextItem().setValidation(rule);
  }
};
"""


def text(form: Form) -> str:
    """The script."""
    return PROGRAM % json.dumps(form_of(form), indent=1)  # ASCII: no character of a text ends a line of JavaScript


def form_of(form: Form) -> dict[str, Any]:
    """What the script makes, as plain data."""
    q = form.spoken()
    say = words_of(q.language)
    sources = "\n".join(licences(q))
    return {
        "title": q.title,
        "description": "\n\n".join(
            filter(None, [q.introduction, f"{form.minutes} {say['minutes']}", f"{say['licences']}:\n{sources}" if sources else ""])
        ),
        "thanks": say["thanks"],
        "items": [*_about(q, form), *(item for section in q.sections for item in _section(q, section))],
    }


def _about(q: Questionnaire, form: Form) -> Iterator[dict[str, Any]]:
    kind = {"kind": "list", "choices": list(form.teams)} if form.teams else {"kind": "line"}
    yield {**kind, "title": q.respondent.team, "help": "", "required": True}
    if q.respondent.role:
        yield {"kind": "list", "choices": list(q.respondent.role.options), "title": q.respondent.role.text, "help": ""}


def _section(q: Questionnaire, section: Section) -> Iterator[dict[str, Any]]:
    yield {"kind": "page", "title": section.title, "help": " ".join(filter(None, [section.stem, condition(q, section)]))}
    for block in blocks(q, section):
        yield _grid(q, section, block) if block.grid else _alone(q, section, block)


def _grid(q: Questionnaire, section: Section, block: Block) -> dict[str, Any]:
    """A grid; in the answers its columns are called `title [row]`."""
    rows = [item.text for item in block.items]
    said = [f"{item.text}: {words}" for item in block.items if (words := condition(q, item))]
    title = section.stem or section.title
    return {"kind": "grid", "title": title, "rows": rows, "choices": list(block.form.choices), "help": "\n".join(said)}


def _alone(q: Questionnaire, section: Section, block: Block) -> dict[str, Any]:
    item, form = block.items[0], block.form
    said = [item.help, condition(q, item)]
    made: dict[str, Any] = {"title": section.wording(item)}
    if isinstance(form, Number):
        said += [f"{form.unit} ({form.low:g}–{form.high:g}).", words_of(q.language)["empty if unknown"] if form.choices else ""]
        made |= {"kind": "number", "low": form.low, "high": form.high}
    elif isinstance(form, Text):
        made |= {"kind": "text", "longest": form.longest}
    else:
        made |= {"kind": "several" if isinstance(form, Choice) and form.several else "one", "choices": list(form.choices)}
    return made | {"help": " ".join(filter(None, said))}
