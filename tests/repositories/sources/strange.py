"""Rules that do to a process what the name of a file says: for tests of what a run survives."""

import os
import re
import time

BUSY = re.compile(r"(a+)+b")  # doubles its work with each letter


class Strange:
    """`deadly` ends the process, `slow` sleeps, `busy` stays in an expression that never ends, `deaf` hears no signal."""

    def __init__(self, rules):
        self.rules = rules

    def with_bots(self, bots):
        return self

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.__dict__["rules"], name)

    def places(self, paths):
        if "deadly" in paths:
            os._exit(9)
        if "slow" in paths:
            time.sleep(60)
        if "busy" in paths:
            BUSY.match("a" * 60)
        if "deaf" in paths:
            sum(range(10**11))
        return self.rules.places(paths)
