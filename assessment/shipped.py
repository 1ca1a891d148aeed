"""Where are the files that come with the program: rules, questionnaires, rubrics, demo?

They lie in `data`: in a checkout at the top, beside the package; in an installed wheel inside it, so that no top-level
package called `data` or `app` is installed.
"""

from pathlib import Path

from assessment.errors import AssessmentError

PACKAGE = Path(__file__).resolve().parent


def shipped(*parts: str) -> Path:
    """Path of a file or folder below `data`. AssessmentError when the installation lacks it."""
    installed = PACKAGE / "_shipped"
    found = (installed if installed.is_dir() else PACKAGE.parent).joinpath("data", *parts)
    if not found.exists():
        raise AssessmentError("missing from this installation", where=str(found), expected="reinstall the package")
    return found
