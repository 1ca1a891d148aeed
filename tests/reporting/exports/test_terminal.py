"""The verdict in a terminal, wide, narrow, plain and empty."""

import dataclasses
import io

import pandas as pd
import pytest
from rich.console import Console

from assessment.reporting.exports import terminal


def printed(assessment, width=100, encoding="utf-8", **options):
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, encoding=encoding, write_through=True)
    terminal.show(assessment, Console(file=file, width=width, **options))
    return raw.getvalue().decode(encoding)


def test_the_answer_comes_first_and_everything_follows(assessment):
    text = printed(assessment)
    order = [
        "Example bank, as of 22 Nov 2026",
        "Platform team",
        "Start a small platform team with CI",
        "resonate: 93 %",
        "The four indicators",
        "0.71 (0.62–0.81) · resonates: 92 %",
        "coverage 86 %, 41 answers, 28 repositories",
        "Where to start",
        "3,900 (2,700–5,300)",
        "Too close to call: Secrets",
        "Why",
        "5.1 effective independent CI solutions",
        "What speaks against it",
        "What would change the answer",
        "What to collect next",
        "Said and seen disagree",
        "said 0.72, seen 0.21",
    ]
    places = [text.find(part) for part in order]
    assert -1 not in places, order[places.index(-1)]
    assert places == sorted(places)


@pytest.mark.parametrize("width", [40, 60, 80, 91, 92, 100, 200])
def test_no_line_is_wider_than_the_terminal(assessment, width):
    assert max(len(line) for line in printed(assessment, width).splitlines()) <= width


def test_of_many_disagreements_the_rest_is_counted(assessment):
    many = pd.concat([assessment.disagreements] * 1_020, ignore_index=True)
    text = printed(dataclasses.replace(assessment, tables=assessment.tables | {"disagreements": many}))
    assert text.count("said 0.72, seen 0.21") == 12
    assert "1,008 more, less far apart, are in the saved tables" in text


def test_without_a_terminal_it_is_plain(assessment):
    assert "\x1b[" not in printed(assessment)


def test_no_color_is_kept(assessment, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    colours = [f"\x1b[{code}m" for code in (31, 32, 34)]
    text = printed(assessment, force_terminal=True)
    assert not any(colour in text for colour in colours)


def test_a_terminal_has_colour(assessment, monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[31m" in printed(assessment, force_terminal=True, color_system="standard")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_an_output_without_unicode_gets_ascii(assessment, encoding):
    text = printed(assessment, encoding=encoding)
    assert text.isascii()
    assert "0.71 (0.62-0.81)" in text


def test_nothing_yet_is_said(empty):
    text = printed(empty)
    assert "Cannot tell" in text
    assert "not scored yet" in text
    assert "no workflow has been ranked yet" in text
    assert "0 of 58 people answered" in text


def test_names_are_not_read_as_markup(assessment):
    odd = dataclasses.replace(assessment.verdict, reasons=("[red]team[/red] has 3 of [1]",))
    assert "[red]team[/red] has 3 of [1]" in printed(dataclasses.replace(assessment, verdict=odd))


HOSTILE = "[/]\x1b]0;owned\x07\x9b2J\u202e[red]x[/red]"
WRITTEN = r"[/]\x1b]0;owned\x07\x9b2J\u202e[red]x[/red]"


def test_no_name_can_command_the_terminal(assessment):
    import dataclasses

    odd = dataclasses.replace(assessment.verdict, headline=HOSTILE, explanation=HOSTILE, reasons=(HOSTILE,))
    tables = assessment.tables | {"disagreements": assessment.disagreements.assign(team=HOSTILE)}
    text = printed(dataclasses.replace(assessment, organisation=HOSTILE, verdict=odd, tables=tables), width=300)
    assert text.count(WRITTEN) == 4 + len(assessment.disagreements)
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(text)
