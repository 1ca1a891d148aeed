"""May a changing word of a script come from a variable of its environment, and mean the same?

An input belongs into no script as it is (`run: deploy ${{ inputs.target }}`): whoever sets it could run what they like. As a variable
(`deploy ${TARGET}`) it is harmless, but a shell reads a variable otherwise than words written out. `through_variables` says whether the
two mean the same: it follows the quotes of a script for sh and bash and gives up where it cannot.

Source: POSIX.1-2017, Shell Command Language, 2.2 Quoting, 2.6 Word Expansions; zizmor's audit `template-injection`.
"""

import re
from collections.abc import Sequence

_BARE = re.compile(r"[\w./:@%+,-]+(?: +[\w./:@%+,-]+)*")  # words that a shell takes as they are
_QUOTED = re.compile(r"[^\"`$\\\n!]*")  # what double quotes keep as it is
_RESERVED = {"if", "then", "else", "elif", "fi", "do", "done", "case", "esac", "while", "until", "for", "in", "function", "select", "time"}
_RESERVED |= {"{", "}", "!"}
_CLOSED = re.compile(r"\$\{\{[^'\"{}]*\}\}|\$\([^()'\"`\\#]*\)|`[^`'\"\\#]*`|\[\[[^\]'\"`#]*\]\]")  # begins and ends within the text
_LOST = re.compile(r"<<|\[\[|\(\(|`|\$'|\$\(|\bcase\b|\$\{\{")  # quotes begin anew, or count otherwise


def through_variables(parts: Sequence[str | tuple[str, ...]]) -> bool:
    """Whether every hole of a script (a tuple with the text of each member) may be `${NAME}` without change of meaning."""
    quotes = _Quotes()
    for part, after in zip(parts, (*parts[1:], ""), strict=True):
        if isinstance(part, str):
            quotes.read(part)
        elif not quotes.takes(part, after if isinstance(after, str) else "="):
            return False
        else:
            quotes.word += "x"
    return True


class _Quotes:
    """Where in a script we are: outside of quotes, in double or single ones, or in a comment. `lost` where we cannot tell."""

    def __init__(self) -> None:
        self.mark, self.word, self.lost = "", "", False

    def read(self, text: str) -> None:
        """Go on to the end of a text."""
        plain = _CLOSED.sub("x", text)
        self.lost |= bool(_LOST.search(plain))
        escaped = False
        for character in plain:
            if escaped:
                escaped = False
                self.word += character
            elif character == "\\" and self.mark != "'":
                escaped = True
            else:
                self._step(character)
        self.lost |= escaped

    def _step(self, character: str) -> None:
        if self.mark == "#":
            self.mark = "" if character == "\n" else "#"
        elif self.mark:
            self.mark = "" if character == self.mark else self.mark
        elif character in "'\"":
            self.mark = character
        elif character == "#" and not self.word:
            self.mark = "#"
        ends = not self.mark and (character.isspace() or character in ";&|()")
        self.word = "" if ends else self.word + character

    def takes(self, texts: Sequence[str], after: str) -> bool:
        """Whether all these texts may come from a variable at this place, with the text `after` it."""
        if self.lost or self.mark == "'" or self.word.endswith("$"):
            return False
        if self.mark:
            return all(map(_QUOTED.fullmatch, texts))
        joins = (after[:1] in ("=", "(", "<", ">") and bool(after)) or after.startswith("+=")
        begun = self.word.startswith("~") or self.word.count("{") > self.word.count("}")
        rest = re.split(r"[\s;&|()]", after, maxsplit=1)[0]
        begins = rest.startswith(("#", "~")) or ("=" in rest and not self.word.startswith("-"))  # a comment, a home, an assignment
        return not joins and not begun and not begins and all(self._bare(text, rest) for text in texts)

    def _bare(self, text: str, rest: str) -> bool:
        """Words that are the same words when the shell splits the variable; one word only where an assignment splits nothing."""
        words = text.split(" ")
        written = f"{self.word}{text}{rest}".split(" ")  # `rest` is what follows without a space
        if {*words, *written} & _RESERVED or not (text.strip(" ") == "" or _BARE.fullmatch(text.strip(" "))):
            return False
        return "=" not in self.word or len(words) == 1
