"""Questionnaire files: one YAML document each, with its translations in files of their own beside it.

`<id>.yaml` is a questionnaire, `<id>.<language>.yaml` its words in another language; `questionnaire.yaml` may hold any id. Read by the
safe loader of `documents.py` and validated as a whole.
"""

from collections.abc import Iterator
from pathlib import Path

from assessment import documents
from assessment.errors import QuestionnaireError
from assessment.survey.questionnaire import Problem, Questionnaire, examined, parse

OWN = "questionnaire"  # stem of the file in a workspace that may hold any id


def load_questionnaire(path: Path) -> Questionnaire:
    """The questionnaire in a YAML file, with its translations; QuestionnaireError naming file, line or key, and what would be right."""
    questionnaire = parse(documents.load(path, QuestionnaireError), str(path), _translated(path))
    for problem in _misnamed(questionnaire, path):
        raise QuestionnaireError(problem.what, where=problem.where, expected=problem.expected)
    return questionnaire


def examine(path: Path) -> tuple[Questionnaire | None, tuple[Problem, ...]]:
    """The questionnaire in a file (None where it cannot be read as one) and all problems of the file and of its translations."""
    try:
        questionnaire, problems = examined(documents.load(path, QuestionnaireError), str(path), _translated(path))
    except QuestionnaireError as error:
        return None, (Problem(error.where, error.what, error.expected),)
    return questionnaire, (*problems, *(_misnamed(questionnaire, path) if questionnaire else ()))


def load_folder(folder: Path) -> dict[str, Questionnaire]:
    """Id -> questionnaire, of all in a folder; none where there is no folder. QuestionnaireError as `load_questionnaire`."""
    paths = sorted(folder.glob("*.yaml"))
    stems = {path.stem for path in paths}
    for path in paths:
        if (of := path.stem.partition(".")[0]) not in stems:
            raise QuestionnaireError("is a translation of nothing", where=str(path), expected=f"{of}.yaml beside it")
    return {path.stem: load_questionnaire(path) for path in paths if "." not in path.stem}


def _translated(path: Path) -> dict[str, object]:
    """File -> mapping, of the translations beside a questionnaire. QuestionnaireError where a file says another language than its name."""
    found = {}
    for other in sorted(path.parent.glob("*.*.yaml")):
        stem, _, language = other.stem.rpartition(".")
        if stem == path.stem:
            words = found[str(other)] = documents.load(other, QuestionnaireError)
            if isinstance(words, dict) and words.get("language", language) != language:
                what = f"'{words['language']!s:.20}' is not the language of the file's name"
                raise QuestionnaireError(what, where=f"{other}: language", expected=f"language: {language}, or another name")
    return found


def _misnamed(questionnaire: Questionnaire, path: Path) -> Iterator[Problem]:
    if path.stem not in {OWN, questionnaire.id}:
        expected = f"id: {path.stem}, or the file {questionnaire.id}.yaml"
        yield Problem(f"{path}: id", f"'{questionnaire.id}' is not how the file is called", expected)
