"""Is the store as this version of the program needs it? If not, it is made so.

Takes an engine whose user may change tables; runs the migrations of `migrations/versions` that are missing, in one transaction.
SurveyError where a newer program has written the store, or the user of the database may not do it.
"""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from assessment.errors import SurveyError
from assessment.survey.store.engine import shown, written

NEWEST = "0001"
SOON = (0.2, 0.5)  # seconds before another try: a wrong address should be said at once
FOLDER = Path(__file__).parent / "migrations"


def migrate(target: Engine) -> None:
    """Bring the store to NEWEST; nothing where it is there already. Two programs may do it at once: one waits."""
    written(target, lambda connection: _migrate(connection, shown(target.url)), SOON)


def _migrate(connection: Connection, where: str) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(5070110)"))
    found = _version(connection)
    if found == NEWEST:
        return
    if found > NEWEST:
        raise SurveyError(f"was written by a newer program (version {found})", where=where, expected="install that version of the program")
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _version(connection: Connection) -> str:
    """The version of the store; '' for a new one."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")
