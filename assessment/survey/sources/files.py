"""Questionnaire files: one YAML document each, read by the safe loader of `documents.py` and validated as a whole."""

from pathlib import Path

from assessment import documents
from assessment.errors import QuestionnaireError
from assessment.survey.questionnaire import Questionnaire, parse


def load_questionnaire(path: Path) -> Questionnaire:
    """The questionnaire in a YAML file; QuestionnaireError naming file, line or key, and what would be right."""
    return parse(documents.load(path, QuestionnaireError), str(path))
