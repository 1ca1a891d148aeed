"""Parts of the respondents' form. Nothing here, and nothing that it imports, can read results or another person's answers."""
