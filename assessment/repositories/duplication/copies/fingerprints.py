"""What a public template looks like, as `data/rules/boilerplate.yaml` states it: hashes of its normalised lines, not its text.

Reads nothing; `vendor` compares files with it. A few templates are stated as text, because anybody would write these lines so.
"""

import binascii
from base64 import b64decode, b64encode
from collections.abc import Iterable
from hashlib import blake2b
from typing import Annotated, Self

import numpy as np
from pydantic import Field, model_validator

from assessment.model import Strict

BYTES = 4  # of a hash: two lines of a million are equal by chance once in four thousand files
Share = Annotated[float, Field(gt=0, le=1)]


class Template(Strict):
    """A public template. `share`: least share of a file's lines that stand in it; `holds`: least share of its `lines` that the file has."""

    name: Annotated[str, Field(min_length=1)]
    kind: Annotated[str, Field(min_length=1)]
    source: str = ""
    lines: Annotated[int, Field(ge=1)] | None = Field(default=None, description="of one file made of it; default: all lines of `text`")
    hashes: str = ""
    text: str = ""
    share: Share = 0.8
    holds: Share = 0.5

    @model_validator(mode="after")
    def _has_content(self) -> Self:
        if bool(self.hashes) == bool(self.text):
            raise ValueError("give either hashes or text")
        if self.hashes and (self.lines is None or len(unpacked(self.hashes)) < self.lines):
            raise ValueError("hashes need the number of lines, and as many hashes or more")
        return self


class Templates(Strict):
    """boilerplate.yaml, whole."""

    boilerplate: tuple[Template, ...] = ()


def hashed(lines: Iterable[str]) -> np.ndarray:
    """A hash of each line, in order."""
    raw = b"".join(blake2b(line.encode("utf-8", "surrogatepass"), digest_size=BYTES).digest() for line in lines)
    return np.frombuffer(raw, ">u4").astype(np.uint32)


def packed(hashes: np.ndarray) -> str:
    """Distinct hashes as text, in order."""
    return b64encode(np.unique(hashes).astype(">u4").tobytes()).decode("ascii")


def unpacked(text: str) -> np.ndarray:
    """The hashes in a packed text; ValueError where it holds none."""
    try:
        raw = b64decode("".join(text.split()), validate=True)
    except binascii.Error as error:
        raise ValueError(f"hashes are no base64 ({error})") from None
    if len(raw) % BYTES or not raw:
        raise ValueError(f"hashes of {BYTES} bytes each are expected, found {len(raw)} bytes")
    return np.frombuffer(raw, ">u4").astype(np.uint32)
