"""Bad input, named: what was wrong, where it stands, and what would be right."""


class AssessmentError(Exception):
    """Something the user gave us cannot be used.

    `where` names the file, key or row; `what` says what is wrong; `expected` says what would be right.
    """

    def __init__(self, what: str, *, where: str = "", expected: str = "") -> None:
        self.what, self.where, self.expected = what, where, expected
        super().__init__(": ".join(part for part in (where, what) if part) + (f"; {expected}" if expected else ""))


class OrganisationError(AssessmentError):
    """The organisation file is malformed or contradicts itself."""


class RepositoryError(AssessmentError):
    """A repository cannot be read; the rest of the fleet still can."""


class RulesError(AssessmentError):
    """A rule file names an unknown key, workflow or pattern."""


class QuestionnaireError(AssessmentError):
    """A questionnaire or rubric is malformed."""


class AnswersError(AssessmentError):
    """An answer file names an unknown item, respondent or label."""


class SurveyError(AssessmentError):
    """A round, an invitation or the store of answers cannot be used as asked."""


class WorkspaceError(AssessmentError):
    """The folder is not a workspace, or a stored table in it cannot be read."""


class DraftError(AssessmentError):
    """A file cannot be read, or a cluster cannot be drafted into a shared version."""
