"""A round in a workspace: who is invited, the links that are handed out, who takes part, whom to remind.

Takes the organisation and what the store gives; reads a CSV of people and writes one of links. Nothing here says who answered: counts of
people go through `release.response`, and a reminder goes to everybody of a team.
"""

import csv
import io
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd

from assessment.errors import SurveyError
from assessment.model import Organisation
from assessment.reporting.exports import tables
from assessment.survey.questionnaire import nearest
from assessment.survey.questionnaire.readings import fold
from assessment.survey.release import response
from assessment.survey.store.invitations import Invitation

LINKS = ["team", "address", "link"]
ENOUGH = 0.7  # of a team's people; below it the team is reminded
URL = "http://localhost:8502"


def people(content: bytes, where: str, organisation: Organisation) -> list[tuple[str, str | None]]:
    """(team, address) of a CSV with the columns team and address; SurveyError naming file and row, and the team that was meant."""
    try:
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    except (UnicodeDecodeError, csv.Error) as error:
        raise SurveyError(f"cannot be read: {error}", where=where, expected="a CSV in UTF-8 with the columns team and address") from error
    for column in ("team", "address"):
        if not rows or column not in rows[0]:
            raise SurveyError(f"column '{column}' is missing, or there is no row", where=where, expected="columns team and address")
    numbered = [(row, f"{where}: row {number}") for number, row in enumerate(rows, 2)]
    return [(_team(row["team"], organisation, place), _address(row["address"], place)) for row, place in numbered]


def _team(text: str | None, organisation: Organisation, where: str) -> str:
    known = {fold(team): team for team in organisation.team_names}
    team = known.get(fold(text or ""))
    if team is None:
        raise SurveyError(
            f"unknown team '{(text or '')[:60]}'", where=where, expected=f"nearest: '{nearest(text or '', organisation.team_names)}'"
        )
    return team


def _address(text: str | None, where: str) -> str:
    address = (text or "").strip()
    if not address:
        raise SurveyError("no address", where=where, expected="an address or name that is the same in every round")
    return address


def everybody(organisation: Organisation, access: str) -> list[tuple[str, str | None]]:
    """Whom to invite where no file names people: one link a team, or as many links without address as a team has people."""
    return [(team.name, None) for team in organisation.teams for _ in range(1 if access == "team" else team.headcount)]


def links(invitations: Iterable[Invitation], url: str) -> pd.DataFrame:
    """The links to hand out (columns: LINKS), in the order invited."""
    base = url.rstrip("/")
    if not base.startswith(("http://", "https://")):
        raise SurveyError(f"'{url:.60}' is no address of the form", where="--url", expected=f"such as https://survey.example.com, or {URL}")
    rows = [(found.team, found.address, f"{base}/?t={found.token}") for found in invitations]
    return pd.DataFrame(rows, columns=LINKS)


def as_csv(found: pd.DataFrame) -> bytes:
    """The links as a file for a mail merge; a team or address that a spreadsheet would run as a formula is made harmless."""
    return tables.as_bytes(found, "csv")


class LinksFile:
    """A file of links, made before anybody is invited: tokens are told once, and need a place. SurveyError where the file is there."""

    def __init__(self, path: Path) -> None:
        try:
            self.descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            raise SurveyError("is there already", where=str(path), expected="another name: links are never written over") from None
        except OSError as error:
            raise SurveyError(f"cannot be written: {error.strerror}", where=str(path), expected="a folder that may be written") from error
        self.path, self.content = path, b""

    def __enter__(self) -> "LinksFile":
        return self

    def __exit__(self, *_: object) -> None:
        with os.fdopen(self.descriptor, "wb") as file:
            file.write(self.content)
            file.flush()
            os.fsync(file.fileno())
        if not self.content:
            self.path.unlink()


def live(answers: pd.DataFrame, organisation: Organisation, round: str, questionnaire: str) -> pd.DataFrame:
    """Who has taken part so far (columns: `release.RESPONSE`), by team and for all, hidden where a count is too small to be shown."""
    mine = answers[(answers["round"] == round) & (answers["questionnaire"] == questionnaire)]
    return response(mine, organisation).assign(round=round, questionnaire=questionnaire)


def notes(rates: pd.DataFrame) -> list[str]:
    """What to know about who took part: a team of which more answered than it has people."""
    over = rates[(rates["team"] != "") & (rates["answers"].fillna(0) > rates["headcount"])]
    return [
        f"team '{row.team}': {row.answers} people answered, but its headcount is {row.headcount}; somebody answered twice through the "
        "team's link, or the organisation file is out of date"
        for row in over.itertuples()
    ]


def to_remind(rates: pd.DataFrame, enough: float = ENOUGH) -> list[str]:
    """Teams to remind, everybody in them: those whose rate is lower, and those whose rate is hidden, so that it tells nothing."""
    teams = rates[rates["team"] != ""]
    return [str(team) for team, rate in zip(teams["team"], teams["rate"], strict=True) if pd.isna(rate) or rate < enough]


def banded(stored: pd.DataFrame, k: int, columns: Sequence[str] = ("people", "answers", "texts")) -> pd.DataFrame:
    """What is stored, with every count about fewer than k people as `under k`."""
    few = (stored["people"] > 0) & (stored["people"] < k)
    shown = stored.astype(dict.fromkeys(columns, object))
    for column in columns:
        shown.loc[few, column] = f"under {k}" if column == "people" else "hidden"
    return shown
