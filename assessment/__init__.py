"""Do we need a platform team? Evidence from a team survey and from git repositories.

    import assessment
    workspace = assessment.Workspace("demo")
    workspace.assessment().verdict.headline

Importing this package reads, prints and sets nothing; the names below are loaded when first used.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assessment.decisions.assessment import Answer, Assessment, Verdict
    from assessment.decisions.dictionary import COLUMNS
    from assessment.workspace import Workspace

__version__ = "0.1.0"
__all__ = ["COLUMNS", "Answer", "Assessment", "Verdict", "Workspace"]

_HOME = {"Workspace": "assessment.workspace"}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module 'assessment' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(_HOME.get(name, "assessment.decisions.assessment")), name)
