"""The data dictionary of the result: every table, every column, and what it means."""

from assessment.decisions.dictionary import duplication, labour, platform, survey, tools, verdict

COLUMNS: dict[str, dict[str, str]] = verdict.TABLES | duplication.TABLES | labour.TABLES | platform.TABLES | survey.TABLES | tools.TABLES
