"""The README's commands work as they stand there, in their order, and its files are there."""

import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.fleets import repository

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
ANSWERS = "respondent,team,item,answer\n" + "".join(f"p{n},pay,reinvention-own,Agree\n" for n in range(6))


def commands() -> list[list[str]]:
    """The lines of the README's code blocks that start with `assess`, as words."""
    blocks = re.findall(r"^```\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    return [shlex.split(line, comments=True) for block in blocks for line in block.splitlines() if line.startswith("assess ")]


def test_the_commands_for_own_repositories_work_one_after_the_other(tmp_path):
    for name in ("pay-api", "pay-web"):
        repository(tmp_path / "clones" / name, {"README.md": name}, {"Dockerfile": "FROM python:3.11\n"})
    (tmp_path / "answers.csv").write_text(ANSWERS)
    shown = commands()
    told = ["init", "collect", "teams", "explain", "score", "show", "duplication", "report", "app"]
    asked = [
        "questionnaire",
        "survey create",
        "survey invite",
        "survey open",
        "survey form",
        "survey status",
        "survey close",
        "answers",
        "score",
    ]
    assert [words[1] if words[1] != "survey" else " ".join(words[1:3]) for words in shown] == told + asked
    for words in shown:
        arguments = [word.replace("~/clones", str(tmp_path / "clones")) for word in words[1:]]
        if arguments[0] == "app" or arguments[:2] == ["survey", "form"]:  # it would serve until it is stopped
            arguments.append("--help")
        program = [sys.executable, "-m", "assessment.cli", *arguments]
        run = subprocess.run(program, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120)
        assert run.returncode == 0, (words, run.stderr)
    assert (tmp_path / "acme/report.html").is_file()


def test_the_files_it_points_at_are_there():
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in link]
    assert "CONTRIBUTING.md" in links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_library_we_depend_on_is_in_its_table():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    names = {re.split(r"[<>=]", entry)[0] for entry in project["dependencies"]}
    table = {name.strip().lower() for row in re.findall(r"^\| ([A-Za-z0-9, -]+) \|", README, re.MULTILINE) for name in row.split(",")}
    assert names - table == set()
