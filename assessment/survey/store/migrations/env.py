"""What Alembic runs: the migrations, on the connection that it is given, in one transaction."""

from alembic import context

from assessment.survey.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transaction_per_migration=False)
with context.begin_transaction():
    context.run_migrations()
