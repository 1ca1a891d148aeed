"""What the command line prints with: text from outside made harmless, a progress bar, an interrupt that explains itself.

Reads nothing. Names of repositories, files, teams and people's own files come from strangers: none is read as Rich's markup, and none
can send the terminal a command. Misleads: a character that merely looks like another one is shown as it is.
Source: control characters as in ECMA-48 (C0, C1); bidirectional ones as in Boucher and Anderson, Trojan Source, 2021.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TimeElapsedColumn
from rich.text import Text

COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
INTERRUPTED = 130  # 128 and the number of SIGINT, as shells have it


def literal(text: object, style: str = "") -> Text:
    """Text from outside as it is written: markup stays text, and what would command the terminal is written \\xNN or \\uNNNN."""
    return Text(COMMANDS.sub(lambda found: found[0].encode("unicode_escape").decode(), str(text)), style=style)


def say(console: Console, text: object, *, first: str = "", style: str = "", wrap: bool = True) -> None:
    """Print a line of text from outside; `first` stands before it in `style`."""
    line = Text.assemble(literal(first, style), literal(text))
    console.print(line, highlight=False, soft_wrap=not wrap)


class _Description(ProgressColumn):
    """What is being done, 50 characters wide so that the bar stands still."""

    def render(self, task: Task) -> Text:
        return literal(f"{task.description:50.50}")


def bar(console: Console) -> Progress:
    """A progress bar that vanishes when it is done; its descriptions may hold names of repositories."""
    columns = (_Description(), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console, transient=True)


@contextmanager
def interruptible(console: Console) -> Iterator[None]:
    """An interrupt ends the command with code 130 and says that nothing finished is lost."""
    try:
        yield
    except KeyboardInterrupt:
        console.print("interrupted; what was finished is kept, run the same command again to go on")
        raise typer.Exit(INTERRUPTED) from None
