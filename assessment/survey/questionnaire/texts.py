"""What people may write into a questionnaire: words that can be seen, without characters that command a terminal or turn the order round.

Types for the records of a questionnaire; ValueError says what is wrong. Whatever they hold is still text from outside to every writer.
Source: bidirectional characters as in Boucher and Anderson, Trojan Source, 2021.
"""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, Field

LAYOUT = frozenset("\n\t")
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def seen(text: str) -> str:
    """The text; ValueError where nothing of it can be seen, or where it holds a character that nobody types. An empty text is none."""
    if text and not any(unicodedata.category(character)[0] in "LMNPS" for character in text):
        raise ValueError("there is nothing to be seen in it; write it out, or leave the key out")
    for character in text:
        if (unicodedata.category(character) in {"Cc", "Cs"} and character not in LAYOUT) or character in TURNING:
            raise ValueError(f"holds the character U+{ord(character):04X}, which nobody can see; take it out")
    return text


Seen = AfterValidator(seen)
Label = Annotated[str, Field(min_length=1, max_length=100), Seen]
Unit = Annotated[str, Field(max_length=100), Seen]  # '' where there is none
Title = Annotated[str, Field(min_length=1, max_length=200), Seen]
Wording = Annotated[str, Field(min_length=1, max_length=400), Seen]
Help = Annotated[str, Field(min_length=1, max_length=1_000), Seen]
Name = Annotated[str, Field(min_length=1, max_length=1_000), Seen]  # of a source, its licence, what was changed
Introduction = Annotated[str, Field(max_length=4_000), Seen]  # '' where there is none
