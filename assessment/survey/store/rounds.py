"""A round: one questionnaire, asked once, from its making to its end.

Reads and writes the table `rounds`. A round keeps its own copy of the questionnaire, so that a later change of the file changes nothing
of what was asked. Rounds are ordered by their name (2026-1 before 2026-2), because nothing here carries a time.
"""

import datetime
import json
from collections.abc import Sequence
from functools import lru_cache

import pandas as pd
from sqlalchemy import Connection, Engine, delete, func, insert, select, text, update

from assessment.errors import SurveyError
from assessment.survey.questionnaire import Questionnaire, parse
from assessment.survey.store.engine import read, written
from assessment.survey.store.tables import ACCESS, answers, invitations, responses, rounds, texts

ROUNDS = ["round", "questionnaire", "state", "access", "extra", "closes", "links", "teams"]
LONGEST = 50


def create(target: Engine, round: str, questionnaire: Questionnaire, access: str, extra: Sequence[str], closes: str | None) -> None:
    """Make a round, as a draft; SurveyError for a name that is taken or bad, an unknown access or section, or a day that is none."""
    _check(round, questionnaire, access, extra, closes)
    row = {
        "name": round,
        "questionnaire": questionnaire.id,
        "document": json.dumps(questionnaire.dump(), ensure_ascii=False),
        "state": "draft",
        "access": access,
        "extra": json.dumps(list(extra)),
        "closes": closes,
    }

    def work(connection: Connection) -> None:
        there = connection.execute(select(rounds).where(rounds.c.name == round)).mappings().first()
        if there is not None and dict(there) != row:
            raise SurveyError("is there already", where=f"round '{round}'", expected="another name, such as 2026-2")
        if there is None:
            connection.execute(insert(rounds).values(row))

    written(target, work)


def _check(round: str, questionnaire: Questionnaire, access: str, extra: Sequence[str], closes: str | None) -> None:
    if not round.strip() or round != round.strip() or len(round) > LONGEST or not round.isprintable():
        raise SurveyError(
            f"'{round:.60}' is no name for a round", expected=f"a name that sorts by time, such as 2026-1, at most {LONGEST} long"
        )
    if access not in ACCESS:
        raise SurveyError(f"unknown access '{access}'", where=f"round '{round}'", expected=f"one of: {', '.join(ACCESS)}")
    optional = [section.id for section in questionnaire.sections if section.optional]
    if unknown := [section for section in extra if section not in optional]:
        known = f"one of: {', '.join(optional)}" if optional else f"questionnaire '{questionnaire.id}' has none"
        raise SurveyError(f"'{unknown[0]}' is no optional section", where=f"round '{round}'", expected=known)
    if closes is not None:
        _day(closes, round)


def _day(closes: str, round: str) -> None:
    try:
        day = datetime.date.fromisoformat(closes)
    except ValueError:
        day = None
    if day is None or day.isoformat() != closes or day < datetime.date.today():
        what = f"'{closes:.30}' is no day to come"
        raise SurveyError(what, where=f"round '{round}'", expected="the last day to answer, as 2026-12-31")


def open_round(target: Engine, round: str) -> None:
    """Let people answer; SurveyError where the round has no invitation yet, or its last day is over."""

    def work(connection: Connection) -> None:
        found = one(connection, round)
        if found["closes"] is not None:
            _day(found["closes"], round)
        if not connection.execute(select(func.count()).where(invitations.c.round == round)).scalar():
            raise SurveyError("nobody is invited yet", where=f"round '{round}'", expected=f"run: assess survey invite {round}")
        connection.execute(update(rounds).where(rounds.c.name == round).values(state="open"))

    written(target, work)


def close(target: Engine, round: str) -> None:
    """Take no answer any more. On PostgreSQL the rows are written anew in the order of their keys: their place told who came first."""

    def work(connection: Connection) -> None:
        one(connection, round)
        if connection.dialect.name == "postgresql":
            connection.execute(text("LOCK TABLE rounds, invitations, responses, answers, texts IN SHARE ROW EXCLUSIVE MODE"))
            _shuffle(connection, round)
        connection.execute(update(rounds).where(rounds.c.name == round).values(state="closed"))

    written(target, work)


def _shuffle(connection: Connection, round: str) -> None:
    """Write the rows of a round anew, ordered by key, all in this one transaction."""
    for table in (invitations, responses, answers, texts):
        connection.execute(
            text(f"CREATE TEMP TABLE kept_{table.name} ON COMMIT DROP AS SELECT * FROM {table.name} WHERE round = :round"), {"round": round}
        )
    connection.execute(delete(responses).where(responses.c.round == round))  # with it go its answers and texts
    connection.execute(delete(invitations).where(invitations.c.round == round))
    for table in (invitations, responses, answers, texts):
        key = ", ".join(column.name for column in table.primary_key)
        connection.execute(text(f"INSERT INTO {table.name} SELECT * FROM kept_{table.name} ORDER BY {key}"))


def questionnaire(source: Engine, round: str) -> Questionnaire:
    """The questionnaire that a round keeps; SurveyError where there is no such round."""
    return restored(str(read(source, lambda connection: one(connection, round))["document"]))


@lru_cache(maxsize=16)
def restored(document: str) -> Questionnaire:
    """The questionnaire of the table's `document`."""
    return parse(json.loads(document), "the questionnaire of this round")


def one(connection: Connection, round: str) -> dict[str, str | None]:
    """The row of a round; SurveyError naming those that there are."""
    found = connection.execute(select(rounds).where(rounds.c.name == round)).mappings().first()
    if found is None:
        known = connection.execute(select(rounds.c.name).order_by(rounds.c.name)).scalars().all()
        expected = f"one of: {', '.join(known)}" if known else "run: assess survey create"
        raise SurveyError(f"there is no round '{round:.60}'", expected=expected)
    return dict(found)


def listed(source: Engine) -> pd.DataFrame:
    """Every round (columns: ROUNDS), ordered by name; `links` counts those given out, `teams` the teams they went to."""
    given = (
        select(invitations.c.round, func.count().label("links"), func.count(invitations.c.team.distinct()).label("teams"))
        .where(invitations.c.kind != "browser")
        .group_by(invitations.c.round)
        .subquery()
    )
    columns = [rounds.c.name, rounds.c.questionnaire, rounds.c.state, rounds.c.access, rounds.c.extra, rounds.c.closes]
    counts = [func.coalesce(given.c.links, 0), func.coalesce(given.c.teams, 0)]
    wanted = select(*columns, *counts).outerjoin(given, given.c.round == rounds.c.name).order_by(rounds.c.name)
    table = pd.DataFrame(read(source, lambda connection: connection.execute(wanted).all()), columns=ROUNDS)
    return table.assign(extra=[", ".join(json.loads(extra)) for extra in table["extra"]], closes=table["closes"].fillna("").astype("str"))
