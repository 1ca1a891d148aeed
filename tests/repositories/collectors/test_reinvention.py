"""Reinvention in numbers: independent between teams, own per team, copied lines."""

from pathlib import Path

import pandas as pd
import pytest
import yaml

from assessment.model import Organisation, Platform, Team
from assessment.outcome import Evidence, Outcome
from assessment.repositories.collectors.reinvention import collect
from assessment.repositories.duplication.find import find
from assessment.repositories.duplication.thresholds import parse
from assessment.repositories.facts import Facts, empty, frame
from assessment.repositories.fleet import Fleet

RULES = parse(yaml.safe_load((Path(__file__).parents[3] / "data" / "rules" / "duplication.yaml").read_text("utf-8")))
TEAMS = ("Red", "Blue", "Green", "Grey")


def pipeline(word, lines=10):
    return "steps:\n" + "".join(f"  - run: ./{word}-{n}.sh\n" for n in range(lines - 1))


def call(library="platform-ci"):
    return f"jobs:\n  build:\n    uses: acme/{library}/.github/workflows/ci.yml@v1\n    with:\n      java: 21\n"


def fleet(files, *, failed=(), idle=(), shared=(), platform=None):
    """files: {team/repository: {path: text}}; `shared`: repositories whose ci.yml calls platform-ci in line 3."""
    names = {key.split("/")[1]: key.split("/")[0] for key in (*files, *failed, *idle)}
    rows = [(key.split("/")[1], path, f"{key}{path}", text) for key, texts in files.items() for path, text in texts.items()]
    kinds = {"ci.yml": ("github-workflow", "ci"), "Dockerfile": ("dockerfile", "containers"), "CODEOWNERS": ("codeowners", "ownership")}
    contents = frame(
        "contents",
        {
            "repository": [r for r, *_ in rows],
            "path": [p for _, p, *_ in rows],
            "blob": [b for *_, b, _ in rows],
            "text": [t for *_, t in rows],
            "kind": [kinds[p][0] for _, p, *_ in rows],
            "workflow": [kinds[p][1] for _, p, *_ in rows],
        },
    )
    same = {"path": "ci.yml", "line": 3, "kind": "workflow", "workflow": "ci", "target": "acme/platform-ci", "block": "", "pin": "tag"}
    references = frame("references", {"repository": list(shared)} | {name: [value] * len(shared) for name, value in same.items()})
    lost = {key.split("/")[1] for key in failed}
    facts = Facts(
        as_of=pd.Timestamp("2025-06-30", tz="UTC"),
        contents=contents,
        references=references if shared else empty("references"),
        repositories=frame("repositories", {"repository": list(names), "state": ["failed" if n in lost else "collected" for n in names]}),
    )
    organisation = Organisation(name="Example", teams=tuple(Team(name=t, headcount=5) for t in TEAMS), platform=Platform(team=platform))
    return Fleet(organisation=organisation, facts=facts, teams=pd.Series(names, dtype=object).sort_index())


def signals(made):
    found = collect(made, find(made, RULES))
    return {(s.measure, s.team): s for s in found}


def value(made, measure="independent-solutions", team=""):
    return signals(made)[measure, team].value


def test_the_measures_and_their_teams():
    found = signals(fleet({"Red/a": {"ci.yml": pipeline("a")}}))
    assert set(found) == {("independent-solutions", "")} | {(m, t) for m in ("own-solutions", "copied-lines") for t in TEAMS}


@pytest.mark.parametrize(
    ("words", "expected", "note"),
    [
        (("a", "b", "c", "d"), 1.0, "ci: 4.0 independent solutions in 4 teams"),
        (("a", "a", "a", "a"), 0.0, "ci: 1.0 independent solutions in 4 teams"),
        (("a", "a", "b", "b"), 1 / 3, "ci: 2.0 independent solutions in 4 teams"),  # (2 - 1) / (4 - 1)
    ],
)
def test_independent_solutions(words, expected, note):
    made = fleet({f"{team}/{team.lower()}": {"ci.yml": pipeline(word)} for team, word in zip(TEAMS, words, strict=True)})
    signal = signals(made)["independent-solutions", ""]
    assert signal.value == pytest.approx(expected)
    assert signal.note == note
    assert (signal.n, signal.of) == (4, 4)
    assert len(signal.evidence) == len(set(words))


def test_use_of_something_shared_is_no_reinvention():
    files = {f"{team}/{team.lower()}": {"ci.yml": call()} for team in TEAMS[:3]} | {
        "Grey/grey": {"ci.yml": pipeline("x")},
        "Grey/platform-ci": {"ci.yml": pipeline("p")},
    }
    made = fleet(files, shared=("red", "blue", "green"))
    assert value(made) == 0.0  # Grey's own half and nothing else: (0.5 - 1) is below nothing
    assert value(made, "own-solutions", "Red") == 0.0
    assert value(made, "own-solutions", "Grey") == 0.5
    assert value(made, "copied-lines", "Red") == 0.0  # three equal calls are not copies


def test_many_solutions_of_one_team_do_not_look_like_many_teams():
    # Red has six pipelines, the others share copies of one: N = 4^2 / (1 + 3^2) = 1.6
    files = {f"Red/red{n}": {"ci.yml": pipeline(f"r{n}")} for n in range(6)} | {
        f"{t}/{t.lower()}": {"ci.yml": pipeline("same")} for t in TEAMS[1:]
    }
    assert value(fleet(files)) == pytest.approx((1.6 - 1) / 3)
    # two teams with ten pipelines each are two teams, not twenty
    files = {f"{t}/{t.lower()}{n}": {"ci.yml": pipeline(f"job{t}{n}")} for t in TEAMS[:2] for n in range(10)}
    assert value(fleet(files)) == 1.0


def test_workflows_weigh_by_the_teams_that_have_them():
    files = {f"{team}/{team.lower()}": {"ci.yml": pipeline("same")} for team in TEAMS}
    files["Red/red"]["Dockerfile"] = pipeline("r")
    files["Blue/blue"]["Dockerfile"] = pipeline("b")
    made = fleet(files)
    assert value(made) == pytest.approx((0.0 * 4 + 1.0 * 2) / 6)
    assert "containers: 2.0 independent solutions in 2 teams" in signals(made)["independent-solutions", ""].note


def test_own_solutions_of_a_team_and_their_parts():
    made = fleet(
        {
            "Red/one": {"ci.yml": pipeline("r"), "Dockerfile": pipeline("d")},  # ci copied inside Red only: still Red's own
            "Red/two": {"ci.yml": pipeline("r")},
            "Blue/three": {"Dockerfile": pipeline("d"), "ci.yml": pipeline("b")},  # containers is also Red's
        }
    )
    signal = signals(made)["own-solutions", "Red"]
    assert signal.value == pytest.approx(0.5)  # ci yes, containers no
    assert signal.note == "1.0 of 2 workflows are solved alone: ci 100 %"
    parts = {part.repository: (part.value, part.weight) for part in signal.parts}
    assert parts == {"one": (pytest.approx(1 / 3), pytest.approx(1.5)), "two": (1.0, pytest.approx(0.5))}
    assert sum(part.value * part.weight for part in signal.parts) / sum(part.weight for part in signal.parts) == pytest.approx(signal.value)
    assert {(e.repository, e.path, e.line) for e in signal.evidence} == {("one", "ci.yml", 1), ("two", "ci.yml", 1)}


def test_copied_lines_with_evidence():
    made = fleet(
        {
            "Red/one": {"ci.yml": pipeline("x"), "Dockerfile": pipeline("own", 30)},
            "Blue/two": {"ci.yml": pipeline("x") + "  - run: ./more.sh\n"},
        }
    )
    red, blue = (signals(made)["copied-lines", team] for team in ("Red", "Blue"))
    assert red.value == pytest.approx(10 / 40)
    assert blue.value == pytest.approx(10 / 11)
    assert red.parts[0].weight == 40
    assert red.evidence == (Evidence(repository="one", path="ci.yml", line=1, note="10 of 10 lines stand in 2 repositories"),)
    assert red.note == "10 of 40 plumbing lines stand near-identical in another repository"


def test_lines_of_declarations_are_neither_copied_nor_left_to_copy():
    owners = "* @acme/red\n" * 9
    made = fleet(
        {
            "Red/one": {"ci.yml": pipeline("x"), "CODEOWNERS": owners},
            "Blue/two": {"ci.yml": pipeline("x"), "CODEOWNERS": owners},
            "Green/three": {"CODEOWNERS": owners},
        }
    )
    found = signals(made)
    assert [found["copied-lines", team].value for team in ("Red", "Blue")] == [1.0, 1.0]
    assert found["copied-lines", "Green"].outcome is Outcome.NOT_APPLICABLE  # nothing there that could be a copy


def test_absence_is_never_a_number():
    found = signals(fleet({"Red/one": {"ci.yml": pipeline("x")}}, failed=("Blue/two",), idle=("Green/three",), platform="Red"))
    outcomes = {team: {found[m, team].outcome for m in ("own-solutions", "copied-lines")} for team in TEAMS}
    assert outcomes == {
        "Red": {Outcome.NOT_APPLICABLE},  # the platform team: plumbing is its product
        "Blue": {Outcome.UNAVAILABLE},  # could not be read
        "Green": {Outcome.NOT_APPLICABLE},  # read, and there is no plumbing
        "Grey": {Outcome.UNAVAILABLE},  # no repository
    }
    assert found["independent-solutions", ""].outcome is Outcome.UNAVAILABLE  # one team alone, and one repository not read
    assert found["copied-lines", "Blue"].note


def test_nothing_between_teams_where_one_team_is_all_there_is():
    signal = signals(fleet({"Red/one": {"ci.yml": pipeline("x")}}))["independent-solutions", ""]
    assert signal.outcome is Outcome.NOT_APPLICABLE


def test_a_repository_that_could_not_be_read_lowers_coverage():
    signal = signals(fleet({"Red/one": {"ci.yml": pipeline("x")}}, failed=("Red/two",)))["copied-lines", "Red"]
    assert (signal.outcome, signal.n, signal.of, signal.coverage) == (Outcome.MEASURED, 1, 2, 0.5)
