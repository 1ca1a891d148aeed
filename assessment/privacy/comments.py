"""What of a free text may be shown: not who wrote it, and not whom it names, as far as a machine can see that.

Takes texts and returns them masked and shuffled, from ten people on (or k, where that is more). Masked are addresses of mail and web,
handles, tickets, phone and other long numbers, machines by address, and words that follow a title or "ask", "thanks to" and the like with
a capital letter. That is best effort: a style of writing, a rare word or a story can still tell who wrote it. Somebody should read them
before they are shared, and the form says so to those who write.
Source: the risks are those of Article 29 Working Party, Opinion 05/2014 (singling out, linking, inferring); the forms are our own.
"""

import re
from collections.abc import Sequence

import numpy as np

LEAST = 10
MASK = "[...]"

_NAME = r"[^\W\d_a-z][^\W\d_]*(?:[-'’][^\W\d_]+)*"
_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?i)\b[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:(?:\.|\s?\(dot\)\s?)[\w-]+)+",  # mail
        r"(?i)\b(?:https?://|www\.)\S+",
        r"<@[\w|.-]+>",  # handles in chats
        r"(?<![\w@/])@[\w-]+(?:[./][\w-]+)*",  # handles
        r"\b[A-Z][A-Z0-9]{1,9}-\d+\b",  # tickets
        r"(?<![\w&])#\d+\b",
        r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])",  # machines
        r"(?<!\w)\+?\d[\d\s()/.-]{6,}\d(?!\w)",  # phones, personnel numbers
        r"\b\d{5,}\b",
        r"\b(?:[A-Z]{2}\d{2}\s?(?:[A-Z0-9]{4}\s?){2,7}[A-Z0-9]{1,4})\b",  # accounts
    )
)
_BEFORE = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Herrn?|Frau)\.?|(?i:\b(?:ask|asked|asking|thanks to|thank you,?|ping|message|boss|manager|colleague|lead|"
    rf"kolleg(?:e|in)|chef|chefin|dank an|frage?)))\s+({_NAME}(?:\s{_NAME})?)"
)
_SIGNED = re.compile(  # the name beside the greeting, or on the line below it
    r"(?m)^([ \t]*(?i:[-–—]|regards,?|cheers,?|best,?|gru(?:ß|ss),?|viele grüße,?)[ \t]*(?:\n[ \t]*)?)"
    rf"({_NAME}(?:[ .]{_NAME})?)[ \t]*$"
)


def masked(text: str) -> str:
    """The text with [...] for each address, handle, ticket, number and name that is seen."""
    for form in _FORMS:
        text = form.sub(MASK, text)
    text = _BEFORE.sub(_unnamed, text)
    return _SIGNED.sub(lambda found: found[1] + MASK, text)


def _unnamed(found: re.Match[str]) -> str:
    """The match without the name; as it was where that is no name: it begins small."""
    kept = found[0][: found.start(1) - found.start()]
    return kept + MASK if found[1][0].isupper() else found[0]


def released(texts: Sequence[str], people: int, k: int, rng: np.random.Generator) -> list[str]:
    """The texts to one question masked and in random order; none where fewer than LEAST (or k) people wrote one."""
    if people < max(LEAST, k):
        return []
    return [masked(str(texts[at])) for at in rng.permutation(len(texts))]
