"""A part of a file that says something whole: what every cutter returns."""

from typing import NamedTuple

LONGEST = 80  # letters of a name that are kept


class UnreadableError(ValueError):
    """A parser refused the file, or it is nested deeper than any that a person wrote."""


class Block(NamedTuple):
    """Lines `first` to `last` of a file, counted from 0, `last` not included. `order`: place among windows that overlap, else 0."""

    sort: str
    name: str
    first: int
    last: int
    order: int = 0
