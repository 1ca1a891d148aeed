"""A process that answers a survey and says each answer that was acknowledged; tests kill it. `python -m tests.writing ADDRESS ITEM LABELS`

Reads tokens from standard input, one a line; every save takes the next label of LABELS (with commas between). Prints `token label`
after the save has returned, in one write that is flushed, so that a line that can be read was acknowledged.
"""

import os
import sys
from concurrent.futures import ThreadPoolExecutor

from assessment.survey.store.form import Form

THREADS = 4


def answer(form, item, labels, token):
    for label in labels:
        form.save(token, {item: label})
        form.submit(token)
        os.write(1, f"{token} {label}\n".encode())


def main(address, item, labels):
    form = Form(address)
    tokens = sys.stdin.read().split()
    with ThreadPoolExecutor(THREADS) as threads:
        for done in [threads.submit(answer, form, item, labels.split(","), token) for token in tokens]:
            done.result()
    os.write(1, b"done\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
