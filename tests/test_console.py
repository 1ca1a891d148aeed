"""What the command line prints: names from outside stay names."""

import io

import pytest
from rich.console import Console

from assessment.console import bar, literal, say


def console() -> Console:
    return Console(file=io.StringIO(), width=100, force_terminal=True, color_system="standard")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("[red]x[/]", "[red]x[/]"),
        ("[/]", "[/]"),  # as markup it would close what was never opened, and raise
        ("a\x1b[2Jb", r"a\x1b[2Jb"),  # ECMA-48: clears the screen
        ("a\x9b2Jb", r"a\x9b2Jb"),  # the same with the C1 form of ESC [
        ("a\rb", r"a\rb"),  # writes over what stands there
        ("cod\u202eexe", r"cod\u202eexe"),  # Trojan Source: turns the reading order
        ("Zoë 漢字", "Zoë 漢字"),
    ],
)
def test_text_from_outside_is_shown_as_it_is_written(text, written):
    assert literal(text).plain == written


def test_only_what_is_ours_has_a_style():
    shown = console()
    say(shown, ": [bold]no[/bold]", first="pay-[red]api", style="yellow")
    assert shown.file.getvalue() == "\x1b[33mpay-[red]api\x1b[0m: [bold]no[/bold]\n"  # 33: yellow in ECMA-48


def test_a_bar_shows_any_name():
    shown = console()
    with bar(shown) as progress:
        progress.add_task("[/]\x1b[2Japi", total=1)
    assert r"[/]\x1b[2Japi" in shown.file.getvalue()
