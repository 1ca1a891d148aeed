"""GitLab pipelines: what goes into an included template, and what stays with each repository."""
