"""What every command shares: the program itself, its two consoles, the workspace folder, `--json`."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from typer.core import TyperGroup

HELP = """`assess …`: the command line. Every command works on a workspace folder (default: the current one).


Exit codes: 0 done · 1 bad input (the message says what, where and what would be right) · 2 wrong usage ·
3 done, but something could not be read or computed · 130 interrupted (what was finished is kept).
"""
FOLDER = Annotated[Path, typer.Argument(help="Workspace folder, the one with organisation.yaml.", show_default="current folder")]
JSON = Annotated[bool, typer.Option("--json", help="Print the result as JSON on standard output.")]

ORDER = (
    "demo", "init", "collect", "import", "teams", "explain", "questionnaire", "survey", "answers", "score", "show", "duplication", "report",
    "export", "app",
)  # fmt: skip


class InOrder(TyperGroup):
    """Commands are listed in the order in which one needs them."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names, those of `ORDER` first."""
        names = super().list_commands(ctx)
        return sorted(names, key=lambda name: ORDER.index(name) if name in ORDER else len(ORDER))


app = typer.Typer(
    cls=InOrder, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode="rich", help=HELP
)
out = Console()
err = Console(stderr=True)
