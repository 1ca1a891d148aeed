"""Two texts side by side as an HTML table: what is equal, changed, only left or only right.

Takes the rows of `assessment.repositories.duplication.difference`; returns HTML in which every text is escaped.
Colour is never alone: changed lines carry − and + marks.
"""

from html import escape

import pandas as pd

AROUND = 3  # equal lines kept before and after a change
FEWEST = 4  # equal lines that are worth one line that counts them
MOST = 600  # rows drawn; the rest is counted
STYLE = """<style>
.diff { width: 100%; border-collapse: collapse; table-layout: fixed; font: 12px/1.5 'JetBrains Mono', 'Source Code Pro', monospace;
  font-variant-ligatures: none; }
.diff col.no { width: 3.4em; } .diff col.mark { width: 1.4em; }
.diff td { padding: 0 6px; vertical-align: top; white-space: pre-wrap; overflow-wrap: anywhere; border: 0; }
.diff td.no { text-align: right; opacity: .55; user-select: none; } .diff td.mark { text-align: center; user-select: none; padding: 0; }
.diff td.lost { background: rgba(213, 94, 0, .18); } .diff td.new { background: rgba(0, 114, 178, .2); }
.diff td.gone { background: rgba(138, 143, 152, .12); }
.diff td.skip { text-align: center; opacity: .65; padding: 4px; background: rgba(138, 143, 152, .1); }
</style>"""
COLUMNS = '<colgroup><col class="no"><col class="mark"><col><col class="no"><col class="mark"><col></colgroup>'


def table(rows: pd.DataFrame, *, whole: bool) -> str:
    """The rows as HTML; unless `whole`, runs of equal lines away from any change are one line that says how many there are."""
    kept = rows.to_dict("records") if whole else _folded(rows)
    body = [_row(row) for row in kept[:MOST]]
    if len(kept) > MOST:
        body.append(_skip(f"{len(kept) - MOST} further rows are not drawn"))
    return f'{STYLE}<table class="diff" aria-label="Difference">{COLUMNS}<tbody>{"".join(body)}</tbody></table>'


def _folded(rows: pd.DataFrame) -> list[dict[str, object]]:
    changed = rows["tag"] != "equal"
    near = changed.rolling(2 * AROUND + 1, center=True, min_periods=1).max().astype(bool)
    kept: list[dict[str, object]] = []
    for _, run in rows.groupby((near != near.shift()).cumsum()):
        far = not near[run.index[0]]
        kept += [{"equal": len(run)}] if far and len(run) >= FEWEST else run.to_dict("records")
    return kept


def _row(row: dict[str, object]) -> str:
    if "equal" in row:
        return _skip(f"{row['equal']} equal line{'' if row['equal'] == 1 else 's'}")
    tag = row["tag"]
    left = "" if tag == "equal" else "lost" if tag in ("replace", "delete") else "gone"
    right = "" if tag == "equal" else "new" if tag in ("replace", "insert") else "gone"
    return f"<tr>{_side(row['left_line'], row['left'], left, '−')}{_side(row['right_line'], row['right'], right, '+')}</tr>"


def _side(number: object, text: object, kind: str, mark: str) -> str:
    shown = "" if pd.isna(number) else str(number)  # type: ignore[call-overload]
    sign = mark if kind in ("lost", "new") else ""
    return f'<td class="no {kind}">{shown}</td><td class="mark {kind}">{sign}</td><td class="{kind}">{escape(str(text))}</td>'


def _skip(text: str) -> str:
    return f'<tr><td class="skip" colspan="6">{escape(text)}</td></tr>'
