"""What does the store of the survey keep? Five tables, the same on SQLite and PostgreSQL.

Reads and returns nothing: SQLAlchemy Core tables, which the migrations make and a test holds against them.
Nothing here says when anything happened. There are no time stamps and no counters: keys are names, hashes of random tokens and
pseudonyms, and on SQLite every table is ordered by its key alone (WITHOUT ROWID), so that not even the file tells who came first.
Misleads: PostgreSQL keeps rows in the order of writing until a round is closed; then they are written anew, ordered by key.
"""

from sqlalchemy import CheckConstraint, Column, Double, ForeignKey, ForeignKeyConstraint, Index, Integer, MetaData, Table, Text

STATES = ("draft", "open", "closed")
ACCESS = ("person", "team")
KINDS = ("person", "team", "browser")
STARTED, SUBMITTED = "started", "submitted"

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _one_of(column: str, words: tuple[str, ...]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(repr(word) for word in words)})", name=column)


def _word(name: str, *, primary_key: bool = False) -> Column[str]:
    return Column(name, Text, nullable=False, primary_key=primary_key)


def _of_response() -> ForeignKeyConstraint:
    key = ["round", "questionnaire", "respondent"]
    return ForeignKeyConstraint(key, [f"responses.{column}" for column in key], ondelete="CASCADE")


rounds = Table(
    "rounds",
    metadata,
    _word("name", primary_key=True),
    _word("questionnaire"),
    _word("document"),  # JSON: the questionnaire as it was when the round was made
    _word("state"),
    _word("access"),
    _word("extra"),  # JSON: the optional sections that are asked
    Column("closes", Text),  # last day to answer, as 2026-01-31
    _one_of("state", STATES),
    _one_of("access", ACCESS),
    sqlite_with_rowid=False,
)
invitations = Table(
    "invitations",
    metadata,
    _word("token_hash", primary_key=True),  # SHA-256 of the token in the link, which itself is nowhere
    Column("round", Text, ForeignKey("rounds.name", ondelete="CASCADE"), nullable=False),
    _word("team"),
    _word("kind"),  # browser: own link of one who came through the link of a team
    Column("respondent", Text),  # pseudonym; none behind the link of a team
    _one_of("kind", KINDS),
    Index(None, "round", "team"),
    sqlite_with_rowid=False,
)
responses = Table(
    "responses",
    metadata,
    _word("round", primary_key=True),
    _word("questionnaire", primary_key=True),
    _word("respondent", primary_key=True),
    _word("team"),
    _word("role"),
    _word("language"),
    _word("state"),
    _one_of("state", (STARTED, SUBMITTED)),
    sqlite_with_rowid=False,
)
answers = Table(
    "answers",
    metadata,
    _word("round", primary_key=True),
    _word("questionnaire", primary_key=True),
    _word("respondent", primary_key=True),
    _word("item", primary_key=True),
    Column("version", Integer, nullable=False),
    _word("state"),
    Column("value", Double),  # NULL unless answered by a number
    _word("label"),
    _of_response(),
    sqlite_with_rowid=False,
)
texts = Table(
    "texts",
    metadata,
    _word("round", primary_key=True),
    _word("questionnaire", primary_key=True),
    _word("respondent", primary_key=True),
    _word("item", primary_key=True),
    _word("text"),
    _of_response(),
    sqlite_with_rowid=False,
)
