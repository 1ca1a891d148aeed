"""Small real git repositories, made with the git binary, for tests that need a fleet of their own."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

ENVIRONMENT = {
    **os.environ,
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Ada Maker",
    "GIT_AUTHOR_EMAIL": "ada@example.com",
    "GIT_COMMITTER_NAME": "Ada Maker",
    "GIT_COMMITTER_EMAIL": "ada@example.com",
}
ORGANISATION = """
name: Acme
as_of: 2026-02-01
teams:
  - {name: pay, headcount: 6, repositories: ["pay-*"]}
  - {name: lend, headcount: 6, repositories: ["lend-*"]}
repositories: {folder: clones}
"""


def git(folder: Path, *arguments: str, **environment: str) -> str:
    """Run git in a folder; returns its standard output."""
    run = subprocess.run(["git", *arguments], cwd=folder, env=ENVIRONMENT | environment, capture_output=True, text=True, check=True)
    return run.stdout.strip()


def repository(path: Path, *commits: Mapping[str, str], start: str = "2026-01-{day:02}T10:00:00+00:00") -> Path:
    """A repository with one commit a day; each commit maps file paths to contents."""
    path.mkdir(parents=True)
    git(path, "init", "-q", "-b", "main")
    for day, files in enumerate(commits, start=1):
        for name, text in files.items():
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            (path / name).write_text(text)
        when = start.format(day=day)
        git(path, "add", "-A")
        git(
            path,
            "commit",
            "-q",
            "--allow-empty",
            "-m",
            f"Change number {day} of the service",
            GIT_AUTHOR_DATE=when,
            GIT_COMMITTER_DATE=when,
        )
    return path
