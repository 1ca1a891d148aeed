"""Jobs that members call differently get one name, before anything else is compared.

Reads workflows in normal form; returns them with the commonest name for every job that is the same job, `needs` and what reads its results
included, and for each member what was renamed.
"""

from collections.abc import Mapping, Sequence

from assessment.repositories.duplication.drafts import renamed
from assessment.repositories.duplication.drafts.github import expressions, text
from assessment.repositories.duplication.drafts.github.expressions import Expression
from assessment.repositories.duplication.drafts.values import Change, Value, changed

Document = dict[str, Value]


def called_alike(documents: Sequence[Document]) -> tuple[list[Document], list[dict[str, str]]]:
    """The documents with their jobs renamed, and old name -> new name a member."""
    names: list[dict[str, str]] = [{} for _ in documents]
    for row in renamed.rows([document["jobs"] for document in documents]):
        there = [key for key in row if key is not None]
        common = max(there, key=there.count)
        for own, key in zip(names, row, strict=True):
            if key is not None and key != common:
                own[key] = common
    return [_renamed(document, own) if own else document for document, own in zip(documents, names, strict=True)], names


def _renamed(document: Document, names: Mapping[str, str]) -> Document:
    jobs = document["jobs"]
    found: Document = {}
    for name, job in jobs.items() if isinstance(jobs, dict) else ():
        found[names.get(name, name)] = _needing(
            text.mapped(job, lambda one: expressions.replaced(one, lambda part: _need(part, names))), names
        )
    return {**document, "jobs": found}


def _needing(job: Value, names: Mapping[str, str]) -> Value:
    if not isinstance(job, dict) or not isinstance(needs := job.get("needs"), list):
        return job
    again: list[Value] = [*sorted(names.get(str(need), str(need)) for need in needs)]
    return {**job, "needs": again}


def _need(part: Expression, names: Mapping[str, str]) -> Expression | None:
    new = names.get(expressions.key_of(part, "needs") or "")
    return Expression("dot", new, (Expression("name", "needs"),)) if new else None


def with_names(original: Document, document: Document, changes: Sequence[Change], names: Mapping[str, str]) -> list[Change]:
    """Changes of a member in places of its own document: those inside its jobs as one, where a job was renamed."""
    if not names:
        return list(changes)
    outside = [change for change in changes if change.path[:1] != ("jobs",)]
    words = [f"job {old} is called {new}" for old, new in names.items()] + [change.words for change in changes if change not in outside]
    after = changed(document, changes)
    new = after["jobs"] if isinstance(after, dict) else None
    return [*outside, Change(("jobs",), original["jobs"], new, " · ".join(dict.fromkeys(words)))]
