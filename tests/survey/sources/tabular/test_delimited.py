from pathlib import Path

import pytest

from assessment.errors import AnswersError
from assessment.survey.sources.imports import Wanted
from assessment.survey.sources.tabular import delimited
from tests.survey.sources.forms import as_csv, imported, said


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("line", ["\n", "\r\n", "\r"])
def test_separators_encodings_and_line_ends(separator: str, encoding: str, line: str) -> None:
    text = line.join(separator.join(cells) for cells in (["é", '"b, ""x"""', "c"], ["1", f'"two{line}lines"', ""]))
    assert delimited.records(text.encode(encoding), "x") == [["é", 'b, "x"', "c"], ["1", f"two{line}lines", ""]]


def test_excel_s_own_first_line_names_the_separator() -> None:
    assert delimited.records(b"sep=;\r\na,b;c\r\n1,2;3\r\n", "x") == [["a,b", "c"], ["1,2", "3"]]


def test_an_encoding_is_never_guessed(tmp_path: Path) -> None:
    path = as_csv(tmp_path, [["team", "comment"], ["Red", "Größe – 5 €"]], encoding="cp1252")
    with pytest.raises(AnswersError, match=r"byte \d+: not UTF-8 text; save the table as 'CSV UTF-8', or name its encoding"):
        imported(path)
    assert said(imported(path, wanted=Wanted(encoding="cp1252"))) == [("", "comment", "Größe – 5 €")]
    with pytest.raises(AnswersError, match="not a text file"):  # 0x80 to 0x9f are no letters in latin-1
        imported(path, wanted=Wanted(encoding="latin-1"))
    with pytest.raises(AnswersError, match="unknown encoding 'klingon'; one of: cp1252"):
        imported(path, wanted=Wanted(encoding="klingon"))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_wins_over_an_encoding_that_was_named(tmp_path: Path, encoding: str) -> None:
    path = as_csv(tmp_path, [["team", "comment"], ["Red", "Größe"]], encoding=encoding)
    assert said(imported(path, wanted=Wanted(encoding="cp1252"))) == [("", "comment", "Größe")]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b'team,easy\nRed,"Agree\nBlue,Agree\n', "after row 1: a quote is opened and never closed"),
        (b'team,easy\nRed,"Agree"d\n', "after row 1: not a CSV file"),
        (b"team,easy\nRed,Agree,x\n", "row 2: 3 columns, but the header has 2"),
        (b"team,easy\nRed\n", "row 2: 1 columns, but the header has 2"),
        (b"team,easy\nRed,Ag\x00ree\n", "not a text file"),
        ("team,easy\nRed,Agree\n".encode("utf-16-le"), "not a text file"),
        (b"\n\n", "the file is empty"),
        (b"", "the file is empty"),
        (b"team,easy\n", "no answer in it"),
        (b"team,easy\n\n , \n", "no answer in it"),
        (b"a," + b"x" * 140_000 + b"\n1,2\n", "not a CSV file: field larger than field limit"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(AnswersError) as caught:
        imported(tmp_path / "a.csv")
    assert says in str(caught.value)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "a.csv").open("wb") as file:
        file.truncate(200_000_001)
    with pytest.raises(AnswersError, match="is larger than 200,000,000 bytes"):
        imported(tmp_path / "a.csv")


def test_blank_lines_and_an_empty_column_at_the_end_change_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"team,easy,\n\nRed,Agree,\n\n")
    found = imported(tmp_path / "a.csv")
    assert said(found) == [("Red", "easy", "Agree")]
    assert found.ignored_columns == ("column 3",)
