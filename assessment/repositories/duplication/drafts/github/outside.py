"""Which workflows cannot become callers at all? What no shared workflow could do for them, whatever the others say."""

from assessment.repositories.duplication.drafts.github import passing, text
from assessment.repositories.duplication.drafts.github.meaning import body
from assessment.repositories.duplication.drafts.github.own_inputs import kind_of
from assessment.repositories.duplication.drafts.github.permissions import cannot_grant
from assessment.repositories.duplication.drafts.values import Value


def outside(document: dict[str, Value]) -> str:
    """Why a workflow in normal form cannot become a caller; ''."""
    on = document.get("on")
    call = on.get("workflow_call") if isinstance(on, dict) else None
    if isinstance(call, dict) and call.get("outputs"):
        return "hands outputs of its jobs to workflows that call it"
    inner = body(document)
    if passing.takes_any_secret(inner):
        return "reads its secrets as a whole, or by a name that it works out"
    unclear = [name for name in sorted(text.keys(inner, "inputs")) if kind_of(document, name) is None]
    if unclear:
        return f"reads its own input {unclear[0]}, of which the type is not known whatever starts it"
    return _jobs(inner["jobs"]) or cannot_grant(inner["jobs"])


def _jobs(jobs: Value) -> str:
    for name, job in jobs.items() if isinstance(jobs, dict) else ():
        if isinstance(job, dict) and str(job.get("uses", "")).startswith("./"):
            return f"job {name} calls a workflow of its own repository"
        if isinstance(job, dict) and job.get("secrets") == "inherit":
            return f"job {name} hands all secrets on"
    return ""
