"""Who may answer a round: links with a random token, for a person or for a whole team.

Reads and writes the table `invitations`. The token is in the link alone; stored is its hash, so nobody can read links out of the store.
With an address the respondent is the keyed pseudonym that imports use too, so that the same person can be followed from round to round;
without one it is random and holds for this round only. Misleads: whoever hands out links to persons could note which went to whom.
"""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, Engine, delete, insert

from assessment.errors import SurveyError
from assessment.privacy.pseudonyms import ANONYMOUS, pseudonym
from assessment.survey.questionnaire.readings import fold
from assessment.survey.store.engine import written
from assessment.survey.store.rounds import one
from assessment.survey.store.tables import invitations

BYTES = 18  # of chance in a token: 144 bits, 24 letters


class Invitation(NamedTuple):
    """A link to hand out, before it is forgotten: the token is stored nowhere. The address is '' where none was given."""

    team: str
    address: str
    token: str


def token() -> str:
    """A new random token."""
    return secrets.token_urlsafe(BYTES)


def digest(token: str) -> str:
    """What is stored of a token. Tokens are too random to be guessed, so a plain hash is enough."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def respondent_of(address: str, key: bytes) -> str:
    """The pseudonym of an address, as imports make it."""
    return pseudonym(key, f"respondent:{fold(address)}")


def invite(target: Engine, round: str, people: Iterable[tuple[str, str | None]], key: bytes) -> list[Invitation]:
    """New links for a round, in the order given; SurveyError where it is closed or somebody is named twice.

    A person or team invited before gets a new link, and the old one stops working; what was answered stays. Without an address every
    link to a person is another person.
    """
    wanted = [(team, (address or "").strip()) for team, address in people]
    _check(round, wanted)
    made = [Invitation(team, address, token()) for team, address in wanted]

    def work(connection: Connection) -> None:
        found = one(connection, round)
        if found["state"] == "closed":
            raise SurveyError("is closed", where=f"round '{round}'", expected="make another round")
        kind = str(found["access"])
        if kind == "team" and (twice := _twice([team for team, _ in wanted])):
            raise SurveyError(
                f"team '{twice}' is there twice",
                where=f"round '{round}'",
                expected="one link a team; for one a person make the round with --access person",
            )
        rows = [_row(invitation, round, kind, key) for invitation in made]
        _replace(connection, round, rows)
        if rows:
            connection.execute(insert(invitations), rows)

    written(target, work)
    return made


def _check(round: str, wanted: Sequence[tuple[str, str]]) -> None:
    if not wanted:
        raise SurveyError("nobody to invite", where=f"round '{round}'", expected="at least one team or person")
    if twice := _twice([fold(address) for _, address in wanted if address]):
        raise SurveyError(f"'{twice}' is there twice", where=f"round '{round}'", expected="each address once")


def _twice(words: Sequence[str]) -> str:
    return next((word for number, word in enumerate(words) if word in words[:number]), "") if len(set(words)) < len(words) else ""


def _row(invitation: Invitation, round: str, kind: str, key: bytes) -> dict[str, str | None]:
    respondent: str | None = None
    if kind == "person":
        known = bool(invitation.address)
        respondent = respondent_of(invitation.address, key) if known else ANONYMOUS + secrets.token_hex(8)
    return {"token_hash": digest(invitation.token), "round": round, "team": invitation.team, "kind": kind, "respondent": respondent}


def _replace(connection: Connection, round: str, rows: Sequence[dict[str, str | None]]) -> None:
    """Take away the links that these rows replace."""
    for row in rows:
        of = invitations.c.team == row["team"] if row["kind"] == "team" else invitations.c.respondent == row["respondent"]
        connection.execute(delete(invitations).where(invitations.c.round == round, invitations.c.kind == row["kind"], of))
