"""People and what they said, made by hypothesis, and their answers written down in the layout of every tool.

What was generated is the oracle: a file read back has to hold exactly this, or be refused by name.
"""

import json
import unicodedata
from collections.abc import Callable
from typing import Any, NamedTuple

from hypothesis import strategies as st

from tests.survey.sources.forms import AGREE, QUESTIONNAIRE, TEAM, TOOLS

LABELS = (*AGREE, "Not applicable", "I don't know")
BANDS = ("< 1 day", "1 to 2 days", "> 2 days")
ITEMS = tuple(QUESTIONNAIRE.items)
ROLE = "Your role?"


class Person(NamedTuple):
    """One response: team, role ('' for none), item -> answer (a list where several could be chosen); an item not answered is not there."""

    team: str
    role: str
    answers: dict[str, Any]


def _text(text: str) -> bool:
    """Whether a text comes back as it is: nothing at its ends, nothing invisible, no apostrophe that looks like a guard."""
    return bool(text) and text == text.strip() and unicodedata.normalize("NFC", text) == text and not text.startswith("'")


WORDS = st.one_of(
    st.sampled_from(["=1+1", "+49", "-3", "@x", '=HYPERLINK("http://x")', "a,b;c|d",
                     'say "no"', "two\nlines", "é – ü €", "?", "null", "0"]),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs")) | st.just(" "), max_size=40),
).filter(_text)  # fmt: skip
NUMBERS = st.one_of(st.integers(0, 999), st.integers(1, 4).map(lambda n: n + 0.5))
ANSWERS = {
    "easy": st.sampled_from(LABELS), "setup": st.sampled_from(BANDS), "own": st.sampled_from(["Yes", "No"]), "comment": WORDS,
    "tools": st.one_of(st.just(["None of these"]), st.lists(st.sampled_from(TOOLS), min_size=1, unique=True)),
    "pain-ci": st.sampled_from(LABELS), "pain-keys": st.sampled_from(LABELS),
    "hours-ci": NUMBERS, "hours-keys": st.one_of(NUMBERS, st.just("I don't know")),
}  # fmt: skip
PERSON = st.builds(
    Person,
    team=st.sampled_from(["Red", "Blue"]),
    role=st.sampled_from(["", "Engineer", "Manager"]),
    answers=st.fixed_dictionaries({}, optional=ANSWERS).filter(bool),
)
PEOPLE = st.lists(PERSON, min_size=1, max_size=5)


def meant(people: list[Person]) -> list[tuple[str, str, str]]:
    """Team, item and answer of everything that was said, as `forms.said` gives them."""
    rows = []
    for person in people:
        for item, answer in person.answers.items():
            label = f"{answer:g}" if isinstance(answer, int | float) else answer
            if isinstance(answer, list):
                label = "; ".join(option for option in (*TOOLS, "None of these") if option in answer)
            rows.append(("" if item == "comment" else person.team, item, label))
    return sorted(rows)


class Layout(NamedTuple):
    """A file of a tool: header rows, one row a person, and which of its columns hold answers."""

    head: list[list[str]]
    rows: list[list[Any]]
    answers: range


def _wide(people: list[Person], titles: dict[str, str], joined: str, before: list[list[str]], after: list[list[str]]) -> Layout:
    """One row a person between the columns of the tool (each: title, then a cell for everybody)."""
    head = [*(column[0] for column in before), TEAM, ROLE, *titles.values(), *(column[0] for column in after)]
    rows = [
        [*(c[1] for c in before), p.team, p.role, *(_cell(p.answers.get(item, ""), joined) for item in titles), *(c[1] for c in after)]
        for p in people
    ]
    return Layout([head], rows, range(len(before), len(before) + 2 + len(titles)))


def _cell(answer: Any, joined: str) -> Any:
    return joined.join(answer) if isinstance(answer, list) else answer


def google(people: list[Person]) -> Layout:
    """Google Forms in Sheets."""
    return _wide(people, QUESTIONNAIRE.wordings, ", ", [["Timestamp", "2026/03/01 10:11:12 AM"], ["Email Address", ""]], [])


def typeform(people: list[Person]) -> Layout:
    """Typeform, choices joined."""
    after = [["Response Type", "completed"], ["Submit Date (UTC)", "2026-02-22 17:16:39"], ["Network ID", "98eebf3737"], ["Tags", ""]]
    return _wide(people, {item: f"{{{{field:7d95}}}}{text}" for item, text in QUESTIONNAIRE.wordings.items()}, " / ", [["#", ""]], after)


def plain(people: list[Person]) -> Layout:
    """A table by the ids of the items."""
    return _wide(people, {item: item for item in ITEMS}, "; ", [], [])


def german(people: list[Person]) -> Layout:
    """A table in the words of the translation, the labels of the source."""
    return _wide(people, QUESTIONNAIRE.in_language("de").wordings, "|", [["Zeitstempel", "01.03.2026 10:11:12"]], [])


def microsoft(people: list[Person]) -> Layout:
    """Microsoft Forms, the grids asked with their stem."""
    before = [["ID", "1"], ["Start time", "3/1/26 9:00"], ["Completion time", "3/1/26 9:05"], ["Email", "anonymous"], ["Name", "anonymous"]]
    titles = {item: text.replace(" [", ": ").replace("]", "") for item, text in QUESTIONNAIRE.wordings.items()}
    return _wide(people, titles, ";", before, [["Points - x", ""]])


def qualtrics(people: list[Person]) -> Layout:
    """Qualtrics with three header rows, choices in one column."""
    before = [["Status", "IP Address"], ["IPAddress", "10.0.0.1"], ["Finished", "True"], ["ResponseId", ""], ["RecipientEmail", ""]]
    titles = {item: text.replace(" [", " - ").replace("]", "") for item, text in QUESTIONNAIRE.wordings.items()}
    wide = _wide(people, titles, ",", before, [["Q3_DO", "1|2"]])
    codes = [title if at not in wide.answers else f"Q{at}" for at, title in enumerate(wide.head[0])]
    return wide._replace(head=[codes, wide.head[0], [json.dumps({"ImportId": code}) for code in codes]])


def surveymonkey(people: list[Person]) -> Layout:
    """SurveyMonkey, choices taken apart, grids over two columns."""
    top, below = ["Respondent ID", "Collector ID", "IP Address", TEAM, ROLE], ["", "", "", "Response", "Response"]
    for item, text in QUESTIONNAIRE.wordings.items():
        if item == "tools":
            top += [text, *[""] * len(TOOLS)]
            below += [*TOOLS, "None of these"]
        elif item.startswith(("pain", "hours")):
            top.append(text.split(" [")[0] if item.endswith("-ci") else "")
            below.append(text.split(" [")[1][:-1])
        else:
            top.append(text)
            below.append("Open-Ended Response" if item == "comment" else "Response")
    rows = [["", "407", "10.0.0.1", p.team, p.role, *_apart(p)] for p in people]
    return Layout([top, below], rows, range(3, len(top)))


def limesurvey(people: list[Person]) -> Layout:
    """LimeSurvey with codes and texts as headings, choices taken apart."""
    head = ["id. Response ID", "submitdate. Date submitted", "ipaddr. IP address", f"team. {TEAM}", f"role. {ROLE}"]
    for item, text in QUESTIONNAIRE.wordings.items():
        code = item.replace("-", "")
        options = [f"{code}[A{n}]. {text} [{option}]" for n, option in enumerate((*TOOLS, "None of these"), start=1)]
        head += options if item == "tools" else [f"{code}. {text}"]
    rows = [["1", "1980-01-01 00:00:00", "10.0.0.1", p.team, p.role, *_apart(p)] for p in people]
    return Layout([head], rows, range(3, len(head)))


def _apart(person: Person) -> list[Any]:
    cells: list[Any] = []
    for item in ITEMS:
        chosen = person.answers.get(item, "")
        cells += [option if option in chosen else "" for option in (*TOOLS, "None of these")] if item == "tools" else [chosen]
    return cells


LAYOUTS: tuple[Callable[[list[Person]], Layout], ...] = (
    google, typeform, plain, german, microsoft, qualtrics, surveymonkey, limesurvey,
)  # fmt: skip


def surveyjs(people: list[Person]) -> str:
    """SurveyJS, the grid of pain as one answer."""
    made = []
    for person in people:
        answers: dict[str, Any] = {"team": person.team, **({"role": person.role} if person.role else {})}
        grid = {item: answer for item, answer in person.answers.items() if item.startswith("pain")}
        made.append(answers | {i: a for i, a in person.answers.items() if i not in grid} | ({"grid-pain-1": grid} if grid else {}))
    return json.dumps(made, ensure_ascii=False)
