"""What of the answers may be shown."""

from assessment.survey.release.old import HIDDEN, ITEMS, RESPONSE, Patterns, hidden, items, patterns, released, response, shown_teams

__all__ = ["HIDDEN", "ITEMS", "RESPONSE", "Patterns", "hidden", "items", "patterns", "released", "response", "shown_teams"]
