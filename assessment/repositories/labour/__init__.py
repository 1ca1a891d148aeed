"""Who does the plumbing: people and teams behind commits, where their work goes, and what leaves with them. Never shown by person."""
