"""The mapping file as text: YAML with the remarks that a person needs to settle it.

Takes a proposal and returns text. Every string from a file is written as a JSON string, which YAML reads as the same text.
"""

import json
from collections.abc import Iterator

from assessment.survey.sources.mapping.guesses import Guess
from assessment.survey.sources.mapping.model import OPEN, USES
from assessment.survey.sources.mapping.proposals import Open, Proposal

LONGEST = 90  # characters of a remark


def text(proposal: Proposal, file: str) -> str:
    """The mapping file for the file of answers named."""
    return "\n".join(_lines(proposal, file)) + "\n"


def _lines(proposal: Proposal, file: str) -> Iterator[str]:
    mapping, left = proposal.mapping, len(proposal.mapping.unsettled)
    yield f"# How {_remark(file)} is read, and every later export of the same form. Made by `assess answers map`."
    yield f'# {left} to settle: put something in the place of every "?".' if left else "# Everything is settled."
    yield f"# as: {', '.join(USES)}. Personal columns and ignored ones are dropped while the file is read, and never stored."
    yield f"engine: {mapping.engine}"
    yield f"header_rows: {mapping.header_rows}"
    yield f"questionnaire: {mapping.questionnaire}"
    for name, value in (("encoding", mapping.encoding), ("sheet", mapping.sheet)):
        if value:
            yield f"{name}: {_quoted(value)}"
    about = 'or "", and `as: team` at a column, such as a collector or a link' if mapping.team == OPEN else '"" where a column says it'
    yield f"team: {_quoted(mapping.team)}   # of everybody in the file; {about}"
    yield f"twice: {mapping.twice}   # several responses of one person: refuse, or last (the last complete one counts)"
    yield "columns:"
    for guess in proposal.guesses:
        yield from _column(guess)
    yield from _labels("labels", mapping.labels, proposal.open)
    yield from _table("teams", mapping.teams, proposal.open, "", "what the file says: team of the organisation file")
    yield from _table("roles", mapping.roles, proposal.open, "", 'what the file says: role of the questionnaire; "" leaves it out')


def _column(guess: Guess) -> Iterator[str]:
    one = guess.column
    named = "; ".join(f"{candidate.item} ({candidate.likeness:.0f})" for candidate in guess.candidates)
    remark = guess.why or (
        f"like {named}: write `as: item` and, below it, `item: …`" if named else "like no item" if one.use == OPEN else ""
    )
    yield f"  - column: {_quoted(one.column)}"
    yield f"    as: {_quoted(one.use) if one.use == OPEN else one.use}" + (f"   # {_remark(remark)}" if remark else "")
    if one.item:
        yield f"    item: {one.item}"
    if one.option:
        yield f"    option: {_quoted(one.option)}"


def _labels(name: str, tables: dict[str, dict[str, str]], remarks: tuple[Open, ...]) -> Iterator[str]:
    if tables:
        yield f'{name}:   # by answer format (or item): what the file says: label of the questionnaire; "" leaves the answer out'
        for table, labels in tables.items():
            yield from _table(table, labels, remarks, "  ", "")


def _table(name: str, labels: dict[str, str], remarks: tuple[Open, ...], indent: str, about: str) -> Iterator[str]:
    if labels:
        yield f"{indent}{name}:" + (f"   # {about}" if about else "")
        near = {(one.table, one.label): one for one in remarks if one.nearest}
        for label, meant in labels.items():
            one = near.get((name, label)) if meant == OPEN else None
            remark = f"   # nearest: {_remark(one.nearest)}" + (f" ({one.likeness:.0f})" if one.likeness else "") if one else ""
            yield f"{_key(label, indent + '  ')} {_quoted(meant)}{remark}"


def _key(label: str, indent: str) -> str:
    """A key of YAML, in the long form where it is longer than a simple key may be."""
    return f"{indent}{_quoted(label)}:" if len(label) < LONGEST else f"{indent}? {_quoted(label)}\n{indent}:"


def _quoted(text: str) -> str:
    """A text as a string of JSON, which is one of YAML too; what cannot be printed is written as a number."""
    return "".join(one if one.isprintable() else f"\\U{ord(one):08x}" for one in json.dumps(text, ensure_ascii=False))


def _remark(text: str) -> str:
    """A text on one line, without what ends a comment or cannot be printed."""
    line = "".join(character if character.isprintable() else " " for character in text)
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"
