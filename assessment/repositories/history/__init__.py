"""What happened: the raw log of a repository, parsed into its fact tables."""
