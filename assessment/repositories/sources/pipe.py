"""Reading what another process prints, without waking up for every page of it.

Reads: a pipe. Returns: a stream.
How: git hands over 4 KB at a time; a reader that waits for each makes both sides change places ten thousand times, which costs a
sixth of the work itself. So the pipe is made as large as the system allows, and is left to fill for some milliseconds before it is
read: longer while little comes, not at all while it is full. Longer pauses would save no more, and cost a small repository time.
Misleads: nothing; a short answer comes a few milliseconds later.
Source: pipe(7), fcntl(2) F_SETPIPE_SZ; measured on the log of a history of 55,000 commits: 3.2 -> 2.8 CPU seconds.
"""

import contextlib
import fcntl
import io
import os
import time
from typing import IO

LARGE = 1 << 20  # what Linux allows everyone
USUAL = 1 << 16
SHORTEST, LONGEST = 0.0002, 0.002  # seconds


class _Filling(io.RawIOBase):
    """The reading end of a pipe."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe, self._capacity, self._pause = pipe.fileno(), USUAL, 0.0
        if hasattr(fcntl, "F_SETPIPE_SZ"):
            with contextlib.suppress(OSError):  # the user has too many large pipes already
                self._capacity = fcntl.fcntl(self._pipe, fcntl.F_SETPIPE_SZ, LARGE)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        time.sleep(self._pause)
        count = os.readv(self._pipe, [buffer])
        full = count >= min(self._capacity, len(buffer)) // 2
        self._pause = self._pause / 4 if full else min(max(2 * self._pause, SHORTEST), LONGEST)
        return count


def filling(pipe: IO[bytes]) -> io.BufferedReader:
    """The same bytes as the pipe; the caller keeps it open for as long as it reads, and closes it."""
    return io.BufferedReader(_Filling(pipe), LARGE)
