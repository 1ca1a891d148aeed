from pathlib import Path

import pytest

from assessment.errors import AnswersError
from tests.survey.sources.forms import SAID, TEAM, as_csv, as_xlsx, imported, said

# Layout of files in public repositories: time stamp first, `Question [Row]` for grids, checkboxes joined by ", " (Sheets) or ";" (CSV).
HEADER = [
    "Timestamp", "Email Address", TEAM, "Your role?", "Starting a service is easy.", "How long does a set-up take?",
    "Which of these do you use?", "Is it your own?", "What else?", "How painful was this? [Building, testing]",
    "How painful was this? [Keys]", "How many hours did it take? [Building, testing]", "How many hours did it take? [Keys]", "Score",
]  # fmt: skip
FIRST = [
    "2026/03/01 10:11:12 AM GMT+1", "jane@example.org", "Red", "Engineer", "Agree", "1 to 2 days", "Make, ant, Jenkins", "Yes",
    "fine, thanks", "Strongly agree", "Not applicable", "3.5", "0", "4 / 5",
]  # fmt: skip
SECOND = [
    "2026/03/01 10:12:12 AM GMT+1", "joe@example.org", "Blue", "Manager", "2", "", "GitHub Actions", "", "", "I don't know", "", "1200",
    "", "",
]  # fmt: skip


@pytest.mark.parametrize("joined", ["Make, ant, Jenkins", "Make, ant;Jenkins", "Jenkins; Make, ant", "Make, ant\nJenkins"])
def test_labels_with_the_separator_in_them_are_told_apart(tmp_path: Path, joined: str) -> None:
    found = imported(as_csv(tmp_path, [HEADER, [*FIRST[:6], joined, *FIRST[7:]], SECOND]))
    assert found.engine == "google-forms"
    assert said(found) == SAID
    assert found.dropped_columns == ("Timestamp", "Email Address")
    assert found.ignored_columns == ("Score",)
    assert sorted(set(found.answers["role"])) == ["Engineer", "Manager"]


def test_the_same_form_as_a_spreadsheet_and_in_another_language(tmp_path: Path) -> None:
    german = [
        "Zeitstempel", "Nutzername", "In welchem Team?", "Deine Rolle?", "Ein Dienst ist leicht begonnen.",
        "Wie lange dauert das Einrichten?", "Welche davon nutzt du?", "Ist es dein eigenes?", "Was noch?", "Wie mühsam war das? [Bauen]",
        "Wie mühsam war das? [Schlüssel]", "Wie viele Stunden? [Bauen]", "Wie viele Stunden? [Schlüssel]",
    ]  # fmt: skip
    first = [
        "01.03.2026 10:11:12", "jane@example.org", "red", "Entwicklung", "Eher ja", "1 bis 2 Tage", "Jenkins, Make, ant", "Ja",
        "fine, thanks", "Völlig", "Trifft nicht zu", "3,5", "0",
    ]  # fmt: skip
    second = [
        "01.03.2026 10:12:12", "joe@example.org", "BLUE", "Leitung", "Eher nicht", "", "GitHub Actions", "", "", "Weiß nicht", "",
        "1200", "",
    ]  # fmt: skip
    assert said(imported(as_xlsx(tmp_path, [HEADER, FIRST, SECOND]))) == SAID
    assert said(imported(as_csv(tmp_path, [german, first, second], separator=";", encoding="utf-8-sig"))) == SAID


@pytest.mark.parametrize(
    ("answer", "counts"),
    [
        ("4 - Strongly agree", "Strongly agree"), ("Strongly agree (4)", "Strongly agree"), ("strongly agree.", "Strongly agree"),
        ("\u200bStrongly\u00a0agree ", "Strongly agree"), ("1 - Strongly agree", None), ("Agree strongly", None), ("4", "Strongly agree"),
        ("5", None), ("4.0", "Strongly agree"),
    ],
)  # fmt: skip
def test_a_label_is_scored_by_its_words_and_refused_where_its_number_contradicts_them(
    tmp_path: Path, answer: str, counts: str | None
) -> None:
    path = as_csv(tmp_path, [["Timestamp", TEAM, "easy"], ["x", "Red", answer]])
    if counts:
        assert said(imported(path)) == [("Red", "easy", counts)]
    else:
        with pytest.raises(AnswersError, match="row 2: column 'easy': unknown answer"):
            imported(path)
