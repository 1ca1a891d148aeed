"""Whatever is wrong inside a file: it is refused by name, or makes no difference. Never another answer."""

import contextlib
import csv
import io
import re
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessment.errors import AnswersError
from assessment.survey.sources.imports import proposed
from tests.survey.sources.forms import ORGANISATION, QUESTIONNAIRE, as_xlsx, imported, said
from tests.survey.sources.fuzz.generated import LAYOUTS, PEOPLE, Layout, Person, meant, surveyjs

FUZZ = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
NAMED = re.compile(r"answers\.(csv|xlsx|json)\b")
Cells = list[list[str]]
Said = list[tuple[str, str, str]]


def outcome(content: bytes, name: str = "answers.csv") -> Said | None:
    """What is read from a file with this content; None where it is refused, which has to name the file and say what would be right."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            return said(imported(path))
        except AnswersError as error:
            refused = error
    assert NAMED.search(str(refused))
    assert refused.what
    assert refused.expected
    return None


def text_of(rows: Cells) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def cells(layout: Layout) -> Cells:
    return [list(map(str, row)) for row in (*layout.head, *layout.rows)]


def filled(data: st.DataObject, layout: Layout, rows: Cells) -> tuple[int, int]:
    """A cell with an answer in it, the free text aside."""
    comment = next(at for at, title in enumerate(layout.head[-3] if len(layout.head) == 3 else layout.head[0]) if _is_text(layout, at))
    first = len(layout.head)
    found = [(r, c) for r in range(first, len(rows)) for c in layout.answers if rows[r][c] and c not in {layout.answers[0], comment}]
    if not found:
        return -1, -1
    return data.draw(st.sampled_from(found))


def _is_text(layout: Layout, at: int) -> bool:
    titles = [row[at].casefold() for row in layout.head]
    return any("what else?" in t or "was noch?" in t or t == "comment" or t.startswith("comment.") for t in titles)


@pytest.mark.parametrize("make", LAYOUTS)
@given(data=st.data(), people=PEOPLE)
@FUZZ
def test_an_answer_that_no_format_knows(make: Callable[[list[Person]], Layout], data: st.DataObject, people: list[Person]) -> None:
    layout = make(people)
    rows = cells(layout)
    row, column = filled(data, layout, rows)
    if row < 0:
        return
    new = data.draw(
        st.sampled_from(["Agree strongly", "=1+1", "-1", "1e2", "9,999", "Jenkinsx", "Yes and no", "A1", "NaN", "2026-01-02", "1_0"])
    )
    rows[row][column] = new
    assert outcome(text_of(rows)) is None


@pytest.mark.parametrize("make", LAYOUTS)
@given(data=st.data(), people=PEOPLE)
@FUZZ
def test_a_cell_too_many_or_too_few(make: Callable[[list[Person]], Layout], data: st.DataObject, people: list[Person]) -> None:
    rows = cells(make(people))
    row = data.draw(st.integers(0, len(rows) - 1))
    at = data.draw(st.integers(0, len(rows[row]) - 1))
    rows[row] = [*rows[row][:at], *data.draw(st.sampled_from([[], ["x", rows[row][at]]])), *rows[row][at + 1 :]]
    assert outcome(text_of(rows)) is None


@pytest.mark.parametrize("make", LAYOUTS)
@given(data=st.data(), people=PEOPLE)
@FUZZ
def test_a_question_that_is_there_twice_or_reads_a_little_otherwise(
    make: Callable[[list[Person]], Layout], data: st.DataObject, people: list[Person]
) -> None:
    layout = make(people)
    rows = cells(layout)
    titles = rows[1] if make.__name__ == "qualtrics" else rows[0]
    at = data.draw(st.sampled_from([c for c in list(layout.answers)[2:] if titles[c]]))
    end = next((c for c in range(at + 1, len(titles)) if titles[c]), len(titles))  # of the columns that the title stands over
    empty = not any(any(row[at:end]) for row in rows[len(layout.head) :])
    if twice := data.draw(st.booleans()):
        rows = [[*row, row[at]] for row in rows]
    else:
        titles[at] += data.draw(st.sampled_from([" not", " (old)", "x", " 2"]))
    assert outcome(text_of(rows)) == (meant(people) if empty and not twice else None)


@pytest.mark.parametrize("make", LAYOUTS)
@given(data=st.data(), people=PEOPLE)
@FUZZ
def test_a_team_or_a_role_that_nobody_knows(make: Callable[[list[Person]], Layout], data: st.DataObject, people: list[Person]) -> None:
    layout = make(people)
    rows = cells(layout)
    row, column = data.draw(st.integers(len(layout.head), len(rows) - 1)), data.draw(st.sampled_from(list(layout.answers)[:2]))
    rows[row][column] = data.draw(st.sampled_from(["Reds", "=Red", "R", "Engineer, Manager"]))
    assert outcome(text_of(rows)) is None


@pytest.mark.parametrize("make", LAYOUTS)
@given(data=st.data(), people=PEOPLE)
@FUZZ
def test_bytes_that_are_no_text_or_no_table(make: Callable[[list[Person]], Layout], data: st.DataObject, people: list[Person]) -> None:
    content = text_of(cells(make(people)))
    at = data.draw(st.integers(0, len(content)))
    what = data.draw(st.sampled_from(["nul", "utf-16", "8 bit", "quote"]))
    if what == "nul":
        assert outcome(content[:at] + b"\0" + content[at:]) is None
    elif what == "utf-16":
        assert outcome(content.decode().encode("utf-16-le")) is None
    elif what == "8 bit":
        assert outcome(content + "Größe".encode("cp1252")) is None
    else:  # a quote that opens in the last row and never closes
        last = content.rstrip(b"\r\n").rfind(b"\n") + 1
        assert outcome(content[:last] + b'"' + content[last:].replace(b'"', b"")) is None


@pytest.mark.parametrize("make", LAYOUTS)
@given(data=st.data(), people=PEOPLE)
@FUZZ
def test_one_person_twice_is_refused_or_counts_once(
    make: Callable[[list[Person]], Layout], data: st.DataObject, people: list[Person]
) -> None:
    if make.__name__ not in {"google", "qualtrics"}:
        return
    layout = make(people)
    rows = cells(layout)
    mail = next(at for at, title in enumerate(rows[0]) if title in {"Email Address", "RecipientEmail"})
    for row in rows[len(layout.head) :]:
        row[mail] = "jane@example.org"
    said_once = {tuple(row[layout.answers.start : layout.answers.stop]) for row in rows[len(layout.head) :]}
    found = outcome(text_of(rows))
    assert found == (meant(people[:1]) if len(said_once) == 1 else None)


@given(data=st.data(), people=PEOPLE)
@settings(max_examples=300, deadline=None)
def test_any_damage_to_a_file_is_an_answer_or_a_named_error(data: st.DataObject, people: list[Person]) -> None:
    """Damage may look like another answer ("3" for "4"), so only that nothing else happens is held here."""
    name, content = data.draw(st.sampled_from(["csv", "json"])), b""
    content = surveyjs(people).encode() if name == "json" else text_of(cells(data.draw(st.sampled_from(LAYOUTS))(people)))
    damaged = bytearray(content)
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(damaged)))
        damaged[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
    outcome(bytes(damaged), f"answers.{name}")


@given(data=st.data(), people=PEOPLE)
@settings(max_examples=60, deadline=None)
def test_any_damage_to_a_spreadsheet(data: st.DataObject, people: list[Person]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = as_xlsx(Path(folder), LAYOUTS[2]([p._replace(answers={"easy": "Agree"}) for p in people])[0])
        whole = data.draw(st.booleans())  # or inside a part, where its check sum does not tell
        damaged = bytearray(source.read_bytes() if whole else _inside(source, data))
    for _ in range(data.draw(st.integers(0, 3))):
        at = data.draw(st.integers(0, len(damaged)))
        damaged[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
    outcome(bytes(damaged), "answers.xlsx")


def _inside(source: Path, data: st.DataObject) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(made, "w") as new:
        hit = data.draw(st.sampled_from(sorted(old.namelist())))
        for part in old.infolist():
            content = bytearray(old.read(part))
            if part.filename == hit:
                at = data.draw(st.integers(0, len(content)))
                content[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
            new.writestr(part.filename, bytes(content))
    return made.getvalue()


@given(rows=st.lists(st.lists(st.text(max_size=20), min_size=1, max_size=5), max_size=6))
@settings(max_examples=200, deadline=None)
def test_any_table_at_all(rows: list[list[str]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(rows)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers.csv"
        path.write_bytes(text.getvalue().encode("utf-8", "replace"))
        for read in (lambda: imported(path), lambda: proposed(path, {QUESTIONNAIRE.id: QUESTIONNAIRE}, ORGANISATION)):
            with contextlib.suppress(AnswersError):
                read()
                continue
            with pytest.raises(AnswersError, match=NAMED):
                read()
