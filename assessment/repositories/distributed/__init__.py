"""The search for copies on several machines: the rim around `duplication.copies.bands`, with Dask and a folder that all machines see."""
