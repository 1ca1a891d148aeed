from pathlib import Path

import pytest

from tests.survey.sources.forms import SAID, TEAM, as_csv, imported, said

# Layout of a file in a public repository: `#` first, times last, placeholders in titles, an apostrophe before numbers, newest first.
END = ["Response Type", "Start Date (UTC)", "Stage Date (UTC)", "Submit Date (UTC)", "Network ID", "Tags", "Ending"]
ASKED = [
    "{{field:7d956171-88d8}}, " + TEAM, "Your role?", "Starting a service is *easy*.", "How long does a set-up take?",
    "Is it your own?", "{{answer_12}}What else?", "How painful was this? [Building, testing]", "How painful was this? [Keys]",
    "How many hours did it take? [Building, testing]", "How many hours did it take? [Keys]",
]  # fmt: skip
FIRST = ["Red", "Engineer", "Agree", "1 to 2 days", "Yes", "fine, thanks", "Strongly agree", "Not applicable", "'3.5", "'0"]
SECOND = ["Blue", "Manager", "Disagree", "", "", "", "I don't know", "", "'1200", ""]


def times(kind: str = "completed") -> list[str]:
    return [kind, "2026-02-22 17:15:19", "", "2026-02-22 17:16:39" if kind == "completed" else "", "98eebf3737", "", ""]


@pytest.mark.parametrize(
    ("titles", "first", "second"),
    [
        (["Which of these do you use?"], ["Jenkins / Make, ant"], ["GitHub Actions"]),
        (["Make, ant", "Jenkins", "GitHub Actions", "Other"], ["Make, ant", "Jenkins", "", ""], ["", "", "GitHub Actions", ""]),
    ],
)
def test_several_choices_joined_or_taken_apart(tmp_path: Path, titles: list[str], first: list[str], second: list[str]) -> None:
    rows = [["#", *ASKED, *titles, *END], ["b2", *SECOND, *second, *times()], ["a1", *FIRST, *first, *times()]]
    found = imported(as_csv(tmp_path, [*rows, ["c3", *FIRST, *first, *times("partial")], ["d4", *FIRST, *first, *times("started")]]))
    assert found.engine == "typeform"
    assert said(found) == SAID
    assert [(row.row, row.why) for row in found.left_out] == [(4, "unfinished"), (5, "unfinished")]
    assert "Network ID" in found.dropped_columns


def test_the_older_and_the_newest_header(tmp_path: Path) -> None:
    older = [["#", TEAM, "easy", "Start Date (UTC)", "Submit Date (UTC)", "Network ID"], ["a", "Red", "Agree", "x", "y", "z"]]
    newest = [[TEAM, "easy", "Submitted At", "Token"], ["Red", "Agree", "y", "abc"]]
    for rows in (older, newest):
        found = imported(as_csv(tmp_path, rows))
        assert found.engine == "typeform"
        assert said(found) == [("Red", "easy", "Agree")]
