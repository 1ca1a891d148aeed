"""The first tables, and on PostgreSQL the role of the respondents' form with what it may see and write."""

import sqlalchemy as sa
from alembic import op

from assessment.survey.store import postgresql

revision = "0001"
down_revision = None
KEY = ("round", "questionnaire", "respondent")


def upgrade() -> None:
    """Make the tables of version 1."""
    _rounds()
    _table(
        "responses",
        [*_words(*KEY, "team", "role", "language", "state")],
        KEY,
        sa.CheckConstraint("state IN ('started', 'submitted')", name=op.f("ck_responses_state")),
    )
    answered = [sa.Column("version", sa.Integer(), nullable=False), *_words("state"), sa.Column("value", sa.Double()), *_words("label")]
    for name, columns in (("answers", answered), ("texts", _words("text"))):
        parent = sa.ForeignKeyConstraint(
            KEY, [f"responses.{column}" for column in KEY], name=op.f(f"fk_{name}_responses"), ondelete="CASCADE"
        )
        _table(name, [*_words(*KEY, "item"), *columns], (*KEY, "item"), parent)
    if op.get_bind().dialect.name == "postgresql":
        for statement in postgresql.statements(op.get_bind()):
            op.execute(statement)


def _rounds() -> None:
    _table(
        "rounds",
        [*_words("name", "questionnaire", "document", "state", "access", "extra"), sa.Column("closes", sa.Text())],
        ("name",),
        sa.CheckConstraint("state IN ('draft', 'open', 'closed')", name=op.f("ck_rounds_state")),
        sa.CheckConstraint("access IN ('person', 'team')", name=op.f("ck_rounds_access")),
    )
    _table(
        "invitations",
        [*_words("token_hash", "round", "team", "kind"), sa.Column("respondent", sa.Text())],
        ("token_hash",),
        sa.CheckConstraint("kind IN ('person', 'team', 'browser')", name=op.f("ck_invitations_kind")),
        sa.ForeignKeyConstraint(["round"], ["rounds.name"], name=op.f("fk_invitations_rounds"), ondelete="CASCADE"),
    )
    op.create_index(op.f("ix_invitations_round_team"), "invitations", ["round", "team"])


def _words(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _table(name: str, columns: list[sa.Column[str]], key: tuple[str, ...], *rest: sa.Constraint) -> None:
    op.create_table(name, *columns, sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{name}")), *rest, sqlite_with_rowid=False)
