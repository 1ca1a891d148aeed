"""What was found in one repository, as lines for a terminal.

Takes the record of `repositories.tools.explaining.explanation`. Returns lines; names in them come from strangers: print
them as text only.
"""

from collections.abc import Iterator
from typing import Any


def lines(said: dict[str, Any]) -> Iterator[str]:
    """Tools by workflow with place, state, confidence and why; controls; references; what was left out; what matched nothing."""
    head = f" at {said['head'][:12]}" if said["head"] else ""
    yield f"{said['repository']}{head}: {said['state']}" + (f", {said['message']}" if said["message"] else "")
    for workflow, tools in said["tools"].items():
        yield ""
        yield workflow
        for tool in tools:
            state = "" if tool["state"] == "used" else f"{tool['state']}, "
            yield f"  {tool['title']:<44} {_place(tool)}  ({state}{tool['confidence']}: {tool['why']})"
    yield from _section("controls", [f"{row['control']:<26} {_control(row)}" for row in said["controls"]])
    yield from _section("references", [f"{row['kind']:<9} {_reference(row)}  {_place(row)}" for row in said["references"]])
    yield from _section("left out", [f"{count:,} files: {role}" for role, count in said["excluded"].items()])
    more = [f"and {said['unmatched_more']:,} more"] if said["unmatched_more"] else []
    yield from _section("looks like plumbing, and no rule knows it", [*said["unmatched"], *more])


def _section(title: str, rows: list[str]) -> Iterator[str]:
    if rows:
        yield ""
        yield title
        yield from (f"  {row}" for row in rows)


def _place(row: dict[str, Any]) -> str:
    return f"{row['path']}:{row['line']}" if row["line"] else str(row["path"])


def _control(row: dict[str, Any]) -> str:
    setting = f" ({row['setting']})" if row["setting"] else ""
    return f"{row['outcome']}{setting}" + (f"  {_place(row)}" if row["path"] else "")


def _reference(row: dict[str, Any]) -> str:
    block = f" {row['block']}" if row["block"] else ""
    version = f" @ {row['version']}" if row["version"] else ""
    return f"{row['target']}{block}{version} [{row['pin']}, leads {'to ' if row['leads'] not in ('here', 'outside') else ''}{row['leads']}]"
