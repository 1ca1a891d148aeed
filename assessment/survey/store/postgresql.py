"""What may a respondent's form do on PostgreSQL? Its role, and the rows that each token opens.

Returns the SQL that the migration runs. The form logs in as a role of its own that owns nothing. Row level security gives it the rows of
the invitation whose token it has named in this transaction (`set_config('assess.token', …)`), by the token itself: the hash that is
stored opens nothing. It may write only while the round is open. Every other row is not there for it, so there is no other answer, no
other token and no result to read. Source: PostgreSQL 15, chapter 5.8, Row Security Policies.
"""

from sqlalchemy import Connection, text

TOKEN = "assess.token"  # noqa: S105 - the name of a setting
HASH = f"encode(sha256(convert_to(current_setting('{TOKEN}', true), 'UTF8')), 'hex')"
OWN = "(round, questionnaire, respondent) IN (SELECT o.round, o.questionnaire, o.respondent FROM assess_own() o{which})"
GRANTS = (
    "SELECT ON rounds, invitations, responses, answers, texts",
    "INSERT ON invitations, responses, answers, texts",
    "UPDATE (role, language, state) ON responses",
    "DELETE ON answers, texts",
    "EXECUTE ON FUNCTION assess_own()",
)


def role(connection: Connection) -> str:
    """The form's role of this database. Roles belong to all databases of a server, so its name holds that of the database."""
    return f"{connection.execute(text('SELECT current_database()')).scalar_one()}_form"


def admit(connection: Connection, secret: str) -> str:
    """Let the form's role log in with this password; returns its name."""
    name = role(connection)
    # A password cannot be a parameter here; PostgreSQL's own function quotes it, and it is stored salted and hashed.
    literal = connection.execute(text("SELECT quote_literal(:secret)"), {"secret": secret}).scalar_one()
    connection.exec_driver_sql(f"ALTER ROLE {quoted(name)} LOGIN PASSWORD {literal}".replace("%", "%%"))
    return name


def quoted(name: str) -> str:
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def statements(connection: Connection) -> list[str]:
    """Everything that gives the form its role and its rights, for the user who owns the tables."""
    name, schema = role(connection), str(connection.execute(text("SELECT current_schema()")).scalar_one())
    to = quoted(name)
    known = connection.execute(text("SELECT 1 FROM pg_roles WHERE rolname = :name"), {"name": name}).scalar()
    made = [] if known else [f"CREATE ROLE {to} NOLOGIN"]
    granted = [f"GRANT {grant} TO {to}" for grant in GRANTS]
    secured = [f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY" for table in ("rounds", "invitations", "responses", "answers", "texts")]
    return [*made, f"GRANT USAGE ON SCHEMA {quoted(schema)} TO {to}", *_own(schema), *granted, *secured, *_policies(to)]


def _own(schema: str) -> list[str]:
    """The function that finds the invitation of the named token; only the owner of the tables may look behind it."""
    return [
        f"""CREATE FUNCTION assess_own(
            OUT round text, OUT questionnaire text, OUT respondent text, OUT team text, OUT kind text, OUT open boolean
        ) RETURNS SETOF record LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, {quoted(schema)}, pg_temp AS $$
            SELECT i.round, r.questionnaire, i.respondent, i.team, i.kind,
                   r.state = 'open' AND (r.closes IS NULL OR r.closes >= to_char(current_date, 'YYYY-MM-DD'))
            FROM invitations i JOIN rounds r ON r.name = i.round WHERE i.token_hash = {HASH}
        $$""",
        "REVOKE EXECUTE ON FUNCTION assess_own() FROM PUBLIC",
    ]


def _policies(to: str) -> list[str]:
    seen, changed = OWN.format(which=""), OWN.format(which=" WHERE o.open")
    begun = (
        "kind = 'browser' AND respondent LIKE 'anonymous-%' AND (round, team) IN "
        "(SELECT o.round, o.team FROM assess_own() o WHERE o.open AND o.kind = 'team')"
    )
    made = [
        f"CREATE POLICY form_sees ON rounds FOR SELECT TO {to} USING (name IN (SELECT o.round FROM assess_own() o))",
        f"CREATE POLICY form_sees ON invitations FOR SELECT TO {to} USING (token_hash = {HASH})",
        f"CREATE POLICY form_begins ON invitations FOR INSERT TO {to} WITH CHECK ({begun})",
        f"CREATE POLICY form_begins ON responses FOR INSERT TO {to} WITH CHECK ({changed} AND team IN (SELECT o.team FROM assess_own() o))",
        f"CREATE POLICY form_changes ON responses FOR UPDATE TO {to} USING ({changed}) WITH CHECK ({changed})",
        f"CREATE POLICY form_sees ON responses FOR SELECT TO {to} USING ({seen})",
    ]
    for table in ("answers", "texts"):
        made += [
            f"CREATE POLICY form_sees ON {table} FOR SELECT TO {to} USING ({seen})",
            f"CREATE POLICY form_writes ON {table} FOR INSERT TO {to} WITH CHECK ({changed})",
            f"CREATE POLICY form_clears ON {table} FOR DELETE TO {to} USING ({changed})",
        ]
    return made
