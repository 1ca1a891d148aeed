import subprocess
import sys

import pytest

from assessment.repositories.sources import pipe
from assessment.repositories.sources.pipe import filling

DRIP = "import sys, time\nfor n in range(20):\n    sys.stdout.write(f'{n}\\n'); sys.stdout.flush(); time.sleep(0.005)\n"
GUSH = "import sys\nfor n in range(300): sys.stdout.buffer.write(bytes([n % 251]) * 10_007)\n"


def printed(program):
    return subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)


@pytest.mark.parametrize("small", [False, True])
def test_every_byte_arrives_whether_it_drips_or_gushes(small, monkeypatch):
    if small:  # a system that cannot make pipes larger
        monkeypatch.delattr(pipe.fcntl, "F_SETPIPE_SZ")
    with printed(DRIP) as slow:
        assert filling(slow.stdout).read().decode().split() == [str(n) for n in range(20)]
    with printed(GUSH) as fast:
        assert filling(fast.stdout).read() == b"".join(bytes([n % 251]) * 10_007 for n in range(300))


def test_lines_and_counted_bytes_are_read_in_turns():
    with printed("print('head 5'); print('12345')") as process:
        stream = filling(process.stdout)
        assert (stream.readline(), stream.read(6), stream.read()) == (b"head 5\n", b"12345\n", b"")
