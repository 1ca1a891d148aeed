"""Do scripts put rows of a matrix into their commands as they are, which callers give?

Reads a written shared workflow. Such a row is text from whoever may edit a caller, and no variable stands between it and the shell.
"""

from assessment.repositories.duplication.drafts.github import text
from assessment.repositories.duplication.drafts.values import Value


def given_to_scripts(workflow: Value) -> bool:
    """Whether any job does."""
    jobs = workflow.get("jobs") if isinstance(workflow, dict) else None
    return isinstance(jobs, dict) and any(_given(job) & _taken(job) for job in jobs.values() if isinstance(job, dict))


def _given(job: dict[str, Value]) -> set[str]:
    """Rows of the job's matrix that come from inputs."""
    strategy = job.get("strategy")
    matrix = strategy.get("matrix") if isinstance(strategy, dict) else None
    if isinstance(matrix, dict):
        return {row for row, value in matrix.items() if text.keys(value, "inputs")}
    return _taken(job) if text.keys(matrix, "inputs") else set()


def _taken(job: dict[str, Value]) -> set[str]:
    """Rows that its scripts name."""
    steps = job.get("steps")
    scripts = [step.get("run") for step in steps if isinstance(step, dict)] if isinstance(steps, list) else []
    return text.keys(scripts, "matrix")
