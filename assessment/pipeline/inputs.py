"""Everything that an assessment reads, and how it tells where it is."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd

from assessment.indicators.rubric import Rubric
from assessment.repositories.duplication.copies.similar import Search
from assessment.repositories.duplication.thresholds import Thresholds
from assessment.repositories.fleet import Fleet
from assessment.repositories.rules.schema_controls import ControlRule
from assessment.repositories.rules.schema_steps import Capability
from assessment.repositories.rules.schema_tools import NO_TOOLS, ToolRules
from assessment.survey.answers import no_texts
from assessment.survey.questionnaire import Questionnaire


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """Everything an assessment reads: the fleet with its ownership table, the answers, and the data that judges them.

    `questionnaire` is the one that the rubric speaks of; `questionnaires` are all that may have been asked, and `texts` what people wrote.
    """

    fleet: Fleet
    owners: pd.DataFrame
    answers: pd.DataFrame
    questionnaire: Questionnaire
    rubric: Rubric
    thresholds: Thresholds
    tools: ToolRules = NO_TOOLS
    capabilities: tuple[Capability, ...] = ()
    controls: tuple[ControlRule, ...] = ()
    questionnaires: tuple[Questionnaire, ...] = ()
    texts: pd.DataFrame = field(default_factory=no_texts)
    search: Search | None = None  # what finds the pairs of files to compare; without, the exact search


STEPS = ("reading facts", "telling people from bots", "finding copies", "measuring", "drawing up tables", "hearing answers", "deciding")
Step = Callable[[str], None]
