"""Readers of single file formats, where one line does not hold all that a reference needs."""
