"""Which questionnaires a workspace has: its own before the shipped ones, each id once."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from assessment.errors import QuestionnaireError
from assessment.workspace import Workspace
from tests.questionnaires import ALL, GERMAN

SHIPPED = {"platform-need", "cognitive-load", "workflow-pain", "platform-product", "maturity"}


def write(path: Path, mapping: dict[str, Any]) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(yaml.safe_dump(mapping, sort_keys=False, allow_unicode=True), encoding="utf-8")


def test_a_workspace_without_its_own_has_the_shipped_ones(tmp_path: Path) -> None:
    assert set(Workspace(tmp_path).questionnaires()) == SHIPPED
    assert Workspace(tmp_path).questionnaire().id == "platform-need"
    assert Workspace(tmp_path).questionnaire("maturity").title == "Platform maturity"


def test_its_own_come_first_and_take_the_place_of_shipped_ones(tmp_path: Path) -> None:
    write(tmp_path / "questionnaire.yaml", {**ALL, "title": "The first"})
    write(tmp_path / "questionnaire.de.yaml", GERMAN)
    write(tmp_path / "questionnaires" / "maturity.yaml", {**ALL, "id": "maturity", "title": "Ours"})
    found = Workspace(tmp_path).questionnaires()
    assert list(found)[:2] == ["all", "maturity"]
    assert set(found) == {*SHIPPED, "all"}
    assert found["maturity"].title == "Ours"
    assert Workspace(tmp_path).questionnaire().title == "The first"
    assert Workspace(tmp_path).questionnaire("all").languages == ("en", "de")


def test_an_id_that_nobody_has_or_two_have_is_named(tmp_path: Path) -> None:
    with pytest.raises(QuestionnaireError, match=r"there is no questionnaire 'all'; one of: cognitive-load, maturity, platform-need"):
        Workspace(tmp_path).questionnaire("all")
    write(tmp_path / "questionnaire.yaml", ALL)
    write(tmp_path / "questionnaires" / "all.yaml", ALL)
    with pytest.raises(QuestionnaireError, match=r"questionnaires/all\.yaml: 'all' is the id of questionnaire\.yaml too; an id each"):
        Workspace(tmp_path).questionnaires()
