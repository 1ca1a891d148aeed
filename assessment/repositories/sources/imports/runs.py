"""Runs of pipelines, as GitHub and GitLab export them.

Reads: `gh api --paginate repos/OWNER/NAME/actions/runs`, and GitLab's `projects/ID/pipelines` (or its single pipelines, which also hold
durations). Returns: rows of RUNS; who started a run is never looked at.
Misleads: GitHub gives at most 1,000 runs for a filtered query and forgets runs after the retention period; a run that waits for an
approval looks long; `updated_at` of a GitHub run is its end unless somebody touched it later.
Source: docs.github.com REST "List workflow runs for a repository"; docs.gitlab.com "Pipelines API".
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from assessment.repositories.imported import rows_of
from assessment.repositories.sources.imports.documents import ImportedError, Record, records

LONGEST = 60 * 24 * 35  # minutes; GitHub ends a run after 35 days, so what is longer is no duration
RESULTS = {"success": "success", "failure": "failure", "failed": "failure", "timed_out": "failure", "startup_failure": "failure"}
_GITHUB = re.compile(r"/repos/([^/]+/[^/?#]+)")
_GITLAB = re.compile(r"^https?://[^/]+/(.+?)/-/pipelines/")


class _Run(NamedTuple):
    """A row of RUNS."""

    repository: str
    system: str
    run: str
    path: str
    event: str
    started: datetime | None
    minutes: float | None
    queued: float | None
    result: str
    attempt: int | None
    shared: str


def github(paths: Iterable[Path]) -> pd.DataFrame:
    """Finished GitHub Actions runs of one or more exports: RUNS. ImportedError names file and record."""
    return rows_of("runs", list(_finished(paths, ("workflow_runs",), _github)))


def gitlab(paths: Iterable[Path]) -> pd.DataFrame:
    """Finished GitLab pipelines of one or more exports: RUNS. ImportedError names file and record."""
    return rows_of("runs", list(_finished(paths, (), _gitlab)))


def _finished(paths: Iterable[Path], under: tuple[str, ...], one: Callable[[Record], _Run | None]) -> Iterator[_Run]:
    for path in paths:
        for record in records(path, under):
            run = one(record)
            if run is not None:
                yield run


def _github(record: Record) -> _Run | None:
    said = record.value
    if "run_attempt" not in said and "head_sha" not in said:
        raise ImportedError("is no workflow run", where=record.where, expected="objects of GitHub's actions/runs")
    if said.get("status") not in (None, "completed"):
        return None
    repository = (said.get("repository") or {}).get("full_name") or _named(_GITHUB, said.get("url"), record)
    created, started = _time(said.get("created_at"), record), _time(said.get("run_started_at"), record)
    attempt = _number(said.get("run_attempt"))
    return _Run(
        repository=str(repository),
        system="github",
        run=_run_number(record),
        path=str(said.get("path") or "").partition("@")[0],
        event=str(said.get("event") or ""),
        started=started or created,
        minutes=_between(started or created, _time(said.get("updated_at"), record)),
        queued=_between(created, started) if attempt in (None, 1) else None,
        result=RESULTS.get(str(said.get("conclusion")), "other"),
        attempt=attempt,
        shared=" ".join(sorted({_block(use) for use in said.get("referenced_workflows") or () if isinstance(use, dict)} - {""})),
    )


def _gitlab(record: Record) -> _Run | None:
    said = record.value
    if "status" not in said or "web_url" not in said:
        raise ImportedError("is no pipeline", where=record.where, expected="objects of GitLab's pipelines API, with status and web_url")
    if said["status"] in ("created", "waiting_for_resource", "preparing", "pending", "running", "scheduled", "manual"):
        return None
    created, started = _time(said.get("created_at"), record), _time(said.get("started_at"), record)
    ended = _time(said.get("finished_at") or said.get("updated_at"), record)
    seconds, waited = said.get("duration"), said.get("queued_duration")
    return _Run(
        repository=_named(_GITLAB, said["web_url"], record),
        system="gitlab",
        run=_run_number(record),
        path="",
        event=str(said.get("source") or ""),
        started=started or created,
        minutes=_between(started or created, ended) if seconds is None else float(seconds) / 60,
        queued=_between(created, started) if waited is None else float(waited) / 60,
        result=RESULTS.get(str(said["status"]), "other"),
        attempt=None,
        shared="",
    )


def _run_number(record: Record) -> str:
    if record.value.get("id") in (None, ""):
        raise ImportedError("has no id", where=record.where, expected="the number of the run")
    return str(record.value["id"])


def _named(pattern: re.Pattern[str], url: object, record: Record) -> str:
    found = pattern.search(str(url or ""))
    if not found:
        raise ImportedError("does not say of which repository it is", where=record.where, expected="the url that the API gives")
    return found[1]


def _block(use: dict[str, Any]) -> str:
    return str(use.get("path") or "").partition("@")[0].strip("/").replace(" ", "%20")


def _time(said: object, record: Record) -> datetime | None:
    if said in (None, ""):
        return None
    try:
        moment = datetime.fromisoformat(str(said))
    except ValueError as error:
        raise ImportedError(f"time '{said}'", where=record.where, expected="a time such as 2026-03-01T10:00:00Z") from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).replace(microsecond=0)


def _between(first: datetime | None, last: datetime | None) -> float | None:
    minutes = (last - first).total_seconds() / 60 if first and last else None
    return minutes if minutes is not None and 0 <= minutes <= LONGEST else None


def _number(said: object) -> int | None:
    return said if isinstance(said, int) and not isinstance(said, bool) else None
