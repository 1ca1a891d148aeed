"""The store of the survey as the rest of the program sees it: rounds, invitations, answers, what is kept.

One object over an engine that may do everything; the respondents' form has another, which may not (`form.py`).
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Self

import pandas as pd
from sqlalchemy import Engine

from assessment.errors import SurveyError
from assessment.survey.answers import no_texts
from assessment.survey.questionnaire import Questionnaire
from assessment.survey.store import importing, invitations, keeping, postgresql, rounds
from assessment.survey.store.engine import address, engine, shown, written
from assessment.survey.store.importing import Counts
from assessment.survey.store.invitations import Invitation
from assessment.survey.store.migrating import migrate


class Store:
    """Rounds, invitations and answers. Every method is one transaction; SurveyError where the database refuses or cannot be reached."""

    def __init__(self, made: Engine) -> None:
        self.engine = made

    @property
    def name(self) -> str:
        """The store as messages name it, without password."""
        return shown(self.engine.url)

    def create(
        self, round: str, questionnaire: Questionnaire, *, access: str = "team", extra: Sequence[str] = (), closes: str | None = None
    ) -> None:
        """Make a round as a draft: of which questionnaire, for links to persons or teams, with which optional sections, until which day."""
        rounds.create(self.engine, round, questionnaire, access, extra, closes)

    def open(self, round: str) -> None:
        """Let people answer; SurveyError where nobody is invited or the last day is over."""
        rounds.open_round(self.engine, round)

    def close(self, round: str) -> None:
        """Take no answer any more."""
        rounds.close(self.engine, round)

    def rounds(self) -> pd.DataFrame:
        """Every round (columns: `rounds.ROUNDS`), ordered by name."""
        return rounds.listed(self.engine)

    def questionnaire(self, round: str) -> Questionnaire:
        """The questionnaire of a round, as it was when the round was made."""
        return rounds.questionnaire(self.engine, round)

    def invite(self, round: str, people: Iterable[tuple[str, str | None]], key: bytes) -> list[Invitation]:
        """New links for (team, address or None); each token is told this once. A person or team invited again loses the old link."""
        return invitations.invite(self.engine, round, people, key)

    def append(self, answers: pd.DataFrame, texts: pd.DataFrame | None = None, *, replace: bool = False) -> Counts:
        """Add imported answers and free texts; see `importing.append`."""
        return importing.append(self.engine, answers, no_texts() if texts is None else texts, replace=replace)

    def answers(self) -> pd.DataFrame:
        """All answers submitted or imported (columns: `answers.COLUMNS`)."""
        return importing.stored_answers(self.engine)

    def texts(self) -> pd.DataFrame:
        """All free texts submitted or imported (columns: `answers.TEXTS`)."""
        return importing.stored_texts(self.engine)

    def forget_respondent(self, who: str) -> int:
        """Delete everything of one person (token: of this round; pseudonym: of all); counts the responses."""
        return keeping.forget_respondent(self.engine, who)

    def forget_round(self, round: str) -> int:
        """Delete a round with its links and answers; counts the responses."""
        return keeping.forget_round(self.engine, round)

    def retain(self, rounds: int) -> list[str]:
        """Delete all but the last rounds; returns the names of those deleted."""
        return keeping.retain(self.engine, rounds)

    def stored(self) -> pd.DataFrame:
        """What is kept, counted (columns: `keeping.STORED`)."""
        return keeping.stored(self.engine)

    def backup(self, path: Path) -> Path:
        """A copy of everything at one moment, as an SQLite file that opens as a store."""
        return keeping.backup(self.engine, path)

    def form_address(self, secret: str) -> str:
        """Address that the respondents' form logs in with; on PostgreSQL its role gets `secret` as its password, until the next one.

        SurveyError where the user of the store may not change roles: then make a user for the form and name it in ASSESS_FORM_STORE.
        """
        url = self.engine.url
        if url.get_backend_name() == "sqlite":
            return url.render_as_string()

        role = written(self.engine, lambda connection: postgresql.admit(connection, secret))
        return url.set(username=role, password=secret).render_as_string(hide_password=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.dispose()

    def dispose(self) -> None:
        """Give the connections back."""
        self.engine.dispose()


def open_store(where: str | Path) -> Store:
    """The store at a path (SQLite) or an address, brought up to date; SurveyError where that cannot be."""
    found = address(where)
    if found.get_backend_name() == "sqlite":
        path = Path(str(found.database))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600, exist_ok=True)  # before SQLite makes it, which would let everybody read it
        except OSError as error:
            raise SurveyError(f"cannot be written: {error.strerror}", where=str(path), expected="a folder that may be written") from error
    made = engine(found)
    migrate(made)
    return Store(made)
