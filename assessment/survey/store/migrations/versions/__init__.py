"""Changes of the store's tables, one file a version, run by Alembic when a store is opened."""
