"""Which items of two lists are the same item? What a step, job or block is called, before anything it says."""

import re

from assessment.repositories.duplication.drafts.values import Value

KEYS = ("uses", "id", "name", "image", "run", "script", "key", "path", "source", "type")


def label(item: Value) -> str:
    """What an item is called: a step's action without its version, its id or name, the first line it runs; '' where nothing says it."""
    if isinstance(item, str):
        return item.strip().split("\n", 1)[0]
    if not isinstance(item, dict):
        return ""
    for key in KEYS:
        value = item.get(key)
        if isinstance(value, str) and value:
            return f"{key}: {re.split(r'@', value, maxsplit=1)[0] if key == 'uses' else value.strip().split(chr(10), 1)[0]}"
    return ""
