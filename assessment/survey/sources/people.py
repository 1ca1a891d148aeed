"""Who answered, under a pseudonym: of the address, of the response's own id, or of the row's place in this very file.

Takes addresses and ids in clear and returns keyed words; nothing else of them goes on. Without an address each row counts as one person,
so the same person answering twice cannot be seen. An id of the tool names the response, not the person: it only makes a later export of
the same survey give the same words.
"""

from collections.abc import Sequence

from assessment.privacy.pseudonyms import ANONYMOUS, pseudonym
from assessment.survey.sources.engines.known import Form


def pseudonyms(form: Form, addresses: Sequence[str], rows: Sequence[int], key: bytes) -> list[str]:
    """A word for the person of each row. Never the same as an author's in git."""
    response = next((at for at, column in enumerate(form.columns) if column.known == "response"), None) if form.engine.unique else None
    words = []
    for address, at in zip(addresses, rows, strict=True):
        id = form.table.records[at][response].strip() if response is not None else ""
        row = f"response:{form.engine.id}:{id}" if id else f"row:{form.table.digest}:{at + form.table.first}"
        words.append(pseudonym(key, f"respondent:{address}") if address else ANONYMOUS + pseudonym(key, row))
    return words
