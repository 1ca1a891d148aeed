"""GitHub's rules for workflows and actions, as far as a shared version has to keep them."""
