"""A workspace end to end on two small real repositories: collect, import, score, read back; and every bad input by name."""

import csv
import shutil
import stat
from pathlib import Path

import pytest
from pyarrow import parquet

from assessment.errors import AnswersError, OrganisationError, WorkspaceError
from assessment.reporting import summaries
from assessment.reporting.exports import html, tables
from assessment.survey.store.form import Form
from assessment.workspace import Workspace
from tests.fleets import ORGANISATION, git, repository

CI = "on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: make test\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    repository(
        tmp_path / "clones/pay-api",
        {"README.md": "Pay\n"},
        {".github/workflows/ci.yml": CI},
        {"Dockerfile": "FROM python:3.11\nUSER app\n"},
    )
    repository(
        tmp_path / "clones/lend-api", {"src/main.py": "print(1)\n"}, {".github/workflows/ci.yml": CI.replace("make test", "./run-tests")}
    )
    (tmp_path / "organisation.yaml").write_text(ORGANISATION)
    return Workspace(tmp_path)


def collect_and_score(workspace: Workspace) -> None:
    workspace.collect(workers=1)
    workspace.score(draws=300)


def answer_file(workspace: Workspace, people: int = 6, **change: str) -> Path:
    path = workspace.folder / "answers.csv"
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["respondent", "team", "item", "answer"])
        for team in ("pay", "lend"):
            for person in range(people):
                for item in ("reinvention-own", "reinvention-parallel", "reinvention-copy"):
                    rows.writerow(
                        [f"{team}{person}@example.com", change.get("team", team), change.get("item", item), change.get("answer", "Agree")]
                    )
    return path


def test_collect_import_score_and_read_back(workspace):
    status = workspace.collect(workers=1)
    assert dict(zip(status["repository"], status["state"], strict=True)) == {"pay-api": "collected", "lend-api": "collected"}
    found = workspace.import_answers(answer_file(workspace), wave="1")
    assert found.respondents == 12
    made = workspace.score(draws=300)
    again = workspace.assessment()
    assert again.verdict == made.verdict
    assert again.as_of == made.as_of
    assert made.verdict.repositories == 2
    assert made.verdict.answers == 12
    assert set(made.tables) == set(again.tables)
    assert set(made.coverage["team"]) == {"pay", "lend"}


def test_the_same_seed_gives_the_same_numbers(workspace):
    workspace.collect(workers=1)
    assert workspace.score(draws=300, seed=5).indicators.equals(workspace.score(draws=300, seed=5).indicators)


def test_hunks_of_a_file_are_fetched_with_their_lines_up_to_the_day_that_counts_as_now(workspace):
    clone = workspace.folder / "clones/pay-api"
    for day, version in ((31, "3.12"), (2, "3.13")):  # of January, of February
        (clone / "Dockerfile").write_text(f"FROM python:{version}\nUSER app\n")
        date = f"2026-{'01' if day == 31 else '02'}-{day:02}T12:00:00Z"
        git(clone, "commit", "--quiet", "--all", "--message", version, f"--date={date}", GIT_COMMITTER_DATE=date)
    workspace.collect(workers=1)
    fleet, _ = workspace.fleet()
    assert fleet.hunks_of("pay-api", ["Dockerfile"])["added"].tolist() == ["", "FROM python:3.12"]
    assert fleet.hunks_of("lend-api", ["Dockerfile"]).empty


def test_no_name_or_address_is_stored(workspace):
    workspace.collect(workers=1)
    workspace.import_answers(answer_file(workspace), wave="1")
    made = workspace.score(draws=300)
    html.write(made, workspace.folder / "out/report.html")
    tables.save(made, workspace.folder / "out")
    for folder, known in (("facts", "pay-api"), ("survey.db*", "reinvention-own"), ("results", "pay-api"), ("out", "pay-api")):
        stored = "".join(
            map(content, sorted(path for top in workspace.folder.glob(folder) for path in (top, *top.rglob("*")) if path.is_file()))
        )
        assert known in stored  # so what is looked for below would be found
        for personal in ("Ada Maker", "@example.com", "Change number"):  # the author, the respondents, a commit's subject
            assert personal not in stored, (folder, personal)


def content(path: Path) -> str:
    """What a file holds; Parquet compresses, so its bytes alone show nothing."""
    return str(parquet.read_table(path).to_pylist()) if path.suffix == ".parquet" else path.read_text(errors="replace")


def test_the_key_is_made_once_and_is_private(workspace):
    key = workspace.key()
    assert workspace.key() == key
    assert len(key) == 32
    assert stat.S_IMODE((workspace.folder / ".key").stat().st_mode) == 0o600


def test_a_broken_repository_does_not_stop_the_rest(workspace):
    shutil.rmtree(workspace.folder / "clones/lend-api/.git/objects")
    (workspace.folder / "clones/lend-api/.git/objects").mkdir()
    status = workspace.collect(workers=1).set_index("repository")
    assert status.loc["pay-api", "state"] == "collected"
    assert status.loc["lend-api", "state"] == "failed"
    assert status.loc["lend-api", "message"]
    made = workspace.score(draws=300)
    assert (made.verdict.repositories, made.verdict.repositories_of) == (1, 2)


def test_an_empty_and_a_shallow_repository_are_said_and_the_rest_is_assessed(workspace, tmp_path):
    clones = workspace.folder / "clones"
    (clones / "pay-empty").mkdir()
    git(clones / "pay-empty", "init", "-q", "-b", "main")
    repository(tmp_path / "origin", {"README.md": "1"}, {"README.md": "2"}, {"Dockerfile": "FROM python:3.11\n"})
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{tmp_path}/origin", str(clones / "pay-cut"))
    status = workspace.collect(workers=1).set_index("repository")
    assert (status.loc["pay-empty", "state"], status.loc["pay-empty", "commits"]) == ("empty", 0)
    assert (status.loc["pay-cut", "state"], bool(status.loc["pay-cut", "shallow"])) == ("collected", True)
    made = workspace.score(draws=300)
    assert (made.verdict.repositories, made.verdict.repositories_of) == (3, 4)  # an empty one shows nothing
    left = summaries.left_out(made.coverage).set_index("what")["count"]
    assert left["Repositories whose history is cut"] == 1


def test_nothing_but_an_empty_repository_cannot_tell(tmp_path):
    git(tmp_path, "init", "-q", str(tmp_path / "clones/pay-api"))
    (tmp_path / "organisation.yaml").write_text(ORGANISATION)
    workspace = Workspace(tmp_path)
    collect_and_score(workspace)
    assert workspace.assessment().verdict.answer == "cannot tell"


def test_scoring_before_collecting_says_what_to_run(workspace):
    with pytest.raises(WorkspaceError, match="assess collect"):
        workspace.score()


def test_a_repository_added_later_counts_as_unread(workspace):
    workspace.collect(workers=1)
    repository(workspace.folder / "clones/pay-new", {"README.md": "New\n"})
    made = workspace.score(draws=300)
    assert (made.verdict.repositories, made.verdict.repositories_of) == (2, 3)
    assert made.coverage.set_index("repository").loc["pay-new", "message"] == "not collected yet"


def test_a_survey_alone_can_be_scored_and_cannot_found_a_team(workspace):
    (workspace.folder / "organisation.yaml").write_text(ORGANISATION.replace("repositories: {folder: clones}", ""))
    workspace.import_answers(answer_file(workspace), wave="1")
    made = workspace.score(draws=300)
    assert made.verdict.answer == "cannot tell"
    assert (made.verdict.answers, made.verdict.repositories_of) == (12, 0)


def test_a_result_that_is_not_there_says_what_to_run(workspace):
    with pytest.raises(WorkspaceError, match="assess score"):
        workspace.assessment()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name: Acme\nteams: []\n", r"organisation\.yaml: teams"),
        ("- a\n", "is not a mapping"),
        ("name: [Acme\nteams: []\n", r"organisation\.yaml: line 2: malformed YAML"),
        ("", "is not a mapping"),
        (ORGANISATION.replace("headcount: 6", "headcount: none", 1), r"teams\.0\.headcount"),
        (ORGANISATION.replace("folder: clones", "folder: nowhere"), "nowhere"),
        (ORGANISATION.replace("folder: clones", "paths: [clones/pay-api, clones/../clones/pay-api]"), "twice"),
        (ORGANISATION + "ownership: {csv: none.csv}\n", r"none\.csv"),
    ],
)
def test_a_broken_organisation_file_is_named(workspace, text, message):
    (workspace.folder / "organisation.yaml").write_text(text)
    with pytest.raises(OrganisationError, match=message):
        collect_and_score(workspace)


def test_a_folder_without_an_organisation_file_says_what_to_run(tmp_path):
    with pytest.raises(WorkspaceError, match="assess init"):
        Workspace(tmp_path).organisation()


def test_a_csv_with_an_unknown_team_names_its_row(workspace):
    (workspace.folder / "organisation.yaml").write_text(ORGANISATION + "ownership: {csv: teams.csv}\n")
    (workspace.folder / "teams.csv").write_text("repository,team\npay-api,pay\nlend-api,lending\n")
    workspace.collect(workers=1)
    with pytest.raises(OrganisationError, match=r"teams\.csv: row 3.*'lending'.*pay, lend"):
        workspace.fleet()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"repository,team\npay-api,pay\npay-api,lend\n", r"teams\.csv: row 3: 'pay-api' stands with team 'pay' above"),
        ("repository,team\npäy,pay\n".encode("latin-1"), r"teams\.csv: is not a CSV file in UTF-8"),
        (b"repo,owner\npay-api,pay\n", r"has the columns: repo, owner; columns repository,team"),
    ],
)
def test_a_broken_csv_of_owners_is_named(workspace, content, message):
    (workspace.folder / "organisation.yaml").write_text(ORGANISATION + "ownership: {csv: teams.csv}\n")
    (workspace.folder / "teams.csv").write_bytes(content)
    workspace.collect(workers=1)
    with pytest.raises(OrganisationError, match=message):
        workspace.fleet()


@pytest.mark.parametrize("text", ["", "no key", "00" * 31])
def test_a_damaged_key_is_never_replaced(workspace, text):
    (workspace.folder / ".key").write_text(text)
    with pytest.raises(WorkspaceError, match=r"\.key: is no key; restore it"):
        workspace.key()
    assert (workspace.folder / ".key").read_text() == text


@pytest.mark.parametrize(
    ("change", "message"), [({"item": "no-such-item"}, "no-such-item"), ({"answer": "Maybe"}, "Maybe"), ({"team": "nobody"}, "nobody")]
)
def test_bad_answers_are_named_and_nothing_is_stored(workspace, change, message):
    with pytest.raises(AnswersError, match=message):
        workspace.import_answers(answer_file(workspace, **change), wave="1")
    assert workspace.answers().empty


def test_an_empty_survey_is_an_error(workspace):
    path = workspace.folder / "answers.csv"
    path.write_text("respondent,team,item,answer\n")
    with pytest.raises(AnswersError, match="no answer in it"):
        workspace.import_answers(path, wave="1")


def test_one_team_only_can_be_assessed(workspace):
    one = "name: Solo\nteams: [{name: pay, headcount: 6, repositories: ['*']}]\nrepositories: {folder: clones}\n"
    (workspace.folder / "organisation.yaml").write_text(one)
    workspace.collect(workers=1)
    made = workspace.score(draws=300)
    between = made.measures[made.measures["measure"].isin(["independent-solutions", "control-spread"])]
    assert (between["outcome"] != "measured").all()  # nothing lies between teams where there is one


def test_small_groups_are_hidden_everywhere(workspace):
    workspace.collect(workers=1)
    workspace.import_answers(answer_file(workspace, people=3), wave="1")  # 3 + 3 answers, k = 5
    made = workspace.score(draws=300)
    said = made.measures[(made.measures["source"] == "perceived") & (made.measures["team"] != "")]
    assert (said["outcome"] != "measured").all()
    asked = made.indicators[(made.indicators["indicator"] == "reinvention") & (made.indicators["team"] != "")]
    assert asked["hidden"].all()
    assert (asked["answers"] == 0).all()
    shown = made.response.set_index("team")["shown"]
    assert shown.to_dict() == {"pay": False, "lend": False, "": True}  # six people together may be spoken of


def test_a_round_that_is_open_is_not_judged_before_it_is_closed(workspace):
    workspace.collect(workers=1)
    team = workspace.organisation().team_names[0]
    with workspace.store() as store:
        store.create("2026-9", workspace.questionnaire())
        link = store.invite("2026-9", [(team, None)], workspace.key())[0]
        store.open("2026-9")
        form = Form(workspace.folder / "survey.db")
        for _ in range(6):
            own = form.begin(link.token)
            form.save(own, {"reinvention-own": "Agree"})
            form.submit(own)
        assert workspace.open_rounds() == ["2026-9"]
        assert (workspace.score(draws=200).response["answers"] == 0).all()
        store.close("2026-9")
    assert workspace.open_rounds() == []
    assert workspace.score(draws=200).response.set_index("team")["answers"][team] == 6
