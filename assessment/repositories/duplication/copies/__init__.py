"""Which files are near-identical, in which clusters, and how far did they drift apart?"""
