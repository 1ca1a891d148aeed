"""What did people say, how sure is it, and has it changed? The columns as people see them."""

from assessment.reporting import words
from assessment.reporting.columns.column import Column, Form

TEAM = Column("team", "Team", Form.TEAM, blank="all")
SCALE = Column("title", "Scale")
ROUND = Column("round", "Round")

SHOWN: dict[str, tuple[Column, ...]] = {
    "response": (
        TEAM,
        Column("headcount", "Members", Form.COUNT),
        Column("answers", "Answered", Form.COUNT, words.HIDDEN),
        Column("rate", "Rate", Form.PERCENT, words.HIDDEN),
    ),
    "drivers": (
        SCALE,
        TEAM,
        Column("value", "Value", Form.DECIMAL, words.HIDDEN),
        Column("low", "From", Form.DECIMAL),
        Column("high", "To", Form.DECIMAL),
        Column("n_band", "Answered", blank=words.HIDDEN),
        Column("of", "Members", Form.COUNT),
        Column("rwg", "Agreement", Form.DECIMAL),
        Column("ad", "Distance", Form.DECIMAL),
        Column("chance", "By chance", Form.PERCENT),
        Column("worst_low", "At least", Form.DECIMAL),
        Column("worst_high", "At most", Form.DECIMAL),
        Column("carries", "Carries"),
        Column("higher", "Higher is"),
    ),
    "said and seen": (
        TEAM,
        Column("value", "Said", Form.DECIMAL, words.HIDDEN),
        Column("low", "From", Form.DECIMAL),
        Column("high", "To", Form.DECIMAL),
        Column("n_band", "Answered", blank=words.HIDDEN),
        Column("technologies", "Tools in use", Form.COUNT),
        Column("repositories", "Repositories", Form.COUNT),
        Column("workflows_alone", "Workflows alone", Form.COUNT),
        Column("mechanisms", "Several tools for one", Form.COUNT),
        Column("switches_per_day", "Switches a day", Form.DECIMAL, words.FEW),
    ),
    "items": (
        Column("text", "Item"),
        TEAM,
        Column("mean", "Mean", Form.DECIMAL, words.HIDDEN),
        Column("n", "Answers, at least", Form.COUNT, words.HIDDEN),
        Column("not_applicable", "Not applicable", Form.COUNT, words.HIDDEN),
    ),
    "choices": (
        Column("text", "Question"),
        ROUND,
        Column("option", "Answer"),
        Column("share", "Share", Form.PERCENT, words.FEW),
        Column("n", "People, at least", Form.COUNT, words.HIDDEN),
    ),
    "reliability": (
        Column("scale", "Scale"),
        ROUND,
        Column("items", "Items", Form.COUNT),
        Column("people", "People, at least", Form.COUNT, words.FEW),
        Column("alpha", "Alpha", Form.DECIMAL),
        Column("alpha_low", "From", Form.DECIMAL),
        Column("alpha_high", "To", Form.DECIMAL),
        Column("omega", "Omega", Form.DECIMAL),
        Column("icc1", "ICC(1)", Form.DECIMAL),
        Column("icc1_low", "ICC(1) from", Form.DECIMAL),
        Column("icc1_high", "ICC(1) to", Form.DECIMAL),
        Column("icc2", "ICC(2)", Form.DECIMAL),
        Column("flagged", "Careless", Form.COUNT),
        Column("value", "Value", Form.DECIMAL),
        Column("without", "Without them", Form.DECIMAL),
    ),
    "change": (
        Column("scale", "Scale"),
        TEAM,
        Column("from_round", "From round"),
        Column("to_round", "To round"),
        Column("before", "Before", Form.DECIMAL),
        Column("after", "After", Form.DECIMAL),
        Column("change", "Change", Form.DECIMAL),
        Column("low", "From", Form.DECIMAL),
        Column("high", "To", Form.DECIMAL),
        Column("detectable", "Detectable", Form.DECIMAL),
        Column("verdict", "Verdict"),
        Column("why", "Why"),
    ),
    "comments": (
        Column("text", "Question"),
        ROUND,
        Column("comment", "Comment"),
    ),
}
