"""Whatever a file looks like outside: it is read as exactly what was said."""

import csv
import io
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessment.survey.questionnaire.readings import fold
from assessment.survey.sources.imports import Wanted, proposed
from assessment.survey.sources.mapping import text as mapping_text
from assessment.survey.sources.mapping.choices import taken_apart
from assessment.survey.sources.mapping.model import load
from tests.survey.sources.forms import AGREE, ORGANISATION, QUESTIONNAIRE, as_xlsx, imported, said
from tests.survey.sources.fuzz.generated import LAYOUTS, PEOPLE, Layout, Person, meant, surveyjs

FUZZ = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])
TITLES: st.SearchStrategy[Callable[[str], str]] = st.sampled_from([
    str, str.upper, lambda t: f"  {t}\u00a0", lambda t: t.replace(" ", "\n"), lambda t: f"<p><b>{t}</b></p>",
    lambda t: t.replace(" ", "\u200b "),
    lambda t: t.replace(" ", "  ").rstrip("?."),
])  # fmt: skip


def written(layout: Layout, *, separator: str = ",", line: str = "\r\n", quoting: int = csv.QUOTE_MINIMAL) -> str:
    """The layout as delimited text."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator=line, quoting=quoting).writerows([*layout.head, *layout.rows])
    return text.getvalue()


def in_file(content: bytes, name: str = "answers.csv", wanted: Wanted | None = None) -> list[tuple[str, str, str]]:
    """What is read from a file with this content."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        return said(imported(path, wanted=wanted))


@pytest.mark.parametrize("make", LAYOUTS)
@given(data=st.data(), people=PEOPLE)
@FUZZ
def test_separators_encodings_line_ends_quotes_and_titles(
    make: Callable[[list[Person]], Layout], data: st.DataObject, people: list[Person]
) -> None:
    layout = make(people)
    change = data.draw(TITLES)
    if make.__name__ not in {"limesurvey", "qualtrics"}:  # there the title begins with a code, or is one
        head = [[change(title) if at in layout.answers and title else title for at, title in enumerate(row)] for row in layout.head]
        layout = layout._replace(head=head)
    line = data.draw(st.sampled_from(["\n", "\r\n", "\r"]))
    quoting = csv.QUOTE_ALL if line == "\r" else data.draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    text = written(layout, separator=data.draw(st.sampled_from(",;\t|")), line=line, quoting=quoting)
    assert in_file(text.encode(data.draw(ENCODINGS))) == meant(people)


@pytest.mark.parametrize("make", LAYOUTS)
@given(data=st.data(), people=PEOPLE)
@FUZZ
def test_columns_in_any_order_with_blank_lines_and_personal_columns_between(
    make: Callable[[list[Person]], Layout], data: st.DataObject, people: list[Person]
) -> None:
    layout = make(people)
    fixed = {"surveymonkey": len(layout.head[0]), "typeform": 1, "limesurvey": 1, "google": 1, "german": 1}.get(make.__name__, 0)
    rows = [[*map(str, row), "Jane Doe", ""] for row in layout.rows]
    head = [[*row, "Your name" if at == len(layout.head) - 2 or len(layout.head) == 1 else '{"ImportId":"x"}' if at == 2 else "", ""]
            for at, row in enumerate(layout.head)]  # fmt: skip
    if len(head) == 3:
        head[0][-2], head[0][-1] = "Q98", "Q99"
    if make.__name__ == "surveymonkey":
        head = [[*layout.head[0], "Your name", "Void"], [*layout.head[1], "Response", "Response"]]
    order = [*range(fixed), *data.draw(st.permutations(range(fixed, len(head[0]))))]
    shuffled = [[row[at] for at in order] for row in (*head, *rows)]
    text = io.StringIO(newline="")
    csv.writer(text).writerows(shuffled)
    lines = text.getvalue() + "\r\n" * data.draw(st.integers(0, 2))
    assert in_file(lines.encode()) == meant(people)


@given(people=PEOPLE)
@settings(max_examples=15, deadline=None)
@pytest.mark.parametrize("make", LAYOUTS)
def test_spreadsheets(make: Callable[[list[Person]], Layout], people: list[Person]) -> None:
    layout = make(people)
    rows = [[("'" + cell if isinstance(cell, str) and cell.startswith("=") else cell) for cell in row] for row in layout.rows]
    with tempfile.TemporaryDirectory() as folder:
        assert said(imported(as_xlsx(Path(folder), [*layout.head, *rows]))) == meant(people)


@given(people=PEOPLE)
@FUZZ
def test_surveyjs(people: list[Person]) -> None:
    assert in_file(surveyjs(people).encode(), "answers.json") == meant(people)


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
@given(people=PEOPLE)
@FUZZ
def test_an_encoding_that_was_named(encoding: str, people: list[Person]) -> None:
    layout = LAYOUTS[2](people)
    try:
        content = written(layout).encode(encoding)
    except UnicodeEncodeError:
        return
    assert in_file(content, wanted=Wanted(encoding=encoding)) == meant(people)


@given(
    titles=st.lists(st.text(max_size=60), min_size=1, max_size=6),
    cells=st.lists(st.text(st.characters(exclude_categories=("Cs",)), max_size=60), min_size=6, max_size=6),
)
@FUZZ
def test_a_mapping_of_any_titles_and_labels_reads_back(titles: list[str], cells: list[str]) -> None:
    rows = [["team", "easy", *titles], ["Red", cells[0], *cells[: len(titles)]]]
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(rows)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers.csv"
        path.write_bytes(text.getvalue().replace("\0", "").encode("utf-8", "replace"))
        proposal = proposed(path, {QUESTIONNAIRE.id: QUESTIONNAIRE}, ORGANISATION)
        (Path(folder) / "m.yaml").write_text(mapping_text.text(proposal, path.name), encoding="utf-8")
        assert load(Path(folder) / "m.yaml") == proposal.mapping


@given(
    options=st.lists(st.text("ab ,;/|", min_size=1, max_size=6).map(str.strip).filter(bool), min_size=2, max_size=6, unique_by=fold),
    data=st.data(),
)
@settings(max_examples=500, deadline=None)
def test_joined_options_are_taken_apart_rightly_or_not_at_all(options: list[str], data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.sampled_from(options), min_size=1, unique=True))
    joined = data.draw(st.sampled_from([", ", ";", "; ", " / ", ",", "|", "\n"])).join(chosen)
    found = taken_apart(joined + data.draw(st.sampled_from(["", ";", " "])), {fold(option): option for option in options})
    assert found in (None, frozenset(chosen))


@pytest.mark.parametrize("rows", [100_000])
def test_a_hundred_thousand_rows(rows: int) -> None:
    labels = [AGREE[number * 7 % 4] for number in range(rows)]
    lines = [f"p{number}@example.org,{'Red' if number % 3 else 'Blue'},{label},{number % 40}" for number, label in enumerate(labels)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers.csv"
        path.write_text("Email Address,team,easy,hours-ci\n" + "\n".join(lines), encoding="utf-8")
        found = imported(path)
    assert found.respondents == rows
    easy = found.answers[found.answers["item"] == "easy"]
    assert easy["label"].tolist() == labels
    assert easy["respondent"].nunique() == rows
    assert found.answers.loc[found.answers["item"] == "hours-ci", "value"].sum() == sum(number % 40 for number in range(rows))
    assert (easy["team"] == "Blue").sum() == -(-rows // 3)
