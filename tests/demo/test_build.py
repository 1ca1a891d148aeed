"""What is written: sound repositories, the same for the same seed, with the shapes that real ones have."""

import subprocess
from pathlib import Path

import pytest
import yaml

from assessment.demo.build import build, load
from assessment.demo.edits import DemoError
from assessment.model import Organisation
from assessment.shipped import shipped
from assessment.survey.sources.questionnaires import load_questionnaire

REPOSITORIES = ["blue-again", "blue-old", "blue-one", "blue-two", "nobody", "platform-workflows", "red-one", "red-two"]


def heads(folder: Path) -> dict[str, str]:
    return {
        path.name: subprocess.run(["git", "-C", str(path), "rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout.strip()
        for path in sorted((folder / "repositories").iterdir())
    }


def test_every_repository_is_there_and_sound(small, git):
    assert sorted(path.stem for path in (small / "repositories").iterdir()) == REPOSITORIES
    for name in REPOSITORIES:
        git(name, "fsck", "--strict", "--full")  # fails where anything is wrong
        assert git(name, "rev-parse", "--abbrev-ref", "HEAD").strip() == "main"
        assert git(name, "rev-parse", "--is-bare-repository").strip() == "true"


def test_the_same_seed_gives_the_same_commits_and_files(small, small_file, tmp_path):
    build(tmp_path, specification=small_file, seed=1)
    assert heads(tmp_path) == heads(small)
    for name in ("answers.csv", "answers-1.csv", "answers-1-load.csv", "organisation.yaml", "truth.yaml"):
        assert (tmp_path / name).read_bytes() == (small / name).read_bytes()


def test_another_seed_gives_other_commits(small, small_file, tmp_path):
    build(tmp_path, specification=small_file, seed=2)
    assert not set(heads(tmp_path).values()) & set(heads(small).values())


def test_the_configuration_of_the_machine_changes_nothing(small, small_file, tmp_path, monkeypatch):
    (tmp_path / "config").write_text("[core]\n\tautocrlf = true\n[init]\n\tdefaultBranch = other\n[i18n]\n\tcommitEncoding = latin1\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "config"))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Somebody Else")
    build(tmp_path / "again", specification=small_file, seed=1)
    monkeypatch.undo()
    assert heads(tmp_path / "again") == heads(small)


def test_building_again_replaces_what_was_there(small_file, tmp_path):
    (tmp_path / "repositories" / "stale.git").mkdir(parents=True)
    said: list[str] = []
    build(tmp_path, specification=small_file, progress=said.append)
    assert sorted(path.stem for path in (tmp_path / "repositories").iterdir()) == REPOSITORIES
    assert set(REPOSITORIES) < set(said)


def test_the_organisation_file_is_valid_and_maps_all_but_one(small):
    organisation = Organisation.model_validate(yaml.safe_load((small / "organisation.yaml").read_text()))
    assert [(team.name, team.headcount) for team in organisation.teams] == [("red", 5), ("blue", 6), ("platform", 4)]
    owned = {pattern: team.name for team in organisation.teams for pattern in team.repositories}
    assert owned == {"red-*": "red", "blue-*": "blue", "platform-*": "platform"}
    assert organisation.repositories.folder == "repositories"
    (road,) = organisation.platform.roads
    assert (road.name, str(road.workflow), str(road.since), road.mandated_from) == ("deploy", "deployment", "2024-06-03", None)


def test_merges_only_where_work_lands_through_branches(git):
    merges = {name: int(git(name, "rev-list", "--merges", "--count", "HEAD")) for name in REPOSITORIES}
    assert merges.pop("red-one") > 10
    assert set(merges.values()) == {0}
    for line in git("red-one", "rev-list", "--merges", "--parents", "HEAD").splitlines()[:10]:
        commit, first, second = line.split()
        assert git("red-one", "merge-base", first, second).strip() == first  # the branch left the main line there
        assert git("red-one", "rev-parse", f"{commit}^{{tree}}") == git("red-one", "rev-parse", f"{second}^{{tree}}")


def test_a_file_name_that_is_not_utf8(git):
    paths = git("nobody", "ls-tree", "-r", "-z", "--name-only", "HEAD").split("\0")
    assert "notes/caf\udce9.txt" in paths


def test_a_restarted_history_begins_with_everything(git):
    root = git("blue-again", "rev-list", "--max-parents=0", "HEAD").strip()
    paths = git("blue-again", "ls-tree", "-r", "--name-only", root).splitlines()
    assert {"Dockerfile", "chart/Chart.yaml", ".github/workflows/pipeline.yml", "k8s/sealed-secret.yaml"} <= set(paths)
    assert len(paths) > 20


def test_a_dormant_repository_sleeps(git):
    assert git("blue-old", "log", "-1", "--format=%cs").strip() < "2024-12-20"
    assert git("blue-one", "log", "-1", "--format=%cs").strip() > "2025-11-01"


def test_the_mailmap_leads_browser_addresses_to_people(git):
    addresses = {line.split("\t")[0] for line in git("red-two", "log", "--no-mailmap", "--format=%ae\t%an").splitlines()}
    mapped = {line.split("\t")[0] for line in git("red-two", "log", "--use-mailmap", "--format=%aE\t%aN").splitlines()}
    browser = {address for address in addresses if "users.noreply.tiny.example" in address}
    team = {line.split("<")[2].rstrip(">") for line in git("red-two", "show", "HEAD:.mailmap").splitlines()}
    assert browser & team
    assert not mapped & team


@pytest.mark.parametrize("name", ["organisation.yaml", "quiet.yaml"])
def test_the_shipped_specifications_are_sound(name):
    spec = load(shipped("demo", name))
    questionnaire = load_questionnaire(shipped("questionnaires", "platform-need.yaml"))
    assert {scale.id for scale in questionnaire.scales} - {"setup-days"} <= set(spec.survey.severity)
    assert (name == "quiet.yaml") == (not spec.campaigns)


def test_a_missing_specification_is_named(tmp_path):
    with pytest.raises(DemoError, match=r"nowhere\.yaml"):
        build(tmp_path, specification=tmp_path / "nowhere.yaml")


def test_every_round_is_written_and_told_the_oldest_first(tmp_path, small_file):
    (tmp_path / "answers-older.csv").write_text("of another specification")
    rounds = build(tmp_path, specification=small_file)
    assert list(rounds) == ["1", "1-load", "2"]
    assert [path.name for path in rounds.values()] == ["answers-1.csv", "answers-1-load.csv", "answers.csv"]
    assert all(path.is_file() for path in rounds.values())
    assert not (tmp_path / "answers-older.csv").exists()
