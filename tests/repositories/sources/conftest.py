"""Real git repositories, small and exact: who, when and what are fixed, and no configuration of this machine is read."""

import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from assessment.repositories.rules import Rules
from assessment.repositories.sources import repository, store
from assessment.repositories.sources import rules as rule_files
from assessment.repositories.sources.discover import Located
from assessment.repositories.sources.repository import Job

KEY = b"0123456789abcdef"
START = 1_700_000_000  # 14 November 2023


@dataclass
class Made:
    """A repository that a test makes. Every commit is an hour after the one before it."""

    path: Path
    clock: int = START

    def git(self, *arguments: str, given: bytes = b"", **more: str) -> str:
        when = f"{self.clock} +0000"
        named = {
            f"GIT_{who}_{what}": value
            for who in ("AUTHOR", "COMMITTER")
            for what, value in (("NAME", "Ada Lovelace"), ("EMAIL", "ada@example.org"), ("DATE", when))
        }
        home = {"HOME": str(self.path.parent), "PATH": os.environ["PATH"], "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null"}
        done = subprocess.run(
            ["git", "-C", str(self.path), *arguments], input=given, capture_output=True, env={**home, **named, **more}, check=False
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode("utf-8", "backslashreplace").strip()

    def commit(self, files: dict[str, str | bytes | None], subject: str = "change", **more: str) -> str:
        """Write (None: delete) files and commit them; returns the commit's id."""
        for name, content in files.items():
            file = self.path / name
            if content is None:
                file.unlink()
                continue
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--allow-empty-message", "--message", subject, **more)
        self.clock += 3_600
        return self.git("rev-parse", "HEAD")

    def blob(self, name: str, commit: str = "HEAD") -> str:
        return self.git("rev-parse", f"{commit}:{name}")

    def lose(self, blob: str) -> None:
        """Delete a loose object, as in a partial clone."""
        (self.path / ".git" / "objects" / blob[:2] / blob[2:]).unlink()


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Made]:
    def made(name: str = "shop", *options: str) -> Made:
        path = tmp_path / "clones" / name
        path.mkdir(parents=True)
        repository = Made(path)
        repository.git("init", "--quiet", "--initial-branch=main", *options)
        return repository

    return made


@pytest.fixture(scope="session")
def rules() -> Rules:
    return rule_files.load()


@pytest.fixture
def job(tmp_path: Path, rules: Rules) -> Job:
    folder = tmp_path / "facts"
    folder.mkdir()
    return Job(folder=folder, rules=rules, key=KEY)


@pytest.fixture
def collected(job: Job) -> Callable[..., store.Facts]:
    """Collect one repository and read its facts back, changes of product files included."""

    def collect(made: Made) -> store.Facts:
        name = made.path.name
        row = repository.collect(Located(name, made.path), job)
        facts = store.read_fleet(job.folder, [name])
        if row["state"] != "collected":
            return facts
        whole = store.read_table(job.folder, name, "changes").to_pandas()
        return store.Facts(**{field: getattr(facts, field) for field in facts.__slots__ if field != "changes"}, changes=whole)

    return collect
