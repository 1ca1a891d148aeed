"""Where are the files that come with the program: rules, questionnaires, rubrics, models, demo?

They lie in `data`, beside the package: in a checkout at the top, in an installed wheel next to `assessment`.
"""

from pathlib import Path

from assessment.errors import AssessmentError


def shipped(*parts: str) -> Path:
    """Path of a file or folder below `data`. AssessmentError when the installation lacks it."""
    found = Path(__file__).resolve().parent.parent.joinpath("data", *parts)
    if not found.exists():
        raise AssessmentError(
            "missing from this installation", where=str(found), expected="reinstall: the folder 'data' lies beside 'assessment'"
        )
    return found
