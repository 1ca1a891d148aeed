"""Clusters of workflows written by hand, drafted with the shipped rules, and the real programs that judge what came out."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from assessment.repositories.duplication.drafts.draft import draft
from assessment.repositories.duplication.drafts.form import Member
from assessment.repositories.duplication.thresholds import parse

BIN = Path(sys.executable).parent
SHIPPED = Path(__file__).parents[5] / "data" / "rules" / "duplication.yaml"
RULES = parse(yaml.safe_load(SHIPPED.read_text("utf-8"))).drafts
REPOSITORIES = ("payments-api", "web-shop", "stock-keeper", "parcel-desk", "claims-inbox", "tax-office")


def drafted(texts, kind="github-workflow", path=".github/workflows/build.yml"):
    """The draft for files of as many repositories, in their order."""
    members = [Member(repository, "", path, text) for repository, text in zip(REPOSITORIES, texts, strict=False)]
    return draft(members, kind, RULES)


def shared(made):
    """The shared version, parsed by a reader that is not ours."""
    (text,) = made.files.values()
    return yaml.load(text, yaml.BaseLoader)


def call(made, repository):
    """The calling job of a repository, parsed likewise."""
    text = next(text for (name, _), text in made.callers.items() if name == repository)
    return yaml.load(text, yaml.BaseLoader)["jobs"]["call"]


@pytest.fixture
def zizmor(tmp_path):
    """(audit, severity) of the findings in each of some workflows or actions; fails where zizmor cannot read one."""

    def run(texts, name=".github/workflows/file.yml"):
        places = [tmp_path / f"linted-{number}" / name for number in range(len(texts))]
        for place, text in zip(places, texts, strict=True):
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, "utf-8")
        command = [BIN / "zizmor", "--offline", "--no-progress", "--no-config", "--strict-collection", "--format", "json", *places]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        assert ran.stdout.startswith("["), ran.stderr
        found = [set() for _ in places]
        for one in json.loads(ran.stdout):
            (place,) = {location["symbolic"]["key"]["Local"]["verbatim_path"] for location in one["locations"]}
            found[places.index(Path(place))].add((one["ident"], one["determinations"]["severity"]))
        return found

    return run


@pytest.fixture
def accepted_by_schema(tmp_path):
    """Whether the schema that the vendor publishes takes these texts; kind: workflows or actions."""

    def run(texts, kind="workflows"):
        paths = []
        for number, text in enumerate(texts):
            paths.append(tmp_path / f"{number}.yml")
            paths[-1].write_text(text, "utf-8")
        command = [BIN / "check-jsonschema", "--builtin-schema", f"vendor.github-{kind}", *paths]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        return ran.returncode == 0, ran.stdout

    return run
