"""Builds the demo organisation in a folder: bare git repositories, answers, the organisation file, and what was planted.

The rim of the demo: reads data/demo, writes `repositories/*.git`, `answers.csv` and `answers-<round>.csv`, `organisation.yaml`,
`truth.yaml`. The same seed and specification give the same commit ids; git itself may pack them differently.
"""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from assessment import documents
from assessment.demo.content import Templates, templates
from assessment.demo.edits import DemoError
from assessment.demo.histories import Histories, histories
from assessment.demo.replay import Commit
from assessment.demo.rounds import further
from assessment.demo.rounds import truth as earlier
from assessment.demo.specification import Specification
from assessment.demo.specification import specification as parse
from assessment.demo.stream import stream
from assessment.demo.survey import answers
from assessment.demo.truth import organisation, truth
from assessment.shipped import shipped
from assessment.survey.sources.questionnaires import load_folder

# Nothing of the machine's git configuration may change what is written.
ENVIRONMENT = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}


def build(
    folder: Path, *, specification: Path | None = None, seed: int = 1, progress: Callable[[str], None] | None = None
) -> dict[str, Path]:
    """Writes the demo organisation into a folder (made where missing; its `repositories` are written anew).

    Returns the file of answers of each round of the survey, the oldest round first. Raises DemoError where the specification or a
    template is wrong, or git fails.
    """
    say = progress or (lambda _: None)
    spec = load(specification or shipped("demo", "organisation.yaml"))
    say("plans")
    history = histories(spec, load_templates(shipped("demo", "templates")), np.random.default_rng(seed))
    where = folder / "repositories"
    if where.exists():
        shutil.rmtree(where)
    where.mkdir(parents=True)
    for name in sorted(history.commits):
        say(name)
        write_repository(where / f"{name}.git", history.commits[name])
    say("answers")
    planted = _survey(folder, history, seed)
    _write_yaml(folder / "organisation.yaml", organisation(history))
    _write_yaml(folder / "truth.yaml", planted)
    rounds = {spec.survey.round: folder / "answers.csv"} | {name: _answers(folder, name) for name in spec.survey.further}
    return dict(sorted(rounds.items()))


def _survey(folder: Path, history: Histories, seed: int) -> dict[str, Any]:
    """Writes the answers of every round; returns what was planted, in the survey and elsewhere."""
    spec, asked = history.world.spec, load_folder(shipped("questionnaires"))
    questionnaire = asked["platform-need"]
    said = answers(spec, questionnaire, np.random.default_rng([seed, 1]))
    said.answers.to_csv(folder / "answers.csv", index=False)
    rounds = further(spec, asked, said, seed)
    for stale in folder.glob(_answers(folder, "*").name):
        stale.unlink()
    for name, table in rounds.items():
        table.to_csv(_answers(folder, name), index=False)
    planted = truth(history, seed, questionnaire, said.answers)
    planted["survey"]["further"] = earlier(spec, asked, rounds, questionnaire.id)
    return planted


def _answers(folder: Path, name: str) -> Path:
    """The file of a further round."""
    return folder / f"answers-{name}.csv"


def load(path: Path) -> Specification:
    """The specification in a file. Raises DemoError naming file and key."""
    return parse(documents.load(path, DemoError), where=path.name)


def load_templates(folder: Path) -> Templates:
    """All templates below a folder; not what an installer compiled of them."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix != ".pyc"]
    texts = {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in files}
    parsed = {
        name: documents.load(folder / name, DemoError)
        for name in texts
        if name.startswith("code/") or name in ("ci/drift.yaml", "messages.yaml")
    }
    return templates(texts, parsed)


def write_repository(path: Path, commits: Iterable[Commit]) -> None:
    """A bare repository with these commits on `main`. Raises DemoError with git's words."""
    _git(["init", "--quiet", "--bare", "--template=", "--initial-branch=main", "--object-format=sha1", str(path)])
    _git(
        [
            "-C",
            str(path),
            "-c",
            "fastimport.unpackLimit=1",
            "-c",
            "core.compression=1",
            "fast-import",
            "--quiet",
            "--done",
            "--date-format=raw",
        ],
        b"".join(stream(commits)),
    )


def _git(arguments: list[str], stdin: bytes = b"") -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | ENVIRONMENT
    try:
        done = subprocess.run(["git", *arguments], input=stdin, capture_output=True, check=False, env=environment)  # noqa: S607
    except FileNotFoundError as error:
        raise DemoError("git is not installed", expected="install git 2.28 or newer") from error
    if done.returncode:
        raise DemoError(done.stderr.decode("utf-8", "replace").strip() or f"git ended with {done.returncode}", where=f"git {arguments[0]}")


def _write_yaml(path: Path, mapping: Mapping[str, Any]) -> None:
    path.write_text(yaml.dump(mapping, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=140), encoding="utf-8")
