"""Templates that give back each member's text: YAML, JSON, or any text by its lines."""
