"""`assess …`: the command line, a file a theme. `main` is what the program runs."""

import os
import sys
from typing import NoReturn

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy comes: threads that no matrix here needs cost up to 0.1 s a start

from assessment.cli import answers, duplication, kept, questionnaire, repositories, results, rounds, starting  # noqa: F401 - each adds its commands
from assessment.cli.base import app, err
from assessment.console import say
from assessment.errors import AssessmentError

__all__ = ["app", "main"]


def main() -> None:
    """Run a command; bad input is one line on standard error and exit code 1."""
    try:
        app()
    except AssessmentError as error:
        _fail(str(error))
    except OSError as error:  # a full disk, a folder that may not be written: nothing that a traceback explains better
        _fail(f"{error.filename or 'input or output'}: {error.strerror or error}")


def _fail(message: str) -> NoReturn:
    say(err, f" {message}", first="error", style="bold red", wrap=False)
    sys.exit(1)
