"""A limit on the time that one repository may take, whatever takes it: git, a regular expression, a reader, a slow disk.

Reads nothing. Raises `TimeIsUp` in the middle of what runs. Works in the main thread only, as signals do; elsewhere there is no limit.
How: a timer of the system interrupts a system call, a regular expression and any Python code. Compiled code that never asks whether a
signal came can only be ended with its process: `deadly` arms a second timer that does so, by the time the processor spent.
Source: setitimer(2), signal(7).
"""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

AGAIN = 10.0  # seconds after which it is raised once more, should somebody have swallowed it
DEADLY = 2.0  # times the limit, for each processor


class TimeIsUp(BaseException):
    """The time is up. No Exception, so that nobody on the way takes it for an error of their own."""


@contextmanager
def limited(seconds: float, *, deadly: bool = False) -> Iterator[None]:
    """End what runs inside after so many seconds. `deadly`: end the whole process where nothing else helps."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _end)
    try:
        if deadly:
            signal.setitimer(signal.ITIMER_VIRTUAL, seconds * DEADLY * (os.cpu_count() or 1))
        signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        if deadly:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGALRM, before)


def _end(_signal: int, _frame: FrameType | None) -> None:
    raise TimeIsUp
