"""What is asked, of whom, in which languages, and how an answer is read.

`readings`, `formats`: one answer · `items`: the records · `model`: the whole · `asking`: who is shown what · `translations`: other
languages · `parsing`, `contradictions`, `completeness`: from a file's mapping, with everything that is wrong in it. All pure; files
are read by `sources/questionnaires.py`.
"""

from assessment.survey.questionnaire.contradictions import nearest
from assessment.survey.questionnaire.model import Questionnaire
from assessment.survey.questionnaire.parsing import Problem, examined, parse

__all__ = ["Problem", "Questionnaire", "examined", "nearest", "parse"]
