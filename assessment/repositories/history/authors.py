"""Who made each commit, as pseudonyms only, and is it automation?

Reads: names and addresses as the log gives them (mailmap applied), the key, the rules. Returns: four columns, one row a commit.
Misleads: two addresses of one person are two authors until a full name joins them; a commit without an address has author ''.
"""

import re
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from assessment.privacy.pseudonyms import pseudonym
from assessment.repositories.rules import Rules

LONGEST = 1_000  # characters of a name, address or subject that are looked at
# GitHub hides addresses as [number+]login@users.noreply.github.com; the number came later, so that one person has both
_NUMBERED = re.compile(r"^\d+\+(?=[^@]+@users\.noreply\.github\.com$)")


class Authors(NamedTuple):
    """Columns `author`, `author_name`, `automation` and `agent` of the commits table."""

    author: pa.Array
    author_name: pa.Array
    automation: pa.Array
    agent: pa.Array


def authors(commits: pa.Table, *, key: bytes, rules: Rules) -> Authors:
    """Pseudonyms of the columns `name` and `address` (dictionary-encoded), in the order of the table."""
    name, address = _column(commits, "name"), _column(commits, "address")
    names = [text[:LONGEST] for text in name.dictionary.to_pylist()]
    addresses = [text[:LONGEST] for text in address.dictionary.to_pylist()]
    author = taken([_pseudonym(key, normal_address(text)) for text in addresses], address.indices)
    author_name = taken([_pseudonym(key, normal_name(text)) for text in names], name.indices)
    pairs = name.indices.to_numpy().astype(np.int64) * max(1, len(addresses)) + address.indices.to_numpy()
    unique, which = np.unique(pairs, return_inverse=True)
    known = [(names[pair // len(addresses)], addresses[pair % len(addresses)]) for pair in unique.tolist()]
    bots = [rules.automation(*one) for one in known]
    agents = [bot and rules.agent(*one) for bot, one in zip(bots, known, strict=True)]
    automation, agent = (pa.array(np.array(found, bool)[which]) for found in (bots, agents))
    return Authors(author, author_name, automation, agent)


def normal_address(address: str) -> str:
    """An e-mail address as it is compared: lower case, without the number that GitHub puts before a login."""
    return _NUMBERED.sub("", address.strip().lower())


def normal_name(name: str) -> str:
    """A full name as it is compared: case and white space folded; '' for a single word, which identifies no one."""
    words = name.casefold().split()
    return " ".join(words) if len(words) > 1 else ""


def taken(values: list[str], indices: pa.Array) -> pa.Array:
    """Dictionary-encoded words from one value per code; equal values share a code."""
    return pa.array(values, pa.string()).take(indices).dictionary_encode()


def _pseudonym(key: bytes, text: str) -> str:
    return pseudonym(key, text) if text else ""


def _column(table: pa.Table, name: str) -> pa.DictionaryArray:
    return table[name].combine_chunks() if table.num_rows else pa.array([], pa.string()).dictionary_encode()
