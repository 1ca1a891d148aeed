"""The verdict in a terminal: the answer first, then what stands for and against it, and what to do next.

Takes an `Assessment`, prints through Rich. Without a terminal, or with NO_COLOR, it is plain text; on an ASCII-only output it is ASCII.
Names come from strangers, so none is read as Rich's markup, and none can send the terminal a command.
"""

from collections.abc import Iterable

import pandas as pd
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from assessment.console import literal
from assessment.decisions.assessment import INDICATORS, Assessment, Verdict
from assessment.reporting import summaries, words

WIDEST = 110  # columns; longer lines are hard to read
FOR_TABLE = 92  # columns that the ranking needs as a table; below, one line a workflow
STYLES = {
    "platform team": "bold green",
    "thin platform, and culture": "bold yellow",
    "not yet": "bold cyan",
    "culture first": "bold magenta",
    "cannot tell": "bold white",
}
PLAIN = str.maketrans({"–": "-", "·": "|", "█": "#", "─": "-", "┃": "|", "░": ".", "•": "*", "…": "..."})


def show(assessment: Assessment, console: Console | None = None) -> None:
    """Print the whole verdict to `console` (by default, standard output)."""
    console = console or Console()
    wide = min(console.width, WIDEST)
    for part in _parts(assessment, wide):
        if console.options.ascii_only:
            _plain(console, part, wide)
        else:
            console.print(part, width=wide, highlight=False)


def _plain(console: Console, part: RenderableType, wide: int) -> None:
    inner = Console(width=wide, color_system=None, legacy_windows=False)
    with inner.capture() as caught:
        inner.print(part)
    ascii_only = caught.get().translate(PLAIN).translate(str.maketrans("╭╮╰╯│", "++++|"))
    console.out(ascii_only.encode("ascii", "replace").decode(), end="", highlight=False)


def _parts(assessment: Assessment, wide: int) -> Iterable[RenderableType]:
    verdict = assessment.verdict
    yield _answer(assessment)
    yield _heading("The four indicators, and culture")
    yield _indicators(assessment.indicators, wide)
    yield _heading("Where to start")
    yield _workflows(assessment, wide)
    for title, lines in (
        ("Why", verdict.reasons),
        ("What speaks against it", verdict.counter_evidence),
        ("What would change the answer", verdict.would_flip),
        ("What to collect next", verdict.collect_next),
        ("Said and seen disagree", _talks(assessment)),
    ):
        if lines:
            yield _heading(title)
            yield Group(*(_bullet(line) for line in lines))


def _talks(assessment: Assessment) -> list[str]:
    said = summaries.disagreements(assessment.disagreements)
    over = len(said) - summaries.TALKS
    return [
        *said[: summaries.TALKS],
        *([f"{words.number(over)} more, less far apart, are in the saved tables (assess export)."] if over > 0 else []),
    ]


def _heading(text: str) -> RenderableType:
    return Text(f"\n{text}", style="bold")


def _bullet(text: str) -> RenderableType:
    row = Table.grid(padding=(0, 1))
    row.add_row(Text("•", style="dim"), literal(text))
    return _indented(row)


def _indented(part: RenderableType) -> RenderableType:
    return Padding(part, (0, 0, 0, 1), expand=False)


def _answer(assessment: Assessment) -> RenderableType:
    verdict = assessment.verdict
    body = [Text(words.sentence(str(verdict.answer)), style=STYLES[str(verdict.answer)]), literal(verdict.headline, "bold")]
    if verdict.explanation:
        body.append(literal(verdict.explanation))
    body.append(Text(standing(verdict), style="dim"))
    title = literal(f"{assessment.organisation}, as of {words.day(assessment.as_of)}")
    return Panel(Group(*body), title=title, title_align="left", padding=(0, 1))


def standing(verdict: Verdict) -> str:
    """The verdict's probability with what stands behind it."""
    chance = (
        "probability that at least two of four resonate: cannot tell"
        if verdict.structural is None
        else f"probability that at least two of four resonate: {words.percent(verdict.structural)}"
    )
    people = f"{words.people(verdict.answers, verdict.headcount)} people answered"
    repos = f"{words.number(verdict.repositories)} of {words.number(verdict.repositories_of)} repositories read"
    platform = f" · declared platform: {verdict.platform}" if verdict.platform else ""
    return f"{chance} · {people} · {repos} · culture {verdict.culture}{platform}"


def _indicators(indicators: pd.DataFrame, wide: int) -> RenderableType:
    rows = indicators[indicators["team"] == ""]
    if rows.empty:
        return _indented(Text("not scored yet"))
    table = Table.grid(padding=(0, 2, 0, 0))
    for name in (*INDICATORS, "culture"):
        for _, row in rows[rows["indicator"] == name].iterrows():
            table.add_row(Text(words.sentence(name), style="bold"), _bar(row, 24 if wide >= 84 else 10), _reading(name, row))
    return _indented(table)


def _bar(row: pd.Series, cells: int) -> Text:
    if words.missing(row["value"]):
        return Text("░" * cells, style="dim")
    filled = round(float(row["value"]) * cells)
    style = "red" if not words.missing(row["resonates"]) and row["resonates"] >= 0.5 else "blue"
    bar = Text("█" * filled, style=style) + Text("─" * (cells - filled), style="dim")
    threshold = row.get("threshold")
    if not words.missing(threshold):
        at = min(cells - 1, int(float(threshold) * cells))  # type: ignore[arg-type]
        bar = bar[:at] + Text("┃", style="bold") + bar[at + 1 :]
    return bar


def _reading(name: str, row: pd.Series) -> RenderableType:
    first = words.severity(row["value"], row["low"], row["high"])
    if not words.missing(row["resonates"]):
        first += f" · {words.shows(name)}: {words.percent(row['resonates'])}"
    return Group(Text(first), Text(words.behind(row), style="dim"))


def _workflows(assessment: Assessment, wide: int) -> RenderableType:
    rows = assessment.workflows.sort_values("rank").head(5)
    if rows.empty:
        return _indented(Text("no workflow has been ranked yet"))
    close = ", ".join(words.workflow(name) for name in assessment.verdict.too_close_to_call)
    below = [Text(f" Too close to call: {close} may as well be first.", style="dim")] if close else []
    return Group(_ranking(rows) if wide >= FOR_TABLE else Group(*(_bullet(_line(row)) for _, row in rows.iterrows())), *below)


def _ranking(rows: pd.DataFrame) -> RenderableType:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("")
    table.add_column("workflow", no_wrap=True)
    for name in ("first", "hours a year (5–95 %)", "answers", "commits a year", "solutions", "teams"):
        table.add_column(name, justify="right", overflow="fold")
    for _, row in rows.iterrows():
        table.add_row(*_cells(row), style="bold" if row["rank"] == 1 else "")
    return _indented(table)


def _line(row: pd.Series) -> str:
    rank, name, first, hours, answers, commits, solutions, teams = _cells(row)
    people = "nobody was asked" if words.missing(row["hours_year"]) else f"{hours} hours a year, {answers} answers"
    return f"{rank}. {name}: first {first}; {people}; {commits} commits a year; {solutions} solutions in {teams} teams"


def _cells(row: pd.Series) -> list[str]:
    interval = "" if words.missing(row["hours_low"]) else f" ({words.estimate(row['hours_low'])}–{words.estimate(row['hours_high'])})"
    return [
        words.number(row["rank"]),
        words.workflow(str(row["workflow"])),
        words.percent(row["first"]),
        words.estimate(row["hours_year"]) + interval,
        words.number(row["answers"]),
        words.number(row["commits_year"]),
        words.number(row["solutions"], 1),
        words.number(row["eligible"]),
    ]
