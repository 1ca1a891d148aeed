"""What a respondent's form can do: enter with a token, save answers, submit, withdraw. Nothing else.

Reads and writes the response of the token that is named, with an engine of its own whose rights end there (`postgresql.py`,
`sqlite.py`): no other answer, no other token and no result can be reached through it. Every method is one transaction and is harmless
when repeated; when it returns, what it wrote is on disk. Who changes something is given what the token opens then, so that a page need
not ask again. Misleads: somebody who has the link has the response.
"""

import datetime
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, MetaData, Table, and_, delete, event, insert, null, select, text, update

from assessment.errors import SurveyError
from assessment.privacy.pseudonyms import ANONYMOUS
from assessment.survey.questionnaire import Questionnaire
from assessment.survey.questionnaire.readings import Reading, fold
from assessment.survey.store import invitations, sqlite, tables
from assessment.survey.store.engine import address, engine, read, written
from assessment.survey.store.rounds import restored
from assessment.survey.store.tables import STARTED, SUBMITTED

UNKNOWN, ASK = "this link is not known", "ask for a new one where you got it"
LONGEST = 100  # letters of a token


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """What a token opens.

    `state` of the round: draft, open or closed. `own`: whether it is the link of one person; behind that of a team everybody begins a
    response of their own. `anonymous`: whether no address stands behind it. `given`: item -> answer as recorded, free texts among them.
    `response`: '', started or submitted.
    """

    round: str
    questionnaire: Questionnaire
    extra: tuple[str, ...]
    closes: str
    state: str
    own: bool
    anonymous: bool
    team: str
    role: str
    language: str
    given: dict[str, str]
    response: str


class Form:
    """The door of the respondents: one engine, with the rights of the form."""

    def __init__(self, where: str | Path) -> None:
        """SurveyError where the store cannot be reached; it is not migrated here, the form may not do that."""
        found = address(where)
        if found.get_backend_name() == "sqlite" and not Path(str(found.database)).is_file():
            raise SurveyError("there is no survey yet", where=str(found.database), expected="run: assess survey create")
        self.engine = engine(found)
        self._tables = dict(tables.metadata.tables)
        if found.get_backend_name() == "sqlite":
            event.listen(self.engine, "connect", lambda connection, record: record.info.update(named=sqlite.confine(connection)))
            event.listen(self.engine, "checkin", lambda _, record: record.info["named"].clear())
            beside = MetaData()
            self._tables = {
                name: Table(sqlite.PREFIX + name, beside, *(column._copy() for column in table.columns))
                for name, table in self._tables.items()
            }

    def enter(self, token: str) -> Entered:
        """What the token opens, with everything that was saved under it; SurveyError where it opens nothing."""
        return read(self.engine, lambda connection: self._entered(connection, token)[0])

    def begin(self, token: str, own: str = "") -> str:
        """A link of one's own, for somebody who comes through the link of a team; any other token is returned as it is.

        `own`: the token that the visitor's browser has made or kept, so that doing it twice gives no second response.
        """
        own = own or invitations.token()

        def work(connection: Connection) -> str:
            entered, _ = self._open(connection, token, own=False)
            if entered.own:
                return token
            links = self._tables["invitations"]
            row = {"token_hash": invitations.digest(own), "round": entered.round, "team": entered.team, "kind": "browser"}
            self._as(connection, own)
            if connection.execute(select(links.c.round)).first() is None:
                self._as(connection, token)
                connection.execute(insert(links).values(row | {"respondent": ANONYMOUS + secrets.token_hex(8)}))
            return own

        return written(self.engine, work)

    def save(self, token: str, given: Mapping[str, str | None], *, role: str | None = None, language: str | None = None) -> Entered:
        """Keep the answers to these items; '' or None takes one back. On return they are on disk.

        SurveyError where the round is not open, an item is not asked, an answer is none of its labels, or the role is unknown.
        """

        def work(connection: Connection) -> Entered:
            before, key = self._open(connection, token)
            asked = before.questionnaire
            said = {item: _reading(asked, item, answer) for item, answer in given.items() if answer and answer.strip()}
            kept = {item: answer for item, answer in before.given.items() if item not in given}
            after = replace(
                before,
                role=before.role if role is None else _role(asked, role),
                language=before.language if language is None else language,
                given=kept | {item: _recorded(reading.label, reading.value) for item, reading in said.items()},
                response=before.response or STARTED,
            )
            return self._change(connection, key, before, after, said)

        return written(self.engine, work)

    def submit(self, token: str) -> Entered:
        """Count the response from now on; answers to items that are not asked of this person (any more) are dropped."""

        def work(connection: Connection) -> Entered:
            before, key = self._open(connection, token)
            sections = before.questionnaire.asked(before.role, before.given, before.extra)
            asked = {item.id for section in sections for item in section.items}
            kept = {item: answer for item, answer in before.given.items() if item in asked}
            return self._change(connection, key, before, replace(before, given=kept, response=SUBMITTED))

        return written(self.engine, work)

    def withdraw(self, token: str) -> Entered:
        """Take everything back: no answer and no role is left, and the response does not count."""

        def work(connection: Connection) -> Entered:
            before, key = self._open(connection, token)
            return self._change(connection, key, before, replace(before, given={}, role="", response=STARTED))

        return written(self.engine, work)

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()

    def _as(self, connection: Connection, token: str) -> None:
        """Name the token that opens rows in this transaction; SurveyError for what no token can be, which databases choke on."""
        if not token.isascii() or not token.isprintable() or len(token) > LONGEST:
            raise SurveyError(UNKNOWN, expected=ASK)
        connection.execute(text("SELECT set_config('assess.token', :token, true)"), {"token": token})

    def _entered(self, connection: Connection, token: str) -> tuple[Entered, dict[str, Any]]:
        """What the token opens, and the key of its response."""
        self._as(connection, token)
        links, rounds, responses = (self._tables[name] for name in ("invitations", "rounds", "responses"))
        of_link = {"round": links.c.round, "questionnaire": rounds.c.questionnaire, "respondent": links.c.respondent}
        said = (responses.c.role, responses.c.language, responses.c.state.label("response"))
        wanted = (
            select(*rounds.c, links.c.team, links.c.respondent, *said)
            .join_from(links, rounds, rounds.c.name == links.c.round)
            .outerjoin(responses, and_(*_matches(responses, of_link)))
        )
        row = connection.execute(wanted).mappings().first()
        if row is None:
            raise SurveyError(UNKNOWN, expected=ASK)
        key = {"round": row["name"], "questionnaire": row["questionnaire"], "respondent": row["respondent"]}
        return Entered(
            round=row["name"],
            questionnaire=restored(row["document"]),
            extra=tuple(json.loads(row["extra"])),
            closes=row["closes"] or "",
            state=_state(row["state"], row["closes"]),
            own=row["respondent"] is not None,
            anonymous=(row["respondent"] or ANONYMOUS).startswith(ANONYMOUS),
            team=row["team"],
            role=row["role"] or "",
            language=row["language"] or "",
            given=self._given(connection, key) if row["response"] else {},
            response=row["response"] or "",
        ), key

    def _given(self, connection: Connection, key: Mapping[str, Any]) -> dict[str, str]:
        answers, texts = self._tables["answers"], self._tables["texts"]
        answered = select(answers.c.item, answers.c.label, answers.c.value).where(*_matches(answers, key))
        told = select(texts.c.item, texts.c.text, null()).where(*_matches(texts, key))
        return {item: _recorded(label, value) for item, label, value in connection.execute(answered.union_all(told))}

    def _open(self, connection: Connection, token: str, *, own: bool = True) -> tuple[Entered, dict[str, Any]]:
        """What the token opens, where answers are taken, and the key of its response; SurveyError where they are not."""
        if connection.dialect.name == "postgresql":  # one writer a response: two windows, a double click
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:token, 5))"), {"token": invitations.digest(token)})
        entered, key = self._entered(connection, token)
        where = f"round '{entered.round}'"
        if entered.state != "open":
            what = "is not open yet" if entered.state == "draft" else "is closed"
            raise SurveyError(what, where=where, expected="nothing was changed")
        if own and not entered.own:
            raise SurveyError("is the link of a whole team", where=where, expected="begin first")
        return entered, key

    def _change(
        self, connection: Connection, key: Mapping[str, Any], before: Entered, after: Entered, said: Mapping[str, Reading] | None = None
    ) -> Entered:
        """Write the difference, where `said` holds what was answered anew; returns `after`."""
        responses, said = self._tables["responses"], said or {}
        row = {"role": after.role, "language": after.language, "state": after.response}
        if not before.response:
            connection.execute(insert(responses).values({**key, "team": after.team, **row}))
        elif (before.role, before.language, before.response) != (after.role, after.language, after.response):
            connection.execute(update(responses).where(*_matches(responses, key)).values(row))
        gone = [item for item in before.given if item in said or item not in after.given]
        for table in (self._tables["answers"], self._tables["texts"]):
            if gone:
                connection.execute(delete(table).where(*_matches(table, key), table.c.item.in_(gone)))
        self._write(connection, after.questionnaire, key, said)
        return after

    def _write(self, connection: Connection, questionnaire: Questionnaire, key: Mapping[str, Any], said: Mapping[str, Reading]) -> None:
        answers, texts = [], []
        for item, reading in said.items():
            if questionnaire.format_of(item).kind == "text":
                texts.append({**key, "item": item, "text": reading.label})
                continue
            value = None if reading.value != reading.value else reading.value
            version = questionnaire.items[item].version
            answers.append({**key, "item": item, "version": version, "state": reading.state, "value": value, "label": reading.label})
        for name, rows in (("answers", answers), ("texts", texts)):
            into = insert(self._tables[name])
            if rows and connection.dialect.name == "postgresql":
                connection.execute(into.values(rows))  # one way to the server for all of them
            elif rows:
                connection.execute(into, rows)


def _matches(table: Table, key: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    """The rows of a response. The form sees no others anyway; saying so lets the database find them by their key."""
    return [table.c[name] == word for name, word in key.items()]


def _state(state: str, closes: str | None) -> str:
    """The round's state today: after its last day an open round is closed."""
    return "closed" if state == "open" and closes and closes < datetime.date.today().isoformat() else state


def _reading(questionnaire: Questionnaire, item: str, said: str) -> Reading:
    if item not in questionnaire.items:
        raise SurveyError(f"there is no item '{item:.60}'", where=questionnaire.id, expected="an item of this questionnaire")
    form = questionnaire.format_of(item)
    reading = form.read(said.replace("\0", "").strip())
    if reading is None:
        raise SurveyError(f"'{said:.40}' is no answer", where=f"item '{item}'", expected=form.expected)
    return reading


def _recorded(label: str, value: float | None) -> str:
    """An answer as it is shown again: its label, else its number."""
    return label or f"{value:g}"


def _role(questionnaire: Questionnaire, role: str) -> str:
    if not role:
        return ""
    known = questionnaire.roles.get(fold(role))
    if known is None:
        raise SurveyError(f"unknown role '{role:.60}'", where=questionnaire.id, expected="one of those in the list")
    return known
