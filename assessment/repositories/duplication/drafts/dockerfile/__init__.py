"""Dockerfiles: read, compared and written again."""
